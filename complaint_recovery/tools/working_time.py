"""Working-time arithmetic without Odoo.

Moments are naive UTC datetimes, in and out, precise to the second; inside they are
whole seconds since EPOCH, so that nothing drifts. Intervals are half-open: at its
end a calendar no longer works.
"""

from bisect import bisect_left, bisect_right
from collections import namedtuple
from datetime import datetime, time, timedelta, timezone
from itertools import accumulate
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1)
HOUR = 3600
DAY = 24 * HOUR
BEHIND = 30 * DAY  # the first window: this much before the moment it is made around
AHEAD = 60 * DAY  # ... and this much after it
HORIZON = 3 * 366 * DAY  # how far from its start a question is followed
REACH = 30 * 366 * DAY  # the longest window ever fetched: a mistyped year ends here


#: A local calendar date, and the moments (naive UTC) where it begins and ends.
Day = namedtuple("Day", "date start end")


class NoWorkingTime(Exception):
    """Raised where the calendar has too little working time within reach."""


def _to_seconds(moment):
    delta = moment - EPOCH
    return delta.days * DAY + delta.seconds


def _to_seconds_up(moment):
    """Return the second an interval ends at; 23:59:59.999999 means midnight to Odoo."""
    return _to_seconds(moment) + bool(moment.microsecond)


def _to_moment(seconds):
    return EPOCH + timedelta(seconds=seconds)


def _join(spans):
    """Return the sorted ``spans`` as disjoint ones, without the empty ones."""
    joined = []
    for start, end in spans:
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


class Clock:
    """What both clocks share: the length of a day and the local calendar."""

    real_time = False

    def __init__(self, hours_per_day, tz):
        self.hours_per_day = hours_per_day
        self.tz = ZoneInfo(tz) if isinstance(tz, str) else tz

    def add_days(self, start, days):
        return self.add_hours(start, days * self.hours_per_day)

    def _local(self, moment):
        # From UTC to local only: right with zoneinfo and with pytz alike.
        return moment.replace(tzinfo=timezone.utc).astimezone(self.tz)

    def get_day(self, moment):
        """Return the local Day of ``moment``."""
        date = self._local(moment).date()
        return Day(date, self._midnight(date), self._midnight(date + timedelta(days=1)))

    def works_on(self, day):
        return self.hours_between(day.start, day.end) > 0

    def _midnight_after(self, moment):
        """Return where the local calendar date of ``moment`` ends."""
        return self.get_day(moment).end

    def _midnight(self, day):
        naive = datetime.combine(day, time.min)
        # The clock may change on that very night: try the offset before and after.
        guesses = (
            naive - self._local(naive + timedelta(days=shift)).utcoffset()
            for shift in (-1, 1)
        )
        return min(guess for guess in guesses if self._local(guess).date() >= day)


class RealTime(Clock):
    """A clock on which every hour counts and a day has 24 of them."""

    real_time = True

    def __init__(self, tz="UTC"):
        super().__init__(24, tz)

    def add_hours(self, start, hours):
        return _to_moment(_to_seconds(start) + round(hours * HOUR))

    def hours_between(self, start, end):
        return max(_to_seconds(end) - _to_seconds(start), 0) / HOUR

    def end_of_next_day(self, start):
        return self._midnight_after(self._midnight_after(start))

    def is_working(self, moment):
        return True


