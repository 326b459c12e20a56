"""What cases went through: which took an edge, did something again, or left the way somewhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kaifang.cases.graphs import edge_codes
from kaifang.cases.logs import EventLog, Mask, Ticks


def taking(log: EventLog, source: str, target: str) -> Mask:
    """The cases in which one activity directly follows another."""
    if log.events < 2 or source not in log.activities or target not in log.activities:
        return np.zeros(log.cases, np.bool_)
    code = log.code(source) * len(log.activities) + log.code(target)
    return _with_events(log, np.flatnonzero(edge_codes(log) == code))


def repeating(log: EventLog, activity: str) -> Mask:
    """The cases in which an activity happened more than once."""
    events = np.flatnonzero(log.activity == log.code(activity))
    cases = np.searchsorted(log.offsets, events, side="right") - 1
    again: Mask = np.bincount(cases, minlength=log.cases) > 1
    return again


def deviating(log: EventLog, kind: str, activities: Sequence[str]) -> Mask:
    """The cases that a deviation was found in."""
    if kind == "step":
        return taking(log, *activities)
    (activity,) = activities
    if kind == "missing":
        return ~log.has(activity)
    border = log.offsets[:-1] if kind == "start" else log.offsets[1:] - 1
    found: Mask = log.activity[border] == log.code(activity)
    return found


def following(log: EventLog, activities: Sequence[str]) -> Mask:
    """The cases whose events are these activities, in this order and no others."""
    found: Mask = log.lengths == len(activities)
    for place, activity in enumerate(activities):
        cases = np.flatnonzero(found)
        found[cases] = log.activity[log.offsets[cases] + place] == log.code(activity)
    return found


def time_in(log: EventLog, source: str, target: str) -> Ticks:
    """The time that passed in an edge, case by case; of one taken several times, in all of them."""
    code = log.code(source) * len(log.activities) + log.code(target)
    events = np.flatnonzero(edge_codes(log) == code)
    cases = np.searchsorted(log.offsets, events, side="right") - 1
    took = np.zeros(log.cases, np.int64)
    np.add.at(took, cases, log.ticks[events + 1].astype(np.int64) - log.ticks[events])
    return took


def _with_events(log: EventLog, events: npt.NDArray[np.intp]) -> Mask:
    cases = np.zeros(log.cases, np.bool_)
    cases[np.searchsorted(log.offsets, events, side="right") - 1] = True
    return cases
