from datetime import timedelta

from pytz import timezone, utc

from odoo import fields, models
from odoo.tools import float_compare
from odoo.tools.date_utils import localized

from ...tools.working_time import RealTime, WorkingTime


def _round_bound(bound):
    """Return ``bound`` in naive UTC, as the user meant it.

    A day's end is written 24:00 (which Odoo turns into 23:59:59.999999), 23:59:59 (the
    default end of a leave) or 23:59. Taken at their word they leave a second or a
    minute of "work" on a holiday, which would then be a working day.
    """
    last_minute = bound.second == 59 or (bound.hour, bound.minute) == (23, 59)
    moment = bound.astimezone(utc).replace(tzinfo=None)
    if last_minute:
        moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return moment


class ResourceCalendarLeaves(models.Model):
    """Holidays: those of all stop the clock of every complaint."""

    _inherit = "resource.calendar.leaves"

    def write(self, vals):
        result = super().write(vals)
        if {"resource_id", "calendar_id", "company_id"} & vals.keys():
            # Odoo's rules judge it before a write alone: anybody's own leave would
            # become one of the whole company.
            self.check_access("write")
        return result


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _complaint_working_time(self, around=None):
        """Return the clock of this calendar, a WorkingTime or a RealTime.

        Make it once per batch and ask it as often as needed: only a window costs
        queries. Measured: 2 a window, whatever its length (attendances, leaves), and
        3 more to make the clock of a calendar that is not in cache. Most batches stay
        in the first window, from 30 days before to 60 days after ``around`` (naive
        UTC, default now). Keep the clock no longer than the transaction: it does not
        see later changes of hours or holidays.

        Real time counts when there is nothing to plan with: no calendar, no
        attendances, flexible hours. When holidays leave no time for years, the clock
        raises NoWorkingTime and the caller falls back to RealTime.

        Who asks makes no difference: it reads as superuser, in the calendar's
        timezone. Global leaves count, those without a calendar only in the calendar's
        company (of a shared calendar: the current one); leaves of a person do not.
        """
        # With its own prefetch: as somebody's many2one, after an invalidation, it would
        # read the attendances one by one.
        calendar = self.sudo().with_prefetch()
        company = calendar.company_id or self.env.company
        attendances = calendar._get_global_attendances()
        if calendar.flexible_hours or not any(
            attendance.hour_from < attendance.hour_to for attendance in attendances
        ):
            return RealTime(
                # A time zone is no secret.
                timezone(calendar.tz or company.sudo().resource_calendar_id.tz or "UTC")
            )
        tz = timezone(calendar.tz)
        # Odoo takes leaves without a calendar from every company.
        domain = [
            ("time_type", "=", "leave"),
            "|",
            ("calendar_id", "=", calendar.id),
            ("company_id", "in", [company.id, False]),
        ]

        def fetch(start, end):
            intervals = calendar._work_intervals_batch(
                localized(start), localized(end), domain=domain, tz=tz
            )
            return [
                (_round_bound(start), _round_bound(end))
                for start, end, _attendances in intervals[False]
            ]

        return WorkingTime(
            fetch,
            calendar._complaint_hours_per_day(),
            tz,
            around=around or fields.Datetime.now(),
        )

    def _complaint_hours_per_day(self):
        """Return the length of a working day.

        The field is rounded to two digits (7.33 for 22 hours in 3 days); take the
        exact average unless somebody gave another figure. It may be 0 on imported
        calendars.
        """
        exact = self._get_hours_per_day()
        given = self.hours_per_day
        if not given or not float_compare(given, exact, precision_digits=2):
            return exact or 8
        return given
