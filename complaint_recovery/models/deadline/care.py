from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.own_hand import own_hand

#: A customer is not called more often, whatever the number of complaints.
CARE_GAP = timedelta(days=14)


class ComplaintDeadline(models.Model):
    """Care calls, which keep their distance from each other (D23)."""

    _inherit = "complaint.deadline"

    care_warning = fields.Char(compute="_compute_care_warning")

    @api.depends("kind", "state", "due_at")
    @api.depends_context("lang")
    def _compute_care_warning(self):
        now = fields.Datetime.now()
        for deadline in self:
            # As it is stored: one tried out in a form would tell of its customer.
            call = deadline._origin
            due = call.kind == "care" and call.state == "running"
            deadline.care_warning = due and call.ticket_id._complaint_care_warning(
                max(call.due_at, now), call
            )

    def _ensure_apart(self, due_at):
        """Raise a UserError where a care call would come too soon after another."""
        self.ensure_one()
        if self.kind != "care":
            return
        # A colleague's own deadline says it, whatever that one sees of the complaint.
        warning = self.ticket_id.sudo()._complaint_care_warning(due_at, self.sudo())
        if warning:
            raise UserError(
                self.env._(
                    "%s Where the customer asks for a word, call, and record it.",
                    warning,
                )
            )

    def _get_near(self, when):
        return self.filtered(lambda call: abs(call.due_at - when) < CARE_GAP)

    def _postpone(self, due_at):
        """Move a care call away from one that has just taken place."""
        self.ensure_one()
        self._log_new_date(due_at, self.env._("there was a care call"))
        # By the rule of two weeks, whoever made the call.
        own_hand(self).write(
            {
                "due_at": due_at,
                "original_due_at": due_at,
                **self._prepare_new_round(fields.Datetime.now()),
            }
        )
        self._move_activities()
        # A stamp only methods write.
        self.ticket_id.sudo()._complaint_refresh_next_due()
