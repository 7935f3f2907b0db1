from datetime import datetime, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.exceptions import ComplaintRequirementError

from .common import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class TestFollowUp(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
            cls._contact(cls.ticket)

    def _due(self):
        return self.ticket._complaint_running("follow_up")

    def _try(self, when, **vals):
        with freeze_time(when):
            self._create_interaction(
                self.ticket, purpose="follow_up", reached=False, **vals
            )

    def _accept(self, **vals):
        remedy = self._create_remedy(self.ticket, **vals)
        remedy.action_offer()
        remedy.action_accept()
        return remedy

    def test_follow_up_is_due_after_delivery_by_the_severity_s_days(self):
        remedy = self._accept()
        self.assertFalse(self._due())
        with freeze_time("2026-03-05 09:00"):
            remedy.action_deliver()
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_following_up)
        self.assertEqual(self._due().due_at, datetime(2026, 3, 9, 9))

    def test_follow_up_waits_for_the_last_delivery(self):
        first, second = self._accept(amount=10), self._accept(amount=10)
        first.action_deliver()
        self.assertFalse(self._due())
        second.action_deliver()
        self.assertEqual(len(self._due()), 1)

    def test_resolving_before_delivery_asks_nobody_yet(self):
        remedy = self._accept()
        self.ticket.action_resolve()
        self.assertFalse(self._due())
        remedy.action_deliver()
        self.assertTrue(self._due())

    def test_where_nothing_is_owed_resolving_starts_the_follow_up(self):
        self.ticket.action_resolve()
        self.assertEqual(self._due().due_at, datetime(2026, 3, 4, 9))
        self.assertEqual(self._due().user_id, self.handler)

    def test_settings_name_somebody_else_for_it(self):
        self.company.complaint_followup_user_id = self.leader
        self.ticket.action_resolve()
        self.assertEqual(self._due().user_id, self.leader)
        self.assertEqual(self._due().activity_id.user_id, self.leader)

    def test_colleague_it_is_about_makes_no_follow_up(self):
        self.company.complaint_followup_user_id = self.leader
        self.ticket.complaint_about_user_id = self.leader
        self.ticket.action_resolve()
        self.assertEqual(self._due().user_id, self.handler)

    def test_satisfied_customer_closes_the_complaint(self):
        self.ticket.action_resolve()
        self._follow_up(self.ticket)
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_closed)
        self.assertEqual(self.ticket.complaint_outcome, "satisfied")
        self.assertEqual(self.ticket.complaint_satisfaction, "satisfied")

    def test_customer_who_accepts_it_settles_the_complaint(self):
        self.ticket.action_resolve()
        self._follow_up(self.ticket, "neutral")
        self.assertEqual(self.ticket.complaint_outcome, "settled")
        self.assertTrue(self.ticket.complaint_closed_at)

    def test_satisfied_customer_does_not_close_what_still_lacks_something(self):
        later = MONDAY + timedelta(days=1)
        self.ticket.action_resolve()
        self.ticket._complaint_promise("Call back", later)
        self._follow_up(self.ticket)
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_following_up)
        self.assertEqual(self.ticket.complaint_outcome, "satisfied")

    def test_dissatisfied_customer_reopens_the_complaint(self):
        self.ticket.action_resolve()
        self._follow_up(self.ticket, "dissatisfied")
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_recovering)
        self.assertEqual(self.ticket.complaint_reopen_count, 1)
        running = self.ticket._complaint_running().mapped("kind")
        self.assertCountEqual(running, ["progress", "resolution", "promise"])

    def test_dissatisfied_customer_reopens_a_closed_complaint_in_time(self):
        self.ticket.action_resolve()
        self._follow_up(self.ticket)
        self._follow_up(self.ticket, "dissatisfied")
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_recovering)
        self.assertEqual(self.ticket.complaint_reopen_count, 1)

    def test_dissatisfied_customer_leaves_the_outcome_after_the_time(self):
        self.ticket.action_resolve()
        self._follow_up(self.ticket)
        with freeze_time(MONDAY + timedelta(days=31)):
            self._follow_up(self.ticket, "dissatisfied")
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_closed)
        self.assertEqual(self.ticket.complaint_outcome, "satisfied")
        self.assertEqual(self.ticket.complaint_satisfaction, "dissatisfied")

    def test_dissatisfied_customer_does_not_reopen_after_a_final_answer(self):
        self.ticket.with_user(self.manager).complaint_decision_final = True
        self.ticket.action_resolve()
        self._follow_up(self.ticket, "dissatisfied")
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_following_up)
        self.assertEqual(self.ticket.complaint_reopen_count, 0)
        self.assertFalse(self.ticket.complaint_outcome)
        with self.assertRaises(ComplaintRequirementError):
            self.ticket.action_close()

    def test_dissatisfied_customer_reopens_what_was_overridden(self):
        self.stage_following_up.requirement_severity_ids = [(5,)]
        self.stage_recovering.requirement_severity_ids = [(5,)]
        self.ticket.with_user(self.manager).action_override(
            self.stage_following_up.id, "The customer is abroad"
        )
        self._follow_up(self.ticket, "dissatisfied")
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_investigating)

    def test_exchange_written_with_the_form_moves_the_complaint_once(self):
        self.ticket.action_resolve()
        self._follow_up(self.ticket)
        vals = {"purpose": "follow_up", "satisfaction": "dissatisfied"}
        self.ticket.write({"complaint_interaction_ids": [(0, 0, vals)]})
        self.assertEqual(self.ticket.complaint_reopen_count, 1)
        running = self.ticket._complaint_running().mapped("kind")
        self.assertCountEqual(running, ["progress", "resolution", "promise"])

    def test_follow_up_before_resolving_is_none(self):
        self._follow_up(self.ticket)
        with freeze_time("2026-03-02 10:00"):
            self.ticket.action_resolve()
        self.assertTrue(self._due())
        with self.assertRaises(ComplaintRequirementError):
            self.ticket.action_close()

    def test_follow_up_dated_before_resolving_is_none(self):
        with freeze_time("2026-03-02 10:00"):
            self.ticket.action_resolve()
            self._follow_up(self.ticket, date="2026-03-02 09:30:00")
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_following_up)

    def test_follow_up_before_the_delivery_is_none(self):
        self.ticket.action_resolve()
        remedy = self._accept()
        self._follow_up(self.ticket)
        with freeze_time("2026-03-05 09:00"):
            remedy.action_deliver()
            self.assertTrue(self._due())
            with self.assertRaises(ComplaintRequirementError):
                self.ticket.action_close()
            self._follow_up(self.ticket)
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_closed)

    def test_customer_not_reached_is_tried_again_two_days_later(self):
        self.ticket.action_resolve()
        self._try("2026-03-04 09:00")
        self.assertEqual(self._due().due_at, datetime(2026, 3, 6, 9))
        self.assertEqual(self._due().tries, 1)

    def test_three_tries_over_five_working_days_are_enough(self):
        self.ticket.action_resolve()
        for day in (4, 6, 10):
            self._try(datetime(2026, 3, day, 9))
        with freeze_time("2026-03-10 10:00"):
            self.ticket.action_close_unreachable()
        self.assertEqual(self.ticket.complaint_outcome, "unreachable")
        self.assertEqual(self.ticket.complaint_stage_id, self.stage_closed)

    def test_two_tries_or_three_on_one_day_are_not_enough(self):
        self.ticket.action_resolve()
        for when in ("2026-03-04 09:00", "2026-03-04 10:00", "2026-03-04 11:00"):
            self._try(when)
        self._try("2026-03-05 09:00")
        with freeze_time("2026-03-06 09:00"), self.assertRaises(UserError):
            self.ticket.action_close_unreachable()

    def test_reached_customer_is_not_unreachable(self):
        self.ticket.with_user(self.manager).complaint_decision_final = True
        self.ticket.action_resolve()
        for day in (4, 5, 6):
            self._try(datetime(2026, 3, day, 9))
        with freeze_time("2026-03-09 09:00"):
            self._follow_up(self.ticket, "dissatisfied")
            with self.assertRaises(UserError):
                self.ticket.action_close_unreachable()

    def test_tries_before_resolving_do_not_count(self):
        for day in (3, 4, 5):
            self._try(datetime(2026, 3, day, 9))
        with freeze_time("2026-03-06 09:00"):
            self.ticket.action_resolve()
            with self.assertRaises(UserError):
                self.ticket.action_close_unreachable()

    def test_follow_up_says_how_satisfied_the_customer_is(self):
        with self.assertRaises(ValidationError):
            self._follow_up(self.ticket, False)

    def test_customer_who_was_not_reached_said_nothing(self):
        with self.assertRaises(ValidationError):
            self._follow_up(self.ticket, "satisfied", reached=False)

    def test_later_word_does_not_change_how_it_ended(self):
        self.ticket.action_withdraw("Found it")
        self._follow_up(self.ticket)
        self.assertEqual(self.ticket.complaint_outcome, "withdrawn")
