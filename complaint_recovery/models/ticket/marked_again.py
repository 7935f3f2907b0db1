from odoo import models

from ...tools.marks import MAIL_LATER


class HelpdeskTicket(models.Model):
    """A complaint that was marked by mistake, and may be marked again."""

    _inherit = "helpdesk.ticket"

    def action_unmark_complaint(self):
        """Leave to managers what a customer filed as a complaint: they call it one."""
        self.check_access("write")
        # Who filed it is no secret to whoever may write it.
        if any(t.is_complaint and t.create_uid.share for t in self.sudo()):
            self._complaint_ensure_manager()
        return super().action_unmark_complaint()

    def _complaint_mark_plain(self):
        """Do not acknowledge again what its customer was told of already."""
        told = self.filtered(lambda t: not t.is_complaint)._complaint_ever()
        told = told.filtered(lambda t: t._complaint_was_acknowledged())
        silent = told.with_context(complaint_mail=MAIL_LATER)
        super(HelpdeskTicket, silent)._complaint_mark_plain()
        return super(HelpdeskTicket, self - told)._complaint_mark_plain()

    def _complaint_was_acknowledged(self):
        """Did a mail go out by itself to who is the customer now?"""
        ticket = self.sudo()  # What was sent is no secret to the rule.
        customer = ticket.partner_id
        return any(
            message.message_type == "email_outgoing"
            and (not customer or customer in message.partner_ids)
            for message in ticket.message_ids
        )
