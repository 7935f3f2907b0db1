from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, new_test_user

from .common.scheduled_pass import MONDAY, PassCommon

LATER = datetime(2026, 3, 5, 9)


@freeze_time(MONDAY)
class TestSuperiorsWord(PassCommon):
    """What a superior promised the customer is theirs to keep, move or cancel."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_complaint(complaint_severity_id=cls.minor.id)
        cls.leader.notification_type = "inbox"

    def _promise(self, users=None):
        """Let a superior promise a word; return the promise."""
        before = self.complaint._complaint_running("promise")
        self.complaint._complaint_escalate("She wants a word", users=users)
        return self.complaint._complaint_running("promise") - before

    def _steps(self, promise):
        return {
            "done": promise.action_done,
            "cancelled": promise.action_cancel,
            "moved": lambda: promise.action_reschedule(LATER, "Busy"),
        }

    def _assert_refused(self, promise, user):
        for name, step in self._steps(promise.with_user(user)).items():
            with (
                self.subTest(name, user=user.name),
                self.assertRaisesRegex(UserError, "promised it, and says"),
            ):
                step()

    def test_nobody_else_ends_or_moves_it(self):
        promise = self._promise()
        due_at = promise.due_at
        self._assert_refused(promise, self.handler)
        self._assert_refused(promise, self.agent_all)
        self.assertEqual((promise.state, promise.due_at), ("running", due_at))
        self.assertEqual(self.complaint.complaint_level, 1)

    def test_their_speaker_and_who_stands_above_them_do(self):
        for user in (self.leader, self.manager, self.director):
            for name in ("done", "cancelled", "moved"):
                promise = self._promise(self.leader).with_user(user)
                self._steps(promise)[name]()
                with self.subTest(name, user=user.name):
                    changed = "moved" if promise.due_at == LATER else promise.state
                    self.assertEqual(changed, name)

    def test_equals_and_who_stands_below_do_not(self):
        equal = new_test_user(
            self.env,
            "second_manager",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            name="Second",
        )
        promise = self._promise(self.manager)
        self._assert_refused(promise, self.leader)
        self._assert_refused(promise, equal)
        promise.with_user(self.director).action_cancel()
        self.assertEqual(promise.state, "cancelled")

    def test_who_stands_in_for_the_speaker_does(self):
        promise = self._promise()
        self.leader.sudo().write(
            {
                "complaint_deputy_id": self.agent_all.id,
                "complaint_away_from": "2026-03-01",
                "complaint_away_until": "2026-03-20",
            }
        )
        promise.with_user(self.agent_all).action_reschedule(LATER, "She is away")
        self.assertEqual(promise.due_at, LATER)

    def test_whoever_has_the_complaint_asks_for_another_date(self):
        promise = self._promise()
        due_at = promise.due_at
        for ask in (promise.action_reschedule, promise.action_running_late):
            action = ask()
            dialog = self.env[action["res_model"]].with_user(self.handler)
            dialog = Form(dialog.with_context(**action["context"]))
            self.assertEqual(dialog.speaker_id, self.leader)
            dialog.due_at, dialog.reason = LATER, "She is on holiday"
            told = dialog.save().action_apply()
            self.assertIn("Leader was asked", told["params"]["message"])
        self.assertEqual(promise.due_at, due_at)
        heard = self.env["mail.message"].search(
            [
                ("res_id", "=", self.complaint.id),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.leader.partner_id.ids),
            ]
        )
        self.assertEqual(len(heard), 2)
        self.assertIn("She is on holiday", heard[0].body)
        noted = self.complaint.sudo().message_ids - heard
        self.assertIn("She is on holiday", " ".join(noted.mapped("body")))

    def test_among_many_it_is_not_moved_either(self):
        word = self._promise()
        own = self.complaint._complaint_promise("Send the lid", datetime(2026, 3, 4, 9))
        due_at = word.due_at
        bulk = self.env["complaint.bulk"].with_user(self.handler)
        bulk.create(
            {
                "ticket_ids": [(6, 0, self.complaint.ids)],
                "operation": "later",
                "due_at": LATER,
                "reason": "Stocktaking",
            }
        ).action_apply()
        self.assertEqual((word.due_at, own.due_at), (due_at, LATER))

    def test_what_ends_the_complaint_ends_it(self):
        promise = self._promise()
        self.complaint.with_user(self.handler).action_withdraw("She is fine")
        self.assertEqual(promise.state, "cancelled")

    def test_ended_as_a_duplicate_it_goes_on_there_and_is_still_theirs(self):
        promise, first = self._promise(), self._create_complaint()
        self.complaint.with_user(self.handler).action_close_duplicate(first.id)
        self.assertEqual((promise.ticket_id, promise.state), (first, "running"))
        self._assert_refused(promise, self.handler)
        promise.with_user(self.leader).action_done()

    def test_word_that_is_kept_leaves_the_second_handling(self):
        promise = self._promise()
        escalation = promise.sudo().escalation_id
        escalation.with_user(self.leader).action_return("Call her first")
        promise.with_user(self.leader).action_done()
        self.assertEqual(escalation.state, "returned")
        self.assertTrue(self.complaint._complaint_running("second_handling"))
        self.assertEqual(self.complaint.complaint_level, 1)


@freeze_time(MONDAY)
class TestCancelled(PassCommon):
    """What was escalated is answered: cancelling what it was for is no answer."""

    def setUp(self):
        super().setUp()
        self.complaint = self._create_complaint(complaint_severity_id=self.normal.id)

    def _escalated(self):
        self._only(self.complaint, "promise")
        self._pass(datetime(2026, 3, 5, 9))
        found = self._escalations(self.complaint)
        self.assertIn("open", found.mapped("state"))
        return found.filtered(lambda e: e.state == "open")

    def test_own_promise_that_is_overdue(self):
        own = self.complaint._complaint_promise("Call back", datetime(2026, 3, 2, 12))
        told, level = self._escalated(), self.complaint.complaint_level
        own.with_user(self.handler).action_cancel()
        self.assertEqual(set(told.mapped("state")), {"open"})
        self.assertEqual(self.complaint.complaint_level, level)

    def test_visit_that_is_overdue(self):
        visit = self._create_interaction(
            self.complaint, state="planned", channel="visit", date="2026-03-02 12:00:00"
        )
        told = self._escalated()
        visit.with_user(self.handler).unlink()
        self.assertEqual(set(told.mapped("state")), {"open"})
