"""What a credit note gives: what its customer gets of it, whoever says what of it."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError

from .common.account import AccountCommon
from .common.documents import MONDAY
from .common.reads import Reads


class ProvedCommon(AccountCommon):
    """A refund of 40, whose credit note is posted and not paid."""

    def setUp(self):
        super().setUp()
        self._pay(self.invoice.with_user(self.accountant))
        self.earlier = self._create_invoice()
        self._name_invoice()
        self.remedy = self._make()
        self.credit = self._document(self.remedy, self.accountant)
        self.credit.action_post()
        self._assert("delivered", "done")

    def _assert(self, state, document_state):
        self.env.cr.flush()
        found = self.remedy.state, self.remedy.document_state
        self.assertEqual(found, (state, document_state))


@freeze_time(MONDAY)
class TestSaidToReverse(ProvedCommon):
    """Anybody who posts entries may write of any which one it reverses."""

    def _post(self, move_type, partner, **vals):
        """Return an entry of 40 about ``partner``, posted by the accountant."""
        if move_type == "entry":
            return self._post_entry(**vals)
        line = {"name": "Other", "price_unit": 40, "tax_ids": [Command.clear()]}
        move = self._create_invoice(
            post=False,
            move_type=move_type,
            partner_id=partner.id,
            invoice_line_ids=[Command.create(line)],
            ref=f"{move_type} {partner.id}",
            **vals,
        ).with_user(self.accountant)
        move.action_post()
        return move

    def _post_entry(self, **vals):
        """Return an entry that is about nobody."""
        account = self.invoice.invoice_line_ids.account_id[:1]
        lines = [
            Command.create({"account_id": account.id, "balance": balance})
            for balance in (40, -40)
        ]
        entries = self.env["account.move"].with_user(self.accountant)
        move = entries.create({"move_type": "entry", "line_ids": lines, **vals})
        move.action_post()
        return move

    def test_what_charges_the_customer_takes_back_and_nothing_else(self):
        kinds = self.credit._fields["move_type"].get_values(self.env)
        cells = 0
        for kind in kinds:
            for partner in (self.customer, self.stranger):
                for later in (False, True):
                    cells += 1
                    charged = kind in ("out_invoice", "out_receipt")
                    taken = charged and partner == self.customer
                    with self.subTest(kind, who=partner.name, later=later):
                        self._try(kind, partner, later, taken)
        self.assertEqual(cells, 28)

    def _try(self, kind, partner, later, taken):
        said = {"reversed_entry_id": self.credit.id}
        with self.cr.savepoint() as savepoint:
            move = self._post(kind, partner, **({} if later else said))
            if later:
                move.write(said)
            states = ("accepted", "undone") if taken else ("delivered", "done")
            if self.credit.payment_state == "paid" and not taken:
                # Odoo has set it off against what somebody else owes.
                states = ("accepted", "short")
            self._assert(*states)
            if not taken:
                with self.assertRaises(UserError):
                    self.remedy.action_make_document()
            savepoint.rollback()

    def test_what_was_there_before_takes_nothing_back(self):
        self.earlier.with_user(self.accountant).reversed_entry_id = self.credit
        self._assert("delivered", "done")

    def test_what_another_remedy_has_made_takes_nothing_back(self):
        self.ticket.complaint_invoice_number = self.earlier.name
        correction = self.env["complaint.remedy.type"].create(
            {"name": "Corrected invoice", "kind": "correction"}
        )
        other = self._make(type_id=correction.id, amount=10)
        note = self._document(other, self.accountant).sudo()
        corrected = note.complaint_corrected_ids
        (note | corrected).action_post()
        for move in note | corrected:
            move.reversed_entry_id = self.credit
            self._assert("delivered", "done")

    def test_no_more_than_there_was_is_taken_back(self):
        line = {"name": "Other", "price_unit": 400, "tax_ids": [Command.clear()]}
        self._create_invoice(
            invoice_line_ids=[Command.create(line)],
            reversed_entry_id=self.credit.id,
        )
        self._assert("accepted", "undone")
        self.assertEqual(self.credit.sudo()._get_complaint_standing(), 0)

    def test_who_a_reversal_charges_is_followed(self):
        reversal = self._post("out_invoice", self.customer)
        reversal.reversed_entry_id = self.credit
        self._assert("accepted", "undone")
        owed = reversal.line_ids._get_complaint_owed()
        owed.partner_id = self.stranger
        self._assert("delivered", "done")


@freeze_time(MONDAY)
class TestWhoIsPaid(ProvedCommon):
    """Posted, it stays the customer's, whichever field says whose it is."""

    def test_each_field_that_says_whose_it_is_stays(self):
        self.env.invalidate_all()
        with Reads() as reads:
            self.remedy.sudo()._ensure_document_of_customer(self.credit.sudo())
        seen = [
            (record, name)
            for record, name in reads.seen
            if record._name in ("account.move", "account.move.line")
            and record._fields[name].comodel_name == "res.partner"
        ]
        fields = {f"{record._name}.{name}" for record, name in seen}
        self.assertLessEqual(
            {
                "account.move.partner_id",
                "account.move.commercial_partner_id",
                "account.move.line.partner_id",
            },
            fields,
        )
        for record, name in seen:
            for value in (self.stranger.id, False):
                with self.subTest(field=f"{record._name}.{name}", value=value):
                    with self.assertRaises(UserError), self.cr.savepoint():
                        record.with_user(self.accountant).write({name: value})
                        self.env.cr.flush()
        self._assert("delivered", "done")


