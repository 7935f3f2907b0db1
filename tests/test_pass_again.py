from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common.scheduled_pass import MONDAY, PassCommon


@freeze_time(MONDAY)
class TestSavedMeanwhile(PassCommon):
    def test_rule_that_another_worker_saves_during_a_pass_is_looked_at(self):
        ticket = self._create_complaint(complaint_severity_id=self.normal.id)
        deadline = self._only(ticket, "first_contact")
        leader = self.env.ref("complaint_recovery.complaint_escalation_rule_leader")
        self._pass(MONDAY)
        # As the other worker leaves it: our caches know nothing of it.
        self.env.cr.execute(
            "UPDATE complaint_escalation_rule SET active = (id = %s)", [leader.id]
        )
        self.env.invalidate_all()
        own_hand(deadline).next_check_at = MONDAY
        self._pass(MONDAY)
        self.assertEqual(deadline.next_check_at, deadline.due_at)


@freeze_time(MONDAY)
class TestLookedAtAgain(PassCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.ticket = cls._create_complaint(complaint_severity_id=cls.normal.id)
        cls.first = cls.ticket.sudo()._complaint_running("first_contact")

    def test_what_has_fired_is_no_failure_when_it_is_looked_at_again(self):
        self._only(self.ticket, "first_contact")
        self._pass(self.first.due_at)
        levels = self._levels(self.ticket)
        for _again in range(5):
            own_hand(self.first).write({"checked_at": MONDAY, "next_check_at": MONDAY})
            self._pass(self.first.due_at + timedelta(minutes=5))
            self.assertEqual(self.first.failure_count, 0)
        self.assertEqual(self._levels(self.ticket), levels)

    def test_moment_missed_before_a_pause_stays_missed_after_it(self):
        self._only(self.ticket, "first_contact")
        rule = self.env.ref("complaint_recovery.complaint_escalation_rule_warning")
        rule.domain = "[('complaint_exposure', '=', 'media')]"
        waiting = self.env["complaint.stage"].create(
            {"name": "Waiting", "phase": "investigation", "pause_clock": True}
        )
        self._pass(datetime(2026, 3, 2, 16))
        for when, stage in ((16, waiting), (17, self.stage_investigating)):
            with freeze_time(datetime(2026, 3, 2, when, 10)):
                self.ticket.complaint_stage_id = stage
        self.ticket.complaint_exposure = "media"
        self._pass(datetime(2026, 3, 3, 8, 1))
        self.assertFalse(self._levels(self.ticket))

    def test_graver_complaint_that_is_overdue_by_that_is_told_at_once(self):
        self._only(self.ticket, "first_contact")
        self._pass(datetime(2026, 3, 2, 13))
        with freeze_time(datetime(2026, 3, 2, 13, 10)):
            self.ticket.complaint_severity_id = self.critical
        self._pass(datetime(2026, 3, 2, 13, 15))
        self.assertEqual(self._levels(self.ticket), [1, 2])

    def test_complaint_somebody_writes_on_waits_for_the_next_pass(self):
        own_hand(self.first).next_check_at = MONDAY
        deadlines, busy = self.env["complaint.deadline"], []
        # What another connection has in hand: one of its own is not at hand in a test.
        tickets = self.registry["helpdesk.ticket"]
        locked = patch.object(tickets, "try_lock_for_update", lambda t, **_kw: t[:0])
        with freeze_time(self.first.due_at), locked:
            seen, _left = deadlines._process_batch(1000, busy)
        self.assertEqual(seen, 0)
        self.assertIn(self.first.id, busy)
        with freeze_time(self.first.due_at):
            self.assertNotIn(self.first.id, deadlines._lock_due(1000, busy))
            self.assertIn(self.first.id, deadlines._lock_due(1000, []))
