from odoo import Command
from odoo.tests import tagged

from odoo.addons.complaint_recovery.tools.working_time import NoWorkingTime, RealTime

from .common.working_time import HOLIDAY, OFFICE, ROUND_THE_CLOCK, WorkingTimeCase, at


@tagged("post_install", "-at_install")
class TestHolidays(WorkingTimeCase):
    """Monday 6 July 2026 is the holiday, from midnight to 23:59:59 in Brussels."""

    monday = HOLIDAY

    def test_a_holiday_of_the_calendar_does_not_count(self):
        self._create_leave(*self.monday, self.office)
        clock = self._clock()
        self.assertPlanned(clock, "2026-07-03 14:00", 8, "2026-07-07 14:00")
        self.assertPlanned(clock, "2026-07-07 07:00", -2, "2026-07-03 14:00")
        self.assertHours(clock, "2026-07-03 14:00", "2026-07-07 07:00", 2)
        self.assertFalse(clock.is_working(at("2026-07-06 08:00")))

    def test_a_holiday_of_the_company_does_not_count(self):
        self._create_leave(*self.monday)
        self.assertPlanned(self._clock(), "2026-07-03 14:00", 8, "2026-07-07 14:00")

    def test_a_holiday_of_another_company_counts(self):
        other = self._create_company(name="Elsewhere")
        self._create_leave(*self.monday, company=other)
        self.assertPlanned(self._clock(), "2026-07-03 14:00", 8, "2026-07-06 14:00")

    def test_a_shared_calendar_has_the_holidays_of_the_current_company(self):
        self._create_leave(*self.monday)
        self.office.company_id = False
        clock = self._clock(self.office.with_company(self.company))
        self.assertPlanned(clock, "2026-07-03 14:00", 8, "2026-07-07 14:00")

    def test_a_shared_calendar_has_its_own_holidays_in_every_company(self):
        self.office.company_id = False
        other = self._create_company(name="Elsewhere")
        self._create_leave(*self.monday, self.office, company=other)
        clock = self._clock(self.office.with_company(self.company))
        self.assertPlanned(clock, "2026-07-03 14:00", 8, "2026-07-07 14:00")

    def test_a_holiday_of_another_calendar_counts(self):
        other = self._create_calendar(OFFICE)
        self._create_leave(*self.monday, other)
        self.assertPlanned(self._clock(), "2026-07-03 14:00", 8, "2026-07-06 14:00")

    def test_the_leave_of_a_colleague_counts(self):
        colleague = self.env["resource.resource"].create(
            {"name": "Colleague", "calendar_id": self.office.id}
        )
        self._create_leave(*self.monday, self.office, resource_id=colleague.id)
        self.assertPlanned(self._clock(), "2026-07-03 14:00", 8, "2026-07-06 14:00")

    def test_a_training_counts(self):
        self._create_leave(*self.monday, self.office, time_type="other")
        self.assertPlanned(self._clock(), "2026-07-03 14:00", 8, "2026-07-06 14:00")

    def test_half_a_holiday_leaves_the_other_half(self):
        self._create_leave("2026-07-06 06:00:00", "2026-07-06 10:00:00", self.office)
        clock = self._clock()
        self.assertPlanned(clock, "2026-07-03 14:00", 2, "2026-07-06 12:00")
        self.assertPlanned(clock, "2026-07-03 15:00", 0, "2026-07-06 11:00")

    def test_a_holiday_far_ahead_is_seen_when_the_window_grows(self):
        self._create_leave("2027-06-30 22:00:00", "2027-07-01 21:59:59", self.office)
        clock = self._clock()
        self.assertPlanned(clock, "2027-06-30 14:00", 2, "2027-07-02 07:00")

    def test_a_holiday_leaves_no_second_of_work_round_the_clock(self):
        calendar = self._create_calendar(ROUND_THE_CLOCK)
        self._create_leave(*self.monday, calendar)
        clock = self._clock(calendar)
        self.assertPlanned(clock, "2026-07-06 12:00", 0, "2026-07-06 22:00")
        self.assertHours(clock, "2026-07-05 00:00", "2026-07-08 00:00", 48)

    def test_a_holiday_until_one_minute_to_midnight_is_a_whole_day(self):
        calendar = self._create_calendar(ROUND_THE_CLOCK)
        self._create_leave("2026-07-05 22:00:00", "2026-07-06 21:59:00", calendar)
        clock = self._clock(calendar)
        self.assertPlanned(clock, "2026-07-06 12:00", 0, "2026-07-06 22:00")

    def test_a_holiday_is_no_opening_of_an_evening_shift(self):
        calendar = self._create_calendar([(day, 16, 24) for day in range(5)])
        self._create_leave(*self.monday, calendar)
        clock = self._clock(calendar)
        self.assertPlanned(clock, "2026-07-05 12:00", 0, "2026-07-07 14:00")

    def test_a_holiday_entered_in_another_timezone_ends_with_its_hour(self):
        calendar = self._create_calendar(ROUND_THE_CLOCK)
        self._create_leave("2026-07-06 00:00:00", "2026-07-06 23:59:59", calendar)
        clock = self._clock(calendar)
        self.assertPlanned(clock, "2026-07-06 12:00", 0, "2026-07-07 00:00")

    def test_who_asks_makes_no_difference(self):
        self._create_leave(*self.monday)
        portal = self._create_new_portal_user(login="portal_of_another")
        clock = self._clock(self.office.with_user(portal))
        self.assertPlanned(clock, "2026-07-03 14:00", 8, "2026-07-07 14:00")

    def test_holidays_for_years_leave_no_working_time(self):
        self._create_leave("2026-07-01 00:00:00", "2036-07-01 00:00:00", self.office)
        for hours in (0, 1):
            with self.subTest(hours=hours), self.assertRaises(NoWorkingTime):
                self._clock().add_hours(at("2026-07-03 14:00"), hours)
        with self.assertRaises(NoWorkingTime):
            self._clock().end_of_next_day(at("2026-07-03 14:00"))


