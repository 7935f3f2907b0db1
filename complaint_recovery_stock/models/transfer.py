from odoo import api, models


class StockPicking(models.Model):
    """The transfer of a remedy: how it stands, and what it is about.

    What was left for a backorder belongs to it: done is when all of it is.
    """

    _inherit = "stock.picking"

    @api.model
    def _get_complaint_followed(self):
        return super()._get_complaint_followed() | {"state", "backorder_id"}

    def _get_complaint_own(self, pickings):
        """Return those of ``pickings`` that follow from this one.

        They got its link from us: anybody may write of which one they are a backorder.
        """
        links = self._get_complaint_links()
        return pickings.filtered(
            lambda other: any(
                self[name] and self[name] == other[name] for name in links
            )
        )

    def _get_complaint_chain(self):
        """Return this transfer and those that take over what it left undone."""
        chain = following = self
        while following := self._get_complaint_own(following.backorder_ids) - chain:
            chain |= following
        return chain

    def _get_complaint_given(self):
        return self._get_complaint_chain()

    def _get_complaint_ways(self):
        """Return the moves that go where it goes, and those that come back from there.

        What came back may be sent again, by a return of the return.
        """
        forth = self._get_complaint_chain().move_ids
        step, back = forth, forth.browse()
        while came := step.returned_move_ids.filtered(self._is_complaint_back) - back:
            back |= came
            again = came.returned_move_ids
            step = again & self._get_complaint_own(again.picking_id).move_ids - forth
            forth |= step
        return forth, back

    def _is_complaint_back(self, move):
        """Return whether ``move`` may bring back what it says to bring back.

        Anybody may write of any move of which one it is a return: it came after that,
        and is of the customer, unless we know it as a return.
        """
        picking = move.picking_id
        if self._get_complaint_own(picking):
            return True
        entities = self._get_complaint_for()._get_document_entities() | self.partner_id
        return (
            move.id > move.origin_returned_move_id.id
            and not (picking.complaint_remedy_id or picking.complaint_former_id)
            and bool(
                picking.partner_id.commercial_partner_id
                & entities.commercial_partner_id
            )
        )

    def _get_complaint_for(self):
        """Return the remedy it was made for, this one or one before."""
        return self.complaint_remedy_id or self.complaint_former_id

    def _get_complaint_waiting(self):
        """Return the transfers that are still to bring something there."""
        forth, _back = self._get_complaint_ways()
        pickings = self._get_complaint_chain() | forth.picking_id
        return pickings.filtered(lambda p: p.state not in ("done", "cancel"))

    def _get_complaint_there(self):
        """Return product → how many arrived there and did not come back."""
        forth, back = map(_sum_lines, self._get_complaint_lines())
        left = {p: number - back.get(p, 0.0) for p, number in forth.items()}
        return {p: q for p, q in left.items() if p.uom_id.compare(q, 0.0) > 0}

    def _get_complaint_lines(self):
        """Return the lines that brought goods there, and those that brought them back.

        Where goods went is said by the lines of a move, as Odoo counts them. Of a
        serial number that is to come back it is that piece.
        """
        forth, back = (
            moves.filtered(lambda move: move.state == "done").move_line_ids
            for moves in self._get_complaint_ways()
        )
        remedy = self._get_complaint_for()
        if remedy.kind == "return" and (piece := remedy._get_piece()):
            forth, back = (
                lines.filtered(
                    lambda line: (
                        line.lot_id == piece or line.product_id != piece.product_id
                    )
                )
                for lines in (forth, back)
            )
        return (
            forth.filtered(self._is_complaint_way),
            back.filtered(lambda line: self._is_complaint_way(line, back=True)),
        )

    def _is_complaint_way(self, line, back=False):
        """Return whether ``line`` goes to the customer, or where it is a return, from.

        The other way round for what comes ``back``. Goods that never left the house, or
        never came, were not given.
        """
        ends = line.location_id.usage, line.location_dest_id.usage
        if (self._get_complaint_for().kind == "return") != back:
            ends = ends[::-1]
        return ends[0] != "customer" and ends[1] == "customer"

    def _get_complaint_state(self):
        if self._get_complaint_waiting():
            return "made"
        return "done" if self._get_complaint_there() else "undone"

    def _is_complaint_standing(self):
        return bool(self._get_complaint_there())

    def _is_complaint_taken_back(self):
        _forth, back = self._get_complaint_lines()
        return bool(back)

    def _get_complaint_state_words(self):
        """Return the state of the part that is worked on, in Odoo's words."""
        waiting = self._get_complaint_waiting()
        back = self._is_complaint_taken_back()
        if back and not waiting and not self._get_complaint_there():
            return self.env._("Sent back")
        done = self._get_complaint_chain().filtered(lambda p: p.state == "done")
        states = dict(self._fields["state"]._description_selection(self.env))
        return states[(waiting or done or self)[0].state]

    def _get_complaint_name(self):
        return self.name

    def _get_complaint_goods(self, done=False):
        """Return product → quantity that is asked for, or that was ``done``.

        What came back since is done no more.
        """
        if done:
            return self._get_complaint_there()
        moves = self._get_complaint_chain().move_ids
        return _sum_goods(moves)

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


def _sum_lines(lines):
    """Return product → how many of its unit ``lines`` moved."""
    return _sum((line.product_id, line.quantity, line.product_uom_id) for line in lines)


def _sum_goods(moves):
    """Return product → how many of its unit ``moves`` are to move."""
    return _sum(
        (move.product_id, move.product_uom_qty, move.product_uom)
        for move in moves.filtered(lambda move: move.state != "cancel")
    )


def _sum(rows):
    goods = {}
    for product, number, uom in rows:
        number = uom._compute_quantity(number, product.uom_id)
        goods[product] = goods.get(product, 0.0) + number
    return goods
