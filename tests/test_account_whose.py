"""Whose a document is: the customer's, and nothing but what they were billed."""

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user

from .common.account import AccountCommon
from .common.documents import MONDAY


@freeze_time(MONDAY)
class TestWhose(AccountCommon):
    def test_a_refund_goes_to_nobody_else(self):
        self._name_invoice()
        remedy = self._make(amount=40)
        credit = self._document(remedy, self.accountant)
        customer = credit.partner_id
        for other in (self.stranger, self.accountant.partner_id):
            credit.partner_id = other
            with self.subTest(other.name), self.assertRaisesRegex(UserError, "not for"):
                with self.env.cr.savepoint():
                    credit.action_post()
        self.assertEqual(remedy.state, "accepted")
        credit.partner_id = customer
        credit.action_post()
        self.assertEqual(remedy.state, "delivered")

    def test_another_contact_of_the_customer_gets_it(self):
        self._name_invoice()
        remedy = self._make(amount=40)
        credit = self._document(remedy, self.accountant)
        credit.partner_id = self.customer_company
        credit.action_post()
        self.assertEqual(remedy.state, "delivered")

    def test_nothing_but_an_invoice_is_complained_about(self):
        """A bill of theirs would be turned round, and be called their refund."""
        both = new_test_user(
            self.env,
            "both_user",
            groups="helpdesk_mgmt.group_helpdesk_manager,account.group_account_invoice",
        )
        for kind in ("in_invoice", "out_refund", "in_refund"):
            move = self._create_invoice(move_type=kind, ref=kind)
            with self.subTest(kind), self.assertRaises(ValidationError):
                with self.env.cr.savepoint():
                    self.ticket.with_user(both).complaint_invoice_id = move
        self.ticket.with_user(both).complaint_invoice_id = self.invoice

    def test_of_what_is_not_posted_nothing_is_credited(self):
        draft = self._create_invoice(post=False)
        self.ticket.sudo().complaint_invoice_id = draft
        remedy = self._accept(amount=40)
        with self.assertRaisesRegex(UserError, "left to be credited"):
            remedy.action_make_document()

    def test_who_may_not_know_of_the_complaint_is_not_told_its_number(self):
        """Whom it is about hears what was approved, and nothing of a complaint."""
        self._name_invoice()
        remedy = self._make(amount=40)
        credit = self._document(remedy, self.accountant)
        number = self.ticket.number
        for about in (self.env["res.users"], self.accountant):
            self.ticket.sudo().complaint_about_user_id = about
            for change, said in self._changes(credit):
                with self.subTest(said, about=about.name):
                    with self.assertRaisesRegex(UserError, said) as caught:
                        with self.env.cr.savepoint():
                            credit.write(change)
                            credit.action_post()
                    words = str(caught.exception)
                    self.assertEqual(number in words, not about)
                    self.assertEqual("complaint" in words, not about)

    def _changes(self, credit):
        line = credit.invoice_line_ids[:1]
        dearer = {"invoice_line_ids": [(1, line.id, {"price_unit": 6000})]}
        return [({"partner_id": self.stranger.id}, "not for"), (dearer, "approved")]
