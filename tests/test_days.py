from datetime import date, datetime, time

from odoo.addons.base.tests.common import BaseCommon
from odoo.addons.complaint_recovery.tools.days import day_bounds, to_utc


class TestDays(BaseCommon):
    """A day begins when the clocks of its own place say so."""

    def test_a_day_is_told_in_utc(self):
        self.assertEqual(
            day_bounds(date(2026, 7, 1), "Asia/Taipei"),
            (datetime(2026, 6, 30, 16), datetime(2026, 7, 1, 16)),
        )

    def test_the_day_the_clock_is_set_forward_is_an_hour_shorter(self):
        self.assertEqual(
            day_bounds(date(2026, 3, 29), "Europe/Berlin"),
            (datetime(2026, 3, 28, 23), datetime(2026, 3, 29, 22)),
        )

    def test_where_midnight_comes_twice_the_first_one_counts(self):
        begin, end = day_bounds(date(2026, 11, 1), "America/Havana")
        self.assertEqual(begin, datetime(2026, 11, 1, 4))
        self.assertEqual((end - begin).total_seconds(), 25 * 3600)

    def test_an_hour_of_somebody_else_is_another_moment(self):
        evening = to_utc(date(2026, 7, 1), time(17), "Asia/Shanghai")
        self.assertEqual(evening, datetime(2026, 7, 1, 9))
