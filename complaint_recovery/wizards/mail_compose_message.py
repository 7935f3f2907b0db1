from odoo import models


class MailComposeMessage(models.TransientModel):
    """Odoo's dialog for mails, with the standard answers at hand."""

    _name = "mail.compose.message"
    _inherit = ["mail.compose.message", "complaint.answerable"]

    def _get_answered_ticket(self):
        tickets = self.env["helpdesk.ticket"]
        if self.model != tickets._name or self.composition_mode != "comment":
            return tickets
        res_ids = self._evaluate_res_ids()
        return tickets.browse(res_ids) if len(res_ids) == 1 else tickets
