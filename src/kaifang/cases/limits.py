"""Limits in working time 工作时限: how long the cases of a log took by the calendar of offices."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from kaifang.cases.building import EPOCH, ZONE
from kaifang.cases.logs import EventLog, Mask
from kaifang.cases.worktables import DAY, WorkTable, local_seconds
from kaifang.core.workdays import CountFrom

Taken = tuple[npt.NDArray[np.int64], Mask]


def working_days(
    log: EventLog,
    start: str,
    stop: str,
    table: WorkTable,
    *,
    count_from: CountFrom = "next_day",
    now: datetime | None = None,
    zone: str = ZONE,
) -> Taken:
    """Working days from the first `start` to the first `stop` of each case, and which have them.

    The last day counts, the first only from `same_day`. With `now` the cases that have no stop
    are counted up to it. What ends before it began counts backwards, below zero.
    Raises: OutsideCalendar.
    """
    began, ended, known = _local(log, start, stop, now, zone)
    first = began // DAY + (count_from == "next_day")
    return _placed(table.days(first, ended // DAY + 1).astype(np.int64), known)


def working_seconds(
    log: EventLog,
    start: str,
    stop: str,
    table: WorkTable,
    *,
    now: datetime | None = None,
    zone: str = ZONE,
) -> Taken:
    """Working seconds from the first `start` to the first `stop`, clipped to office hours.

    Raises: OutsideCalendar.
    """
    began, ended, known = _local(log, start, stop, now, zone)
    return _placed(table.seconds(began, ended), known)


def over_limit(taken: Taken, limit: int) -> Mask:
    """The cases that took more than a limit, in the unit in which they were counted."""
    used, known = taken
    return known & (used > limit)


def _local(
    log: EventLog, start: str, stop: str, now: datetime | None, zone: str
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Mask]:
    """Local seconds of both ends of the cases that have both, and which these are."""
    began, has_begun = log.time_of(start)
    ended, has_ended = log.time_of(stop)
    if now is not None:
        ended = np.where(has_ended, ended, log.at(now.astimezone(UTC)))
        has_ended = np.ones(log.cases, np.bool_)
    known = has_begun & has_ended
    origin = round((log.origin - EPOCH).total_seconds())
    first, last = (one[known] // log.ticks_per_second + origin for one in (began, ended))
    return local_seconds(first, zone), local_seconds(last, zone), known


def _placed(values: npt.NDArray[np.int64], known: Mask) -> Taken:
    """Values of the known cases among all; one not known is 0, as its mask says."""
    found = np.zeros(len(known), np.int64)
    found[known] = values
    return found, known
