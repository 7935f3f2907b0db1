from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ...tools.groups import INTERNAL
from ...tools.own_hand import own_hand


class HelpdeskTicket(models.Model):
    """What a customer writes after the end (decision 13)."""

    _inherit = "helpdesk.ticket"

    complaint_reply_waiting = fields.Boolean(
        string="Reply after closing",
        compute="_compute_complaint_reply_waiting",
        groups=INTERNAL,
    )
    complaint_reply_words = fields.Char(
        string="The customer's reply",
        compute="_compute_complaint_reply_waiting",
        groups=INTERNAL,
    )

    @api.depends(
        "complaint_deadline_ids.state",
        "complaint_deadline_ids.kind",
        "complaint_interaction_ids.summary",
    )
    def _compute_complaint_reply_waiting(self):
        for ticket in self:
            waiting = ticket.complaint_closed_at and ticket._complaint_running("reply")
            ticket.complaint_reply_waiting = bool(waiting)
            heard = ticket.complaint_interaction_ids.filtered(
                lambda i: i.direction == "in"
            )
            last = heard.sorted(lambda i: (i.date, i.id))[-1:]
            ticket.complaint_reply_words = waiting and last.summary

    def action_still_unhappy(self):
        """Reopen the complaint, because the customer who wrote is not content."""
        self.check_access("write")
        self._complaint_ensure_reply()
        return self.action_reopen()

    def action_only_thanks(self):
        """Leave it closed, because the customer who wrote only thanked us."""
        self.check_access("write")
        self._complaint_ensure_reply()
        for ticket in self:
            ticket._complaint_running("reply")._finish()
            ticket._complaint_log(
                body=self.env._("The customer wrote again, only to thank us.")
            )
        return True

    def _complaint_ensure_reply(self):
        for ticket in self:
            waiting = ticket.sudo()._complaint_running("reply")  # Asked, not shown.
            if not ticket.is_complaint or not waiting:
                raise UserError(
                    self.env._(
                        "%s: no reply of the customer is waiting.", ticket.number
                    )
                )

    def _complaint_hear_again(self, message):
        """Let the owner look at what a customer writes on a closed complaint.

        After the time to reopen it becomes a new complaint, or goes to the one that was
        opened for an earlier mail.
        """
        self.ensure_one()
        if not self.complaint_closed_at:
            self._complaint_log(body=message.body)
        elif self._complaint_can_reopen():
            self._complaint_ask_to_reopen()
        elif later := self._complaint_continuation():
            later._complaint_hear_again(message)
        else:
            self._complaint_continue(
                message.body, message.attachment_ids, message.author_id
            )

    def _complaint_ask_to_reopen(self):
        """Open a deadline, once, in which the owner says what the mail means."""
        if self._complaint_running("reply"):
            return
        self._complaint_ensure_owner()  # The former one may have left.
        # Follows from what happened, not chosen by a person.
        own_hand(self.env["complaint.deadline"]).create(
            self._complaint_prepare_deadline("reply", self._complaint_clock())
        )

    def _complaint_continuation(self):
        """Return the last complaint opened after this one to continue it."""
        return self.search(
            Domain("complaint_origin_id", "=", self.id)
            & Domain("is_complaint", "=", True)
            # Of the same customer and company, about the same: no words go elsewhere.
            & Domain("commercial_partner_id", "=", self.commercial_partner_id.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("complaint_about_user_id", "=", self.complaint_about_user_id.id)
            & Domain("id", ">", self.id),
            order="id desc",
            limit=1,
        )

    def _complaint_continue(self, body, attachments=(), writer=None):
        """Open a new complaint in the customer's words, linked to this one.

        It is the ``writer``'s, where somebody else of the same customer wrote.
        """
        vals = {"complaint_origin_id": self.id}
        if not is_html_empty(body):
            vals["description"] = body
        if writer and writer.partner_share and writer != self.partner_id:
            vals |= {
                "partner_id": writer.id,
                "partner_name": writer.name,
                "partner_email": writer.email,
            }
        ticket = self.copy(vals)
        ticket.action_mark_complaint()
        visitor = self.env.ref("base.public_user")
        for attachment in attachments:
            copied = {"res_model": ticket._name, "res_id": ticket.id}
            # The customer's own: kept as a visitor's, whoever of us stores them.
            attachment.with_user(visitor).sudo().copy(copied)
        self._complaint_log(
            body=self.env._(
                "The customer wrote again, too late to reopen it: %s continues it.",
                ticket.number,
            )
        )
        return ticket
