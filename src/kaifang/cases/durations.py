"""Durations: from the first event of a case to its last, and between two activities."""

from __future__ import annotations

import numpy as np

from kaifang.cases.logs import EventLog, Mask, Ticks
from kaifang.cases.spreads import Spread, spread, spreads_by


def durations(log: EventLog) -> Ticks:
    """Ticks from the first to the last event of each case."""
    return log.last - log.first


def lead_times(log: EventLog) -> Spread | None:
    """The spread of all durations in seconds; None for an empty log."""
    return spread(durations(log), log.ticks_per_second)


def lead_times_by(log: EventLog, attribute: str) -> dict[str, Spread]:
    """The spread of durations for each value of an attribute; cases without it are left out."""
    having = log.attributes[attribute]
    known = having.codes >= 0
    found = spreads_by(having.codes[known], durations(log)[known], log.ticks_per_second)
    return {having.values[code]: took for code, took in found}


def between(log: EventLog, start: str, stop: str) -> tuple[Ticks, Mask]:
    """Ticks from the first `start` to the first `stop` of each case, and which cases have both.

    Goods may be declared before they arrive: then it is negative.
    """
    began, has_begun = log.time_of(start)
    ended, has_ended = log.time_of(stop)
    return ended - began, has_begun & has_ended


def overdue(log: EventLog, start: str, stop: str, seconds: int, now: int) -> Mask:
    """The cases that took longer than a limit, or have waited longer by `now` (ticks)."""
    began, has_begun = log.time_of(start)
    ended, has_ended = log.time_of(stop)
    until = np.where(has_ended, ended, now)
    return has_begun & (until - began > seconds * log.ticks_per_second)
