from odoo import models


class StockPicking(models.Model):
    """The transfer of a remedy: how it stands, and what it is about.

    What was left for a backorder belongs to it: done is when all of it is.
    """

    _inherit = "stock.picking"

    def _get_complaint_chain(self):
        """Return this transfer and those that take over what it left undone."""
        chain = following = self
        while following := following.backorder_ids - chain:
            chain |= following
        return chain

    def _get_complaint_state(self):
        chain = self._get_complaint_chain()
        states = set(chain.mapped("state"))
        if states == {"cancel"} or chain._is_complaint_sent_back():
            return "undone"
        return "done" if states <= {"done", "cancel"} else "made"

    def _is_complaint_sent_back(self):
        """Return whether all that it moved went the other way again."""
        moves = self.move_ids.filtered(lambda move: move.state == "done")
        back = moves.returned_move_ids.filtered(lambda move: move.state == "done")
        if not back:
            return False
        moved, returned = _sum_goods(moves), _sum_goods(back)
        return all(
            product.uom_id.compare(returned.get(product, 0.0), quantity) >= 0
            for product, quantity in moved.items()
        )

    def _get_complaint_state_words(self):
        """Return the state of the part that is worked on, in Odoo's words."""
        chain = self._get_complaint_chain()
        if chain._is_complaint_sent_back():
            return self.env._("Sent back")
        waiting = chain.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )
        done = chain.filtered(lambda picking: picking.state == "done")
        states = dict(self._fields["state"]._description_selection(self.env))
        return states[(waiting or done or self)[0].state]

    def _complaint_take_off(self, numbers):
        self.filtered(lambda picking: picking.origin in numbers).origin = False
        return super()._complaint_take_off(numbers)

    def _get_complaint_name(self):
        return self.name

    def _get_complaint_goods(self, done=False):
        """Return product → quantity that is asked for, or that was ``done``."""
        moves = self._get_complaint_chain().move_ids
        if not done:
            return _sum_goods(moves, "product_uom_qty")
        return _sum_goods(moves.filtered(lambda move: move.state == "done"))

    def _get_complaint_goods_lines(self):
        """Return in words what it is about, a line a product."""
        return [
            f"{quantity:g} × {product.display_name}"
            for product, quantity in self._get_complaint_goods().items()
        ]

    def _get_complaint_address(self):
        """Return where goods are sent that come back."""
        warehouse = self.picking_type_id.warehouse_id
        return warehouse.partner_id or self.company_id.partner_id

    def _get_complaint_cost(self):
        """Return what the goods cost us; of a return what was estimated.

        What comes back is worth what nobody knows yet.
        """
        if self.location_id.usage == "customer":
            return self.complaint_remedy_id.company_amount
        moves = self._get_complaint_chain().move_ids
        return sum(move._get_complaint_cost() for move in moves)


def _sum_goods(moves, quantity="quantity"):
    """Return product → how many of its unit ``moves`` are about."""
    goods = {}
    for move in moves.filtered(lambda move: move.state != "cancel"):
        product = move.product_id
        number = move.product_uom._compute_quantity(move[quantity], product.uom_id)
        goods[product] = goods.get(product, 0.0) + number
    return goods
