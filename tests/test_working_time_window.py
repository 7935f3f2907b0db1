from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.complaint_recovery.tools.working_time import NoWorkingTime, WorkingTime

from .common.working_time import (
    HOLIDAY,
    OFFICE,
    ROUND_THE_CLOCK,
    SUNDAY_NIGHT,
    WorkingTimeCase,
    at,
)


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
        cls._create_leave(*HOLIDAY)
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
