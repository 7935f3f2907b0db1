"""What becomes of the goods of a remedy: where they went, and what came back."""

from itertools import product

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common.documents import MONDAY
from .common.reads import NOBODYS, other_values
from .common.stock import StockCommon


@freeze_time(MONDAY)
class TestSaidToBeBack(StockCommon):
    """Anybody may write of any move which one it takes back."""

    def setUp(self):
        super().setUp()
        self._name_order()
        goods = {"goods_product_id": self.mug.id, "goods_quantity": 1}
        self.old = self._move_by_hand(self.shop, self.stock)
        self.remedy = self._make(type_id=self.replacement.id, **goods)
        self.transfer = self._document(self.remedy, self.storekeeper)
        self._do(self.transfer)
        self._assert("delivered", "done")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock = cls.warehouse.lot_stock_id
        cls.shelf = cls.stock.create({"name": "Shelf", "location_id": cls.stock.id})
        cls.shop = cls.customer.property_stock_customer

    def _assert(self, state, document_state):
        self.env.cr.flush()
        found = self.remedy.state, self.remedy.document_state
        self.assertEqual(found, (state, document_state))

    def _move_by_hand(self, start, end, partner=None, **vals):
        """Return a move of one mug, done by the storekeeper without any dialog."""
        kind = self.warehouse.int_type_id
        if self.shop in start | end:
            kind = self.warehouse.in_type_id
        ends = {"location_id": start.id, "location_dest_id": end.id}
        move = {"product_id": self.mug.id, "product_uom_qty": 1, **ends, **vals}
        picking = self.env["stock.picking"].with_user(self.storekeeper)
        picking = picking.create(
            {
                "picking_type_id": kind.id,
                "partner_id": (self.customer if partner is None else partner).id,
                "move_ids": [Command.create(move)],
                **ends,
            }
        )
        picking.action_confirm()
        self._do(picking)
        self.assertEqual(picking.move_ids.state, "done")
        return picking.move_ids

    def _others(self):
        """Yield (how, a done move that says to take the replacement back)."""
        said = {"origin_returned_move_id": self.transfer.move_ids.id}
        nobody = self.stranger.browse()
        by_hand = self._move_by_hand
        yield "on another shelf", lambda: by_hand(self.stock, self.shelf, **said)
        ends = self.shop, self.stock
        for whose in (self.stranger, self.storekeeper.partner_id, nobody):
            yield whose.name, lambda p=whose: by_hand(*ends, partner=p, **said)
        for move in (
            self.delivery.move_ids[0],
            self._order_done(self.stranger),
            self.old,
            self._return_of_remedy(),
        ):
            move = move.with_user(self.storekeeper)
            yield move.reference, lambda move=move: move.write(said)

    def _order_done(self, partner):
        picking = self._order({self.mug: 1}, partner_id=partner.id).picking_ids
        self._do(picking)
        return picking.move_ids

    def _return_of_remedy(self):
        """Return the receipt by which another remedy was delivered."""
        order = self._order({self.mug: 1})
        self._do(order.picking_ids)
        self.ticket.sudo().complaint_order_id = order
        remedy = self._make(type_id=self.back.id, amount=1)
        receipt = self._document(remedy, self.storekeeper)
        self._do(receipt)
        return receipt.move_ids

    def test_what_did_not_come_from_the_customer_takes_nothing_back(self):
        cells = 0
        for how, say in self._others():
            with self.subTest(how), self.cr.savepoint() as savepoint:
                say()
                self._assert("delivered", "done")
                with self.assertRaises(UserError):
                    self.remedy.action_make_document()
                savepoint.rollback()
            cells += 1
        self.assertEqual(cells, 8)

    def test_of_all_kinds_of_places_it_comes_from_the_customer_alone(self):
        back = self._send_back(self.transfer).move_ids
        self._assert("accepted", "undone")
        usages = back.location_id._fields["usage"].get_values(self.env)
        self.assertIn("customer", usages)
        places = {
            usage: self.stock.create({"name": usage, "usage": usage}).id
            for usage in usages
        }
        del places["view"]  # Nothing is there.
        for start, end in product(places, places):
            with self.subTest(start=start, end=end):
                # As Odoo counts them: by their lines.
                back.move_line_ids.write(
                    {"location_id": places[start], "location_dest_id": places[end]}
                )
                taken = start == "customer" and end != "customer"
                states = ("accepted", "undone") if taken else ("delivered", "done")
                self._assert(*states)

    def test_taken_back_without_the_dialog_by_the_customer_it_is_owed_again(self):
        said = {"origin_returned_move_id": self.transfer.move_ids.id}
        for whose in (self.customer, self.customer.commercial_partner_id):
            with self.subTest(whose.name), self.cr.savepoint() as savepoint:
                move = self._move_by_hand(self.shop, self.stock, whose, **said)
                self._assert("accepted", "undone")
                self._assert_owed_again(self.remedy)
                move.picking_id.partner_id = self.stranger
                self._assert("delivered", "done")
                savepoint.rollback()

    def test_of_a_return_that_is_ours_nothing_depends_on_whom_it_names(self):
        back = self._send_back(self.transfer)
        back.partner_id = False
        self._assert("accepted", "undone")

    def test_what_came_back_is_not_gone_again_by_what_somebody_says(self):
        """The receipt proves it; what moves in the house goes to no customer."""
        goods = {"goods_product_id": self.kettle.id, "amount": 5}
        remedy = self._make(type_id=self.back.id, **goods)
        receipt = self._document(remedy, self.storekeeper)
        self._do(receipt)
        self.assertEqual(remedy.state, "delivered")
        said = {"origin_returned_move_id": receipt.move_ids.id}
        said["product_id"] = self.kettle.id
        self._move_by_hand(self.stock, self.shelf, **said)
        self.env.cr.flush()
        self.assertEqual(remedy.state, "delivered")


