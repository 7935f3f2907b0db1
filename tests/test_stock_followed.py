from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common.documents import MONDAY
from .common.every_kind import EveryKindCommon
from .common.reads import NOBODYS, Reads, other_values


@freeze_time(MONDAY)
class TestFollowed(EveryKindCommon):
    """What a document says is followed, whatever changes it after it was done."""

    @mute_logger("odoo.sql_db")
    def test_each_field_that_is_weighed_is_followed(self):
        """Written by anybody's code: refused, or the remedy is what it then says."""
        cells = 0
        for kind, remedy, _user in self._each_kind():
            remedy.action_make_document()
            self._finish_kind(kind, remedy)
            self.assertEqual(remedy.document_state, "done")
            document = remedy.sudo().result_ref
            for record, name in self._get_weighed(remedy.sudo(), document):
                for value in other_values(record, name):
                    cells += 1
                    with self.subTest(kind, field=f"{record}.{name}", value=value):
                        self._try_value(remedy.sudo(), document, record, name, value)
        self.assertGreater(cells, 100)

    def _get_weighed(self, remedy, document):
        """Return (record, field) that say how the document stands and what it gives."""
        self.env.invalidate_all()
        with Reads() as reads:
            document._get_complaint_state()
            document._is_complaint_standing()
            remedy._weigh_document(document)
        theirs = document.env.registry["complaint.guarded"]
        return [
            (record, name)
            for record, name in reads.seen
            if record._name != "res.currency"
            and not isinstance(record, theirs)
            and name not in NOBODYS | document._get_complaint_links()
            and self._is_of(document, record)
        ]

    def _is_of(self, document, record):
        """Is it the document itself or a part of it? Of shared records others tell."""
        parts = {document._name: document._get_complaint_parts()}
        for field in document._fields.values():
            if field.type == "one2many" and field.comodel_name == record._name:
                parts[record._name] = record.browse().union(
                    parts.get(record._name, record.browse()),
                    *(part[field.name] for part in document._get_complaint_parts()),
                )
        return record in parts.get(record._name, ())

    def _try_value(self, remedy, document, record, name, value):
        savepoint = self.cr.savepoint()
        try:
            record[name] = value
            self.env.cr.flush()
        except Exception:
            return  # Refused, by Odoo or by us.
        else:
            if document.exists():
                found = remedy.state, remedy.document_state
                remedy.env.invalidate_all()
                document._complaint_follow()
                self.assertEqual((remedy.state, remedy.document_state), found)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()


