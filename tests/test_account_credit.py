from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .common.account import AccountCommon
from .common.documents import MONDAY


@freeze_time(MONDAY)
class TestCreditNote(AccountCommon):
    """Refund chosen → credit note → posted → customer told → follow-up planned."""

    def test_on_the_invoice_complained_about_to_the_cent(self):
        self._name_invoice()
        credit = self._document(self._make(), self.accountant)
        self.assertEqual((credit.move_type, credit.state), ("out_refund", "draft"))
        self.assertEqual(credit.reversed_entry_id, self.invoice)
        self.assertAlmostEqual(credit.amount_total, 40)
        self.assertEqual(len(credit.invoice_line_ids), 2)

    def test_it_names_no_complaint_that_its_readers_may_not_know_of(self):
        self._name_invoice()
        number = self.ticket.number
        credit = self._document(self._make(), self.accountant)
        self.assertEqual(credit.complaint_number, number)
        secrets = {
            "complaint_confidential": True,
            "complaint_about_user_id": self.agent_all.id,
        }
        for name, value in secrets.items():
            self.ticket.sudo().write({**dict.fromkeys(secrets, False), name: value})
            with self.subTest(name):
                credit = self._document(self._make(amount=5), self.accountant)
                self.assertEqual(credit.ref, self.invoice.name)
                self.assertFalse(credit.complaint_number)
                said = credit.invoice_line_ids.mapped("name")
                self.assertNotIn(number, " ".join(filter(None, said)))

    def test_posted_it_delivers_and_paid_the_customer_hears_again(self):
        self._pay(self.invoice.with_user(self.accountant))
        self._name_invoice()
        remedy = self._make()
        credit = self._document(remedy, self.accountant)
        self.assertEqual(remedy.sudo().document_task_id.user_id, self.accountant)
        credit.action_post()
        self._assert_delivered_and_told(remedy, credit.name)
        self._assert_not_said_by(self.accountant)
        mails = self._customer_mails()
        self._pay(credit)
        self.cr.precommit.run()  # As after the accountant's click.
        paid = self._customer_mails() - mails
        self.assertIn("is paid", paid.body)
        self.assertEqual(remedy.refund_paid_at, MONDAY)
        self.assertIn("paid", str(self.ticket._complaint_portal_values()["timeline"]))

    def test_what_is_open_becomes_less_and_is_not_told_as_paid(self):
        self._name_invoice()
        remedy = self._make()
        credit = self._document(remedy, self.accountant)
        credit.action_post()
        self._assert_delivered_and_told(remedy, f"due on {self.invoice.name}")
        self.assertFalse(remedy.refund_paid_at)

    def test_of_the_lines_chosen_alone(self):
        self._name_invoice()
        remedy = self._create_remedy(self.ticket, amount=23)
        lid = self.invoice.invoice_line_ids.filtered(lambda x: x.product_id == self.lid)
        remedy.with_user(self._both()).credit_line_ids = lid
        remedy.action_offer()
        remedy.action_accept()
        remedy.action_make_document()
        credit = self._document(remedy, self.accountant)
        self.assertEqual(credit.invoice_line_ids.product_id, self.lid)
        self.assertAlmostEqual(credit.amount_total, 23)

    def _both(self):
        """Return a handler who may post credit notes as well."""
        self.handler.group_ids += self.env.ref("account.group_account_invoice")
        return self.handler

    def test_never_above_what_is_left(self):
        self._name_invoice()
        with freeze_time(MONDAY):
            note = self.invoice._reverse_moves([{"invoice_date": MONDAY.date()}])
        note.action_post()
        remedy = self._accept()
        with self.assertRaisesRegex(UserError, "is left to be credited of INV/"):
            remedy.action_make_document()
        self.assertFalse(remedy.document_state)

    def test_without_an_invoice_on_what_the_settings_say(self):
        remedy = self._accept()
        with self.assertRaisesRegex(UserError, "names no invoice"):
            remedy.action_make_document()
        self.lid.taxes_id = self.tax
        self.company.sudo().complaint_refund_product_id = self.lid
        remedy.action_make_document()
        credit = self._document(remedy, self.accountant)
        self.assertFalse(credit.reversed_entry_id)
        self.assertAlmostEqual(credit.amount_total, 40, places=1)
        credit.action_post()
        self._assert_delivered_and_told(remedy, credit.name)

    def test_correction_brings_the_corrected_invoice(self):
        self._name_invoice()
        correction = self.env["complaint.remedy.type"].create(
            {"name": "Corrected invoice", "kind": "correction"}
        )
        remedy = self._make(type_id=correction.id, amount=46)
        credit = self._document(remedy, self.accountant)
        corrected = credit._get_complaint_corrected()
        self.assertAlmostEqual(credit.amount_total, self.invoice.amount_total)
        self.assertAlmostEqual(corrected.amount_total, 46)
        credit.action_post()
        self.assertEqual(remedy.state, "accepted", "the corrected one is a draft")
        corrected.action_post()
        self._assert_delivered_and_told(remedy, corrected.name)

    def test_above_what_was_approved_it_is_not_posted(self):
        self._name_invoice()
        credit = self._document(self._make(), self.accountant)
        with Form(credit) as form, form.invoice_line_ids.edit(0) as line:
            line.price_unit = 60
        with self.assertRaisesRegex(UserError, "change it to that"):
            credit.action_post()

    def test_cost_is_without_the_taxes(self):
        self._name_invoice()
        self._make(amount=46)
        self.assertEqual(self.ticket.complaint_given_amount, 46)
        self.assertAlmostEqual(self.ticket.complaint_cost_amount, 40)

    def test_invoice_in_another_currency_counts_at_the_rate_of_the_request(self):
        foreign = self.env["res.currency"].create(
            {
                "name": "FOR",
                "symbol": "F",
                "rate_ids": [(0, 0, {"name": "2026-01-01", "rate": 10})],
            }
        )
        self.invoice = self._create_invoice(currency_id=foreign.id)
        self._name_invoice()
        remedy = self._accept(amount=5)
        self.env["res.currency.rate"].create(
            {"name": "2026-03-03", "rate": 20, "currency_id": foreign.id}
        )
        with freeze_time("2026-03-03 09:00:00"):
            remedy.action_make_document()
            credit = self._document(remedy, self.accountant)
            self.assertEqual(credit.currency_id, foreign)
            self.assertAlmostEqual(credit.amount_total, 50, places=1)
            credit.action_post()
        self.assertEqual(remedy.state, "delivered")