@freeze_time(MONDAY)
class TestWhereGoodsAre(StockCommon):
    """Goods are counted as Odoo counts them: by lines, and pieces by their number."""

    def _replaced(self, done=True):
        self._name_order()
        goods = {"goods_product_id": self.mug.id, "goods_quantity": 1}
        remedy = self._make(type_id=self.replacement.id, **goods)
        transfer = self._document(remedy, self.storekeeper)
        if done:
            self._do(transfer)
            self.assertEqual(remedy.state, "delivered")
        return remedy, transfer

    def _at_customers(self):
        """Return how many mugs are at customers by Odoo's own count."""
        self.env.cr.flush()
        quants = self.env["stock.quant"].search(
            [("product_id", "=", self.mug.id), ("location_id.usage", "=", "customer")]
        )
        return sum(quants.mapped("quantity"))

    def test_of_goods_that_stay_in_the_house_none_are_delivered(self):
        remedy, transfer = self._replaced(done=False)
        line = transfer.move_ids.move_line_ids
        before = self._at_customers()
        line.location_dest_id = self.warehouse.lot_stock_id
        self._do(transfer)
        self.assertEqual((transfer.state, self._at_customers()), ("done", before))
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "undone"))

    @mute_logger("odoo.sql_db")
    def test_delivered_they_are_at_the_customers_whatever_is_written(self):
        """Each field of transfer, move and line; what Odoo refuses is refused."""
        before, cells = self._at_customers(), 0
        remedy, transfer = self._replaced()
        self.assertEqual(self._at_customers(), before + 1)
        skipped = NOBODYS | transfer._get_complaint_links()
        move = transfer.move_ids
        for record in (transfer, move, move.move_line_ids):
            for name, field in record._fields.items():
                if name in skipped or not (field.store and field.column_type):
                    continue
                for value in self._values(record.sudo(), name):
                    cells += self._try(remedy, record, {name: value}, before)
        self.assertGreater(cells, 100)

    def _values(self, record, name):
        if record._fields[name].comodel_name == "stock.location":
            usages = ("internal", "customer", "supplier", "inventory")
            locations = self.env["stock.location"]
            found = [locations.search([("usage", "=", u)], limit=1) for u in usages]
            return [place.id for place in found]
        return other_values(record, name)

    def _try(self, remedy, record, vals, before):
        """Return whether the storekeeper may write ``vals``."""
        savepoint = self.cr.savepoint()
        try:
            record.with_user(self.storekeeper).write(vals)
            self.env.cr.flush()
        except Exception:
            return False
        else:
            with self.subTest(model=record._name, vals=vals):
                if remedy.state == "delivered":
                    self.assertGreaterEqual(self._at_customers(), before + 1)
            return True
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()


@freeze_time(MONDAY)
class TestPiece(StockCommon):
    """Of a serial number that was complained about that piece comes back."""

    def setUp(self):
        super().setUp()
        self.lot = self._sell_machine()
        self.theirs = self.env["stock.lot"].create(
            {"name": "SN-0008", "product_id": self.machine.id}
        )
        self._stock(self.machine, 1, self.theirs)
        order = self._order({self.machine: 1}, partner_id=self.stranger.id)
        self._do(order.picking_ids)
        self.ticket.complaint_lot_number = "SN-0007"
        self.remedy = self._make(type_id=self.back.id)
        self.receipt = self._document(self.remedy, self.storekeeper)

    def test_it_is_the_one_that_is_asked_for(self):
        self.assertEqual(self.receipt.move_ids.lot_ids, self.lot)
        self._do(self.receipt)
        self.assertEqual(self.remedy.state, "delivered")

    def test_another_one_is_not_it_before_and_after(self):
        self.receipt.move_ids.move_line_ids.lot_id = self.theirs
        self._do(self.receipt)
        self.assertEqual(self.receipt.state, "done")
        found = self.remedy.state, self.remedy.document_state
        self.assertEqual(found, ("accepted", "undone"))
        self.receipt.move_ids.move_line_ids.lot_id = self.lot
        self.env.cr.flush()
        self.assertEqual(self.remedy.state, "delivered")
