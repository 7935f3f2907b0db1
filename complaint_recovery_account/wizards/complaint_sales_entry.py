from odoo import api, fields, models


class ComplaintSalesEntry(models.TransientModel):
    """The screen in which colleagues pass a complaint on, with the invoice."""

    _inherit = "complaint.sales.entry"

    commercial_partner_id = fields.Many2one(related="partner_id.commercial_partner_id")
    invoice_id = fields.Many2one(
        "account.move",
        string="Invoice complained about",
        domain="[('commercial_partner_id', '=', commercial_partner_id), "
        "('company_id', '=', company_id), ('state', '=', 'posted'), "
        "('move_type', 'in', ('out_invoice', 'out_receipt'))]",
    )

    @api.onchange("partner_id")
    def _onchange_partner_id_invoice(self):
        customer = self.partner_id.commercial_partner_id
        if self.invoice_id.commercial_partner_id != customer:
            self.invoice_id = False

    def _ensure_can_report(self):
        result = super()._ensure_can_report()
        if self.invoice_id:
            self.invoice_id.check_access("read")
        return result

    def _prepare_ticket_vals(self):
        vals = super()._prepare_ticket_vals()
        return {**vals, "complaint_invoice_id": self.invoice_id.id}
