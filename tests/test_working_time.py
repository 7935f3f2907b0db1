from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from odoo.addons.base.tests.common import BaseCommon
from odoo.addons.complaint_recovery.tools.working_time import (
    NoWorkingTime,
    RealTime,
    WorkingTime,
)

OFFICE = [(day, *part) for day in range(5) for part in ((8, 12), (13, 17))]
ROUND_THE_CLOCK = [(day, 0, 24) for day in range(7)]
SUNDAY_NIGHT = [(6, 0, 6)]


def at(text):
    """Every moment in this file is UTC, as in the database."""
    return datetime.fromisoformat(text)


class WorkingTimeCase(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A company of its own: holidays of demo data are none of ours.
        cls.company = cls._create_company(name="Working Time")
        cls.office = cls._create_calendar(OFFICE)

    @classmethod
    def _create_calendar(cls, hours, tz="Europe/Brussels", **vals):
        attendances = [
            {"dayofweek": str(day), "hour_from": start, "hour_to": end}
            for day, start, end in hours
        ]
        vals = {
            "attendance_ids": [
                Command.create({"name": "Work", "day_period": "morning", **attendance})
                for attendance in attendances
            ]
        } | vals
        return cls.env["resource.calendar"].create(
            {"name": tz, "tz": tz, "company_id": cls.company.id, **vals}
        )

    @classmethod
    def _create_leave(cls, start, end, calendar=None, company=None, **vals):
        """Without calendar: a holiday of ``company``."""
        # Odoo computes the company of a leave, a given one would be ignored.
        leaves = cls.env["resource.calendar.leaves"].with_company(
            company or cls.company
        )
        vals = {"calendar_id": calendar and calendar.id} | vals
        leave = leaves.create(
            {"name": "Holiday", "date_from": start, "date_to": end, **vals}
        )
        leave.flush_recordset()
        return leave

    @classmethod
    def _clock(cls, calendar=None, around="2026-07-03 14:00:00"):
        calendar = cls.office if calendar is None else calendar
        return calendar._complaint_working_time(at(around))

    def assertPlanned(self, clock, start, hours, expected):
        self.assertEqual(clock.add_hours(at(start), hours), at(expected))

    def assertHours(self, clock, start, end, expected):
        self.assertEqual(clock.hours_between(at(start), at(end)), expected)

    def assertNextDayEnds(self, clock, start, expected):
        self.assertEqual(clock.end_of_next_day(at(start)), at(expected))


@tagged("post_install", "-at_install")
class TestAddHours(WorkingTimeCase):
    """Brussels in summer is UTC+2: the office is open 06-10 and 11-15 UTC."""

    def test_hours_of_one_afternoon(self):
        self.assertPlanned(self._clock(), "2026-07-02 12:00", 2, "2026-07-02 14:00")

    def test_hours_continue_after_the_weekend(self):
        self.assertPlanned(self._clock(), "2026-07-03 14:00", 2, "2026-07-06 07:00")

    def test_hours_over_several_weeks(self):
        self.assertPlanned(self._clock(), "2026-07-03 14:00", 81, "2026-07-17 15:00")

    def test_start_on_friday_evening_begins_on_monday(self):
        self.assertPlanned(self._clock(), "2026-07-03 18:00", 1, "2026-07-06 07:00")

    def test_start_in_the_night_begins_in_the_morning(self):
        self.assertPlanned(self._clock(), "2026-07-01 00:30", 0.5, "2026-07-01 06:30")

    def test_start_during_lunch_begins_after_lunch(self):
        self.assertPlanned(self._clock(), "2026-07-03 10:30", 1, "2026-07-03 12:00")

    def test_lunch_does_not_count(self):
        self.assertPlanned(self._clock(), "2026-07-03 09:30", 1, "2026-07-03 11:30")

    def test_lunch_as_a_line_does_not_count(self):
        lunch = {"name": "Lunch", "dayofweek": "4", "hour_from": 12, "hour_to": 13}
        self.office.attendance_ids = [Command.create({**lunch, "day_period": "lunch"})]
        self.assertPlanned(self._clock(), "2026-07-03 09:30", 1, "2026-07-03 11:30")

    def test_a_full_interval_ends_at_its_end(self):
        clock = self._clock()
        self.assertPlanned(clock, "2026-07-03 06:00", 4, "2026-07-03 10:00")
        self.assertPlanned(clock, "2026-07-03 14:00", 1, "2026-07-03 15:00")

    def test_no_hours_while_working_is_the_moment_itself(self):
        clock = self._clock()
        self.assertPlanned(clock, "2026-07-03 14:59:59", 0, "2026-07-03 14:59:59")
        self.assertPlanned(clock, "2026-07-03 06:00", 0, "2026-07-03 06:00")

    def test_no_hours_while_closed_is_the_next_opening(self):
        clock = self._clock()
        self.assertPlanned(clock, "2026-07-03 05:59:59", 0, "2026-07-03 06:00")
        self.assertPlanned(clock, "2026-07-03 10:00", 0, "2026-07-03 11:00")
        self.assertPlanned(clock, "2026-07-03 15:00", 0, "2026-07-06 06:00")
        self.assertPlanned(clock, "2026-07-04 12:00", 0, "2026-07-06 06:00")

    def test_negative_hours_plan_backwards(self):
        clock = self._clock()
        self.assertPlanned(clock, "2026-07-03 14:00", -4, "2026-07-03 09:00")
        self.assertPlanned(clock, "2026-07-06 07:00", -2, "2026-07-03 14:00")
        self.assertPlanned(clock, "2026-07-05 12:00", -1, "2026-07-03 14:00")

    def test_backwards_a_full_interval_begins_at_its_beginning(self):
        clock = self._clock()
        self.assertPlanned(clock, "2026-07-06 07:00", -1, "2026-07-06 06:00")
        self.assertPlanned(clock, "2026-07-03 11:00", -4, "2026-07-03 06:00")

    def test_hours_are_right_to_the_second(self):
        clock = self._clock()
        self.assertPlanned(clock, "2026-07-03 14:00:07", 1 / 3, "2026-07-03 14:20:07")
        self.assertPlanned(
            clock, "2026-07-03 14:59:59", 2 / 3600, "2026-07-06 06:00:01"
        )

    def test_microseconds_never_come_out(self):
        clock = self._clock()
        self.assertPlanned(clock, "2026-07-03 14:00:00.900000", 0, "2026-07-03 14:00")
        self.assertPlanned(clock, "2026-07-03 14:00:00.900000", 1, "2026-07-03 15:00")

    def test_hours_between_are_working_hours(self):
        clock = self._clock()
        self.assertHours(clock, "2026-07-03 14:00", "2026-07-06 07:00", 2)
        self.assertHours(clock, "2026-06-29 00:00", "2026-07-05 22:00", 40)
        self.assertHours(clock, "2026-07-03 09:59:59", "2026-07-03 11:00:01", 2 / 3600)

    def test_hours_between_are_none_while_closed(self):
        clock = self._clock()
        self.assertHours(clock, "2026-07-03 10:00", "2026-07-03 11:00", 0)
        self.assertHours(clock, "2026-07-04 00:00", "2026-07-06 06:00", 0)

    def test_hours_between_are_none_when_the_end_is_before_the_start(self):
        clock = self._clock()
        self.assertHours(clock, "2026-07-03 12:00", "2026-07-03 12:00", 0)
        self.assertHours(clock, "2026-07-06 12:00", "2026-07-03 12:00", 0)

    def test_a_calendar_works_from_its_opening_until_before_its_end(self):
        clock = self._clock()
        for moment, working in (
            ("2026-07-03 05:59:59", False),
            ("2026-07-03 06:00:00", True),
            ("2026-07-03 09:59:59", True),
            ("2026-07-03 10:00:00", False),
            ("2026-07-04 08:00:00", False),
        ):
            with self.subTest(moment=moment):
                self.assertEqual(clock.is_working(at(moment)), working)


@tagged("post_install", "-at_install")
class TestAddDays(WorkingTimeCase):
    def assertDays(self, clock, start, days, expected):
        self.assertEqual(clock.add_days(at(start), days), at(expected))

    def test_a_day_is_the_hours_of_a_day(self):
        clock = self._clock()
        self.assertDays(clock, "2026-07-03 14:00", 1, "2026-07-06 14:00")
        self.assertDays(clock, "2026-07-03 14:00", 0.5, "2026-07-06 09:00")
        self.assertDays(clock, "2026-07-03 14:00", 10, "2026-07-17 14:00")

    def test_no_days_is_the_next_opening(self):
        self.assertDays(self._clock(), "2026-07-04 12:00", 0, "2026-07-06 06:00")

    def test_negative_days_plan_backwards(self):
        self.assertDays(self._clock(), "2026-07-06 14:00", -1, "2026-07-03 14:00")

    def test_a_rounded_average_loses_no_time(self):
        calendar = self._create_calendar([(0, 8, 16), (1, 8, 15), (2, 8, 15)])
        self.assertEqual(calendar.hours_per_day, 7.33)
        clock = self._clock(calendar)
        self.assertDays(clock, "2026-07-06 06:00", 3, "2026-07-08 13:00")

    def test_the_calendar_may_name_its_own_hours_per_day(self):
        self.office.hours_per_day = 4
        self.assertDays(self._clock(), "2026-07-06 06:00", 2, "2026-07-06 15:00")

    def test_missing_hours_per_day_are_taken_from_the_attendances(self):
        self.office.hours_per_day = 0
        self.assertDays(self._clock(), "2026-07-06 06:00", 2, "2026-07-07 15:00")


@tagged("post_install", "-at_install")
class TestTimezones(WorkingTimeCase):
    def test_brussels_office_over_the_spring_change(self):
        clock = self._clock(around="2026-03-27 00:00")  # 16:00+01, then 09:00+02
        self.assertPlanned(clock, "2026-03-27 15:00", 2, "2026-03-30 07:00")

    def test_brussels_office_over_the_autumn_change(self):
        clock = self._clock(around="2026-10-23 00:00")  # 16:00+02, then 09:00+01
        self.assertPlanned(clock, "2026-10-23 14:00", 2, "2026-10-26 08:00")

    def test_brussels_spring_night_has_five_hours(self):
        calendar = self._create_calendar(SUNDAY_NIGHT + OFFICE)
        clock = self._clock(calendar, around="2026-03-28 00:00")
        self.assertHours(clock, "2026-03-28 12:00", "2026-03-29 12:00", 5)
        self.assertPlanned(clock, "2026-03-28 12:00", 2, "2026-03-29 01:00")
        self.assertPlanned(clock, "2026-03-28 12:00", 5, "2026-03-29 04:00")
        self.assertPlanned(clock, "2026-03-28 12:00", 6, "2026-03-30 07:00")
        self.assertPlanned(clock, "2026-03-29 12:00", -5, "2026-03-28 23:00")

    def test_brussels_autumn_night_has_seven_hours(self):
        calendar = self._create_calendar(SUNDAY_NIGHT + OFFICE)
        clock = self._clock(calendar, around="2026-10-24 00:00")
        self.assertHours(clock, "2026-10-24 12:00", "2026-10-25 12:00", 7)
        self.assertPlanned(clock, "2026-10-24 12:00", 3, "2026-10-25 01:00")
        self.assertPlanned(clock, "2026-10-24 12:00", 7, "2026-10-25 05:00")
        self.assertPlanned(clock, "2026-10-24 12:00", 8, "2026-10-26 08:00")
        self.assertPlanned(clock, "2026-10-25 12:00", -7, "2026-10-24 22:00")

    def test_new_york_office_over_both_changes(self):
        calendar = self._create_calendar(OFFICE, tz="America/New_York")
        clock = self._clock(calendar)
        self.assertPlanned(clock, "2026-03-06 21:00", 2, "2026-03-09 13:00")
        self.assertPlanned(clock, "2026-10-30 20:00", 2, "2026-11-02 14:00")

    def test_new_york_nights_have_five_and_seven_hours(self):
        calendar = self._create_calendar(SUNDAY_NIGHT, tz="America/New_York")
        clock = self._clock(calendar)
        self.assertHours(clock, "2026-03-08 00:00", "2026-03-09 00:00", 5)
        self.assertHours(clock, "2026-11-01 00:00", "2026-11-02 00:00", 7)
        self.assertPlanned(clock, "2026-03-08 00:00", 5, "2026-03-08 10:00")
        self.assertPlanned(clock, "2026-11-01 00:00", 7, "2026-11-01 11:00")

    def test_shanghai_monday_begins_on_sunday_in_utc(self):
        calendar = self._create_calendar(OFFICE, tz="Asia/Shanghai")
        clock = self._clock(calendar)
        self.assertPlanned(clock, "2026-07-05 23:30", 1, "2026-07-06 01:00")
        self.assertNextDayEnds(clock, "2026-07-05 17:00", "2026-07-07 09:00")

    def test_taipei_dragon_boat_festival_makes_a_long_weekend(self):
        calendar = self._create_calendar(OFFICE, tz="Asia/Taipei")
        self._create_leave("2026-06-18 16:00:00", "2026-06-19 15:59:59", calendar)
        clock = self._clock(calendar)
        self.assertPlanned(clock, "2026-07-03 08:30", 1, "2026-07-06 00:30")
        self.assertPlanned(clock, "2026-06-18 08:30", 1, "2026-06-22 00:30")
        self.assertNextDayEnds(clock, "2026-06-18 08:30", "2026-06-22 09:00")

    def test_kiritimati_is_a_day_ahead(self):
        calendar = self._create_calendar(OFFICE, tz="Pacific/Kiritimati")
        clock = self._clock(calendar)
        self.assertPlanned(clock, "2026-07-03 02:00", 2, "2026-07-05 19:00")
        self.assertNextDayEnds(clock, "2026-07-05 12:00", "2026-07-07 03:00")

    def test_the_caller_timezone_makes_no_difference(self):
        office = self.office.with_context(
            tz="Asia/Tokyo", employee_timezone="Asia/Tokyo"
        )
        clock = self._clock(office)
        self.assertPlanned(clock, "2026-07-03 14:00", 2, "2026-07-06 07:00")


@tagged("post_install", "-at_install")
class TestHolidays(WorkingTimeCase):
    """Monday 6 July 2026 is the holiday, from midnight to 23:59:59 in Brussels."""

    monday = ("2026-07-05 22:00:00", "2026-07-06 21:59:59")

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
        portal = self._create_new_portal_user()
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


@tagged("post_install", "-at_install")
class TestWindow(WorkingTimeCase):
    """The window of intervals, with a calendar made by hand: 08-16 UTC every day."""

    def setUp(self):
        super().setUp()
        self.fetched = []
        self.clock = WorkingTime(self._fetch, 8, "UTC", around=at("2026-07-03 12:00"))

    def _fetch(self, start, end):
        self.fetched.append((start, end))
        days = (start + timedelta(days=n) for n in range((end - start).days))
        return [
            (day + timedelta(hours=8), day + timedelta(hours=15, seconds=3599.999999))
            for day in days
        ]

    def _questions(self, count, days):
        random = Random(7)
        for _ in range(count):
            start = at("2026-07-03") + timedelta(seconds=random.randrange(days * 86400))
            yield start, random.uniform(-40, 40)

    def test_nothing_is_fetched_before_the_first_question(self):
        self.assertFalse(self.fetched)

    def test_one_window_answers_many_questions(self):
        for start, hours in self._questions(300, days=30):
            self.clock.add_hours(start, hours)
            self.clock.end_of_next_day(start)
        self.assertEqual(self.fetched, [(at("2026-06-03"), at("2026-09-02"))])

    def test_growing_fetches_only_what_is_missing(self):
        self.assertPlanned(self.clock, "2026-07-03 12:00", 2000, "2027-03-10 12:00")
        self.assertPlanned(self.clock, "2026-07-03 12:00", -800, "2026-03-25 12:00")
        pieces = sorted(self.fetched)
        self.assertGreater(len(pieces), 2)
        for (_start, end), (start, _end) in pairwise(pieces):
            self.assertEqual(end, start)

    def test_answers_do_not_depend_on_earlier_questions(self):
        for start, hours in self._questions(100, days=900):
            fresh = WorkingTime(self._fetch, 8, "UTC")
            self.assertEqual(
                self.clock.add_hours(start, hours), fresh.add_hours(start, hours)
            )

    def test_ends_are_rounded_up_to_the_second(self):
        self.assertPlanned(self.clock, "2026-07-03 08:00", 8, "2026-07-03 16:00")
        self.assertPlanned(self.clock, "2026-07-03 16:00", -1, "2026-07-03 15:00")

    def _clock_of(self, *spans):
        spans = [(at(start), at(end)) for start, end in spans]
        return WorkingTime(lambda *window: spans, 8, "UTC", at("2026-07-03 12:00"))

    def test_touching_intervals_count_as_one(self):
        clock = self._clock_of(
            ("2026-07-03 08:00", "2026-07-03 11:59:59.999999"),
            ("2026-07-03 12:00", "2026-07-03 16:00"),
        )
        self.assertPlanned(clock, "2026-07-03 12:00", 0, "2026-07-03 12:00")
        self.assertPlanned(clock, "2026-07-03 12:00", -4, "2026-07-03 08:00")
        self.assertPlanned(clock, "2026-07-03 08:00", 8, "2026-07-03 16:00")
        self.assertHours(clock, "2026-07-03 00:00", "2026-07-04 00:00", 8)

    def test_overlapping_intervals_count_once(self):
        clock = self._clock_of(
            ("2026-07-03 08:00", "2026-07-03 14:00"),
            ("2026-07-03 09:00", "2026-07-03 11:00"),
            ("2026-07-03 12:00", "2026-07-03 16:00"),
        )
        self.assertHours(clock, "2026-07-03 00:00", "2026-07-04 00:00", 8)

    def test_the_count_starts_before_the_first_interval(self):
        clock = self._clock_of(
            ("2026-01-01 08:00", "2026-01-01 09:00"),
            ("2026-07-03 08:00", "2026-07-03 16:00"),
        )
        self.assertHours(clock, "2026-07-03 00:00", "2026-07-04 00:00", 8)
        self.assertHours(clock, "2026-01-01 00:00", "2026-07-04 00:00", 9)
        self.assertPlanned(clock, "2025-12-31 00:00", 2, "2026-07-03 09:00")

    def test_after_the_last_interval_there_is_no_working_time(self):
        clock = self._clock_of(("2026-07-03 08:00", "2026-07-03 16:00"))
        for hours in (0, 1):
            with self.subTest(hours=hours), self.assertRaises(NoWorkingTime):
                clock.add_hours(at("2026-07-03 16:00"), hours)

    def test_before_the_first_interval_there_is_no_working_time(self):
        clock = self._clock_of(("2026-07-03 08:00", "2026-07-03 16:00"))
        with self.assertRaises(NoWorkingTime):
            clock.add_hours(at("2026-07-03 08:00"), -1)

    def test_work_goes_on_at_the_edge_of_a_window(self):
        clock = WorkingTime(lambda *window: [window], 24, "UTC", at("2026-07-03"))
        self.assertTrue(clock.is_working(at("2026-07-04")))
        for edge in (at("2026-06-03"), at("2026-09-01")):
            clock = WorkingTime(lambda *window: [window], 24, "UTC", at("2026-07-03"))
            self.assertTrue(clock.is_working(edge))
            self.assertEqual(clock.add_hours(edge, 0), edge)
            self.assertEqual(clock.add_hours(edge, 1), edge + timedelta(hours=1))
            self.assertEqual(clock.add_hours(edge, -1), edge - timedelta(hours=1))

    def test_hours_within_three_years_are_found(self):
        self.assertPlanned(self.clock, "2026-07-03 08:00", 8760, "2029-07-01 16:00")
        self.assertPlanned(self.clock, "2026-07-03 16:00", -8760, "2023-07-05 08:00")

    def test_hours_beyond_three_years_are_refused(self):
        for hours in (8800, -8800):
            with self.subTest(hours=hours), self.assertRaises(NoWorkingTime):
                self.clock.add_hours(at("2026-07-03 12:00"), hours)

    def test_hours_beyond_three_years_are_refused_whatever_is_known(self):
        self.clock.hours_between(at("2020-01-01"), at("2033-01-01"))
        self.test_hours_beyond_three_years_are_refused()

    def test_hours_between_have_no_such_limit(self):
        self.assertHours(self.clock, "2021-07-03", "2026-07-03", 8 * 1826)

    def test_a_mistyped_year_is_refused_without_fetching_it(self):
        for year in (1026, 9026):
            with self.subTest(year=year), self.assertRaises(NoWorkingTime):
                self.clock.add_hours(datetime(year, 7, 3), 1)
        self.assertEqual(len(self.fetched), 1)
        self.assertPlanned(self.clock, "2026-07-03 12:00", 1, "2026-07-03 13:00")

    def test_a_window_at_the_end_of_time_is_refused(self):
        with self.assertRaises(NoWorkingTime):
            WorkingTime(self._fetch, 8, "UTC").add_hours(datetime(9999, 12, 1), 1)


@tagged("post_install", "-at_install")
class TestQueries(WorkingTimeCase):
    def test_a_window_costs_two_queries_however_many_questions(self):
        clock = self._clock()
        self.office.attendance_ids.mapped("hour_from")
        self.env.flush_all()
        start = at("2026-07-03 14:00")
        with self.assertQueryCount(2):
            clock.add_hours(start, 1)
        with self.assertQueryCount(0):
            for minutes in range(500):
                clock.add_hours(start + timedelta(minutes=minutes), 1)
                clock.end_of_next_day(start + timedelta(minutes=minutes))

    def test_the_window_opens_around_the_given_moment(self):
        clock = self._clock()
        self.office.attendance_ids.mapped("hour_from")
        self.env.flush_all()
        with self.assertQueryCount(2):
            clock.add_hours(at("2026-08-28 08:00"), 1)
            clock.add_hours(at("2026-06-08 08:00"), 1)

    @freeze_time("2030-01-02")
    def test_the_window_opens_around_now(self):
        clock = self.office._complaint_working_time()
        self.office.attendance_ids.mapped("hour_from")
        self.env.flush_all()
        with self.assertQueryCount(2):
            clock.add_hours(at("2030-02-28 08:00"), 1)
            clock.add_hours(at("2029-12-06 08:00"), 1)

    def test_a_clock_costs_three_queries_out_of_cache(self):
        calendar = self.company.resource_calendar_id
        self.assertTrue(calendar.attendance_ids)
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            self._clock(calendar)


@tagged("post_install", "-at_install")
class TestSecondOpinion(WorkingTimeCase):
    """A few hundred seeded moments of 2026, checked against Odoo's own methods."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendars = [
            cls.office,
            cls._create_calendar(SUNDAY_NIGHT + OFFICE),
            cls._create_calendar(SUNDAY_NIGHT + OFFICE, tz="America/New_York"),
            cls._create_calendar(OFFICE, tz="Pacific/Kiritimati"),
            cls._create_calendar(ROUND_THE_CLOCK),
        ]
        cls._create_leave(*TestHolidays.monday)
        cls._create_leave("2026-03-02 06:00", "2026-03-02 11:30", cls.office)
        cls.domain = [
            ("time_type", "=", "leave"),
            ("company_id", "=", cls.company.id),
        ]

    def _questions(self, count):
        random = Random(2026)
        for calendar in self.calendars:
            clock = self._clock(calendar)
            for _ in range(count):
                seconds = random.randrange(360 * 86400)
                start = at("2026-01-02") + timedelta(seconds=seconds)
                yield calendar, clock, start, random.randrange(1, 120 * 3600) / 3600

    def test_adding_is_the_inverse_of_counting(self):
        for calendar, clock, start, hours in self._questions(200):
            with self.subTest(calendar=calendar.tz, start=start, hours=hours):
                later = clock.add_hours(start, hours)
                earlier = clock.add_hours(start, -hours)
                self.assertEqual(clock.hours_between(start, later), hours)
                self.assertEqual(clock.hours_between(earlier, start), hours)

    def test_backwards_is_the_inverse_of_forwards(self):
        for calendar, clock, start, hours in self._questions(200):
            with self.subTest(calendar=calendar.tz, start=start, hours=hours):
                start = clock.add_hours(start, 0)
                self.assertEqual(
                    clock.add_hours(clock.add_hours(start, hours), -hours), start
                )

    def test_odoo_counts_the_same_hours(self):
        for calendar, clock, start, hours in self._questions(80):
            with self.subTest(calendar=calendar.tz, start=start, hours=hours):
                end = start + timedelta(hours=hours * 3)
                counted = calendar.get_work_hours_count(start, end, domain=self.domain)
                mine = clock.hours_between(start, end)
                self.assertAlmostEqual(mine, counted, delta=1.5 / 3600)

    def test_odoo_plans_the_same_moments(self):
        for calendar, clock, start, hours in self._questions(60):
            for signed in (hours, -hours, 0):
                with self.subTest(calendar=calendar.tz, start=start, hours=signed):
                    planned = calendar.plan_hours(
                        signed, start, compute_leaves=True, domain=self.domain
                    )
                    mine = clock.add_hours(start, signed)
                    self.assertLess(abs((planned - mine).total_seconds()), 1.5)
