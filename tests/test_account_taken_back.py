from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError

from .common.account import AccountCommon
from .common.documents import MONDAY


@freeze_time(MONDAY)
class TestTakenBackInPart(AccountCommon):
    """What stands of a credit note is weighed; one that was replaced is followed."""

    def setUp(self):
        super().setUp()
        self._name_invoice()
        self.remedy = self._make()
        self.credit = self._document(self.remedy, self.accountant)
        self.credit.action_post()

    def _take_back(self, credit, amount=None):
        """Reverse ``credit``, or ``amount`` of it, as the accountant does."""
        reversal = credit._reverse_moves([{"date": MONDAY.date()}])
        if amount:
            first, *others = reversal.invoice_line_ids
            vals = {"price_unit": amount, "tax_ids": [Command.clear()]}
            lines = [Command.delete(line.id) for line in others]
            reversal.invoice_line_ids = [Command.update(first.id, vals), *lines]
        reversal.action_post()
        return reversal

    def _assert(self, state, document_state):
        found = (self.remedy.state, self.remedy.document_state)
        self.assertEqual(found, (state, document_state))

    def test_a_cent_taken_back_is_a_cent_and_no_second_note(self):
        self.assertAlmostEqual(self.invoice._complaint_left(), 52)
        self._take_back(self.credit, 1)
        self._assert("accepted", "short")
        self.assertAlmostEqual(self.invoice._complaint_left(), 53)
        self.assertIn("39.00", self._told(self.handler)[0].body)
        with self.assertRaisesRegex(UserError, "has its document already"):
            self.remedy.action_make_document()

    def test_taken_back_and_given_again_it_is_delivered(self):
        part = self._take_back(self.credit, 10)
        self._take_back(part)
        self._assert("delivered", "done")
        part = self._take_back(self.credit, 10)
        self._assert("accepted", "short")
        part.button_draft()
        self._assert("delivered", "done")

    def test_in_parts_all_of_it_is_taken_back(self):
        self._take_back(self.credit, 15)
        self._take_back(self.credit, 25)
        self._assert("accepted", "undone")
        self.assertAlmostEqual(self.invoice._complaint_left(), 92)

    def test_former_note_stays_undone_beside_the_one_in_its_place(self):
        """The customer would get both."""
        reversal = self._take_back(self.credit)
        self.remedy.action_make_document()
        with self.assertRaisesRegex(UserError, "took the place of"):
            reversal.button_draft()
            self.env.cr.precommit.run()
        self._assert("accepted", "made")
