from odoo import api, fields, models


class ComplaintSalesEntry(models.TransientModel):
    """The screen in which colleagues pass a complaint on, with the serial number."""

    _inherit = "complaint.sales.entry"

    lot_id = fields.Many2one(
        "stock.lot",
        string="Serial number complained about",
        domain="[('company_id', 'in', (False, company_id))]",
    )

    @api.onchange("partner_id")
    def _onchange_partner_id_lot(self):
        if self.lot_id and not self.lot_id._complaint_moves_to(self.partner_id):
            self.lot_id = False

    def _ensure_can_report(self):
        result = super()._ensure_can_report()
        if self.lot_id:
            self.lot_id.check_access("read")
        return result

    def _prepare_ticket_vals(self):
        vals = super()._prepare_ticket_vals()
        return {**vals, "complaint_lot_id": self.lot_id.id}
