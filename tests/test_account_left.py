from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from .common.account import AccountCommon
from .common.documents import MONDAY


class CorrectionCommon(AccountCommon):
    """As there, with a remedy type for corrected invoices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.correction = cls.env["complaint.remedy.type"].create(
            {"name": "Corrected invoice", "kind": "correction"}
        )


@freeze_time(MONDAY)
class TestOrder(CorrectionCommon):
    """What an order has invoiced stays so: money is given back, not goods."""

    def setUp(self):
        super().setUp()
        line = {
            "product_id": self.kettle.id,
            "product_uom_qty": 10,
            "price_unit": 100,
            "tax_ids": [Command.clear()],
        }
        self.order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "order_line": [Command.create(line)]}
        )
        self.order.action_confirm()
        self.invoice = self.order._create_invoices()
        self.invoice.action_post()
        self._name_invoice()
        self.assertEqual(self.order.invoice_status, "invoiced")

    def _assert_still_invoiced(self):
        self.env.invalidate_all()
        self.assertEqual(self.order.order_line.qty_invoiced, 10)
        self.assertEqual(self.order.invoice_status, "invoiced")

    def test_after_a_refund_of_a_part(self):
        remedy = self._make(amount=50)
        self._assert_still_invoiced()
        self._document(remedy, self.accountant).action_post()
        self._assert_still_invoiced()
        self.assertEqual(remedy.state, "delivered")

    def test_after_a_refund_of_the_whole_of_a_line(self):
        line = {"name": "Delivery", "price_unit": 50, "quantity": 1}
        self.invoice.button_draft()
        self.invoice.invoice_line_ids = [
            Command.create({**line, "tax_ids": [Command.clear()]})
        ]
        self.invoice.action_post()
        sold = self.invoice.invoice_line_ids.filtered("sale_line_ids")
        self.order.order_line.invoice_lines.price_unit = 5
        remedy = self._create_remedy(self.ticket, amount=50)
        remedy.sudo().credit_line_ids = sold
        remedy.action_offer()
        remedy.action_accept()
        remedy.action_make_document()
        credit = self._document(remedy, self.accountant)
        self.assertEqual(credit.invoice_line_ids.quantity, 10, "all of the line")
        self._assert_still_invoiced()

    def test_after_a_correction(self):
        remedy = self._make(type_id=self.correction.id, amount=50)
        credit = self._document(remedy, self.accountant)
        line = credit._get_complaint_corrected().invoice_line_ids
        self.assertEqual((line.quantity, line.price_unit), (10, 95))
        self.assertEqual(line.sale_line_ids, self.order.order_line)
        self._assert_still_invoiced()
        (credit | credit._get_complaint_corrected()).action_post()
        self._assert_still_invoiced()
        self.assertEqual(remedy.state, "delivered")


@freeze_time(MONDAY)
class TestLeft(CorrectionCommon):
    """What is left to be credited of an invoice, and of which lines."""

    def setUp(self):
        super().setUp()
        self._name_invoice()

    def _choose_lid(self, **vals):
        remedy = self._create_remedy(self.ticket, **vals)
        lines = self.invoice.invoice_line_ids
        remedy.sudo().credit_line_ids = lines.filtered(
            lambda line: line.product_id == self.lid
        )
        remedy.action_offer()
        remedy.action_accept()
        return remedy

    def test_what_was_credited_and_taken_back_is_left_again(self):
        remedy = self._make()
        for _again in range(2):
            credit = self._document(remedy, self.accountant)
            credit.action_post()
            self.assertAlmostEqual(self.invoice._complaint_left(), 52)
            credit._reverse_moves([{"date": MONDAY.date()}]).action_post()
            self.assertAlmostEqual(self.invoice._complaint_left(), 92)
            remedy.action_make_document()
        self.assertEqual(remedy.document_state, "made")

    def test_correction_of_the_lines_chosen(self):
        remedy = self._choose_lid(type_id=self.correction.id, amount=11.5)
        remedy.action_make_document()
        credit = self._document(remedy, self.accountant)
        corrected = credit._get_complaint_corrected()
        self.assertAlmostEqual(corrected.amount_total, 80.5)
        prices = corrected.invoice_line_ids.mapped("price_unit")
        self.assertEqual(prices, [60, 10])

    def test_correction_only_of_an_invoice_of_which_nothing_is_credited(self):
        self._make(amount=1)
        remedy = self._choose_lid(type_id=self.correction.id, amount=11.5)
        with self.assertRaisesRegex(UserError, "is left to be credited of INV/"):
            remedy.action_make_document()

    def test_invoice_without_a_line_to_credit_is_named(self):
        free = {"product_id": self.lid.id, "price_unit": 0}
        self.invoice = self._create_invoice(invoice_line_ids=[Command.create(free)])
        self._name_invoice()
        for kind in (self.refund, self.correction):
            remedy = self._accept(type_id=kind.id, amount=20)
            with self.assertRaisesRegex(UserError, "INV/.* has no line"):
                remedy.action_make_document()

    def test_two_at_the_same_moment_meet_at_the_invoice(self):
        remedy, seen = self._accept(), []
        moves = self.env.registry["account.move"]
        read_left = moves._complaint_left

        def note_row_version(invoice):
            seen.append(self._get_row_version())
            return read_left(invoice)

        self.patch(moves, "_complaint_left", note_row_version)
        before = self._get_row_version()
        remedy.action_make_document()
        self.assertNotIn(before, seen, "updated before it is read: the later one fails")
        self.assertTrue(seen)

    def _get_row_version(self):
        self.env.flush_all()
        self.cr.execute("SELECT ctid FROM account_move WHERE id=%s", [self.invoice.id])
        return self.cr.fetchone()

    def test_number_is_no_pattern(self):
        for pattern in ("INV/%", self.invoice.name[:-1] + "_"):
            with self.assertRaisesRegex(UserError, "has no invoice"):
                self.ticket.complaint_invoice_number = pattern


@freeze_time(MONDAY)
class TestCorrected(CorrectionCommon):
    """The corrected invoice: linked by us alone, counted while it stands."""

    def setUp(self):
        super().setUp()
        self._name_invoice()
        self.remedy = self._make(type_id=self.correction.id, amount=46)
        self.credit = self._document(self.remedy, self.accountant)
        self.corrected = self.credit._get_complaint_corrected()

    def test_nobody_else_links_one(self):
        moves = self.env["account.move"].with_user(self.accountant)
        draft = self._create_invoice(post=False).with_user(self.accountant)
        with self.assertRaises(AccessError):
            draft.complaint_credit_id = self.credit
        with self.assertRaises(AccessError):
            self.credit.complaint_corrected_ids = [Command.link(draft.id)]
        by_default = moves.with_context(default_complaint_credit_id=self.credit.id)
        with self.assertRaises(AccessError):
            by_default.create({"move_type": "out_invoice"})

    def test_cancelled_it_asks_for_nothing(self):
        self.assertAlmostEqual(self.credit._get_complaint_worth()[0], 46)
        self.corrected.button_cancel()
        self.assertAlmostEqual(self.credit._get_complaint_worth()[0], 92)
        self.assertAlmostEqual(self.credit._get_complaint_cost(), 80)
        self.credit.action_post()
        self.assertEqual(
            (self.remedy.state, self.remedy.document_state), ("accepted", "made")
        )

    def test_deleted_the_remedy_knows(self):
        self.assertAlmostEqual(self.remedy.document_cost, 40)
        self.corrected.unlink()
        self.assertAlmostEqual(self.remedy.document_cost, 80)


@freeze_time(MONDAY)
class TestStanding(AccountCommon):
    """Who posts the note, and what becomes of its remedy meanwhile."""

    def setUp(self):
        super().setUp()
        self._name_invoice()

    def _get_user(self, remedy):
        return remedy.sudo()._get_document_user(remedy._get_maker())

    def test_accountant_named_who_may_no_more_gets_no_task(self):
        remedy, accountant = self._accept(), self.accountant.sudo()
        group = self.env.ref("account.group_account_invoice")
        other = self.env["res.company"].create({"name": "Other"})
        ticket = self.ticket.sudo()
        self.assertEqual(self._get_user(remedy), accountant)
        for record, vals in (
            (accountant, {"active": False}),
            (accountant, {"group_ids": [Command.unlink(group.id)]}),
            (
                accountant,
                {"company_id": other.id, "company_ids": [Command.set(other.ids)]},
            ),
            (ticket, {"complaint_about_user_id": accountant.id}),
        ):
            with self.subTest(vals=vals):
                savepoint = self.cr.savepoint()
                record.write(vals)
                self.assertNotEqual(self._get_user(remedy), accountant)
                self.env.flush_all()
                savepoint.close(rollback=True)
                self.env.invalidate_all()
                self.env.registry.clear_cache()

    def test_nobody_is_named_who_has_no_rights(self):
        names = {
            "complaint_accountant_id",
            "complaint_storekeeper_id",
            "complaint_repairer_id",
        }
        self.assertEqual(set(self.company._get_complaint_named()), names)
        for name in names:
            with self.subTest(name), self.cr.savepoint():
                with self.assertRaisesRegex(ValidationError, "has no rights there"):
                    self.company.sudo()[name] = self.handler
            self.env.invalidate_all()

    def test_who_was_named_before_is_no_hindrance_to_naming_another(self):
        company = self.company.sudo()
        keeper = new_test_user(self.env, "keeper", groups="stock.group_stock_user")
        company.complaint_storekeeper_id = keeper
        keeper.group_ids -= self.env.ref("stock.group_stock_user")
        company.complaint_accountant_id = self.accountant
        company.write(
            {"complaint_accountant_id": False, "complaint_storekeeper_id": False}
        )
        with self.assertRaisesRegex(ValidationError, "has no rights there"):
            company.write(
                {
                    "complaint_accountant_id": self.accountant.id,
                    "complaint_storekeeper_id": keeper.id,
                }
            )

    def test_second_note_begins_unpaid(self):
        self._pay(self.invoice.with_user(self.accountant))
        remedy = self._make()
        credit = self._document(remedy, self.accountant)
        credit.action_post()
        self._pay(credit)
        self.cr.precommit.run()  # As after the accountant's click.
        self.assertTrue(remedy.refund_paid_at)
        credit.button_draft()
        credit.button_cancel()
        remedy.action_make_document()
        self.assertFalse(remedy.refund_paid_at)

    def test_type_changed_meanwhile_the_note_still_delivers(self):
        remedy = self._make()
        remedy.type_id.sudo().by_document = False
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "is delivered when its document"):
            remedy.action_deliver()
        self._document(remedy, self.accountant).action_post()
        self.assertEqual(remedy.state, "delivered")

    def test_uninstalled_nobody_has_to_post_it(self):
        task = self._make().sudo().document_task_id
        self.assertEqual(task.state, "running")
        with self.assertRaisesRegex(UserError, "is done when its document is"):
            task._ensure_nothing_behind()
        self.env["complaint.remedy"]._forget_documents(["account.move"])
        self.assertEqual(task.state, "cancelled")
        task._ensure_nothing_behind()

    def test_promise_that_was_cancelled_is_made_anew(self):
        remedy = self._make()
        credit = self._document(remedy, self.accountant)
        former = remedy.sudo().deadline_id
        former._cancel()
        credit.action_post()
        credit.button_draft()
        self._assert_owed_again(remedy)
        self.assertNotEqual(remedy.sudo().deadline_id, former)
        self.assertEqual(remedy.sudo().deadline_id.due_at, remedy.promised_at)
