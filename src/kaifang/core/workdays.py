"""Working days 工作日: weekends, days off and make-up days (调休), as they were known on a day.

Each notice of the State Council is one layer with the day from which it was known; a limit can be
recomputed as known on any date. A year without a notice is provisional: Monday to Friday, and
every answer that touches it says so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Literal

from kaifang.core.errors import KaifangError

CountFrom = Literal["next_day", "same_day"]
_ONE = timedelta(days=1)
_SATURDAY = 5


class OutsideCalendar(KaifangError):
    code = "KF-CORE-020"


@dataclass(frozen=True, slots=True)
class Notice:
    """Days off and make-up days that one notice set for a year, known from its date on."""

    year: int
    known_from: date
    off: frozenset[date]
    work: frozenset[date]


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day, and whether it rests on a year whose days off were not announced."""

    day: date
    provisional: bool


class WorkCalendar:
    """Which days are worked from the first noticed year to the year after the last."""

    def __init__(self, notices: Iterable[Notice], *, known_on: date | None = None) -> None:
        self._notices = sorted(notices, key=lambda one: (one.known_from, one.year))
        known = [one for one in self._notices if known_on is None or one.known_from <= known_on]
        years = [one.year for one in known] or [(known_on or date.today()).year]  # noqa: DTZ011
        self.first = date(min(years), 1, 1)
        self.last = date(max(years) + 1, 12, 31)
        self.noticed = frozenset(one.year for one in known)
        worked = self._worked(known)
        self._count = [0, *accumulate(worked.values())]
        self._working = [day for day, is_worked in worked.items() if is_worked]
        self._by_notices: dict[int, WorkCalendar] = {}

    def known_on(self, day: date) -> WorkCalendar:
        """The calendar as it was known on a day: one and the same until the next notice."""
        number = bisect_right(self._notices, day, key=lambda one: one.known_from)
        if not number:  # the day's own year stands in for the years noticed
            return WorkCalendar(self._notices, known_on=day)
        if number not in self._by_notices:
            self._by_notices[number] = WorkCalendar(self._notices, known_on=day)
        return self._by_notices[number]

    def is_working(self, day: date) -> bool:
        """Whether a day is worked; a make-up Sunday is. Raises: OutsideCalendar."""
        place = self._place(day)
        return self._count[place + 1] > self._count[place]

    def is_provisional(self, day: date) -> bool:
        """Whether the day's year has no notice yet.

        December of a noticed year is final only when the next year's notice is in, because
        make-up days of the new year may fall into it.
        """
        return day.year not in self.noticed

    def between(self, start: date, end: date) -> int:
        """Working days from `start` (counted) to `end` (not counted).

        Raises: OutsideCalendar.
        """
        return self._count[self._place(end)] - self._count[self._place(start)]

    @property
    def counts(self) -> Sequence[int]:
        """How many days are worked before each day from `first` on, to the day after `last`."""
        return self._count

    def due(self, start: date, days: int, count_from: CountFrom = "next_day") -> DueDate:
        """The last day of a limit of so many working days.

        Raises: OutsideCalendar when it ends after the calendar.
        """
        first = start if count_from == "same_day" else start + _ONE
        place = bisect_left(self._working, first) + days - 1
        if first < self.first or place >= len(self._working):
            raise OutsideCalendar(found=start, expected=f"{self.first}/{self.last}")
        day = self._working[max(place, 0)] if days > 0 else start
        return DueDate(day, self.is_provisional(day) or self.is_provisional(start))

    def next_working(self, day: date) -> date:
        """The day itself or the first worked one after it. Raises: OutsideCalendar."""
        place = bisect_left(self._working, day)
        if day < self.first or place >= len(self._working):
            raise OutsideCalendar(found=day, expected=f"{self.first}/{self.last}")
        return self._working[place]

    def _worked(self, known: list[Notice]) -> dict[date, bool]:
        """Weekdays, changed by each notice in turn: a later one about the same day counts."""
        days = (self.first + _ONE * n for n in range((self.last - self.first).days + 1))
        worked = {day: day.weekday() < _SATURDAY for day in days}
        for notice in known:
            for told, is_worked in ((notice.off, False), (notice.work, True)):
                worked.update((day, is_worked) for day in told if day in worked)
        return worked

    def _place(self, day: date) -> int:
        if not self.first <= day <= self.last + _ONE:
            raise OutsideCalendar(found=day, expected=f"{self.first}/{self.last}")
        return (day - self.first).days
