from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tools.safe_eval import safe_eval

from .common.documents import MONDAY
from .common.loyalty import VoucherCommon


@freeze_time(MONDAY)
class TestVoucher(VoucherCommon):
    """Voucher chosen → coupon → code sent → delivered, told, followed up."""

    def test_value_and_end_are_those_of_the_remedy(self):
        card = self._card(self._make_voucher())
        self.assertEqual(card.points, 40)
        self.assertEqual(card.expiration_date, date(2026, 4, 1))
        other = self._make_voucher(amount=5, voucher_valid_until="2026-12-24")
        self.assertEqual(self._card(other).expiration_date, date(2026, 12, 24))

    def test_the_code_is_sent_which_delivers_it(self):
        remedy = self._make_voucher()
        card = self._card(remedy)
        self.assertEqual(remedy.state, "accepted")
        self.assertFalse(self._mails_with(card.code), "nobody was told by making it")
        self.assertFalse(card.partner_id, "nor do the customer's own pages show it")
        remedy.action_send_document()
        self.assertEqual(card.partner_id, self.customer)
        self._assert_delivered_and_told(remedy, card.code)
        with self.assertRaisesRegex(UserError, "was sent already"):
            remedy.action_send_document()
        self.assertEqual(len(self._mails_with(card.code)), 1)

    def test_the_code_is_on_the_page_and_on_letters_once_it_was_sent(self):
        remedy = self._make_voucher()
        code = self._card(remedy).code
        self.assertNotIn(code, str(self.ticket._complaint_portal_values()))
        remedy.action_send_document()
        self.assertIn(code, str(self.ticket._complaint_portal_values()["timeline"]))
        self.ticket.complaint_explanation = "<p>We are sorry.</p>"
        letter = (
            self.env["ir.qweb"]
            .sudo()
            ._render(
                "complaint_recovery.report_decision_document",
                {"doc": self.ticket.sudo(), "report_type": "html"},
            )
        )
        self.assertIn(code, str(letter))

    def test_handler_reads_number_and_state_and_no_code(self):
        remedy = self._make_voucher()
        code = self._card(remedy).code
        self.assertIn("Not sent yet", remedy.document_label)
        self.assertNotIn(code, remedy.document_label)
        remedy.action_send_document()
        self.assertIn("Code sent", remedy.document_label)
        rows = self.env["complaint.history"].with_user(self.manager)
        row = rows.browse(self.ticket.id)
        self.assertNotIn(code, row.remedies)
        self.assertIn(code[-4:], row.remedies)

    def test_without_an_address_nothing_is_sent(self):
        remedy = self._make_voucher()
        self.customer.email = False
        self.ticket.sudo().partner_email = False
        with self.assertRaises(UserError):
            remedy.action_send_document()
        self.assertEqual(remedy.state, "accepted")

    def test_order_it_was_used_on_is_told(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        self._use(self._card(remedy), 15)
        self.assertIn("Used on S00042", remedy.document_label)
        self.assertIn(
            "Used on S00042", str(self.ticket._complaint_portal_values()["timeline"])
        )
        self.assertEqual(remedy.state, "delivered")

    def test_archived_before_it_was_used_it_is_owed_again(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        self._card(remedy).active = False
        self._assert_owed_again(remedy)

    def test_deleted_it_is_owed_again(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        self._card(remedy).unlink()
        self._assert_owed_again(remedy)
        remedy.action_make_document()
        self.assertTrue(remedy.can_send_document)

    def test_used_and_archived_it_stays_delivered(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        self._use(self._card(remedy), 40)
        self._card(remedy).active = False
        self.assertEqual(remedy.state, "delivered")

    def test_it_is_not_filled_above_what_was_approved(self):
        remedy = self._make_voucher()
        with self.assertRaisesRegex(UserError, "change it to that"):
            with self.cr.savepoint():
                self._card(remedy).points = 41
        self.env.invalidate_all()
        self._use(self._card(remedy), 15)
        with self.assertRaises(UserError):
            self._card(remedy).points = 40

    def test_what_ended_unused_cost_nothing(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        self.assertEqual(self.ticket.complaint_cost_amount, 40)
        with freeze_time("2026-05-01 09:00:00"):
            self.assertIn("Not used in time", remedy.document_label)
            self._card(remedy)._complaint_follow()
            self.assertEqual(self.ticket.complaint_cost_amount, 0)
        self.assertEqual(remedy.state, "delivered")

    def test_type_without_a_program_is_delivered_by_hand(self):
        self.voucher.voucher_program_id = False
        remedy = self._accept(type_id=self.voucher.id)
        self.assertFalse(remedy.can_make_document)
        remedy.action_deliver()
        self.assertEqual(remedy.state, "delivered")

    def test_program_gives_an_amount_and_is_of_the_same_company(self):
        percent = self.env["loyalty.program"].create(
            {"name": "Ten percent", "program_type": "promotion"}
        )
        with self.assertRaisesRegex(ValidationError, "no amount per point"):
            self.voucher.voucher_program_id = percent
        other = self.env["res.company"].create({"name": "Other"})
        program = self.program.copy({"company_id": other.id})
        self.voucher.voucher_program_id = program
        remedy = self._accept(type_id=self.voucher.id)
        self.assertFalse(remedy.can_make_document, "the program is another company's")
        with self.assertRaisesRegex(ValidationError, "and the remedy type is not"):
            self.voucher.company_id = self.company

    def test_program_in_another_currency_counts_at_the_rate_of_the_request(self):
        foreign = self.env["res.currency"].create(
            {
                "name": "FOR",
                "symbol": "F",
                "rate_ids": [(0, 0, {"name": "2026-01-01", "rate": 10})],
            }
        )
        self.program.currency_id = foreign
        remedy = self._accept(type_id=self.voucher.id)
        self.env["res.currency.rate"].create(
            {"name": "2026-03-03", "rate": 20, "currency_id": foreign.id}
        )
        with freeze_time("2026-03-03 09:00:00"):
            remedy.action_make_document()
        self.assertEqual(self._card(remedy).points, 400)

    def test_one_card_a_customer_is_no_voucher(self):
        wallet = self.env["loyalty.program"].create(
            {
                "name": "Wallet",
                "program_type": "ewallet",
                "applies_on": "future",
                "trigger": "auto",
                "rule_ids": [Command.clear()],
                "reward_ids": [Command.clear(), Command.create(self.reward)],
            }
        )
        with self.assertRaisesRegex(ValidationError, "gives each customer one card"):
            self.voucher.voucher_program_id = wallet
        self.program.applies_on = "both"  # After it was chosen.
        remedy = self._accept(type_id=self.voucher.id)
        self.assertFalse(remedy.can_make_document)

    def test_once_sent_it_is_the_customers_to_fill_up(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        self._card(remedy).points += 100
        self.assertEqual((remedy.state, remedy.document_cost), ("delivered", 40))

    def test_second_coupon_is_not_sent_yet(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        former = self._card(remedy)
        former.active = False
        remedy.action_make_document()
        self.assertFalse(remedy.voucher_sent_at)
        self.assertNotEqual(self._card(remedy), former)
        self.assertEqual(self._card(remedy)._get_complaint_state(), "made")
        remedy.action_send_document()
        self._assert_delivered_and_told(remedy, self._card(remedy).code)

    def test_holding_less_than_promised_it_is_not_sent(self):
        remedy = self._make_voucher()
        card = self._card(remedy)
        card.points = 10
        with self.assertRaisesRegex(UserError, "was promised"):
            remedy.action_send_document()
        self.assertFalse(remedy.voucher_sent_at)
        self.assertFalse(self._mails_with(card.code))
        card.points = 40
        remedy.action_send_document()
        self.assertEqual(remedy.state, "delivered")

    def test_ended_unused_and_archived_it_stays_delivered(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        with freeze_time("2026-05-01 09:00:00"):
            self._card(remedy).active = False
            self.assertEqual(remedy.state, "delivered")

    def test_archived_in_time_it_stays_owed_after_its_end(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        self._card(remedy).active = False
        with freeze_time("2026-05-01 09:00:00"):
            self._card(remedy)._complaint_follow()
            self.assertEqual(remedy.state, "accepted")

    def test_worth_of_an_archived_program_is_what_it_was(self):
        remedy = self._make_voucher()
        remedy.action_send_document()
        self._use(self._card(remedy), 40)
        self.program.action_archive()
        self.program.with_context(active_test=False).reward_ids.active = False
        self.env.invalidate_all()
        self._card(remedy)._complaint_follow()
        self.assertEqual(remedy.document_cost, 40)

    def test_program_emptied_meanwhile_it_is_still_sent(self):
        remedy = self._make_voucher()
        self.voucher.voucher_program_id = False
        self.env.invalidate_all()
        self.assertTrue(remedy.by_document)
        with self.assertRaisesRegex(UserError, "is delivered when its document"):
            remedy.action_deliver()
        remedy.action_send_document()
        self.assertEqual(remedy.state, "delivered")

    def test_solving_on_the_spot_offers_what_is_given_by_hand(self):
        self.assertNotIn(self.voucher, self._get_offered())
        self.assertNotIn(self.refund, self._get_offered(), "by credit note")
        self.refund.sudo().by_document = False
        self.voucher.voucher_program_id = False
        self.assertLessEqual(self.refund | self.voucher, self._get_offered())

    def _get_offered(self):
        dialog = self.env["complaint.on.spot"].with_user(self.handler)
        domain = dialog.fields_get(["remedy_type_id"])["remedy_type_id"]["domain"]
        types = self.env["complaint.remedy.type"].with_user(self.handler)
        found = types.search(safe_eval(domain, {"company_id": self.company.id}))
        return found.with_env(self.env)
