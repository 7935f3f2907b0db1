from odoo import api, models


class HelpdeskTicket(models.Model):
    """The invoice whose number the customer named."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _complaint_match_number(self, number, customer, company):
        values = super()._complaint_match_number(number, customer, company)
        invoices = self.env["account.move"]
        invoice = invoices._complaint_find_by_number(number, customer, company)
        return {**values, "complaint_invoice_id": invoice.id} if invoice else values
