"""Landing 落地: how the share of each cohort grows with time, and what the year's end may bring.

Projects that were terminated or moved away compete with landing: they are an end of their own,
not projects that one has only stopped looking at (Aalen-Johansen).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from kaifang.cases.landing import Ends, Floats, Incidence, Landing, expected_landing, incidence
from kaifang.core.period import Period
from kaifang.packs.schema.rates import ProcessRate
from kaifang.programme.projects.portfolio import Portfolio
from kaifang.programme.projects.rates import CohortRow, Member, cohort_rows, members_of

MONTH = 365.25 / 12
MOST_MONTHS = 36
NOTHING = Landing(open=0, expected=0.0, low=0.0, high=0.0, unknown=0)
_CODES = {"open": 0, "reached": 1, "ended": 2}


@dataclass(frozen=True, slots=True)
class LandingCurve:
    """The shares of one cohort by months since the denominator: landed, and ended otherwise.

    period: None for all cohorts together. A month beyond the age of its oldest member is None:
    it has not been seen.
    """

    period: Period | None
    of: int
    landed: Sequence[float | None]
    ended: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class YearEnd:
    """What a year may bring: landed so far, and expected of those still open.

    until: the last day of the year. learnt_from: projects whose course the rates are taken from.
    total, low, high: landed so far and expected together, with the 90% interval.
    """

    until: date
    landed: int
    learnt_from: int
    expected: Landing

    @property
    def total(self) -> float:
        return self.landed + self.expected.expected

    @property
    def low(self) -> float:
        return self.landed + self.expected.low

    @property
    def high(self) -> float:
        return self.landed + self.expected.high


def landing_curves(
    portfolio: Portfolio, rate: ProcessRate, rows: Sequence[CohortRow] | None = None
) -> list[LandingCurve]:
    """One curve a cohort that has members, the oldest first, then that of all together."""
    rows = cohort_rows(portfolio, rate) if rows is None else rows
    found = [
        _curve(portfolio, one.period, members)
        for one in reversed(rows)
        if (members := members_of(portfolio, rate, one.period, portfolio.day))
    ]
    everybody = members_of(portfolio, rate, None, portfolio.day)
    return [*found, _curve(portfolio, None, everybody)] if everybody else []


def _curve(portfolio: Portfolio, period: Period | None, members: Sequence[Member]) -> LandingCurve:
    lengths, ends = courses(portfolio, members)
    landed, ended = incidence(lengths, ends, 1), incidence(lengths, ends, 2)
    ages = [portfolio.days_since(one.came) for one in members]
    seen = int(max(ages) / MONTH)
    return LandingCurve(period, len(members), _by_months(landed, seen), _by_months(ended, seen))


def _by_months(found: Incidence, seen: int) -> list[float | None]:
    return [found.at(month * MONTH) if month <= seen else None for month in range(MOST_MONTHS + 1)]


def courses(portfolio: Portfolio, members: Sequence[Member]) -> tuple[Floats, Ends]:
    """Days from the denominator to the end or to the day of looking, and which end it was."""
    lengths = [
        (portfolio.day_of(one.at) - portfolio.day_of(one.came)).days
        if one.at is not None
        else portfolio.days_since(one.came)
        for one in members
    ]
    ends = np.array([_CODES[one.outcome] for one in members], np.int64)
    return np.array(lengths, np.float64).clip(0.0), ends


def year_end(portfolio: Portfolio, rate: ProcessRate, draws: int = 1000) -> YearEnd:
    """Expect how many will have landed by the end of the year of the portfolio's day."""
    until = date(portfolio.day.year, 12, 31)
    members = members_of(portfolio, rate, None, portfolio.day)
    lengths, ends = courses(portfolio, members)
    ahead = float((until - portfolio.day).days)
    landed = sum(
        one.at is not None and portfolio.day_of(one.at).year == until.year
        for one in members
        if one.outcome == "reached"
    )
    told = tuple(lengths.tolist()), tuple(ends.tolist())
    expected = _expected(*told, ahead, draws) if members else NOTHING
    return YearEnd(until, landed, len(members), expected)


@lru_cache(maxsize=64)
def _expected(
    lengths: tuple[float, ...], ends: tuple[int, ...], ahead: float, draws: int
) -> Landing:
    """The same courses, the same answer: drawing them a thousand times is done once a day."""
    return expected_landing(np.array(lengths), np.array(ends, np.int64), ahead, draws=draws)
