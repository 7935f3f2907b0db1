from odoo import models


class HelpdeskTicket(models.Model):
    """A ticket, whose letters name the codes its customer was sent."""

    _inherit = "helpdesk.ticket"

    def _complaint_voucher_lines(self):
        """Return in words the coupons that the customer has and did not use yet."""
        self.ensure_one()
        remedies = self.sudo().complaint_remedy_ids  # They were sent to them.
        return [
            remedy._get_told_document()
            for remedy in remedies
            if remedy.state == "delivered"
            and remedy._get_voucher()
            and not remedy._get_voucher()._complaint_used_on()
        ]
