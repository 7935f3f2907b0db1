from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from .common.stages import StagesCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class TestNothingStaysOpen(StagesCommon):
    def _remedies(self):
        """Return remedies that are a draft, waiting, approved and offered."""
        draft, waiting, approved, offered = (
            self._create_remedy(self.ticket, amount=amount)
            for amount in (10, 200, 10, 10)
        )
        (waiting | approved).action_request()
        offered.action_offer()
        remedies = draft | waiting | approved | offered
        states = ["draft", "to_approve", "approved", "offered"]
        self.assertEqual(remedies.mapped("state"), states)
        return remedies

    def _assert_cancelled(self, remedies):
        self.assertEqual(set(remedies.mapped("state")), {"cancelled"})
        self.assertEqual(set(remedies.mapped("reason")), {"The complaint has ended."})
        self.assertFalse(self._running("approval"))

    def test_withdrawing_takes_back_what_was_only_proposed(self):
        remedies = self._remedies()
        self.ticket.action_withdraw("They found it")
        self._assert_cancelled(remedies)

    def test_closing_takes_back_what_was_only_proposed(self):
        remedies = self._remedies()
        self._close_unsettled()
        self._assert_cancelled(remedies)

    def test_what_the_customer_has_or_was_promised_stays_theirs(self):
        given, promised = (self._create_remedy(self.ticket, amount=5) for _i in "ab")
        for remedy in (given, promised):
            remedy.action_offer()
            remedy.action_accept()
        given.action_deliver()
        self.ticket.action_withdraw("They found it")
        self.assertEqual(given.state, "delivered")
        self.assertEqual(promised.state, "accepted")

    def test_withdrawing_cancels_the_visit_and_its_promise(self):
        visit = self._visit()
        promise = visit.deadline_id
        self.ticket.action_withdraw("They found it")
        self.assertFalse(visit.exists())
        self.assertEqual(promise.state, "cancelled")

    def test_nothing_is_approved_on_an_ended_complaint(self):
        remedy = self._remedies().filtered(lambda r: r.state == "to_approve")
        self.ticket.action_withdraw("They found it")
        with self.assertRaisesRegex(UserError, "is closed"):
            remedy.with_user(self.leader).action_approve()
