from odoo import api, fields, models


class ComplaintSalesEntry(models.TransientModel):
    """The screen in which sales staff pass a complaint on, with the order."""

    _inherit = "complaint.sales.entry"

    commercial_partner_id = fields.Many2one(related="partner_id.commercial_partner_id")
    order_id = fields.Many2one(
        "sale.order",
        string="Order complained about",
        domain="[('partner_id', 'child_of', commercial_partner_id), "
        "('company_id', '=', company_id)]",
    )

    @api.onchange("partner_id")
    def _onchange_partner_id_order(self):
        customer = self.partner_id.commercial_partner_id
        if self.order_id.partner_id.commercial_partner_id != customer:
            self.order_id = False

    def _ensure_can_report(self):
        result = super()._ensure_can_report()
        if self.order_id:
            self.order_id.check_access("read")
        return result

    def _prepare_ticket_vals(self):
        vals = super()._prepare_ticket_vals()
        return {**vals, "complaint_order_id": self.order_id.id}
