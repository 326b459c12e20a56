"""Rework 返工: activities that a case had to go through more than once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaifang.cases.logs import EventLog, Mask

_BITS = 64


@dataclass(frozen=True, slots=True)
class Rework:
    """An activity that was repeated: in how many cases, and how many times too many in all."""

    activity: str
    cases: int
    repeats: int


def rework(log: EventLog) -> list[Rework]:
    """The repeated activities, the one repeated in most cases first.

    >>> from kaifang.cases import log_of
    >>> rework(log_of([("a", "amend", 0), ("a", "amend", 1), ("a", "amend", 2), ("b", "amend", 3)]))
    [Rework(activity='amend', cases=1, repeats=2)]
    """
    log = log.only(_repeats(log))
    among = len(log.activities)
    pairs, counts = np.unique(log.case_of_events() * among + log.activity, return_counts=True)
    again = counts > 1
    activity, repeats = pairs[again] % max(among, 1), counts[again] - 1
    cases = np.bincount(activity, minlength=among)
    times = np.bincount(activity, weights=repeats, minlength=among)
    found = [
        Rework(name, int(cases[code]), int(times[code]))
        for code, name in enumerate(log.activities)
        if cases[code]
    ]
    return sorted(found, key=lambda one: -one.cases)


def _repeats(log: EventLog) -> Mask:
    """The cases with more events than different activities; of many activities, all cases."""
    if len(log.activities) > _BITS or not log.cases:
        return np.ones(log.cases, np.bool_)
    seen = np.left_shift(np.uint64(1), log.activity, dtype=np.uint64)
    different = np.bitwise_count(np.bitwise_or.reduceat(seen, log.offsets[:-1]))
    return log.lengths > different
