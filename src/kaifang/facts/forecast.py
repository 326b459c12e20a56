"""Forecast 预测 of a year's end: the share of the year that was done by this month in past years.

Suppose the share of the year that is done by the end of month m is as likely to fall in any place
among the past years' shares as in any other. Then the year will end at `now / share`; between the
smallest and the largest past share lies the new one with probability (n − 1) / (n + 1), and that
is the level stated: 50% for three years, 80% for nine. More is not to be had from few years, and
the back-test shows what the method would have done.

Limits: it knows nothing of this year but its total to date. A changed definition, a moved
Spring Festival in January and February, a year unlike all before (2020) break the supposition;
leave such years out, or read the back-test. Internal users only: it is no published figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import TypeAlias

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.facts.rounding import half_up

YEARS_NEEDED = 3
MONTHS = 12

History: TypeAlias = Mapping[int, Sequence[Decimal | None]]


class NoSuchMonth(KaifangError):
    code = "KF-FACT-004"


@dataclass(frozen=True, slots=True)
class Replay:
    """One past year forecast from the other years, and what it came to."""

    year: int
    forecast: Fraction
    actual: Fraction
    is_within: bool

    @property
    def error(self) -> Fraction:
        """How far the forecast was off, as a fraction of what came; positive when too high."""
        return self.forecast / self.actual - 1


@dataclass(frozen=True, slots=True)
class Backtest:
    """Each past year left out once and forecast from the others.

    `stated` is the level of those intervals, each from one year fewer than the forecast's own.
    """

    replays: tuple[Replay, ...]
    stated: Fraction

    @property
    def n(self) -> int:
        return len(self.replays)

    @property
    def mean_error(self) -> Fraction:
        """Mean absolute error in per cent of what came (MAPE)."""
        return sum((abs(one.error) for one in self.replays), Fraction(0)) / self.n * 100

    @property
    def hits(self) -> int:
        return sum(one.is_within for one in self.replays)

    @property
    def coverage(self) -> Fraction:
        """Share of the years that fell within their interval, to be held against `stated`."""
        return Fraction(self.hits, self.n)

    @property
    def says(self) -> Text:
        return message(
            "facts.forecast.backtest",
            n=self.n,
            error=half_up(self.mean_error, 1),
            hits=self.hits,
            stated=half_up(self.stated * 100, 0),
        )


@dataclass(frozen=True, slots=True)
class Forecast:
    """The year's end: point, interval, its level, and the probability of meeting the target.

    `shares` are the past years' shares at this month, in the order of the years. All is None,
    and `reason` says why, where nothing can be forecast.
    """

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    level: Fraction | None = None
    probability: Fraction | None = None
    backtest: Backtest | None = None
    shares: tuple[Fraction, ...] = ()
    reason: Text | None = None


def forecast(
    now: Decimal | None,
    month: int,
    history: History,
    *,
    target: Decimal | None = None,
    level: Decimal = Decimal("0.8"),
    digits: int = 1,
) -> Forecast:
    """Forecast the year's end from `now`, the total of January to `month`.

    `history` holds twelve totals to date a year, None where missing; a year counts when the
    totals of `month` and of December are there and positive. The point is `now` over the median
    share. The interval is the narrowest between order statistics whose level reaches `level`,
    or the widest there is. The probability of meeting `target` is the place of the share that
    the target needs among the past shares, (k + ½) / (n + 1): never 0 or 1 unless the target is
    already reached, or the year is over.

    >>> years = {
    ...     y: [None] * 5 + [Decimal(h)] + [None] * 5 + [Decimal(100)]
    ...     for y, h in ((2019, 44), (2020, 40), (2021, 46))
    ... }
    >>> june = forecast(Decimal(55), 6, years, target=Decimal(121), digits=0)
    >>> june.value, june.low, june.high, june.level, june.probability
    (Decimal('125'), Decimal('120'), Decimal('138'), Fraction(1, 2), Fraction(5, 8))

    Raises: NoSuchMonth.
    """
    if not 1 <= month <= MONTHS:
        raise NoSuchMonth(found=month)
    if now is None:
        return Forecast(reason=message("missing.no_value"))
    if month == MONTHS:
        return _settled(now, target, digits)
    past = _shares(history, month)
    if len(past) < YEARS_NEEDED:
        return Forecast(reason=message("missing.no_history", need=YEARS_NEEDED, have=len(past)))
    if now <= 0:
        return Forecast(reason=message("facts.forecast.nothing_yet"))
    shares = list(past.values())
    span = _span(shares, Fraction(level))
    return Forecast(
        value=half_up(Fraction(now) / median(shares), digits),
        low=half_up(Fraction(now) / span.high, digits),
        high=half_up(Fraction(now) / span.low, digits),
        level=span.level,
        probability=None if target is None else _probability(now, target, shares),
        backtest=_backtest(past, history, month, Fraction(level)),
        shares=tuple(shares),
    )


# -- how ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Span:
    low: Fraction
    high: Fraction
    level: Fraction


def _span(shares: Sequence[Fraction], level: Fraction) -> _Span:
    """Between the j-th smallest and the j-th largest of n lies the next with (n+1−2j)/(n+1)."""
    n = len(shares)
    j = max(1, int((n + 1) * (1 - level) / 2))
    ordered = sorted(shares)
    return _Span(ordered[j - 1], ordered[n - j], Fraction(n + 1 - 2 * j, n + 1))


def _shares(history: History, month: int) -> dict[int, Fraction]:
    """The share that was done by the month, of each year that is complete enough."""
    found = {}
    for year, totals in sorted(history.items()):
        if len(totals) != MONTHS:
            continue
        then, end = totals[month - 1], totals[MONTHS - 1]
        if then is not None and end is not None and then > 0 and end > 0:
            found[year] = Fraction(then) / Fraction(end)
    return found


def _probability(now: Decimal, target: Decimal, shares: Sequence[Fraction]) -> Fraction:
    if now >= target:
        return Fraction(1)
    needed = Fraction(now) / Fraction(target)
    k = sum(share <= needed for share in shares)
    return Fraction(2 * k + 1, 2 * len(shares) + 2)


def _settled(now: Decimal, target: Decimal | None, digits: int) -> Forecast:
    value = half_up(Fraction(now), digits)
    is_met = None if target is None else Fraction(int(now >= target))
    return Forecast(value, value, value, Fraction(1), is_met)


def _backtest(
    past: Mapping[int, Fraction], history: History, month: int, level: Fraction
) -> Backtest:
    replays = []
    for year in past:
        others = [share for other, share in past.items() if other != year]
        span = _span(others, level)
        then, actual = (Fraction(history[year][m - 1] or 0) for m in (month, MONTHS))
        is_within = span.low <= past[year] <= span.high
        replays.append(Replay(year, then / median(others), actual, is_within))
    return Backtest(tuple(replays), span.level)
