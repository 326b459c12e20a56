"""How a cell usually moves: the band that its own history makes likely, by median and MAD."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from statistics import median

from kaifang.core.period import Period
from kaifang.packs.schema.reporting import Over

FEWEST = 4  # past changes from which a median says anything
# How many median absolute deviations are usual: three standard deviations of a normal spread.
_USUAL = 3 * 1.4826

History = Sequence[tuple[Period, Decimal]]


@dataclass(frozen=True, slots=True)
class Band:
    """What is likely, and from where to where is usual."""

    likely: float
    low: float
    high: float

    def holds(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


def usual(
    history: History, period: Period, base: Decimal | None, over: Over, factor: Decimal
) -> Band | None:
    """The band for a value of `period`: `factor` times what is likely, wider for a restless history.

    `base` is the value that changes are counted from: of the period before, or of the same
    period a year before; a level needs none. Changes are compared as ratios, so half is as far
    as double. None where there are fewer than four past changes, or no positive base.
    """
    if over == "level":
        past, base = _levels(history, period), Decimal(1)
    else:
        past = _changes(history, over)
    if len(past) < FEWEST or base is None or base <= 0:
        return None
    middle = median(past)
    spread = median([abs(one - middle) for one in past])
    likely = math.exp(middle) * float(base)
    width = math.exp(max(math.log(factor), _USUAL * spread))
    return Band(likely, likely / width, likely * width)


def _changes(history: History, over: Over) -> list[float]:
    """Logarithms of all past changes between positive values."""
    periods = tuple([period for period, _ in history])
    return [
        math.log(history[now][1] / history[before][1])
        for before, now in _steps(periods, over)
        if history[before][1] > 0 < history[now][1]
    ]


@lru_cache(maxsize=256)
def _steps(periods: tuple[Period, ...], over: Over) -> list[tuple[int, int]]:
    """The places of each period and of the one it is set against; rows of a form share them."""
    places = {period: place for place, period in enumerate(periods)}
    ends = {period.end: place for place, period in enumerate(periods)}
    steps = []
    for period, now in places.items():
        if over == "year":
            before = places.get(period.last_year())
        else:
            before = ends.get(period.start - timedelta(days=1))
        if before is not None:
            steps.append((before, now))
    return steps


def _levels(history: History, period: Period) -> list[float]:
    """Logarithms of the values of the same period in other years."""
    alike = (value for one, value in history if _in_the_year(one) == _in_the_year(period))
    return [math.log(value) for value in alike if value > 0]


def _in_the_year(period: Period) -> tuple[int, int]:
    return period.start.month, period.end.month
