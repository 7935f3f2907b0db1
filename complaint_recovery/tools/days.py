"""Days and hours of somebody's time zone, as moments in naive UTC."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo.tools import format_datetime, format_time


def to_utc(day, hour, tz):
    """Return the moment when clocks in ``tz`` show ``hour`` (a time) on ``day``.

    The first of the two, where the clock is set back. ``tz``: a time zone or its name.
    """
    local = datetime.combine(day, hour, ZoneInfo(str(tz)))
    return local.astimezone(timezone.utc).replace(tzinfo=None)


def day_bounds(day, tz):
    """Return when ``day`` begins in ``tz`` and when the next one does."""
    return tuple(to_utc(day + timedelta(days=n), time.min, tz) for n in (0, 1))


def say_moment(env, moment, day="E"):
    """Return ``moment`` as its reader says it: the day, and the time by their clock.

    ``day``: how the day is written, in the letters of the Unicode standard.
    """
    clock = format_time(env, moment, time_format="short")
    return f"{format_datetime(env, moment, dt_format=day)} {clock}"
