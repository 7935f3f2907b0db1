from odoo import Command
from odoo.tests import tagged

from .common.working_time import OFFICE, SUNDAY_NIGHT, WorkingTimeCase, at


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
