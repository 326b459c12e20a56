"""Months of cases: like months are set against like months, as a zone counts them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from kaifang.cases.building import ZONE
from kaifang.cases.logs import EventLog, Mask


def cases_between(log: EventLog, start: date, before: date, zone: str = ZONE) -> Mask:
    """The cases whose first event lies from `start` on and before another day of a zone.

    >>> from kaifang.cases import log_of
    >>> log = log_of([("a", "x", 16 * 3600 - 1), ("b", "x", 16 * 3600)])  # 1970-01-01, UTC
    >>> cases_between(log, date(1970, 1, 2), date(1970, 1, 3)).tolist()
    [False, True]
    """
    return (log.first >= midnight(log, start, zone)) & (log.first < midnight(log, before, zone))


def cases_of_months(log: EventLog, year: int, months: Collection[int], zone: str = ZONE) -> Mask:
    """The cases that began in some months of a year: the same period of 2017."""
    chosen = np.zeros(log.cases, np.bool_)
    for month in months:
        first = date(year, month, 1)
        chosen |= cases_between(log, first, _next_month(first), zone)
    return chosen


def months_of(log: EventLog, zone: str = ZONE) -> tuple[list[date], npt.NDArray[np.intp]]:
    """The first day of each month from the first case to the last, and each case's place in it.

    Months in which no case began stand in the list as well.
    """
    if not log.cases:
        return [], np.zeros(0, np.intp)
    month, last = (
        log.instant(int(tick)).astimezone(ZoneInfo(zone)).date().replace(day=1)
        for tick in (log.first.min(), log.first.max())
    )
    months = [month]
    while months[-1] < last:
        months.append(_next_month(months[-1]))
    starts = np.array([midnight(log, one, zone) for one in months])
    return months, np.searchsorted(starts, log.first, side="right") - 1


def midnight(log: EventLog, day: date, zone: str) -> int:
    """The tick at which a day of a zone begins."""
    return log.at(datetime.combine(day, time(), ZoneInfo(zone)))


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
