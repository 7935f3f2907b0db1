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

    def _get_complaint_ways(self):
        """Return the moves that go where it goes, and those that come back from there.

        What came back may be sent again, by a return of the return.
        """
        forth = self._get_complaint_chain().move_ids
        step, back = forth, forth.browse()
        while came := step.returned_move_ids - back:
            back |= came
            step = came.returned_move_ids - forth
            forth |= step
        return forth, back

    def _get_complaint_waiting(self):
        """Return the transfers that are still to bring something there."""
        forth, _back = self._get_complaint_ways()
        pickings = self._get_complaint_chain() | forth.picking_id
        return pickings.filtered(lambda p: p.state not in ("done", "cancel"))

    def _get_complaint_there(self):
        """Return product → how many arrived there and did not come back."""
        forth, back = (
            _sum_goods(moves.filtered(lambda move: move.state == "done"))
            for moves in self._get_complaint_ways()
        )
        left = {p: number - back.get(p, 0.0) for p, number in forth.items()}
        return {p: q for p, q in left.items() if p.uom_id.compare(q, 0.0) > 0}

    def _get_complaint_state(self):
        if self._get_complaint_waiting():
            return "made"
        return "done" if self._get_complaint_there() else "undone"

    def _is_complaint_standing(self):
        return bool(self._get_complaint_there())

    def _is_complaint_taken_back(self):
        _forth, back = self._get_complaint_ways()
        return "done" in back.mapped("state")

    def _get_complaint_state_words(self):
        """Return the state of the part that is worked on, in Odoo's words."""
        waiting = self._get_complaint_waiting()
        back = self._is_complaint_taken_back()
        if back and not waiting and not self._get_complaint_there():
            return self.env._("Sent back")
        done = self._get_complaint_chain().filtered(lambda p: p.state == "done")
        states = dict(self._fields["state"]._description_selection(self.env))
        return states[(waiting or done or self)[0].state]

    def _complaint_take_off(self, numbers):
        self.filtered(lambda picking: picking.origin in numbers).origin = False
        return super()._complaint_take_off(numbers)

    def _get_complaint_name(self):
        return self.name

    def _get_complaint_goods(self, done=False):
        """Return product → quantity that is asked for, or that was ``done``.

        What came back since is done no more.
        """
        if done:
            return self._get_complaint_there()
        moves = self._get_complaint_chain().move_ids
        return _sum_goods(moves, "product_uom_qty")

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
