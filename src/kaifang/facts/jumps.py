"""How a cell usually moves: the band that its own history makes likely, by median and MAD."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

from kaifang.core.bands import Band, band_of
from kaifang.core.period import Period
from kaifang.packs.schema.reporting import Over

History = Sequence[tuple[Period, Decimal]]


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
    if base is None or base <= 0:
        return None
    return band_of(past, float(factor), float(base))


def _changes(history: History, over: Over) -> list[float]:
    """All past changes between positive values, as ratios."""
    periods = tuple([period for period, _ in history])
    return [
        float(history[now][1] / history[before][1])
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
    """The values of the same period in other years."""
    alike = (value for one, value in history if _in_the_year(one) == _in_the_year(period))
    return [float(value) for value in alike if value > 0]


def _in_the_year(period: Period) -> tuple[int, int]:
    return period.start.month, period.end.month