@freeze_time(MONDAY)
class TestTakenBack(AccountCommon):
    """A credit note that is reset, cancelled, deleted or reversed."""

    def setUp(self):
        super().setUp()
        self._name_invoice()
        self.remedy = self._make()
        self.credit = self._document(self.remedy, self.accountant)

    def test_reset_to_draft(self):
        self.credit.action_post()
        self.credit.button_draft()
        self._assert_owed_again(self.remedy)
        self.assertEqual(self.remedy.document_state, "made")
        self.credit.action_post()
        self.assertEqual(self.remedy.state, "delivered")

    def test_cancelled(self):
        self.credit.action_post()
        self.credit.button_cancel()
        self._assert_owed_again(self.remedy)
        self.assertTrue(self.remedy.can_make_document)

    def test_draft_deleted(self):
        self.credit.unlink()
        self.assertEqual(self.remedy.document_state, "undone")
        self.assertIn("was deleted", self._told(self.handler)[0].body)
        self.remedy.action_make_document()
        self.assertEqual(self.remedy.document_state, "made")

    def test_reversed(self):
        self.credit.action_post()
        reversal = self.env["account.move.reversal"].with_user(self.accountant)
        context = {"active_model": "account.move", "active_ids": self.credit.ids}
        reversal = reversal.with_context(**context).create(
            {"journal_id": self.credit.journal_id.id}
        )
        reversal.reverse_moves()
        reversal.new_move_ids.filtered(lambda m: m.state == "draft").action_post()
        self._assert_owed_again(self.remedy)


