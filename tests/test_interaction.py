from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from .common import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class TestInteraction(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint()

    def _deadline(self, kind="first_contact"):
        return self.ticket.complaint_deadline_ids.filtered(lambda d: d.kind == kind)

    def _plan_visit(self, **vals):
        vals = {"date": MONDAY + timedelta(days=1), "place": "At the shop", **vals}
        return self._create_interaction(
            self.ticket, channel="visit", state="planned", **vals
        )

    def test_first_contact_in_time_is_kept(self):
        with freeze_time("2026-03-02 11:00"):
            self._create_interaction(self.ticket)
        when = datetime(2026, 3, 2, 11)
        self.assertEqual(self.ticket.complaint_first_contact_at, when)
        self.assertEqual(self._deadline().done_at, when)
        self.assertTrue(self._deadline().kept)

    def test_first_contact_after_its_time_is_late(self):
        with freeze_time("2026-03-03 09:01"):
            self._create_interaction(self.ticket)
        self.assertEqual(self._deadline().state, "done")
        self.assertFalse(self._deadline().kept)

    def test_first_contact_recorded_later_counts_when_it_was(self):
        with freeze_time("2026-03-05 09:00"):
            self._create_interaction(self.ticket, date="2026-03-02 15:00:00")
        self.assertTrue(self._deadline().kept)

    def test_first_contact_is_the_first_one(self):
        self._create_interaction(self.ticket)
        with freeze_time("2026-03-04 09:00"):
            self._create_interaction(self.ticket)
        self.assertEqual(self.ticket.complaint_first_contact_at, MONDAY)

    def test_incoming_call_is_a_contact(self):
        for channel in ("phone", "visit", "chat"):
            ticket = self._create_complaint()
            self._create_interaction(ticket, direction="in", channel=channel)
            with self.subTest(channel):
                self.assertTrue(ticket.complaint_first_contact_at)

    def test_incoming_mail_is_no_contact(self):
        for channel in ("email", "letter", "portal"):
            self._create_interaction(self.ticket, direction="in", channel=channel)
            with self.subTest(channel):
                self.assertFalse(self.ticket.complaint_first_contact_at)

    def test_customer_who_was_not_reached_was_not_contacted(self):
        self._create_interaction(self.ticket, reached=False)
        self.assertFalse(self.ticket.complaint_first_contact_at)
        self.assertFalse(self.ticket.complaint_last_outbound_at)
        self.assertEqual(self._deadline().state, "running")

    def test_acknowledgement_is_no_contact(self):
        self.assertFalse(self.ticket.complaint_first_contact_at)
        self.assertEqual(self._deadline().state, "running")

    def test_nothing_is_contacted_before_it_was_received(self):
        ticket = self._create_ticket()
        self._create_interaction(ticket, date=MONDAY - timedelta(days=9))
        ticket.action_mark_complaint()
        self.assertEqual(ticket.complaint_first_contact_at, MONDAY)
        self.assertEqual(ticket.complaint_last_outbound_at, MONDAY)

    def test_nothing_is_done_in_the_future(self):
        with self.assertRaises(ValidationError):
            self._create_interaction(self.ticket, date=MONDAY + timedelta(seconds=1))

    def test_mood_of_the_latest_exchange_counts(self):
        self._create_interaction(self.ticket, sentiment="angry")
        self.assertEqual(self.ticket.complaint_sentiment, "angry")
        self._create_interaction(self.ticket, sentiment="calm")
        self.assertEqual(self.ticket.complaint_sentiment, "calm")
        self._create_interaction(self.ticket)
        self.assertEqual(self.ticket.complaint_sentiment, "calm")

    def test_done_exchange_stays_as_it_was(self):
        exchange = self._create_interaction(self.ticket)
        for vals in (
            {"date": "2026-03-01 09:00:00"},
            {"reached": False},
            {"satisfaction": "satisfied"},
            {"direction": "in"},
            {"purpose": "follow_up"},
            {"user_id": self.leader.id},
            {"signature": b"eA=="},
        ):
            for user in (self.handler, self.manager):
                with self.subTest(vals), self.assertRaises(UserError):
                    exchange.with_user(user).write(vals)

    def test_summary_of_a_done_exchange_may_be_completed(self):
        exchange = self._create_interaction(self.ticket)
        exchange.summary = "They want a new kettle"
        self.assertEqual(exchange.summary, "They want a new kettle")

    def test_done_exchange_is_not_deleted(self):
        exchange = self._create_interaction(self.ticket)
        for user in (self.handler, self.manager):
            with self.subTest(user.name), self.assertRaises(UserError):
                exchange.with_user(user).unlink()

    def test_planned_visit_is_a_promise(self):
        visit = self._plan_visit()
        promise = visit.sudo().deadline_id
        self.assertEqual((promise.kind, promise.due_at), ("promise", visit.date))
        self.assertEqual(promise.name, "Visit: At the shop")
        self.assertEqual(promise.user_id, self.handler)

    def test_nothing_is_planned_for_the_past(self):
        with self.assertRaises(ValidationError):
            self._plan_visit(date=MONDAY - timedelta(hours=1))

    def test_recorded_visit_keeps_its_promise(self):
        visit = self._plan_visit()
        action = visit.action_done()
        wizards = self.env[action["res_model"]].with_user(self.handler)
        with freeze_time("2026-03-03 08:00"):
            wizard = wizards.with_context(**action["context"]).create(
                {"summary": "Seal changed", "signature": b"eA=="}
            )
            wizard.action_apply()
        self.assertEqual(visit.state, "done")
        self.assertEqual(visit.date, datetime(2026, 3, 3, 8))
        self.assertEqual(visit.sudo().deadline_id.verdict, "kept")
        self.assertTrue(self.ticket.complaint_first_contact_at)

    def test_visit_is_recorded_once(self):
        visit = self._create_interaction(self.ticket, channel="visit")
        for method in ("action_done", "action_reschedule", "action_running_late"):
            with self.subTest(method), self.assertRaises(UserError):
                getattr(visit, method)()

    def test_date_of_a_planned_visit_is_not_changed_silently(self):
        visit = self._plan_visit()
        with self.assertRaises(UserError):
            visit.date = MONDAY + timedelta(days=3)

    def test_new_date_of_a_visit_moves_visit_and_promise(self):
        visit = self._plan_visit()
        promise = visit.sudo().deadline_id.with_user(self.handler)
        promise.action_reschedule("2026-03-05 09:00:00", "Part is late")
        self.assertEqual(visit.date, datetime(2026, 3, 5, 9))

    def test_deleted_plan_leaves_a_cancelled_promise(self):
        visit = self._plan_visit()
        promise = visit.sudo().deadline_id
        visit.unlink()
        self.assertEqual(promise.state, "cancelled")

    def test_planned_visit_is_no_contact(self):
        self._plan_visit()
        self.assertFalse(self.ticket.complaint_first_contact_at)

    def test_planned_exchange_is_not_turned_into_a_done_one_by_hand(self):
        visit = self._plan_visit()
        with self.assertRaises(AccessError):
            visit.state = "done"

    def test_quick_buttons_propose_what_is_likely(self):
        action = self.ticket.action_record_call()
        self.assertEqual(action["context"]["default_purpose"], "first_contact")
        self._create_interaction(self.ticket)
        action = self.ticket.action_record_letter()
        self.assertEqual(action["context"]["default_channel"], "email")
        self.assertEqual(action["context"]["default_purpose"], "progress")
        action = self.ticket.action_plan_visit()
        self.assertEqual(action["context"]["default_state"], "planned")

    def test_visited_records_the_visit_that_was_planned(self):
        visit = self._plan_visit()
        action = self.ticket.action_record_visit()
        self.assertEqual(action["context"], {"default_interaction_id": visit.id})

    def test_closed_complaint_plans_nothing(self):
        self.ticket.action_withdraw("Found it")
        with self.assertRaises(UserError):
            self._plan_visit()
