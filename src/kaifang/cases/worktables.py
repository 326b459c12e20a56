"""Working time for many cases at once: one look into a table of days an end of an interval."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from kaifang.cases.office import OFFICE_HOURS, OfficeHours
from kaifang.core.workdays import OutsideCalendar, WorkCalendar

Integers = npt.NDArray[np.signedinteger[Any]]
DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class WorkTable:
    """A calendar as an array: `counts` int32[days + 1], worked days before each day from `first`.

    Days are numbers since 1970-01-01, instants whole seconds of local time since then.
    """

    first: int
    counts: npt.NDArray[np.int32]
    hours: OfficeHours = OFFICE_HOURS

    @classmethod
    def of(cls, calendar: WorkCalendar, hours: OfficeHours = OFFICE_HOURS) -> WorkTable:
        """The table of a calendar."""
        first = (calendar.first - _EPOCH.date()).days
        return cls(first, np.array(calendar.counts, np.int32), hours)

    def days(self, starts: Integers, ends: Integers) -> Integers:
        """Working days from each start (counted) to each end (not counted), negative backwards.

        Raises: OutsideCalendar.
        """
        between: Integers = self._before(ends) - self._before(starts)
        return between

    def seconds(self, starts: Integers, ends: Integers) -> npt.NDArray[np.int64]:
        """Working seconds between instants, clipped to office hours, negative backwards.

        Raises: OutsideCalendar.
        """
        return self._worked(ends) - self._worked(starts)

    def _before(self, days: Integers) -> npt.NDArray[np.int32]:
        places = days - self.first
        if len(places) and (places.min() < 0 or places.max() >= len(self.counts)):
            wrong = int(days[(places < 0) | (places >= len(self.counts))][0])
            last = _day(self.first + len(self.counts) - 2)
            raise OutsideCalendar(found=_day(wrong), expected=f"{_day(self.first)}/{last}")
        found: npt.NDArray[np.int32] = self.counts[places]
        return found

    def _worked(self, instants: Integers) -> npt.NDArray[np.int64]:
        days, of_day = np.divmod(instants, DAY)
        before = self._before(days)
        works = self._before(days + 1) - before
        opens = self.hours.opens.hour * 3600 + self.hours.opens.minute * 60
        length = self.hours.length // 1_000_000
        today = np.clip(of_day - opens, 0, length)
        worked: npt.NDArray[np.int64] = before.astype(np.int64) * length + works * today
        return worked


def _day(number: int) -> str:
    return (_EPOCH.date() + timedelta(days=number)).isoformat()


def local_seconds(seconds: Integers, zone: str) -> npt.NDArray[np.int64]:
    """Instants of UTC, whole seconds since 1970, as seconds of local time; exact for any zone."""
    if not len(seconds):
        return np.zeros(0, np.int64)
    edges, offsets = _offsets(int(seconds.min()), int(seconds.max()), ZoneInfo(zone))
    own = offsets if len(offsets) == 1 else offsets[np.searchsorted(edges, seconds, "right")]
    found: npt.NDArray[np.int64] = seconds + own
    return found


def _offsets(first: int, last: int, zone: ZoneInfo) -> tuple[Integers, npt.NDArray[np.int64]]:
    """When the offset of a zone changes between two instants, and the offsets around these."""

    def offset(at: int) -> int:
        gap = (_EPOCH + timedelta(seconds=at)).astimezone(zone).utcoffset()
        return int(gap.total_seconds()) if gap else 0

    edges: list[int] = []
    offsets = [offset(first)]
    for one, two in pairwise([*range(first, last, DAY), last]):
        if offset(two) != offsets[-1]:
            within, differs = range(one, two + 1), partial(_other, offset, offsets[-1])
            edges.append(within[bisect_left(within, True, key=differs)])
            offsets.append(offset(two))
    return np.array(edges, np.int64), np.array(offsets, np.int64)


def _other(offset: Callable[[int], int], before: int, at: int) -> bool:
    return offset(at) != before
