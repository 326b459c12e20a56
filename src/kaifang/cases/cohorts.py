"""Cohorts 批次: of those who reached one stage in a period, how many had reached another by a day.

The same word means different things from place to place, so a rate is declared: its numerator's
stages, its denominator's stage, the days of the cohort and the day of looking.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from kaifang.cases.building import ZONE
from kaifang.cases.logs import EventLog, Mask
from kaifang.cases.months import midnight


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many; `share` is exact, None of none."""

    reached: int
    of: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.reached, self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class RateRule:
    """What a rate is made of: any of `numerator` by a day, of all who had `denominator`."""

    numerator: Collection[str]
    denominator: str


@dataclass(frozen=True, slots=True)
class Cohort:
    """The cases that reached a stage from `start` on and before `end`, in a zone."""

    start: date
    end: date
    zone: str = ZONE

    @classmethod
    def of_year(cls, year: int, zone: str = ZONE) -> Cohort:
        """Everybody of a calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1), zone)


def cohort_cases(log: EventLog, stage: str, cohort: Cohort) -> Mask:
    """The cases that first reached a stage within the days of a cohort."""
    times, seen = log.time_of(stage)
    start, end = (midnight(log, day, cohort.zone) for day in (cohort.start, cohort.end))
    return seen & (times >= start) & (times < end)


def cohort_rate(log: EventLog, rule: RateRule, cohort: Cohort, seen_on: date) -> Rate:
    """The rate of a cohort at the end of the day `seen_on`; what happened later is not known yet.

    >>> from kaifang.cases import log_of
    >>> log = log_of([("a", "signed", 0), ("a", "started", 86400 * 3), ("b", "signed", 5)])
    >>> rule = RateRule(["started"], "signed")
    >>> cohort_rate(log, rule, Cohort.of_year(1970), date(1970, 1, 2))
    Rate(reached=0, of=2)
    >>> cohort_rate(log, rule, Cohort.of_year(1970), date(1970, 12, 31)).share
    Fraction(1, 2)
    """
    until = midnight(log, date.fromordinal(seen_on.toordinal() + 1), cohort.zone)
    times, _ = log.time_of(rule.denominator)
    among = cohort_cases(log, rule.denominator, cohort) & (times < until)
    reached = np.zeros(log.cases, np.bool_)
    for stage in rule.numerator:
        times, seen = log.time_of(stage)
        reached |= seen & (times < until)
    return Rate(int((among & reached).sum()), int(among.sum()))


def cohort_curve(
    log: EventLog, rule: RateRule, cohort: Cohort, days: Iterable[date]
) -> list[tuple[date, Rate]]:
    """The rate of a cohort as it stood on each day."""
    return [(day, cohort_rate(log, rule, cohort, day)) for day in days]