@tagged("post_install", "-at_install")
class TestUnusualCalendars(WorkingTimeCase):
    def test_without_calendar_real_time_counts(self):
        clock = self._clock(self.env["resource.calendar"])
        self.assertTrue(clock.real_time)
        self.assertPlanned(clock, "2026-07-03 14:00", 30, "2026-07-04 20:00")

    def test_without_attendances_real_time_counts(self):
        calendar = self._create_calendar([])
        calendar.attendance_ids = [Command.clear()]
        self.assertTrue(self._clock(calendar).real_time)

    def test_with_empty_attendances_real_time_counts(self):
        self.office.attendance_ids.write({"hour_from": 8, "hour_to": 8})
        self.assertTrue(self._clock().real_time)

    def test_with_only_lunch_real_time_counts(self):
        calendar = self._create_calendar([(0, 12, 13)])
        calendar.attendance_ids.day_period = "lunch"
        self.assertTrue(self._clock(calendar).real_time)

    def test_with_flexible_hours_real_time_counts_in_its_timezone(self):
        calendar = self._create_calendar(OFFICE, "Asia/Tokyo", flexible_hours=True)
        clock = self._clock(calendar)
        self.assertTrue(clock.real_time)
        self.assertNextDayEnds(clock, "2026-07-03 16:00", "2026-07-05 15:00")

    def test_an_ordinary_calendar_is_not_real_time(self):
        self.assertFalse(self._clock().real_time)

    def test_round_the_clock_every_hour_counts(self):
        clock = self._clock(self._create_calendar(ROUND_THE_CLOCK))
        self.assertPlanned(clock, "2026-07-03 14:00", 30, "2026-07-04 20:00")
        self.assertPlanned(clock, "2026-07-03 14:00", -30, "2026-07-02 08:00")
        self.assertHours(clock, "2026-06-01 00:00", "2026-07-01 00:00", 720)
        self.assertTrue(clock.is_working(at("2026-07-03 21:59:59")))

    def test_round_the_clock_may_be_written_with_23_59(self):
        hours = [(day, 0, 23 + 59 / 60) for day in range(7)]
        clock = self._clock(self._create_calendar(hours))
        self.assertPlanned(clock, "2026-07-03 14:00", 30, "2026-07-04 20:00")
        self.assertHours(clock, "2026-06-01 00:00", "2026-07-01 00:00", 720)
        self.assertTrue(clock.is_working(at("2026-07-03 21:59:30")))

    def test_round_the_clock_change_days_have_23_and_25_hours(self):
        clock = self._clock(self._create_calendar(ROUND_THE_CLOCK))
        self.assertHours(clock, "2026-03-28 23:00", "2026-03-29 22:00", 23)
        self.assertNextDayEnds(clock, "2026-03-28 10:00", "2026-03-29 22:00")
        self.assertHours(clock, "2026-10-24 22:00", "2026-10-25 23:00", 25)
        self.assertNextDayEnds(clock, "2026-10-24 10:00", "2026-10-25 23:00")

    def _create_two_weeks(self):
        """Monday morning in the first week, Thursday morning in the second."""
        work = {"name": "Work", "hour_from": 8, "hour_to": 12, "day_period": "morning"}
        week = {"name": "Week", "display_type": "line_section"}
        lines = [
            {**week, "week_type": "0", "sequence": 0},
            {**work, "week_type": "0", "sequence": 1, "dayofweek": "0"},
            {**week, "week_type": "1", "sequence": 25},
            {**work, "week_type": "1", "sequence": 26, "dayofweek": "3"},
        ]
        lines = [Command.create(line) for line in lines]
        return self._create_calendar([], two_weeks_calendar=True, attendance_ids=lines)

    def test_two_weeks_alternate(self):
        clock = self._clock(self._create_two_weeks())  # 6 July is in a first week
        self.assertPlanned(clock, "2026-07-06 06:00", 6, "2026-07-16 08:00")
        self.assertPlanned(clock, "2026-07-06 06:00", 10, "2026-07-20 08:00")
        self.assertNextDayEnds(clock, "2026-07-06 06:00", "2026-07-16 10:00")

    def test_two_weeks_alternate_over_a_year_of_53_weeks(self):
        clock = self._clock(self._create_two_weeks(), around="2026-12-21 00:00")
        self.assertPlanned(clock, "2026-12-21 07:00", 1, "2026-12-21 08:00")
        self.assertPlanned(clock, "2026-12-28 00:00", 1, "2026-12-31 08:00")
        self.assertPlanned(clock, "2027-01-01 00:00", 1, "2027-01-04 08:00")


