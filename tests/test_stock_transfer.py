from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common.documents import MONDAY
from .common.stock import StockCommon


@freeze_time(MONDAY)
class TestReplacement(StockCommon):
    """Replacement chosen → delivery → done → customer told → follow-up planned."""

    def setUp(self):
        super().setUp()
        self._name_order()

    def _replace(self, **vals):
        goods = {"goods_product_id": self.kettle.id, "goods_quantity": 2}
        return self._make(type_id=self.replacement.id, **{**goods, **vals})

    def test_done_by_the_storekeeper_it_delivers(self):
        remedy = self._replace(goods_quantity=1)
        transfer = self._document(remedy, self.storekeeper)
        self.assertEqual(transfer.state, "assigned", "kept for it, and not done")
        self.assertEqual(transfer.picking_type_code, "outgoing")
        self.assertEqual(transfer.scheduled_date, remedy.promised_at)
        task = remedy.sudo().document_task_id
        self.assertEqual(
            (task.user_id, task.due_at), (self.storekeeper, remedy.promised_at)
        )
        self._do(transfer)
        self._assert_delivered_and_told(remedy, transfer.name)
        self._assert_not_said_by(self.storekeeper)
        self.assertEqual(task.state, "done")
        told = str(self.ticket._complaint_portal_values()["timeline"])
        self.assertIn(f"Delivery {transfer.name}", told)

    def test_handler_reads_number_and_state_and_nothing_else(self):
        remedy = self._replace()
        transfer = self._document(remedy, self.handler)
        self.assertEqual(remedy.document_label, f"{transfer.sudo().name} · Ready")
        with self.assertRaises(AccessError):
            transfer.read(["name"])
        action = remedy.action_open_document()
        self.assertEqual(action["tag"], "display_notification")

    def test_without_charge_the_order_stays_as_it_is(self):
        before = self.order.order_line.read(["qty_delivered", "qty_to_invoice"])
        self._do(self._document(self._replace(), self.storekeeper))
        self.env.invalidate_all()
        after = self.order.order_line.read(["qty_delivered", "qty_to_invoice"])
        self.assertEqual(after, before)

    def test_all_of_it_is_done_with_the_backorder(self):
        remedy = self._replace()
        transfer = self._document(remedy, self.storekeeper)
        self._do(transfer, count=1)
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "made"))
        self.assertIn("Ready", remedy.document_label)
        rest = transfer.backorder_ids
        self.assertEqual(rest.complaint_number, self.ticket.number)
        self._do(rest)
        self._assert_delivered_and_told(remedy, transfer.name)

    def test_less_delivers_nothing_and_the_owner_hears_what_is_missing(self):
        remedy = self._replace()
        self._do(self._document(remedy, self.storekeeper), count=1, backorder=False)
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "short"))
        self.assertIn("1 × Kettle", self._told(self.handler)[0].body)
        remedy.action_deliver()
        self.assertEqual(remedy.state, "delivered")

    def test_more_or_other_goods_than_asked_for_are_not_sent(self):
        transfer = self._document(self._replace(), self.storekeeper)
        with (
            self.assertRaisesRegex(UserError, "2.0 was asked for"),
            self.cr.savepoint(),
        ):
            self._do(transfer, count=3)
        transfer.move_ids.product_id = self.mug
        with self.assertRaisesRegex(UserError, "of Mug, and 0.0 was asked for"):
            self._do(transfer)

    def test_goods_whose_cost_nobody_entered_count_with_their_price(self):
        self.mug.write({"standard_price": 0, "lst_price": 30})
        remedy = self._accept(
            type_id=self.replacement.id, goods_product_id=self.mug.id, goods_quantity=4
        )
        with self.assertRaisesRegex(UserError, "these goods cost us"):
            remedy.action_make_document()

    def test_goods_above_what_was_approved_are_not_asked_for(self):
        remedy = self._accept(
            type_id=self.replacement.id, goods_product_id=self.mug.id, goods_quantity=4
        )
        with self.assertRaisesRegex(UserError, "these goods cost us"):
            remedy.action_make_document()
        remedy.goods_quantity = 3
        remedy.action_make_document()
        with self.assertRaisesRegex(UserError, "is fixed"):
            remedy.goods_quantity = 1

    def test_cost_is_that_of_the_goods(self):
        self._do(self._document(self._replace(), self.storekeeper))
        self.assertEqual(self.ticket.complaint_given_amount, 40)
        self.assertEqual(self.ticket.complaint_cost_amount, 24)

    def test_amount_in_another_currency_is_weighed_at_the_rate_of_the_request(self):
        foreign = self.env["res.currency"].create(
            {
                "name": "FOR",
                "symbol": "F",
                "rate_ids": [(0, 0, {"name": "2026-01-01", "rate": 10})],
            }
        )
        remedy = self._accept(
            type_id=self.replacement.id, amount=240, currency_id=foreign.id
        )
        self.env["res.currency.rate"].create(
            {"name": "2026-03-03", "rate": 20, "currency_id": foreign.id}
        )
        remedy.write({"goods_product_id": self.mug.id, "goods_quantity": 2})
        with freeze_time("2026-03-03 09:00:00"):
            remedy.action_make_document()
        self.assertEqual(remedy.document_cost, 24)

    def test_the_lines_of_the_order_where_no_product_is_named(self):
        remedy = self._make(type_id=self.replacement.id)
        transfer = self._document(remedy, self.storekeeper)
        moves = {m.product_id: m.product_uom_qty for m in transfer.move_ids}
        self.assertEqual(moves, {self.kettle: 2, self.lid: 1})
        self.assertEqual(transfer.complaint_number, self.ticket.number)

    def test_nothing_named_is_told_with_the_way_out(self):
        self.ticket.sudo().complaint_order_id = False
        with self.assertRaisesRegex(UserError, "names no goods. Choose the order"):
            self._make(type_id=self.replacement.id)

    def test_product_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.env["product.product"].create(
            {"name": "Theirs", "company_id": other.id}
        )
        with self.assertRaises(UserError):
            self._replace(goods_product_id=theirs.id)


