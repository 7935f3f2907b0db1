from odoo import models


class StockMove(models.Model):
    """A move, after which the remedy of its transfer knows how it stands."""

    _inherit = "stock.move"

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
