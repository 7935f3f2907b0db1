from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import freeze_time

from .common import ComplaintCommon

MONDAY = datetime(2026, 3, 2, 9)


@freeze_time(MONDAY)
class TestClock(ComplaintCommon):
    """Working hours are Monday to Friday, 8–12 and 13–17 UTC."""

    def _running(self, ticket, kind):
        return ticket.complaint_deadline_ids.filtered(
            lambda d: d.kind == kind and d.state in ("running", "paused")
        )

    def _due(self, ticket, kind):
        return self._running(ticket, kind).due_at

    def test_first_contact_is_due_after_the_severity_s_hours(self):
        ticket = self._create_complaint()
        due = datetime(2026, 3, 3, 9)
        self.assertEqual(self._due(ticket, "first_contact"), due)

    def test_resolution_is_due_after_the_severity_s_days(self):
        ticket = self._create_complaint()
        self.assertEqual(self._due(ticket, "resolution"), datetime(2026, 3, 16, 9))

    def test_silence_ends_after_the_severity_s_days(self):
        ticket = self._create_complaint()
        self.assertEqual(self._due(ticket, "progress"), datetime(2026, 3, 9, 9))

    def test_weekend_and_holiday_do_not_count(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": "2026-03-09 00:00:00",
                "date_to": "2026-03-09 23:59:59",
            }
        )
        with freeze_time("2026-03-06 16:00"):
            ticket = self._create_complaint(complaint_severity_id=self.major.id)
        due = datetime(2026, 3, 10, 11)
        self.assertEqual(self._due(ticket, "first_contact"), due)

    def test_first_contact_is_due_at_the_end_of_the_next_working_day_at_most(self):
        self.normal.first_contact_hours = 40
        ticket = self._create_complaint()
        due = datetime(2026, 3, 3, 17)
        self.assertEqual(self._due(ticket, "first_contact"), due)

    def test_first_contact_cap_is_not_below_24_hours(self):
        self.normal.first_contact_hours = 40
        with freeze_time("2026-03-02 20:00"):
            ticket = self._create_complaint()
        due = datetime(2026, 3, 3, 20)
        self.assertEqual(self._due(ticket, "first_contact"), due)

    def test_strict_switch_asks_for_24_hours_always(self):
        self.company.complaint_strict_24h = True
        with freeze_time("2026-03-06 16:00"):  # a Friday
            ticket = self._create_complaint()
        due = datetime(2026, 3, 7, 16)
        self.assertEqual(self._due(ticket, "first_contact"), due)

    def test_without_calendar_every_hour_counts_and_says_so(self):
        self.company.resource_calendar_id = False
        ticket = self._create_complaint()
        deadline = self._running(ticket, "first_contact")
        self.assertEqual(deadline.due_at, datetime(2026, 3, 2, 17))
        self.assertTrue(deadline.real_time)

    def test_found_by_ourselves_the_customer_is_told_first(self):
        ticket = self._create_complaint(complaint_source="internal")
        name = self._running(ticket, "first_contact").name
        self.assertEqual(name, "Tell the customer what we found")

    def test_next_due_is_the_earliest_running_one(self):
        ticket = self._create_complaint()
        self.assertEqual(ticket.complaint_next_due_at, datetime(2026, 3, 3, 9))
        soon = MONDAY + timedelta(hours=1)
        promise = ticket._complaint_promise("Call back", soon)
        self.assertEqual(ticket.complaint_next_due_at, soon)
        promise.action_done()
        self.assertEqual(ticket.complaint_next_due_at, datetime(2026, 3, 3, 9))
        self._create_interaction(ticket)
        self.assertEqual(ticket.complaint_next_due_at, datetime(2026, 3, 9, 9))

    def test_next_due_is_empty_when_nothing_runs(self):
        ticket = self._create_complaint()
        ticket.action_withdraw("Found it")
        self.assertFalse(ticket.complaint_next_due_at)

    def test_overdue_is_found_by_the_clock(self):
        ticket = self._create_complaint()
        self.assertFalse(ticket.complaint_overdue)
        with freeze_time("2026-03-03 09:01"):
            ticket.invalidate_recordset(["complaint_overdue"])
            self.assertTrue(ticket.complaint_overdue)
            found = self.env["helpdesk.ticket"].search(
                [("complaint_overdue", "=", True), ("id", "=", ticket.id)]
            )
            self.assertEqual(found, ticket)

    def test_ongoing_loss_halves_first_contact_and_resolution(self):
        ticket = self._create_complaint(
            complaint_loss_ongoing=True, complaint_severity_id=self.normal.id
        )
        due = datetime(2026, 3, 2, 14)  # 4 of 8 hours, over noon
        self.assertEqual(self._due(ticket, "first_contact"), due)
        self.assertEqual(self._due(ticket, "resolution"), datetime(2026, 3, 9, 9))
        self.assertEqual(self._due(ticket, "progress"), datetime(2026, 3, 9, 9))

    def test_ongoing_loss_proposes_to_stop_it(self):
        ticket = self._create_complaint(complaint_loss_ongoing=True)
        self.assertEqual(self._running(ticket, "containment").name, "Stop the loss")

    def test_loss_that_starts_later_halves_and_proposes_as_well(self):
        ticket = self._create_complaint()
        ticket.complaint_loss_ongoing = True
        due = datetime(2026, 3, 2, 14)
        self.assertEqual(self._due(ticket, "first_contact"), due)
        self.assertTrue(self._running(ticket, "containment"))

    def test_loss_that_stops_gives_the_time_back_and_a_stamp(self):
        ticket = self._create_complaint()
        ticket.complaint_loss_ongoing = True
        with freeze_time("2026-03-02 10:00"):
            ticket.complaint_loss_ongoing = False
        self.assertEqual(ticket.complaint_loss_stopped_at, datetime(2026, 3, 2, 10))
        self.assertFalse(self._running(ticket, "containment"))
        due = datetime(2026, 3, 3, 9)
        self.assertEqual(self._due(ticket, "first_contact"), due)

    def test_loss_that_never_was_leaves_no_stamp(self):
        ticket = self._create_complaint()
        ticket.write(
            {"complaint_severity_id": self.minor.id, "complaint_loss_ongoing": False}
        )
        self.assertFalse(ticket.complaint_loss_stopped_at)

    def test_severity_change_plans_the_deadlines_anew(self):
        ticket = self._create_complaint()
        with freeze_time("2026-03-02 10:00"):
            ticket.complaint_severity_id = self.critical
        due = datetime(2026, 3, 2, 11)
        deadline = self._running(ticket, "first_contact")
        self.assertEqual((deadline.due_at, deadline.original_due_at), (due, due))
        self.assertEqual(ticket.complaint_next_due_at, due)
        self.assertEqual(deadline.activity_id.date_deadline, due.date())

    def test_severity_change_moves_no_promise(self):
        ticket = self._create_complaint()
        later = MONDAY + timedelta(days=2)
        promise = ticket._complaint_promise("Call back", later)
        ticket.complaint_severity_id = self.critical
        self.assertEqual(promise.due_at, later)

    def _pause(self, ticket, since, until):
        with freeze_time(since):
            ticket.complaint_stage_id = self.waiting
        with freeze_time(until):
            ticket.complaint_stage_id = self.stage_investigating

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.waiting = cls.env["complaint.stage"].create(
            {
                "name": "Waiting for the customer",
                "phase": "investigation",
                "sequence": 25,
                "pause_clock": True,
            }
        )

    def test_paused_deadlines_run_on_later_by_exactly_the_working_time(self):
        ticket = self._create_complaint()
        # Friday 15:00 to Monday 10:00: four working hours.
        self._pause(ticket, "2026-03-06 15:00", "2026-03-09 10:00")
        self.assertEqual(self._due(ticket, "resolution"), datetime(2026, 3, 16, 14))
        self.assertEqual(self._due(ticket, "progress"), datetime(2026, 3, 9, 14))

    def test_pause_of_a_night_moves_nothing(self):
        ticket = self._create_complaint()
        self._pause(ticket, "2026-03-02 18:00", "2026-03-03 07:00")
        self.assertEqual(self._due(ticket, "resolution"), datetime(2026, 3, 16, 9))

    def test_pause_is_no_moved_date(self):
        ticket = self._create_complaint()
        self._pause(ticket, "2026-03-02 10:00", "2026-03-02 11:00")
        deadline = self._running(ticket, "first_contact")
        with freeze_time("2026-03-02 14:00"):
            self._create_interaction(ticket)
        self.assertEqual(deadline.verdict, "kept")

    def test_severity_change_after_a_pause_keeps_the_time_it_gave(self):
        ticket = self._create_complaint()
        self._pause(ticket, "2026-03-02 10:00", "2026-03-02 11:00")
        ticket.complaint_severity_id = self.critical
        due = datetime(2026, 3, 2, 12)
        self.assertEqual(self._due(ticket, "first_contact"), due)

    def test_promises_never_pause(self):
        ticket = self._create_complaint()
        promise = ticket._complaint_promise("Call back", MONDAY + timedelta(hours=5))
        ticket.complaint_stage_id = self.waiting
        self.assertEqual(promise.state, "running")
        self.assertEqual(ticket.complaint_next_due_at, promise.due_at)

    def test_paused_deadlines_are_not_due_next(self):
        ticket = self._create_complaint()
        ticket.complaint_stage_id = self.waiting
        self.assertFalse(ticket.complaint_next_due_at)

    def test_switching_the_pause_of_a_stage_reaches_its_complaints(self):
        ticket = self._create_complaint()
        ticket.complaint_stage_id = self.waiting
        with freeze_time("2026-03-02 11:00"):
            self.waiting.with_user(self.manager).pause_clock = False
        due = datetime(2026, 3, 3, 11)
        self.assertEqual(self._due(ticket, "first_contact"), due)
        self.assertEqual(ticket.complaint_next_due_at, due)
        self.waiting.with_user(self.manager).pause_clock = True
        self.assertEqual(self._running(ticket, "resolution").state, "paused")

    def test_any_word_from_us_restarts_progress(self):
        ticket = self._create_complaint()
        for day, channel in ((3, "email"), (4, "phone"), (5, "letter")):
            with freeze_time(datetime(2026, 3, day, 9)):
                self._create_interaction(ticket, channel=channel)
            with self.subTest(channel):
                due = datetime(2026, 3, day + 7, 9)
                self.assertEqual(self._due(ticket, "progress"), due)
                last = ticket.complaint_last_outbound_at
                self.assertEqual(last, datetime(2026, 3, day, 9))

    def test_mail_of_the_customer_does_not_restart_progress(self):
        ticket = self._create_complaint()
        with freeze_time("2026-03-04 09:00"):
            self._create_interaction(ticket, channel="email", direction="in")
        self.assertEqual(self._due(ticket, "progress"), datetime(2026, 3, 9, 9))

    def test_word_recorded_late_does_not_turn_the_clock_back(self):
        ticket = self._create_complaint()
        with freeze_time("2026-03-05 09:00"):
            self._create_interaction(ticket)
            self._create_interaction(ticket, date="2026-03-03 09:00:00")
        last = ticket.complaint_last_outbound_at
        self.assertEqual(last, datetime(2026, 3, 5, 9))
        self.assertEqual(self._due(ticket, "progress"), datetime(2026, 3, 12, 9))

    def test_silence_is_counted_from_the_last_word(self):
        ticket = self._create_complaint()
        with freeze_time("2026-03-03 09:00"):
            self._create_interaction(ticket)
        with freeze_time("2026-03-07 10:00"):
            ticket.invalidate_recordset(["complaint_silence_days"])
            self.assertEqual(ticket.complaint_silence_days, 4)

    def test_rounds_count_each_new_start(self):
        ticket = self._create_complaint()
        self._create_interaction(ticket)
        self.assertEqual(self._running(ticket, "progress").round, 2)

    def test_policy_is_asked_in_a_constant_number_of_queries(self):
        vals = {"name": "x", "description": "x", "team_id": self.team.id}
        vals |= {"partner_id": self.customer.id, "user_id": self.handler.id}
        tickets = self.env["helpdesk.ticket"].create([vals] * 10)
        tickets.invalidate_recordset()
        tickets[:1]._complaint_clocks()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            tickets._complaint_clocks()

    def test_every_hour_is_stored_in_utc(self):
        self.calendar.tz = "Asia/Shanghai"
        ticket = self._create_complaint()  # 17:00 there: the day is over
        due = datetime(2026, 3, 3, 9)
        self.assertEqual(self._due(ticket, "first_contact"), due)
        self.assertEqual(fields.Datetime.now(), MONDAY)
