from odoo import api, models

#: What tells how many of which goods went where.
FOLLOWED = frozenset(
    {
        "quantity",
        "product_id",
        "product_uom_id",
        "move_id",
        "picking_id",
        "location_id",
        "location_dest_id",
    }
)


class StockMoveLine(models.Model):
    """A line, which may be changed after its move was done: the remedy hears of it."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.move_id._complaint_done_pickings()._complaint_follow_later()
        return lines

    def write(self, vals):
        followed = FOLLOWED & vals.keys()
        before = followed and self.move_id._complaint_done_pickings()
        result = super().write(vals)
        if followed:
            after = self.move_id._complaint_done_pickings()
            (before | after)._complaint_follow_later()
        return result

    def unlink(self):
        pickings = self.move_id._complaint_done_pickings()
        result = super().unlink()
        pickings._complaint_follow_later()
        return result
