import base64
from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError

from .common.wizards import LATER, NOW, WizardCommon

PIXEL = base64.b64encode(b"signed by the customer")


@freeze_time(NOW)
class TestInteractionResult(WizardCommon):
    def test_call_is_put_on_record(self):
        ticket = self._create_complaint()
        action = ticket.action_record_call()
        self._from_action(action, summary="Told", sentiment="calm").action_apply()
        call = ticket.complaint_interaction_ids
        self.assertEqual((call.channel, call.direction), ("phone", "out"))
        self.assertEqual(call.purpose, "first_contact")
        self.assertTrue(ticket.complaint_first_contact_at)

    def test_letter_is_put_on_record(self):
        ticket = self._create_complaint()
        self._from_action(ticket.action_record_letter(), summary="x").action_apply()
        self.assertEqual(ticket.complaint_interaction_ids.channel, "email")

    def test_promise_of_the_call_is_watched(self):
        ticket = self._create_complaint()
        action = ticket.action_record_call()
        wizard = self._from_action(
            action, promise=True, promise_name="Send a photo", promise_at=LATER
        )
        wizard.action_apply()
        promise = ticket._complaint_running("promise")
        self.assertEqual((promise.name, promise.due_at), ("Send a photo", LATER))

    def test_promise_without_date_or_for_the_past_is_refused(self):
        ticket = self._create_complaint()
        for due_at, words in ((False, "until when"), ("2030-01-01", "to come")):
            wizard = self._from_action(
                ticket.action_record_call(),
                promise=True,
                promise_name="Send a photo",
                promise_at=due_at,
            )
            with self.assertRaisesRegex(UserError, words):
                wizard.action_apply()

    def test_promise_in_a_follow_up_keeps_the_complaint_open(self):
        ticket = self._create_complaint()
        self._play_to_follow_up(ticket)
        self._from_action(
            ticket.action_record_call(),
            satisfaction="satisfied",
            promise=True,
            promise_name="Send the manual",
            promise_at=LATER,
        ).action_apply()
        self.assertEqual(ticket.complaint_stage_id, self.stage_following_up)
        self.assertEqual(ticket.complaint_satisfaction, "satisfied")

    def test_whoever_was_not_reached_said_nothing(self):
        ticket = self._create_complaint()
        self._from_action(
            ticket.action_record_call(), reached=False, sentiment="angry"
        ).action_apply()
        self.assertFalse(ticket.complaint_interaction_ids.sentiment)
        self.assertFalse(ticket.complaint_first_contact_at)

    def _plan(self, ticket):
        action = ticket.action_plan_visit()
        self._from_action(action, date=LATER, place="At the shop").action_apply()
        return ticket.complaint_interaction_ids.filtered(lambda i: i.state == "planned")

    def test_planned_visit_is_a_promise(self):
        ticket = self._create_complaint()
        visit = self._plan(ticket)
        self.assertEqual((visit.channel, visit.place), ("visit", "At the shop"))
        promise = ticket._complaint_running("promise")
        self.assertEqual(promise, visit.deadline_id)
        self.assertEqual(promise.due_at, LATER)

    def test_visit_is_not_planned_for_the_past(self):
        action = self._create_complaint().action_plan_visit()
        wizard = self._from_action(action, date="2030-01-01 10:00:00")
        with self.assertRaisesRegex(UserError, "time to come"):
            wizard.action_apply()

    def test_visit_is_recorded_with_signature_and_keeps_the_promise(self):
        ticket = self._create_complaint()
        visit = self._plan(ticket)
        with freeze_time("2030-01-02 14:30:00"):
            action = ticket.action_record_visit()
            self._from_action(action, summary="Seen", signature=PIXEL).action_apply()
        self.assertEqual(visit.state, "done")
        self.assertEqual(visit.signature, PIXEL)
        self.assertEqual(visit.date, datetime(2030, 1, 2, 14, 30))
        self.assertTrue(visit.deadline_id.kept)

    def test_running_late_tells_the_customer_before_the_time(self):
        ticket = self._create_complaint()
        visit = self._plan(ticket)
        action = visit.action_running_late()
        wizard = self._from_action(action, reason="Traffic")
        self.assertEqual(wizard.due_at, datetime(2030, 1, 2, 16))
        wizard.action_apply()
        mail = ticket.message_ids.filtered(lambda m: m.partner_ids == self.customer)
        self.assertIn("4:00", mail[:1].body)
        self.assertFalse(visit.deadline_id.late)

    def test_running_late_after_the_time_is_a_call(self):
        ticket = self._create_complaint()
        visit = self._plan(ticket)
        with freeze_time("2030-01-02 15:30:00"):
            wizard = self._from_action(visit.action_running_late(), reason="Traffic")
            wizard.due_at = datetime(2030, 1, 2, 17)
            with self.assertRaisesRegex(UserError, "call the customer"):
                wizard.action_apply()

    def test_new_date_keeps_the_first_one(self):
        visit = self._plan(self._create_complaint())
        later = datetime(2030, 1, 3, 10)
        action = visit.action_reschedule()
        self._from_action(action, due_at=later, reason="Ill").action_apply()
        deadline = visit.deadline_id
        self.assertEqual((deadline.due_at, visit.date), (later, later))
        self.assertEqual(deadline.original_due_at, LATER)
        self.assertEqual(deadline.reschedule_reason, "Ill")

    def test_colleague_gives_a_new_date_for_the_own_task(self):
        ticket = self._create_complaint()
        task = self.env["complaint.deadline"].with_user(self.handler)
        task = task.create(
            {
                "ticket_id": ticket.id,
                "kind": "task",
                "name": "Look at the seal",
                "due_at": LATER,
                "user_id": self.employee.id,
            }
        ).with_user(self.employee)
        later = datetime(2030, 1, 3, 10)
        action = task.action_reschedule()
        self._from_action(
            action, self.employee, due_at=later, reason="No part"
        ).action_apply()
        self.assertEqual(task.due_at, later)