@freeze_time(MONDAY)
class TestPaidOut(ProvedCommon):
    """The customer is told what they get."""

    def setUp(self):
        super().setUp()
        self.mails = self._customer_mails()
        self.news = self._told(self.handler)

    def _paid(self, **vals):
        """Pay the note out, as the accountant does."""
        register = self.env["account.payment.register"].with_user(self.accountant)
        context = {"active_model": "account.move", "active_ids": self.credit.ids}
        vals = {"journal_id": self._bank().id, **vals}
        payment = register.with_context(**context).create(vals)._create_payments()
        self.env.cr.flush()
        return payment

    def _bank(self):
        return self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )

    def _written_off(self):
        return {
            "payment_difference_handling": "reconcile",
            "writeoff_account_id": self.invoice.invoice_line_ids.account_id[:1].id,
        }

    def _assert_told(self, *words):
        """The customer was told ``words``, a mail each, and reads of it on the page."""
        told = (self._customer_mails() - self.mails).sorted("id")
        self.assertEqual(len(told), len(words))
        for mail, said in zip(told, words, strict=True):
            self.assertIn(said, mail.body)
        page = str(self.ticket._complaint_portal_values()["timeline"])
        self.assertEqual(f"{self.credit.name}, paid" in page, bool(words))

    def test_in_parts_it_is_told_once_all_is_paid(self):
        self._paid(amount=15)
        self._assert_told()
        self._paid(amount=25)
        self._assert_told("40.00 is paid")
        self._assert("delivered", "done")

    def test_paid_from_a_statement_it_is_told(self):
        """As bank reconciliation does: the line of the bank settles the note."""
        statement = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self._bank().id,
                "partner_id": self.customer.id,
                "payment_ref": "Refund",
                "amount": -40,
            }
        )
        _liquid, suspense, _others = statement._seek_for_lines()
        owed = self.credit.sudo().line_ids._get_complaint_owed()
        suspense.account_id = owed.account_id
        (suspense | owed).reconcile()
        self.env.cr.flush()
        self._assert_told("40.00 is paid")
        self._assert("delivered", "done")

    def test_of_a_small_difference_the_customer_is_told_what_they_get(self):
        self._paid(amount=39.8, **self._written_off())
        self._assert_told("39.80 is paid")
        self._assert("delivered", "done")

    def test_written_off_it_is_not_paid_and_owed_again(self):
        self._paid(amount=0.01, **self._written_off())
        self.assertEqual(self.credit.payment_state, "paid")
        self._assert_told()
        self.assertFalse(self.remedy.refund_paid_at)
        self._assert("accepted", "short")
        [told] = self._told(self.handler) - self.news
        self.assertIn("0.01, and", told.body)

    def test_set_off_against_what_somebody_else_owes_it_is_owed_again(self):
        theirs = self._create_invoice(partner_id=self.stranger.id)
        both = (theirs | self.credit.sudo()).line_ids._get_complaint_owed()
        both.reconcile()
        self.assertEqual(self.credit.payment_state, "paid")
        self._assert_told()
        self._assert("accepted", "short")

    def test_set_off_against_what_the_customer_owes_nobody_is_told_twice(self):
        both = (self.earlier | self.credit.sudo()).line_ids._get_complaint_owed()
        both.reconcile()
        self._assert_told()
        self._assert("delivered", "done")

    def test_paid_no_more_the_owner_hears_and_paid_again_the_customer(self):
        payment = self._paid()
        self._assert_told("40.00 is paid")
        payment.action_draft()
        payment.action_cancel()
        self.env.cr.flush()
        self.assertFalse(self.remedy.refund_paid_at)
        page = str(self.ticket._complaint_portal_values()["timeline"])
        self.assertNotIn(f"{self.credit.name}, paid", page)
        [told] = self._told(self.handler) - self.news
        self.assertIn("is not any more", told.body)
        noted = self.ticket.sudo().message_ids.mapped("body")
        self.assertTrue([body for body in noted if "is not any more" in body])
        self._assert_not_said_by(self.accountant)
        self._paid()
        self._assert_told("40.00 is paid", "40.00 is paid")

    def test_who_pays_nothing_to_the_customer_has_not_paid(self):
        """The customer pays us, or somebody else is paid: the note is named by it."""
        for vals in (
            {"payment_type": "inbound"},
            {"partner_id": self.stranger.id},
            {"amount": 0.01},
        ):
            with self.subTest(vals), self.cr.savepoint() as savepoint:
                payments = self.env["account.payment"].with_user(self.accountant)
                payment = payments.create(
                    {
                        "payment_type": "outbound",
                        "partner_type": "customer",
                        "partner_id": self.customer.id,
                        "amount": 40,
                        "journal_id": self._bank().id,
                        "invoice_ids": [Command.set(self.credit.ids)],
                        **vals,
                    }
                )
                payment.action_post()
                self.env.cr.flush()
                self._assert_told()
                savepoint.rollback()
