"""Waiting: who held a case between its events — trader, customs or port."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kaifang.cases.logs import EventLog
from kaifang.cases.spreads import Spread, spread

Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Held:
    """How long one holder held a case, over all cases, and his share of the time of all."""

    holder: str
    took: Spread
    share: float


def waiting(log: EventLog, holders: Mapping[str, str]) -> list[Held]:
    """Time by holder; `holders` names who holds a case after an activity happened.

    Time after an activity that names nobody is held by "". A case that a holder never held
    counts as 0 for him, so that the means of all holders add up to the mean duration.
    """
    names = [*dict.fromkeys([*holders.values(), ""])]
    held = {
        name: held_by(log, [a for a in log.activities if holders.get(a, "") == name])
        for name in names
    }
    total = sum(int(ticks.sum()) for ticks in held.values())
    rows = [
        Held(name, took, int(held[name].sum()) / total if total else 0.0)
        for name in names
        if (took := spread(held[name], log.ticks_per_second)) and took.most
    ]
    return sorted(rows, key=lambda row: -row.share)


def held_by(log: EventLog, after: list[str]) -> npt.NDArray[np.int64]:
    """Ticks of each case that passed directly after one of these activities."""
    mine = np.zeros(len(log.activities) + 1, np.bool_)
    mine[[log.code(name) for name in after if name in log.activities]] = True
    steps = np.where(mine[log.activity[:-1]], np.diff(log.ticks), 0).astype(np.int64)
    steps[log.offsets[1:-1] - 1] = 0
    sums = np.zeros(log.events + 1, np.int64)
    np.cumsum(steps, out=sums[2:])
    held: npt.NDArray[np.int64] = sums[log.offsets[1:]] - sums[log.offsets[:-1] + 1]
    return held
