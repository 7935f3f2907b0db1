"""Working hours of Brussels, for the tests of the arithmetic with them."""

from datetime import datetime

from odoo import Command

from odoo.addons.base.tests.common import BaseCommon

OFFICE = [(day, *part) for day in range(5) for part in ((8, 12), (13, 17))]
ROUND_THE_CLOCK = [(day, 0, 24) for day in range(7)]
SUNDAY_NIGHT = [(6, 0, 6)]
#: Monday 6 July 2026 in Brussels, in UTC.
HOLIDAY = ("2026-07-05 22:00:00", "2026-07-06 21:59:59")


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
