from odoo import api, models


class StockMoveLine(models.Model):
    """A line, which may be changed after its move was done: the remedy hears of it."""

    _name = "stock.move.line"
    _inherit = ["complaint.document.line", "stock.move.line"]

    @api.model
    def _get_complaint_followed(self):
        return super()._get_complaint_followed() | {
            "quantity",
            "product_id",
            "product_uom_id",
            "lot_id",
            "move_id",
            "picking_id",
            "location_id",
            "location_dest_id",
        }

    def _get_complaint_documents(self):
        return self.move_id._get_complaint_documents()
