from odoo import api, models


class StockMove(models.Model):
    """A move, after which the remedy of its transfer knows how it stands."""

    _name = "stock.move"
    _inherit = ["complaint.document.line", "stock.move"]

    @api.model
    def _get_complaint_followed(self):
        return super()._get_complaint_followed() | {
            "state",
            "quantity",
            "product_uom_qty",
            "product_id",
            "product_uom",
            "picking_id",
            "partner_id",  # Odoo writes it with that of the transfer.
            "location_id",
            "location_dest_id",
            "origin_returned_move_id",
        }

    @api.model
    def _get_complaint_line_of(self):
        return super()._get_complaint_line_of() | {"picking_id"}

    def _get_complaint_counting(self):
        """Return those that are done, and what they bring back."""
        done = self.filtered(lambda move: move.state == "done")
        return done | done.origin_returned_move_id

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