@freeze_time(MONDAY)
class TestGoodsFollowed(EveryKindCommon):
    """Of goods it counts how many went where, also when that is changed later."""

    def _done(self, kind):
        remedy = self._make_kind(kind, amount=15)
        self._finish_kind(kind, remedy)
        self.assertEqual(remedy.state, "delivered")
        return remedy, self._document(remedy, self.storekeeper)

    def test_more_than_was_approved_is_not_written_down_later(self):
        _remedy, transfer = self._done("replacement")
        vals = {"picking_id": transfer.id, "product_id": self.mug.id, "quantity": 5}
        for change in (
            lambda: transfer.move_line_ids.write({"quantity": 7}),
            lambda: transfer.move_line_ids.create(vals),
        ):
            with self.assertRaisesRegex(UserError, "was asked for"):
                with self.cr.savepoint():
                    change()
                    self.env.cr.flush()

    def test_nothing_given_after_all_it_is_owed_again(self):
        remedy, transfer = self._done("replacement")
        transfer.move_line_ids.quantity = 0
        self.env.cr.flush()
        self._assert_owed_again(remedy)

    def test_what_stays_in_our_stock_was_not_given(self):
        remedy = self._make_kind("replacement", amount=15)
        transfer = self._document(remedy, self.storekeeper)
        stock = self.warehouse.lot_stock_id.child_ids[:1] or self.warehouse.lot_stock_id
        transfer.location_dest_id = transfer.move_ids.location_dest_id = stock
        self._do(transfer)
        self.assertEqual(transfer.state, "done")
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "undone"))

    def test_what_comes_out_of_our_stock_did_not_come_back(self):
        remedy = self._make_kind("return", amount=15)
        transfer = self._document(remedy, self.storekeeper)
        transfer.action_assign()
        lines = transfer.move_ids.move_line_ids
        self.assertTrue(lines)
        lines.location_id = self.warehouse.lot_stock_id
        self._do(transfer)
        self.assertEqual(transfer.move_ids.move_line_ids.location_id.usage, "internal")
        self.assertEqual(remedy.state, "accepted")

    def test_delivery_of_somebody_else_proves_nothing(self):
        remedy = self._make_kind("replacement", amount=15)
        transfer = self._document(remedy, self.storekeeper)
        foreign = self._order({self.kettle: 1}, partner_id=self.stranger.id).picking_ids
        self._do(foreign)
        foreign.with_user(self.storekeeper).backorder_id = transfer
        transfer.action_cancel()
        self.env.cr.flush()
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "undone"))

    def test_goods_go_where_those_of_the_order_went_not_where_it_says_now(self):
        self.order.partner_shipping_id = self.stranger
        remedy = self._make_kind("replacement", amount=15)
        transfer = self._document(remedy, self.storekeeper)
        self.assertEqual(transfer.partner_id, self.customer)

    def test_goods_do_not_go_where_somebody_wrote_later_that_they_went(self):
        self.order.partner_shipping_id = self.delivery.partner_id = self.stranger
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_picking SET write_date = write_date + interval '1 hour'"
        )
        self.env.invalidate_all()
        remedy = self._make_kind("replacement", amount=15)
        transfer = self._document(remedy, self.storekeeper)
        self.assertEqual(transfer.partner_id, self.customer)

    def test_done_it_stays_the_customers(self):
        _remedy, transfer = self._done("replacement")
        with self.assertRaisesRegex(UserError, "is not for the customer"):
            transfer.partner_id = self.stranger

    def test_repair_of_something_else_is_no_repair(self):
        for vals in (
            {"under_warranty": False},
            {"product_id": self.mug.id},
            {"product_qty": 0},
        ):
            remedy = self._make_kind("repair", amount=15)
            self._document(remedy, self.storekeeper).write(vals)
            with self.subTest(vals), self.assertRaisesRegex(UserError, "asked for"):
                with self.cr.savepoint():
                    self._finish_kind("repair", remedy)
            self.assertEqual(remedy.state, "accepted")


@freeze_time(MONDAY)
class TestCreditFollowed(EveryKindCommon):
    """A credit note gives as long as it is one, and nothing takes it back."""

    def test_switched_into_an_invoice_it_gives_nothing(self):
        remedy = self._make_kind("refund", amount=15)
        note = self._document(remedy, self.accountant)
        note.action_switch_move_type()
        note.action_post()
        self.assertEqual((note.move_type, note.state), ("out_invoice", "posted"))
        self.assertEqual((remedy.state, remedy.document_state), ("accepted", "undone"))
        self.assertTrue(remedy.can_make_document)

    def test_line_changed_after_it_was_posted_is_weighed(self):
        remedy = self._make_kind("refund", amount=15)
        self._finish_kind("refund", remedy)
        note = self._document(remedy, self.accountant).sudo()
        note.invoice_line_ids[0].price_unit /= 2
        self.env.cr.flush()
        worth, currency = note._get_complaint_worth()
        short = currency.compare_amounts(worth, 15) < 0
        self.assertEqual(remedy.document_state, "short" if short else "done")

    def test_corrected_invoice_counts_as_far_as_it_stands(self):
        remedy = self._make_kind("correction", amount=15)
        self._finish_kind("correction", remedy)
        note = self._document(remedy, self.accountant).sudo()
        reversal = note.complaint_corrected_ids._reverse_moves()
        with self.assertRaisesRegex(UserError, "was approved"):
            reversal.action_post()

    def test_corrected_invoice_is_the_customers(self):
        remedy = self._make_kind("correction", amount=15)
        note = self._document(remedy, self.accountant).sudo()
        note.complaint_corrected_ids.partner_id = self.stranger
        with self.assertRaisesRegex(UserError, "is not for the customer"):
            self._finish_kind("correction", remedy)

    def test_reversal_that_is_linked_later_takes_it_back(self):
        remedy = self._make_kind("refund", amount=15)
        self._finish_kind("refund", remedy)
        note = self._document(remedy, self.accountant)
        reversal = note._reverse_moves([{"reversed_entry_id": False}])
        reversal.reversed_entry_id = False
        reversal.action_post()
        self.assertEqual(remedy.state, "delivered")
        reversal.reversed_entry_id = note
        self._assert_owed_again(remedy)
        reversal.reversed_entry_id = False
        self.assertEqual(remedy.state, "delivered")
