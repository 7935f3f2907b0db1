from odoo import api, models


class StockMove(models.Model):
    """A part of a repair: its remedy knows what goes into it, done or not."""

    _inherit = "stock.move"

    @api.model
    def _get_complaint_followed(self):
        part = {"repair_id", "repair_line_type"}
        return super()._get_complaint_followed() | part

    @api.model
    def _get_complaint_line_of(self):
        return super()._get_complaint_line_of() | {"repair_id"}

    def _get_complaint_counting(self):
        # Of a repair that is done also parts count that are not yet in it.
        repaired = self.filtered(lambda move: move.repair_id.state == "done")
        return super()._get_complaint_counting() | repaired
