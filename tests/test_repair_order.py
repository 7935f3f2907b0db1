from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common.documents import MONDAY
from .common.stock import StockCommon


@freeze_time(MONDAY)
class TestRepair(StockCommon):
    """Repair chosen → repair order → repaired → customer told → follow-up planned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().complaint_repairer_id = cls.storekeeper
        cls.repair = cls.env["complaint.remedy.type"].create(
            {"name": "Repair", "kind": "repair"}
        )

    def setUp(self):
        super().setUp()
        self.lot = self._sell_machine()
        self.ticket.complaint_lot_number = "SN-0007"

    def _make_repair(self, **vals):
        return self._make(type_id=self.repair.id, **vals)

    def _finish(self, repair, *parts):
        """Repair it with ``parts``, as its user does."""
        repair.move_ids = [
            Command.create(
                {
                    "product_id": part.id,
                    "product_uom_qty": count,
                    "repair_line_type": "add",
                }
            )
            for part, count in parts
        ]
        repair._action_repair_confirm()
        repair.action_repair_start()
        for move in repair.move_ids:
            move.quantity = move.product_uom_qty
        repair.action_repair_end()

    def test_repaired_by_its_department_it_delivers(self):
        remedy = self._make_repair()
        repair = self._document(remedy, self.storekeeper)
        self.assertEqual((repair.state, repair.lot_id), ("draft", self.lot))
        self.assertEqual((repair.product_id, repair.product_qty), (self.machine, 1))
        self.assertTrue(repair.under_warranty, "without charge")
        task = remedy.sudo().document_task_id
        self.assertEqual(task.user_id, self.storekeeper)
        self.assertEqual(task.due_at, remedy.promised_at)
        self._finish(repair, (self.lid, 1))
        self._assert_delivered_and_told(remedy, "Machine is repaired. Our number")
        told = str(self.ticket._complaint_portal_values()["timeline"])
        self.assertIn(f"Repair {repair.name}", told)
        self.assertEqual(task.state, "done")

    def test_handler_reads_number_and_state_and_nothing_else(self):
        remedy = self._make_repair()
        repair = self._document(remedy, self.handler)
        self.assertEqual(remedy.document_label, f"{repair.sudo().name} · New")
        with self.assertRaises(AccessError):
            repair.read(["name"])

    def test_cancelled_deleted_and_taken_up_again(self):
        remedy = self._make_repair()
        repair = self._document(remedy, self.storekeeper)
        repair.action_repair_cancel()
        self.assertEqual(remedy.document_state, "undone")
        self.assertIn("owed again", self._told(self.handler)[0].body)
        repair.action_repair_cancel_draft()
        self.assertEqual(remedy.document_state, "made")
        self.assertEqual(remedy.sudo().document_task_id.state, "running")
        repair.unlink()
        self.assertEqual(remedy.document_state, "undone")
        self.assertIn("was deleted", self._told(self.handler)[0].body)
        self.assertTrue(remedy.can_make_document)

    def test_parts_count_and_above_what_was_approved_are_refused(self):
        remedy = self._make_repair(amount=30)
        repair = self._document(remedy, self.storekeeper)
        with self.assertRaisesRegex(UserError, "48.00. For"), self.cr.savepoint():
            self._finish(repair, (self.lid, 2), (self.mug, 2))
        self.env.invalidate_all()
        self._finish(repair, (self.mug, 2))
        self.assertEqual(remedy.state, "delivered")
        self.assertEqual(self.ticket.complaint_cost_amount, 30, "with the work")

    def test_parts_whose_cost_nobody_entered_count_with_their_price(self):
        self.mug.write({"standard_price": 0, "lst_price": 30})
        repair = self._document(self._make_repair(amount=50), self.storekeeper)
        with self.assertRaisesRegex(UserError, "60.00. For"):
            self._finish(repair, (self.mug, 2))

    def test_another_piece_is_not_the_customers_before_and_after(self):
        other = self.lot.create({"name": "SN-0009", "product_id": self.machine.id})
        self._stock(self.machine, 1, other)
        remedy = self._make_repair()
        repair = self._document(remedy, self.storekeeper)
        repair.lot_id = other
        with self.assertRaisesRegex(UserError, "Machine SN-0007"), self.cr.savepoint():
            self._finish(repair)
        self.env.invalidate_all()
        repair.lot_id = self.lot
        self._finish(repair)
        self.assertEqual(remedy.state, "delivered")
        for lot in (other, other.browse()):
            with self.assertRaisesRegex(UserError, "SN-0007"), self.cr.savepoint():
                repair.lot_id = lot
                self.env.cr.flush()

    def test_parts_are_weighed_whenever_and_however_they_go_into_it(self):
        remedy = self._make_repair(amount=30)
        repair = self._document(remedy, self.storekeeper)
        self._finish(repair, (self.mug, 2))
        self.assertEqual(remedy.state, "delivered")
        part = repair.move_ids
        stray = part.create(
            {
                "product_id": self.mug.id,
                "product_uom_qty": 5,
                "location_id": part.location_id.id,
                "location_dest_id": part.location_dest_id.id,
                "repair_line_type": "add",
            }
        )
        vals = {"repair_id": repair.id, "repair_line_type": "add"}
        new = {"product_id": self.mug.id, "product_uom_qty": 5, **vals}
        ways = {
            "line": lambda: part.move_line_ids.write({"quantity": 50}),
            "move": lambda: part.write({"quantity": 50}),
            "new": lambda: part.create({**stray.copy_data()[0], **new}),
            "from elsewhere": lambda: stray.write(vals),
        }
        for way, add in ways.items():
            with self.subTest(way), self.assertRaisesRegex(UserError, "For"):
                with self.cr.savepoint():
                    add()
                    self.env.cr.flush()
            self.env.invalidate_all()

    def test_each_link_from_a_line_to_a_document_is_walked_or_said_not_to_be(self):
        """What only follows from a line is no document of which it is one."""
        follows = {
            ("stock.move", "account_move_id"),  # What values it.
            ("stock.move.line", "picking_id"),  # By its move.
        }
        registry = self.env.registry
        lines, documents = (
            registry[f"complaint.document{kind}"] for kind in (".line", "")
        )
        found = {
            (name, field.name)
            for name, model in registry.items()
            if issubclass(model, lines) and not model._abstract
            for field in model._fields.values()
            if field.type == "many2one"
            and field.store
            and issubclass(registry[field.comodel_name], documents)
        }
        walked = {
            (name, field)
            for name, _field in found
            for field in self.env[name]._get_complaint_line_of()
        }
        self.assertIn(("stock.move", "repair_id"), walked)
        self.assertEqual(found - follows, walked)

    def test_what_is_for_nobody_is_not_repaired_for_the_customer(self):
        repair = self._document(self._make_repair(), self.storekeeper)
        repair.partner_id = False
        with self.assertRaisesRegex(UserError, "is not for the customer"):
            self._finish(repair, (self.lid, 1))

    def test_what_is_to_be_repaired_is_one_thing(self):
        self.ticket.complaint_lot_number = False
        self._name_order()
        with self.assertRaisesRegex(UserError, "what is to be repaired"):
            self._make_repair(amount=10)
        remedy = self._make_repair(amount=11, goods_product_id=self.kettle.id)
        repair = self._document(remedy, self.storekeeper)
        self.assertEqual((repair.product_id, repair.product_qty), (self.kettle, 1))

    def test_order_tells_of_complaints_about_its_piece(self):
        order = self._document(self._make_repair(), self.storekeeper)
        with Form(order) as form:
            self.assertEqual(form.complaint_number, self.ticket.number)
        self.sales.group_ids += self.env.ref("stock.group_stock_user")
        self.env.flush_all()
        mine = order.with_user(self.sales)
        self.assertEqual(mine.complaint_count, 1)
        self.assertIn(self.ticket.number, str(mine.complaint_notice))
        context = mine.action_report_complaint()["context"]
        self.assertEqual(context["default_lot_id"], self.lot.id)

    def test_plain_orders_cost_no_query_more(self):
        def measure():
            orders = self.env["repair.order"].with_user(self.storekeeper)
            vals = {"partner_id": self.customer.id, "product_id": self.kettle.id}
            first, second, third = orders.create([vals] * 3)
            return [
                self._count(lambda: self._finish(first, (self.lid, 1))),
                self._count(second.action_repair_cancel),
                self._count(third.unlink),
            ]

        measure()  # What is cached once is read once.
        ours = measure()
        for model in ("repair.order", "stock.picking"):
            found = self.env.registry[model]
            self.patch(
                found, "_get_complaint_linked", lambda self: self.sudo().browse()
            )
        for model in ("stock.move", "stock.move.line"):
            found = self.env.registry[model]
            self.patch(found, "_get_complaint_documents", lambda self: [])
        self.assertEqual(ours, measure())
