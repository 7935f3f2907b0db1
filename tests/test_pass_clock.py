from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time

from .common.scheduled_pass import MONDAY, PassCommon

CRON = "odoo.addons.base.models.ir_cron"
#: First contact is due at 9; 75 percent were over on MONDAY at 16.
TUESDAY = datetime(2026, 3, 3, 9)


class TestPassClock(PassCommon):
    """The clock set back, a server that was down, and a pass that had to stop."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.env["helpdesk.ticket"].union(
            *(cls._open(MONDAY) for _time in range(3))
        )

    @classmethod
    def _open(cls, when):
        with freeze_time(when):
            # Of different customers: who complains again is served sooner.
            customer = cls.env["res.partner"].create({"name": "Ann"})
            ticket = cls._create_complaint(partner_id=customer.id)
        cls._only(cls, ticket, "first_contact")
        return ticket

    def _short_pass(self, when):
        """Let a real run of the scheduled action have time for one deadline only."""
        self.cron.code = "model._cron_process(batch=1)"
        with (
            patch(f"{CRON}.MIN_TIME_PER_JOB", 0),
            patch(f"{CRON}.MIN_RUNS_PER_JOB", 1),
        ):
            self._pass(when)

    def _fired(self):
        return [self._levels(ticket) for ticket in self.tickets]

    def _mails_to(self, user, before):
        mails = self.env["mail.mail"].search([("id", "not in", before.ids)])
        return mails.filtered(lambda mail: user.partner_id in mail.recipient_ids)

    def test_a_pass_stops_in_time_and_the_next_goes_on(self):
        for done in (1, 2, 3):
            self._short_pass(TUESDAY)
            self.assertEqual(self._fired(), [[1, 2]] * done + [[]] * (3 - done))
            self.assertFalse(self.cron.failure_count)

    def test_a_pass_that_stopped_is_called_again_at_once(self):
        self._short_pass(TUESDAY)
        again = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        self.assertEqual(len(again), 1)
        self._pass(TUESDAY)
        self.assertFalse(again.exists())

    def test_the_mails_of_stopped_passes_go_out_once_at_the_end(self):
        before = self.env["mail.mail"].search([])
        self._short_pass(TUESDAY)
        self._short_pass(TUESDAY)
        self.assertFalse(self._mails_to(self.leader, before))
        for _time in range(3):
            self._short_pass(TUESDAY)
        mail = self._mails_to(self.leader, before)
        self.assertEqual(len(mail), 1)
        for ticket in self.tickets:
            self.assertIn(ticket.number, mail.body_html)

    def test_clock_set_back_during_a_backlog(self):
        self._short_pass(TUESDAY)
        for minutes in range(0, 120, 5):
            self._pass(TUESDAY - timedelta(minutes=120 - minutes))
            self.assertEqual(self._fired()[0], [1, 2])
        self.assertEqual(self._fired()[1:], [[1], [1]])
        self._pass(TUESDAY)
        self.assertEqual(self._fired(), [[1, 2]] * 3)

    def test_what_is_opened_while_the_clock_is_back_keeps_its_times(self):
        self._pass(TUESDAY + timedelta(hours=1))
        late = self._open(TUESDAY - timedelta(hours=1))
        self._pass(TUESDAY)
        self.assertFalse(self._levels(late))
        self._pass(TUESDAY - timedelta(hours=1) + timedelta(days=1))
        self.assertEqual(self._levels(late), [1, 2])
        self.assertEqual(self._fired(), [[1, 2]] * 3)

    def test_what_was_opened_before_it_was_set_back_is_not_lost(self):
        late = self._open(TUESDAY + timedelta(hours=1))
        self._pass(TUESDAY - timedelta(hours=1))
        self.assertFalse(self._levels(late))
        self._pass(TUESDAY + timedelta(days=2, hours=1))
        self.assertEqual(self._levels(late), [1, 2, 3])

    def test_a_rule_saved_before_it_was_set_back_fires_once_and_not_early(self):
        with freeze_time(TUESDAY + timedelta(hours=1)):
            rule = self.env["complaint.escalation.rule"].create(
                {"name": "Noon", "at": "after", "hours": 3, "level": 2}
            )
        for hours in (-1, 0, 1, 2):
            self._pass(TUESDAY + timedelta(hours=hours))
            self.assertEqual(len(self._of(rule)), 0)
        for hours in (4, 3, 2, 4):  # Lunch is from 12 to 13.
            self._pass(TUESDAY + timedelta(hours=hours))
            self.assertEqual(len(self._of(rule)), 3)

    def _of(self, rule):
        return self.env["complaint.escalation"].search([("rule_id", "=", rule.id)])

    def test_a_rule_saved_again_while_the_clock_is_back_repeats_nothing(self):
        self._pass(TUESDAY + timedelta(hours=1))
        with freeze_time(TUESDAY - timedelta(hours=1)):
            rules = self.env["complaint.escalation.rule"].search([])
            rules.write({"active": True})
        for hours in (-1, 0, 1, 2):
            self._pass(TUESDAY + timedelta(hours=hours))
        self.assertEqual(self._fired(), [[1, 2]] * 3)

    def test_a_failure_is_tried_again_though_the_clock_was_set_back(self):
        deadline = self.tickets[0].sudo()._complaint_running("first_contact")
        with freeze_time(TUESDAY):
            deadline._note_failure(ValueError("broken"))
        self._pass(TUESDAY - timedelta(hours=2))
        self._pass(TUESDAY + timedelta(minutes=5))
        self.assertEqual(self._fired(), [[1, 2]] * 3)

    def test_after_ten_days_down_each_level_comes_once_in_order_in_one_mail(self):
        with freeze_time(MONDAY):
            self.tickets.sudo().complaint_severity_id = self.major
        before = self.env["mail.mail"].search([])
        for _time in range(3):
            self._pass(MONDAY + timedelta(days=10))
        self.assertEqual(self._fired(), [[1, 2, 3, 4]] * 3)
        for user in self.leader + self.manager + self.director:
            self.assertEqual(len(self._mails_to(user, before)), 1)
        self.assertFalse(self._mails_to(self.handler, before))