@freeze_time(MONDAY)
class TestTakenBack(StockCommon):
    """Returns, and what becomes of a remedy whose transfer is taken back."""

    def setUp(self):
        super().setUp()
        self._name_order()

    def test_return_of_what_is_still_there_with_its_sheet(self):
        remedy = self._make(type_id=self.back.id, goods_product_id=self.kettle.id)
        receipt = self._document(remedy, self.storekeeper)
        self.assertEqual(receipt.move_ids.product_uom_qty, 2)
        self.assertEqual(receipt.return_id, self.delivery)
        remedy.action_send_document()
        mail = self._customer_mails()[-1]
        self.assertIn("2.0 × Kettle".replace(".0", ""), mail.body)
        self.assertIn(receipt.name.replace("/", "-"), mail.attachment_ids.name)
        with self.assertRaisesRegex(UserError, "was sent already"):
            remedy.action_send_document()
        self._do(receipt)
        self._assert_delivered_and_told(remedy, receipt.name)
        self.env.invalidate_all()
        self.assertEqual(self.order.order_line[0].qty_delivered, 2, "no money by it")
        self.assertEqual(self.ticket.complaint_cost_amount, 40, "as estimated")
        with self.assertRaisesRegex(UserError, "has come back already"):
            self._make(type_id=self.back.id, goods_product_id=self.kettle.id, amount=5)

    def test_of_ten_machines_the_one_complained_about_comes_back(self):
        lots = self.env["stock.lot"].create(
            [{"name": f"SN-{n}", "product_id": self.machine.id} for n in range(10)]
        )
        for lot in lots:
            self._stock(self.machine, 1, lot)
        delivery = self._order({self.machine: 10}).picking_ids
        delivery.action_assign()
        delivery.move_ids.picked = True
        delivery.with_context(skip_sms=True).button_validate()
        self.ticket.sudo().write(
            {"complaint_order_id": False, "complaint_lot_id": lots[3].id}
        )
        receipt = self._document(self._make(type_id=self.back.id), self.storekeeper)
        self.assertEqual(receipt.move_ids.product_uom_qty, 1)

    def test_cancelled_and_deleted_it_is_owed_again(self):
        for step in ("action_cancel", "unlink"):
            with self.subTest(step):
                goods = {"goods_product_id": self.lid.id, "amount": 12}
                remedy = self._make(type_id=self.replacement.id, **goods)
                mails = self._told(self.handler)
                transfer = self._document(remedy, self.storekeeper)
                if step == "unlink":  # That is for administrators.
                    transfer = transfer.sudo()
                getattr(transfer, step)()
                self.assertEqual(remedy.document_state, "undone")
                self.assertTrue(remedy.can_make_document)
                self.assertEqual(remedy.sudo().document_task_id.state, "cancelled")
                [told] = self._told(self.handler) - mails
                self.assertIn("owed again", told.body)

    def test_sent_back_by_the_customer_it_is_owed_again(self):
        remedy = self._make(type_id=self.replacement.id)
        transfer = self._document(remedy, self.storekeeper)
        self._do(transfer)
        self.assertEqual(remedy.state, "delivered")
        self._send_back(transfer)
        self._assert_owed_again(remedy)
        self.assertIn("Sent back", remedy.document_label)
        remedy.action_make_document()
        second = self._document(remedy, self.storekeeper)
        self.assertFalse(transfer.sudo().complaint_remedy_id)
        self._do(second)
        self.assertEqual(remedy.state, "delivered")

    def _replace_mugs(self):
        goods = {"goods_product_id": self.mug.id, "goods_quantity": 3}
        remedy = self._make(type_id=self.replacement.id, **goods)
        return remedy, self._document(remedy, self.storekeeper)

    def test_sent_back_while_the_rest_is_on_its_way_it_is_not_made_anew(self):
        remedy, transfer = self._replace_mugs()
        self._do(transfer, count=1)
        rest = transfer.backorder_ids
        self._send_back(transfer)
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "made"))
        with self.assertRaisesRegex(UserError, "has its document already"):
            remedy.action_make_document()
        self._do(rest)
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "short"))
        self.assertIn("1 × Mug", self._told(self.handler)[0].body)

    def test_part_that_is_sent_back_is_owed_again(self):
        remedy, transfer = self._replace_mugs()
        self._do(transfer)
        self.assertEqual(remedy.state, "delivered")
        back = self._send_back(transfer, count=1)
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "short"))
        self.assertIn("1 × Mug", self._told(self.handler)[0].body)
        self._send_back(back)
        self.assertEqual((remedy.state, remedy.document_state), ("delivered", "done"))

    def test_short_and_given_by_hand_it_stays_delivered_whatever_is_drafted(self):
        remedy, transfer = self._replace_mugs()
        self._do(transfer)
        back = self._send_back(transfer, count=1)
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "short"))
        remedy.action_deliver()
        news = self._told(self.handler)
        again = self._send_back(back, done=False)
        self.assertEqual((remedy.state, remedy.document_state), ("delivered", "short"))
        again.action_cancel()
        self.assertEqual((remedy.state, remedy.document_state), ("delivered", "short"))
        self._do(self._send_back(back, done=False))
        self.assertEqual((remedy.state, remedy.document_state), ("delivered", "done"))
        self.assertEqual(self._told(self.handler), news)

    def test_sent_again_after_it_came_back_it_is_on_its_way(self):
        remedy, transfer = self._replace_mugs()
        self._do(transfer)
        back = self._send_back(transfer)
        self.assertEqual(remedy.document_state, "undone")
        again = self._send_back(back, done=False)
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "made"))
        self.assertFalse(remedy.can_make_document)
        self._do(again)
        self.assertEqual((remedy.state, remedy.document_state), ("delivered", "done"))

    def test_former_one_is_not_sent_again_beside_the_one_in_its_place(self):
        """The customer would get both."""
        remedy, transfer = self._replace_mugs()
        self._do(transfer)
        back = self._send_back(transfer)
        remedy.action_make_document()
        with self.assertRaisesRegex(UserError, "took the place of"):
            with self.cr.savepoint():
                self._send_back(back)
        self.assertEqual(remedy.document_state, "made", "by the one in its place")

    def test_backorder_that_is_cancelled_leaves_it_short(self):
        remedy = self._make(
            type_id=self.replacement.id,
            goods_product_id=self.mug.id,
            goods_quantity=3,
        )
        transfer = self._document(remedy, self.storekeeper)
        self._do(transfer, count=1)
        transfer.backorder_ids.action_cancel()
        self.assertEqual(remedy.document_state, "short")
        self.assertIn("2 × Mug", self._told(self.handler)[0].body)

    def test_standing_it_cannot_be_declined(self):
        remedy = self._make(type_id=self.replacement.id)
        with self.assertRaisesRegex(UserError, "Have that cancelled"):
            remedy.action_cancel()

    def test_uninstalled_number_and_state_stay(self):
        remedy = self._make(type_id=self.replacement.id)
        name, task = remedy.document_name, remedy.sudo().document_task_id
        self.env["complaint.remedy"]._forget_documents(["stock.picking"])
        self.assertIn(name, remedy.document_label)
        self.assertEqual(task.state, "cancelled")
