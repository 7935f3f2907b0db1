from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class ComplaintRemedy(models.Model):
    """Which goods a remedy is about, and the transfer that moves them.

    It runs as superuser in the company of the complaint, once (``making.py``).
    """

    _inherit = "complaint.remedy"

    def _make_delivery(self):
        """Return the delivery of the replacement, waiting in the warehouse."""
        warehouse, customer = self._get_warehouse(), self._get_address()
        kind = warehouse.out_type_id
        # From the stock itself: one step, whatever the warehouse's route is.
        vals = {
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": customer.property_stock_customer.id,
        }
        goods = self._get_replacement()
        self._ensure_approved(goods)
        moves = [
            self._prepare_move_vals(product, quantity, product.uom_id, vals)
            for product, quantity in goods.items()
        ]
        return self._create_transfer(kind, vals, moves)

    def _make_return(self):
        """Return the receipt of what is at the customer's and comes back."""
        warehouse, customer = self._get_warehouse(), self._get_address()
        kind = warehouse.out_type_id.return_picking_type_id or warehouse.in_type_id
        vals = {
            "location_id": customer.property_stock_customer.id,
            "location_dest_id": (
                kind.default_location_dest_id or warehouse.lot_stock_id
            ).id,
        }
        delivered = self._get_delivered()
        if not delivered and self.goods_product_id:
            product = self.goods_product_id
            quantity = self.goods_quantity or 1.0
            moves = [self._prepare_move_vals(product, quantity, product.uom_id, vals)]
        else:
            moves = [
                {
                    **self._prepare_move_vals(
                        move.product_id, quantity, move.product_uom, vals
                    ),
                    "origin_returned_move_id": move.id,
                    "move_orig_ids": [Command.link(move.id)],
                    "sale_line_id": move.sale_line_id.id,
                }
                for move, quantity in self._get_left_there(delivered)
            ]
        pickings = delivered.picking_id
        if len(pickings) == 1:
            vals["return_id"] = pickings.id
        transfer = self._create_transfer(kind, vals, moves)
        if piece := self._get_piece(transfer._get_complaint_goods()):
            product = piece.product_id
            back = transfer.move_ids.filtered(lambda move: move.product_id == product)
            back.lot_ids = piece
        return transfer

    def _get_piece(self, asked=None):
        """Return the one piece it is about, whose serial number was complained about.

        Of what was ``asked`` for, from its document where that is there.
        """
        lot = self.ticket_id.complaint_lot_id
        asked = self._get_goods_asked() if asked is None else asked
        alone = lot.product_id.tracking == "serial" and asked.get(lot.product_id) == 1
        return lot if alone and not self.goods_line_ids else lot.browse()

    def _create_transfer(self, kind, vals, moves):
        """Return the transfer, to be done by a person of the warehouse."""
        if not moves:
            raise UserError(
                self.env._(
                    "%(number)s names no goods. Choose the order or the serial number "
                    "on the complaint, or the product on the remedy.",
                    number=self.ticket_id.number,
                )
            )
        transfer = self.env["stock.picking"].create(
            {
                **vals,
                "picking_type_id": kind.id,
                "partner_id": self._get_address().id,
                "company_id": self.company_id.id,
                "scheduled_date": self.promised_at,
                "move_ids": [Command.create(move) for move in moves],
            }
        )
        transfer.action_confirm()  # Goods are kept for it, where there are some.
        return transfer

    def _prepare_move_vals(self, product, quantity, uom, vals):
        return {
            "product_id": product.id,
            "product_uom_qty": quantity,
            "product_uom": uom.id,
            "location_id": vals["location_id"],
            "location_dest_id": vals["location_dest_id"],
            "company_id": self.company_id.id,
            # The order was delivered and stays so; the money is a refund's affair.
            "to_refund": False,
        }

    def _get_warehouse(self):
        """Return the warehouse of the order, else the first one of the company."""
        warehouse = self.ticket_id.complaint_order_id.warehouse_id
        mine = Domain("company_id", "=", self.company_id.id)
        warehouse = warehouse or self.env["stock.warehouse"].search(mine, limit=1)
        if not warehouse:
            raise UserError(
                self.env._("%s has no warehouse.", self.company_id.display_name)
            )
        return warehouse

    def _get_address(self):
        """Return where the goods of the order went, else the customer's address.

        What the order says today counts where they did go to that company or person.
        """
        order, customer = self.ticket_id.complaint_order_id, self.ticket_id.partner_id
        if not customer:
            raise UserError(
                self.env._(
                    "%s: say who the customer is first.", self.ticket_id.display_name
                )
            )
        address = customer.browse(customer.address_get(["delivery"])["delivery"])
        went = order.partner_shipping_id
        known = went.commercial_partner_id & self._get_document_entities()
        return went if known else address

    def _get_replacement(self):
        """Return product → quantity of what is given."""
        if self.goods_product_id:
            return {self.goods_product_id: self.goods_quantity or 1.0}
        lot = self.ticket_id.complaint_lot_id
        if lot and not self.goods_line_ids:
            return {lot.product_id: self.goods_quantity or 1.0}
        goods = {}
        for line in self._get_lines():
            quantity = line.product_uom_id._compute_quantity(
                line.product_uom_qty, line.product_id.uom_id
            )
            goods[line.product_id] = goods.get(line.product_id, 0.0) + quantity
        if self.goods_quantity and len(goods) == 1:
            goods = dict.fromkeys(goods, self.goods_quantity)
        return goods

    def _get_lines(self):
        """Return the lines of the order it is about: those chosen, or all goods."""
        lines = self.ticket_id.complaint_order_id.order_line
        goods = lines.filtered(
            lambda line: line.product_id.type == "consu" and line.product_uom_qty > 0
        )
        return goods & self.goods_line_ids if self.goods_line_ids else goods

    def _get_delivered(self):
        """Return the moves that brought the customer what it is about."""
        lot = self.ticket_id.complaint_lot_id
        if lot and not self.goods_line_ids:
            moves = lot._complaint_moves_to(self.ticket_id.partner_id)
        else:
            moves = self._get_lines().move_ids.filtered(
                lambda move: (
                    move.state == "done" and move.location_dest_usage == "customer"
                )
            )
        if product := self.goods_product_id:
            moves = moves.filtered(lambda move: move.product_id == product)
        return moves

    def _get_left_there(self, moves):
        """Return [(move, quantity)] of ``moves`` that did not come back yet.

        Raises a UserError where that is nothing.
        """
        left, wanted = [], self._get_quantity_back(moves)
        for move in moves:
            back = move.returned_move_ids.filtered(lambda m: m.state != "cancel")
            quantity = move.quantity - sum(back.mapped("product_uom_qty"))
            if wanted is not None:
                quantity = min(quantity, wanted)
                wanted -= quantity
            if move.product_uom.compare(quantity, 0.0) > 0:
                left.append((move, quantity))
        if moves and not left:
            raise UserError(
                self.env._(
                    "%s: everything that was delivered has come back already, or is "
                    "about to.",
                    self.display_name,
                )
            )
        return left

    def _get_quantity_back(self, moves):
        """Return how many of what ``moves`` brought come back; None for all of it."""
        lot = self.ticket_id.complaint_lot_id
        if len(moves.product_id) != 1:
            return None
        if self.goods_quantity or not lot or self.goods_line_ids:
            return self.goods_quantity or None
        # Of a serial number the one piece, whatever came along with it.
        returned = moves.returned_move_ids.filtered(lambda m: m.state != "cancel")
        there, back = (
            sum(
                of.move_line_ids.filtered(lambda line: line.lot_id == lot).mapped(
                    "quantity"
                )
            )
            for of in (moves, returned)
        )
        return max(there - back, 0.0)

    def _ensure_approved(self, goods):
        """Raise a UserError where ``goods`` cost more than was approved.

        Goods whose cost nobody has entered count with their price.
        """
        cost = sum(
            product._get_complaint_unit_cost() * quantity
            for product, quantity in goods.items()
        )
        currency = self.company_id.currency_id
        if currency.compare_amounts(cost, self.company_amount) > 0:
            raise UserError(
                self.env._(
                    "%(remedy)s: these goods cost us %(cost)s, and %(approved)s was "
                    "approved. Choose others, or have it approved with that amount.",
                    remedy=self.display_name,
                    cost=currency.format(cost),
                    approved=currency.format(self.company_amount),
                )
            )
