from odoo import api, models

#: What tells how many of which goods went where.
FOLLOWED = frozenset(
    {
        "state",
        "quantity",
        "product_id",
        "product_uom",
        "picking_id",
        "location_id",
        "location_dest_id",
        "origin_returned_move_id",
    }
)


class StockMove(models.Model):
    """A move, after which the remedy of its transfer knows how it stands."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._complaint_done_pickings()._complaint_follow_later()
        return moves

    def write(self, vals):
        followed = FOLLOWED & vals.keys()
        before = followed and self._complaint_done_pickings()
        result = super().write(vals)
        if followed:
            (before | self._complaint_done_pickings())._complaint_follow_later()
        return result

    def _complaint_done_pickings(self):
        """Return the transfers of those that are done, and of what they bring back."""
        done = self.filtered(lambda move: move.state == "done")
        return (done | done.origin_returned_move_id).picking_id

    def _action_done(self, cancel_backorder=False):
        pickings = self.picking_id  # Moves may be merged or go.
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        pickings._complaint_follow()
        return moves

    def _action_cancel(self):
        pickings = self.picking_id
        result = super()._action_cancel()
        pickings._complaint_follow()
        return result

    def _get_complaint_cost(self):
        """Return what it costs us: as it was valued, else at today's cost.

        Goods whose cost nobody has entered count with their price.
        """
        self.ensure_one()
        if self.state == "cancel":
            return 0.0
        if self.state == "done" and self.value:
            return abs(self.value)
        number = self.quantity if self.state == "done" else self.product_uom_qty
        product = self.product_id
        quantity = self.product_uom._compute_quantity(number, product.uom_id)
        product = product.with_company(self.company_id)
        return product._get_complaint_unit_cost() * quantity