@tagged("post_install", "-at_install")
class TestEndOfNextDay(WorkingTimeCase):
    def test_from_thursday_it_is_friday(self):
        self.assertNextDayEnds(self._clock(), "2026-07-02 08:00", "2026-07-03 15:00")

    def test_from_friday_it_is_monday(self):
        clock = self._clock()
        self.assertNextDayEnds(clock, "2026-07-03 04:00", "2026-07-06 15:00")
        self.assertNextDayEnds(clock, "2026-07-03 18:00", "2026-07-06 15:00")

    def test_from_saturday_it_is_monday(self):
        self.assertNextDayEnds(self._clock(), "2026-07-04 08:00", "2026-07-06 15:00")

    def test_the_local_date_decides(self):
        clock = self._clock()
        self.assertNextDayEnds(clock, "2026-07-05 21:59:59", "2026-07-06 15:00")
        self.assertNextDayEnds(clock, "2026-07-05 22:00:00", "2026-07-07 15:00")

    def test_before_a_holiday_it_is_the_day_after(self):
        self._create_leave(*TestHolidays.monday, self.office)
        clock = self._clock()
        self.assertNextDayEnds(clock, "2026-07-03 08:00", "2026-07-07 15:00")
        self.assertNextDayEnds(clock, "2026-07-05 08:00", "2026-07-07 15:00")

    def test_before_half_a_holiday_it_is_the_other_half(self):
        self._create_leave("2026-07-06 11:00:00", "2026-07-06 15:00:00", self.office)
        self.assertNextDayEnds(self._clock(), "2026-07-03 08:00", "2026-07-06 10:00")

    def test_round_the_clock_it_ends_at_midnight(self):
        clock = self._clock(self._create_calendar(ROUND_THE_CLOCK))
        self.assertNextDayEnds(clock, "2026-07-03 14:00", "2026-07-04 22:00")

    def test_round_the_clock_a_holiday_is_no_working_day(self):
        calendar = self._create_calendar(ROUND_THE_CLOCK)
        self._create_leave(*TestHolidays.monday, calendar)
        clock = self._clock(calendar)
        self.assertNextDayEnds(clock, "2026-07-05 14:00", "2026-07-07 22:00")

    def test_a_night_shift_is_cut_at_midnight(self):
        evenings = [(day, 22, 24) for day in range(5)]
        mornings = [(day, 0, 6) for day in range(1, 6)]
        clock = self._clock(self._create_calendar(evenings + mornings))
        self.assertNextDayEnds(clock, "2026-07-06 10:00", "2026-07-07 22:00")
        self.assertNextDayEnds(clock, "2026-07-03 10:00", "2026-07-04 04:00")


@tagged("post_install", "-at_install")
class TestRealTime(WorkingTimeCase):
    clock = RealTime("Europe/Brussels")

    def test_every_hour_counts(self):
        self.assertPlanned(self.clock, "2026-07-03 14:00", 48, "2026-07-05 14:00")
        self.assertPlanned(self.clock, "2026-07-03 14:00", -48, "2026-07-01 14:00")
        self.assertPlanned(self.clock, "2026-07-04 14:00:00.5", 0, "2026-07-04 14:00")
        self.assertTrue(self.clock.is_working(at("2026-07-05 03:00")))

    def test_real_time_is_precise_to_the_second(self):
        self.assertPlanned(self.clock, "2026-07-03 14:00", 1 / 7, "2026-07-03 14:08:34")

    def test_a_day_has_24_hours(self):
        start = at("2026-07-03 14:00")
        self.assertEqual(self.clock.add_days(start, 2.5), at("2026-07-06 02:00"))

    def test_hours_between_are_never_negative(self):
        self.assertHours(self.clock, "2026-07-03 14:00", "2026-07-05 15:30", 49.5)
        self.assertHours(self.clock, "2026-07-05 14:00", "2026-07-03 14:00", 0)

    def test_the_next_day_ends_at_local_midnight(self):
        self.assertNextDayEnds(self.clock, "2026-07-03 21:59", "2026-07-04 22:00")
        self.assertNextDayEnds(self.clock, "2026-07-03 22:00", "2026-07-05 22:00")
        self.assertNextDayEnds(self.clock, "2026-03-28 10:00", "2026-03-29 22:00")
        self.assertNextDayEnds(self.clock, "2026-10-24 10:00", "2026-10-25 23:00")

    def test_midnight_may_happen_twice_or_never(self):
        clock = RealTime("America/Santiago")
        self.assertNextDayEnds(clock, "2026-04-03 12:00", "2026-04-05 04:00")
        self.assertNextDayEnds(clock, "2026-09-04 12:00", "2026-09-06 04:00")
