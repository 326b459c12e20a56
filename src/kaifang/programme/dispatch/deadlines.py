"""Limits of days: calendar or working days, a field of every limit and never assumed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.programme.calendars import work_calendar
from kaifang.programme.dispatch.errors import UnfitLimit

Clock = Literal["calendar", "working"]
CLOCKS: tuple[Clock, ...] = ("calendar", "working")
LONGEST = 366


@dataclass(frozen=True, slots=True)
class DayLimit:
    """So many days by a clock."""

    days: int
    clock: Clock = "calendar"

    def due(self, law: Law, start: date) -> date:
        """The last day of the limit; the day that it begins on does not count.

        Raises: UnfitLimit, OutsideCalendar.
        """
        if not 1 <= self.days <= LONGEST or self.clock not in CLOCKS:
            raise UnfitLimit(found=self.days, expected=LONGEST)
        if self.clock == "calendar":
            return start + timedelta(days=self.days)
        return work_calendar(law).due(start, self.days).day

    @property
    def text(self) -> Text:
        return message(f"dispatch.days.{self.clock}", days=self.days)


def later(law: Law, due: date, start: date, end: date, clock: Clock) -> date:
    """The end of a limit whose clock stood from one day to another, counted by its own days.

    Raises: OutsideCalendar.
    """
    if clock == "calendar" or end <= start:
        return due + max(end - start, timedelta())
    calendar = work_calendar(law)
    stood = calendar.between(start, end)
    return calendar.due(due, stood).day if stood else due