class WorkingTime(Clock):
    """Working intervals of one calendar, fetched once per window and bisected.

    ``fetch(start, end)`` returns the sorted intervals inside [start, end]. The window
    opens at the first question, around ``around`` or else around the question, and
    grows on demand in both directions; only the missing part is fetched. Nothing is
    forgotten: a later change of the calendar needs a new object.

    NoWorkingTime is raised when the answer lies beyond HORIZON from the question's
    start, or when the window would become longer than REACH.
    """

    def __init__(self, fetch, hours_per_day, tz, around=None):
        super().__init__(hours_per_day, tz)
        self._fetch = fetch
        self._around = around
        self._low = self._high = None
        # Interval i is _starts[i].._ends[i]; _before[i] and _after[i] are the working
        # seconds counted up to there. The count keeps its zero when the window grows.
        self._starts, self._ends, self._before, self._after = [], [], [], []
        self._base = 0

    def add_hours(self, start, hours):
        """Return the moment ``hours`` working hours after ``start``.

        No hours: ``start`` itself if working, else the next opening moment. A full
        interval ends at its end, not at the next opening; planned backwards
        (negative hours) it begins at its beginning.
        """
        origin = _to_seconds(start)
        step = round(hours * HOUR)
        if not step:
            return _to_moment(self._opening(origin))
        target = self._worked(origin) + step
        seek = self._forward if step > 0 else self._backward
        return _to_moment(seek(target, origin))

    def hours_between(self, start, end):
        start, end = _to_seconds(start), _to_seconds(end)
        if end <= start:
            return 0.0
        return (self._worked(end) - self._worked(start)) / HOUR

    def end_of_next_day(self, start):
        """Return the last working moment of the next local date with working time.

        Work through midnight is cut there: round the clock, a day ends at midnight.
        """
        opening = self._opening(_to_seconds(self._midnight_after(start)))
        midnight = _to_seconds(self._midnight_after(_to_moment(opening)))
        return _to_moment(self._forward(self._worked(midnight), opening))

    def is_working(self, moment):
        second = _to_seconds(moment)
        self._cover(second)
        index = bisect_right(self._starts, second) - 1
        return index >= 0 and second < self._ends[index]

    def _worked(self, second):
        """Return the count of working seconds up to ``second``."""
        self._cover(second)
        index = bisect_right(self._starts, second) - 1
        if index < 0:
            return self._base
        return (
            self._before[index] + min(second, self._ends[index]) - self._starts[index]
        )

    def _opening(self, origin):
        self._cover(origin)
        while not self._ends or self._ends[-1] <= origin:
            self._look_ahead(origin)
        index = bisect_right(self._ends, origin)
        return self._within(max(origin, self._starts[index]), origin)

    def _forward(self, target, origin):
        """Return the first second at which ``target`` is reached."""
        while not self._after or self._after[-1] < target:
            self._look_ahead(origin)
        index = bisect_left(self._after, target)
        second = self._starts[index] + target - self._before[index]
        return self._within(second, origin)

    def _backward(self, target, origin):
        """Return the last second at which no more than ``target`` is reached."""
        while target < self._base:
            self._look_behind(origin)
        index = bisect_right(self._before, target) - 1
        second = self._starts[index] + target - self._before[index]
        return self._within(second, origin)

    def _within(self, second, origin):
        # Whatever earlier questions made the window: the same answer each time.
        if abs(second - origin) > HORIZON:
            raise NoWorkingTime("The answer is more than three years away.")
        return second

    def _look_ahead(self, origin):
        if self._high > origin + HORIZON:
            raise NoWorkingTime("Not enough working time in the next three years.")
        span = self._high - self._low
        self._grow(self._low, min(self._high + span, origin + HORIZON + DAY))

    def _look_behind(self, origin):
        if self._low < origin - HORIZON:
            raise NoWorkingTime("Not enough working time in the last three years.")
        span = self._high - self._low
        self._grow(max(self._low - span, origin - HORIZON - DAY), self._high)

    def _cover(self, second):
        """Make the window hold ``second`` and what follows it."""
        if self._low is None:
            anchor = second if self._around is None else _to_seconds(self._around)
            self._grow(anchor - BEHIND, anchor + AHEAD)
        span = min(self._high - self._low, HORIZON)
        if second < self._low:
            self._grow(min(second - BEHIND, self._low - span), self._high)
        elif second >= self._high:
            self._grow(self._low, max(second + AHEAD, self._high + span))

    def _grow(self, low, high):
        low -= low % DAY
        high += -high % DAY
        if high - low > REACH:
            raise NoWorkingTime("The dates are too far apart.")
        if self._low is None:
            self._insert(self._load(low, high))
            self._low, self._high = low, high
        if low < self._low:
            spans = self._load(low, self._low)
            self._base -= sum(end - start for start, end in spans)
            self._insert(spans)
            self._low = low
        if high > self._high:
            self._insert(self._load(self._high, high))
            self._high = high

    def _load(self, low, high):
        try:
            found = self._fetch(_to_moment(low), _to_moment(high))
        except OverflowError as error:
            raise NoWorkingTime("Outside of the calendar.") from error
        return _join(
            (max(_to_seconds_up(start), low), min(_to_seconds_up(end), high))
            for start, end in found
        )

    def _insert(self, spans):
        spans = sorted([*zip(self._starts, self._ends, strict=True), *spans])
        self._starts = [start for start, _end in spans]
        self._ends = [end for _start, end in spans]
        counts = accumulate((end - start for start, end in spans), initial=self._base)
        self._before = list(counts)
        self._after = self._before[1:]
        self._before.pop()
