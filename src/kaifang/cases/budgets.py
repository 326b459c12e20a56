"""Budgets of time 时限预算: how much of a limit is used over stretches, and when it will be spent.

Four units, never converted into one another: working days and natural days count days, working
hours and hours count seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from kaifang.cases.office import OFFICE_HOURS, OfficeHours
from kaifang.core.workdays import CountFrom, WorkCalendar
from kaifang.packs.schema.processes import ProcessClock

_ONE = timedelta(days=1)
_MICRO = timedelta(microseconds=1)
_HOUR = 3_600_000_000
Due = date | datetime


class Stretch(NamedTuple):
    """A time during which a clock runs; the last one goes on until it is stopped."""

    start: datetime
    end: datetime | None


class Budget(Protocol):
    """What one unit of time can tell."""

    def used(self, stretches: Sequence[Stretch], until: datetime) -> Fraction:
        """How much the stretches use, an open one up to `until`."""
        ...

    def due(self, stretches: Sequence[Stretch], limit: int) -> Due:
        """When a limit is spent, were the last stretch to go on."""
        ...


def budget_of(
    clock: ProcessClock, calendar: WorkCalendar, zone: str, hours: OfficeHours = OFFICE_HOURS
) -> Budget:
    """The budget in the unit of a clock."""
    place = ZoneInfo(zone)
    if clock.count_from:
        days = calendar if clock.counted_in == "working_day" else None
        return DayBudget(days, clock.count_from, place)
    works = calendar if clock.counted_in == "working_hour" else None
    return HourBudget(works, hours, place)


@dataclass(frozen=True, slots=True)
class DayBudget:
    """Days, worked ones with a calendar, all without.

    next_day: the day on which a stretch starts does not count, the day on which it ends does;
    same_day the other way round, but for the last stretch, whose last day counts. So a clock
    paused and resumed on one day loses none, and no day counts twice.
    """

    calendar: WorkCalendar | None
    count_from: CountFrom
    zone: ZoneInfo

    def used(self, stretches: Sequence[Stretch], until: datetime) -> Fraction:
        return Fraction(sum(self._counted(one, until) for one in stretches))

    def due(self, stretches: Sequence[Stretch], limit: int) -> date:
        left = limit
        for one in stretches[:-1]:
            counted = self._counted(one, one.start)
            if left <= counted:
                return self._nth(self._first(one), left)
            left -= counted
        return self._nth(self._first(stretches[-1]), left)

    def _first(self, one: Stretch) -> date:
        day = self._day(one.start)
        return day if self.count_from == "same_day" else day + _ONE

    def _counted(self, one: Stretch, until: datetime) -> int:
        end = self._day(one.end or until)
        if self.count_from == "next_day" or one.end is None:
            end += _ONE
        first = min(self._first(one), end)
        return self.calendar.between(first, end) if self.calendar else (end - first).days

    def _nth(self, first: date, n: int) -> date:
        if self.calendar:
            return self.calendar.due(first, n, "same_day").day
        return first + _ONE * (n - 1)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class HourBudget:
    """Hours, within office hours of working days with a calendar, all without."""

    calendar: WorkCalendar | None
    hours: OfficeHours
    zone: ZoneInfo

    def used(self, stretches: Sequence[Stretch], until: datetime) -> Fraction:
        return Fraction(sum(self._spent(one.start, one.end or until) for one in stretches), _HOUR)

    def due(self, stretches: Sequence[Stretch], limit: int) -> datetime:
        left = limit * _HOUR
        for one in stretches[:-1]:
            assert one.end is not None  # only the last is open
            spent = self._spent(one.start, one.end)
            if left <= spent:
                return self._at(one.start, left)
            left -= spent
        return self._at(stretches[-1].start, left)

    def _spent(self, start: datetime, end: datetime) -> int:
        if self.calendar is None:
            return (end - start) // _MICRO
        first = start.astimezone(self.zone).date()
        return self._worked(first, end) - self._worked(first, start)

    def _worked(self, since: date, at: datetime) -> int:
        """Microseconds worked from the beginning of a day until an instant."""
        assert self.calendar is not None
        local = at.astimezone(self.zone)
        days = self.calendar.between(since, local.date()) * self.hours.length
        works = self.calendar.is_working(local.date())
        return days + (self.hours.until(local.time()) if works else 0)

    def _at(self, start: datetime, left: int) -> datetime:
        if self.calendar is None:
            return start + _MICRO * left
        local = start.astimezone(self.zone)
        first = self.calendar.next_working(local.date())
        done = self.hours.until(local.time()) if first == local.date() else 0
        days, rest = divmod(done + left - 1, self.hours.length)
        day = self.calendar.due(first, days + 1, "same_day").day
        opens = datetime.combine(day, self.hours.opens, self.zone)
        return opens + _MICRO * (rest + 1)