@freeze_time(MONDAY)
class TestInvoiceChosen(AccountCommon):
    """The invoice complained about: whose it is, and who may choose it."""

    def test_handler_types_the_number_and_reads_no_more(self):
        self.ticket.complaint_invoice_number = self.invoice.name.lower()
        self.assertEqual(self.ticket.sudo().complaint_invoice_id, self.invoice)
        self.assertEqual(self.ticket.complaint_invoice_number, self.invoice.name)
        with self.assertRaises(AccessError):
            self.invoice.with_user(self.handler).read(["amount_total"])
        with self.assertRaises(AccessError):
            self.ticket.complaint_invoice_id = self.invoice

    def test_number_of_somebody_elses_invoice_finds_nothing(self):
        foreign = self._create_invoice(partner_id=self.stranger.id)
        with self.assertRaisesRegex(UserError, "has no invoice"):
            self.ticket.complaint_invoice_number = foreign.name
        with self.assertRaises(ValidationError):
            self.ticket.sudo().complaint_invoice_id = foreign

    def test_reported_from_the_invoice_and_counted_there(self):
        self.sales.group_ids += self.env.ref("account.group_account_invoice")
        invoice = self.invoice.with_user(self.sales)
        action = invoice.action_report_complaint()
        entries = self.env["complaint.sales.entry"].with_user(self.sales)
        entry = entries.with_context(**action["context"]).create(
            {"description": "The lid is missing"}
        )
        entry.action_report()
        ticket = self.env["helpdesk.ticket"].search([], order="id desc", limit=1)
        self.assertEqual(ticket.complaint_invoice_id, self.invoice)
        self.env.flush_all()
        invoice.invalidate_recordset()
        self.assertEqual(invoice.complaint_count, 1)
        rows = self.env["complaint.history"].with_user(self.sales)
        found = rows.search(invoice.action_view_complaints()["domain"])
        self.assertEqual(found.id, ticket.id)
        self.assertIn(ticket.number, str(invoice.complaint_notice))

    def test_accountant_sees_for_what_a_credit_note_was_made(self):
        self._name_invoice()
        credit = self._document(self._make(), self.accountant)
        with Form(credit) as form:
            self.assertEqual(form.complaint_number, self.ticket.number)
        action = credit.action_open_complaint()
        self.assertEqual(action["res_model"], "complaint.deadline")

    def test_two_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(ValidationError):
            self.ticket.sudo().write({"company_id": other.id, "team_id": False})
            self.ticket.sudo().complaint_invoice_id = self.invoice

    def test_uninstalled_number_and_state_stay(self):
        self._name_invoice()
        remedy = self._make()
        name = remedy.document_name
        self.env["complaint.remedy"]._forget_documents(["account.move"])
        self.assertFalse(remedy.sudo().result_ref)
        self.assertIn(name, remedy.document_label)


@freeze_time(MONDAY)
class TestPlainInvoices(AccountCommon):
    """An invoice that has nothing to do with a complaint costs no query more."""

    def _count(self, step):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        step()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _measure(self):
        """Return the queries of an invoice's day, by step."""
        draft = self._create_invoice(post=False).with_user(self.accountant)
        figures = {
            "post": self._count(draft.action_post),
            "reset": self._count(draft.button_draft),
            "cancel": self._count(draft.button_cancel),
        }
        other = self._create_invoice(post=False).with_user(self.accountant)
        return {**figures, "delete": self._count(other.unlink)}

    def test_post_reset_cancel_delete(self):
        for _time in range(2):
            self._measure()  # What is cached once is read once; numbers begin.
        ours = self._measure()
        moves = self.env.registry["account.move"]
        self.patch(moves, "_get_complaint_linked", lambda self: self.sudo().browse())
        self.assertEqual(ours, self._measure())
