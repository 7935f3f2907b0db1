from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.scheduled_pass import MONDAY, PassCommon


class TestEscalationPass(PassCommon):
    """First contact of a normal complaint opened on MONDAY is due on Tuesday at 9."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.complaint = cls._create_complaint()

    def setUp(self):
        super().setUp()
        self.deadline = self._only(self.complaint, "first_contact")

    def test_nothing_fires_before_its_moment(self):
        self._pass(datetime(2026, 3, 2, 15, 59))
        self.assertFalse(self._escalations(self.complaint))

    def test_owner_is_warned_at_75_percent_of_the_working_time(self):
        self._pass(datetime(2026, 3, 2, 16, 0))
        escalation = self._escalations(self.complaint)
        self.assertEqual(escalation.level, 1)
        self.assertEqual(escalation.to_user_ids, self.handler)

    def test_levels_follow_each_other_up_to_the_executive_contact(self):
        with freeze_time(MONDAY):
            self.complaint.sudo().complaint_severity_id = self.major
        self._pass(datetime(2026, 3, 10, 17))
        self.assertEqual(self._levels(self.complaint), [1, 2, 3, 4])
        told = self._escalations(self.complaint).mapped("to_user_ids")
        for user in self.handler + self.leader + self.manager + self.director:
            self.assertIn(user, told)

    def test_mild_ones_stop_below_the_executive_contact(self):
        self._pass(datetime(2026, 3, 20, 17))
        self.assertEqual(self._levels(self.complaint), [1, 2, 3])
        self.assertEqual(self.complaint.complaint_level, 3)

    def test_a_second_pass_adds_nothing(self):
        for _time in range(3):
            self._pass(datetime(2026, 3, 3, 9))
        self.assertEqual(self._levels(self.complaint), [1, 2])

    def test_clock_set_back_fires_nothing_twice_and_loses_nothing(self):
        self._pass(datetime(2026, 3, 3, 10))
        self._pass(datetime(2026, 3, 3, 8))
        self._pass(datetime(2026, 3, 3, 10))
        self.assertEqual(self._levels(self.complaint), [1, 2])
        self._pass(datetime(2026, 3, 4, 9))
        self.assertEqual(self._levels(self.complaint), [1, 2, 3])

    def test_all_that_was_due_for_one_person_is_one_mail(self):
        with freeze_time(MONDAY):
            other = self._create_complaint(name="Lid does not close")
        self._only(other, "first_contact")
        before = self.env["mail.mail"].search([])
        self._pass(datetime(2026, 3, 12, 9))
        mails = self.env["mail.mail"].search([]) - before
        to_leader = mails.filtered(lambda m: self.leader.partner_id in m.recipient_ids)
        self.assertEqual(len(to_leader), 1)
        self.assertIn(self.complaint.number, to_leader.body_html)
        self.assertIn(other.number, to_leader.body_html)

    def test_contact_settles_what_it_had_raised(self):
        self._pass(datetime(2026, 3, 3, 9))
        with freeze_time(datetime(2026, 3, 3, 10)):
            self._contact(self.complaint)
        self.assertEqual(self.complaint.complaint_level, 0)
        self.assertEqual(
            set(self._escalations(self.complaint).mapped("state")), {"done"}
        )
        self.assertFalse(self._escalations(self.complaint).activity_ids)

    def test_a_rule_saved_later_leaves_the_past_alone(self):
        with freeze_time(datetime(2026, 3, 3, 12)):
            rule = self.env["complaint.escalation.rule"].create(
                {"name": "Half", "percent": 50, "level": 2}
            )
        self._pass(datetime(2026, 3, 3, 13))
        self.assertNotIn(rule, self._escalations(self.complaint).rule_id)
        with freeze_time(datetime(2026, 3, 3, 13)):
            later = self._create_complaint()
        self._pass(datetime(2026, 3, 20, 13))
        self.assertIn(rule, self._escalations(later).rule_id)

    def test_one_that_fails_stops_nobody_else(self):
        with freeze_time(MONDAY):
            other = self._create_complaint()
        self._only(other, "first_contact")
        model = type(self.env["complaint.escalation.rule"])
        filter_ = model._filter

        def failing(rule, tickets):
            if self.complaint in tickets:
                self.env.cr.execute("SELECT 1 / 0")
            return filter_(rule, tickets)

        with patch.object(model, "_filter", failing), mute_logger("odoo.sql_db"):
            self._pass(datetime(2026, 3, 3, 9))
        self.assertEqual(self._levels(other), [1, 2])
        self.assertFalse(self._levels(self.complaint))
        self.assertEqual(self.deadline.failure_count, 1)
        self._pass(datetime(2026, 3, 3, 9, 10))
        self.assertEqual(self._levels(self.complaint), [1, 2])
        self.assertFalse(self.deadline.failure_count)

    def test_what_fails_five_times_is_left_to_the_managers(self):
        model = type(self.env["complaint.escalation.rule"])
        when = datetime(2026, 3, 3, 9)
        with patch.object(model, "_filter", side_effect=ValueError("broken")):
            for _time in range(6):
                self._pass(when)
                when += timedelta(hours=3)
        self.assertEqual(self.deadline.failure_count, 5)
        self.assertFalse(self.deadline.next_check_at)
        self.assertEqual(self.deadline.error, "broken")
        todo = self.complaint.sudo().activity_ids.filtered(
            lambda a: a.user_id == self.manager and "rules" in (a.summary or "")
        )
        self.assertEqual(len(todo), 1)
        self.assertEqual(self.cron.failure_count, 0)

    def test_mended_rule_takes_up_again_what_it_had_stopped(self):
        rule = self.env["complaint.escalation.rule"].create(
            {"name": "Half", "percent": 50, "level": 2}
        )
        own_hand(self.deadline).write(
            {"failure_count": 5, "error": "?", "next_check_at": False}
        )
        with freeze_time(MONDAY):
            rule.with_user(self.manager).domain = "[]"
        self.assertEqual(self.deadline.next_check_at, MONDAY)
        self.assertFalse(self.deadline.error)
        self._pass(datetime(2026, 3, 2, 14))
        self.assertIn(rule, self._escalations(self.complaint).rule_id)

    def test_a_progress_round_that_starts_anew_fires_anew(self):
        with freeze_time(MONDAY):
            other = self._create_complaint()
        progress = self._only(other, "progress")
        self._pass(datetime(2026, 3, 6, 9))
        with freeze_time(datetime(2026, 3, 6, 10)):
            self._contact(other)
        self._pass(datetime(2026, 3, 12, 17))
        self.assertEqual(progress.round, 2)
        self.assertEqual(self._levels(other), [1, 2, 3, 1, 2, 3])

    def test_every_running_deadline_knows_when_it_is_looked_at(self):
        with freeze_time(MONDAY):
            other = self._create_complaint()
        running = other.sudo().complaint_deadline_ids
        self.assertTrue(running)
        self.assertTrue(all(running.mapped("next_check_at")))
