from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import INTERNAL
from ...tools.typed import keepable, storable


class HelpdeskTicket(models.Model):
    """What is asked of a ticket before something is done on it, and what is noted."""

    _inherit = "helpdesk.ticket"

    def _complaint_ensure_is_complaint(self):
        for ticket in self.filtered(lambda t: not t.is_complaint):
            raise UserError(self.env._("%s is not a complaint.", ticket.number))

    def _complaint_ensure_open(self):
        self._complaint_ensure_is_complaint()
        for ticket in self:
            if ticket.sudo().complaint_closed_at:  # Anybody concerned may be told.
                raise UserError(
                    self.env._("%s is closed. Reopen it first.", ticket.number)
                )

    def _complaint_ensure_closed(self):
        self.ensure_one()
        if not self.complaint_closed_at:
            raise UserError(self.env._("%s is not closed.", self.number))

    def _complaint_ensure_manager(self):
        if not self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager"):
            raise AccessError(self.env._("Only helpdesk managers may do this."))

    def _complaint_ensure_reason(self, reason):
        # Over RPC anything may come, also what no database keeps.
        if not keepable(reason).strip() or storable(reason) != reason:
            raise UserError(self.env._("Give a reason."))

    def _complaint_is_on_record(self):
        """Return whether anything was sent, approved or escalated."""
        self.ensure_one()
        return bool(
            self.complaint_decision_sent_at
            or self.complaint_escalation_ids
            or self.complaint_override_ids
            or self.complaint_deadline_ids.filtered(lambda d: d.kind == "promise")
            or self.complaint_apology_ids.filtered(lambda a: a.state == "sent")
            or self.complaint_remedy_ids.filtered(lambda r: r.state != "draft")
            or self.complaint_interaction_ids.filtered(
                lambda i: i.state == "done" and i.direction == "out"
            )
        )

    def _complaint_is_history(self):
        """Return whether it was taken over from elsewhere and left alone since."""
        self.ensure_one()
        return self.complaint_imported and not self.complaint_reopen_count

    @api.model
    def _complaint_sees_slice(self):
        return self.env.user.has_group(INTERNAL)

    def _complaint_log(self, body):
        """Leave a note in the conversation, for colleagues alone.

        Customers read notes of the type "notification" on their own ticket over RPC,
        which is what ``_message_log`` writes; internal comments they do not. What
        follows from a customer's mail or click is said by the system, not by them. So
        is what follows from the work of somebody who may not read the complaint
        (``guard/by_whom.py``).
        """
        return self._message_log(
            body=body,
            message_type="comment",
            author_id=self._complaint_note_author().id,
        )
