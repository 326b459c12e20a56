"""Rates of cohorts 批次比率: of those that signed in a year, how many had landed by a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from kaifang.cases.building import log_of
from kaifang.cases.cohorts import Cohort, RateRule, cohort_rate
from kaifang.cases.logs import EventLog
from kaifang.core.errors import nearest
from kaifang.core.period import Period
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.packs.schema.rates import ProcessRate
from kaifang.programme.projects.errors import UnknownRate
from kaifang.programme.projects.portfolio import Portfolio, Project

LANDING = "landing"
OUTCOMES = ("of", "reached", "ended", "open")
_BELOW, _ABOVE = "denominator", "numerator"


@dataclass(frozen=True, slots=True)
class Member:
    """A project in a cohort: when it came to the denominator, and what became of it by the cut-off.

    outcome: reached (the numerator), ended (another end, `end` says which state) or open.
    at: when that was; None while it is open.
    """

    project: Project
    came: datetime
    outcome: str
    at: datetime | None = None
    end: str = ""


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One cohort at its cut-off: of = reached + ended + open.

    seen_on: the day up to which its events count. is_ripe: whether the cut-off that the rate
    declares has come; until then the share is that of the day of looking.
    """

    period: Period
    seen_on: date
    is_ripe: bool
    members: Sequence[Member]
    reached: int
    of: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.reached, self.of) if self.of else None

    @property
    def ended(self) -> int:
        return len(self.those("ended"))

    @property
    def open(self) -> int:
        return len(self.those("open"))

    @property
    def ends(self) -> Mapping[str, int]:
        """How many came to which other end."""
        found: dict[str, int] = {}
        for one in self.those("ended"):
            found[one.end] = found.get(one.end, 0) + 1
        return found

    def those(self, outcome: str) -> list[Member]:
        return [one for one in self.members if outcome in ("of", one.outcome)]


def rate_of(process: ProcessEntry, name: str = "") -> ProcessRate:
    """A rate that a process declares; without a name its first. Raises: UnknownRate."""
    known = {one.id: one for one in process.rates}
    found = known.get(name) if name else next(iter(known.values()), None)
    if found is None:
        raise UnknownRate(found=name or process.id, near=nearest(name, known) or list(known))
    return found


def landing_rate(process: ProcessEntry) -> ProcessRate:
    """The rate that means landed: the one called so, else the first. Raises: UnknownRate."""
    known = {one.id for one in process.rates}
    return rate_of(process, LANDING if LANDING in known else "")


def cohort_rows(portfolio: Portfolio, rate: ProcessRate) -> list[CohortRow]:
    """Each cohort of a rate from the first project to the last, the newest on top."""
    log = stage_log(portfolio, rate)
    came = [at for one in portfolio.projects if (at := one.first(rate.denominator))]
    if not came:
        return []
    first, last = portfolio.day_of(min(came)), portfolio.day_of(max(came))
    periods = _periods(rate, first, last)
    return [_row(portfolio, rate, log, period) for period in reversed(periods)]


def stage_log(portfolio: Portfolio, rate: ProcessRate) -> EventLog:
    """The two stages of a rate as a log of events, one line a project and stage."""
    rows = [
        (one.case, name, at)
        for one in portfolio.projects
        for name, stage in ((_BELOW, rate.denominator), (_ABOVE, rate.numerator))
        if (at := one.first(stage)) is not None
    ]
    return log_of(rows)


def _row(portfolio: Portfolio, rate: ProcessRate, log: EventLog, period: Period) -> CohortRow:
    cut_off = cut_off_of(rate, period)
    seen_on = min(portfolio.day, cut_off) if cut_off else portfolio.day
    zone = portfolio.law.head.zone
    cohort = Cohort(period.start, period.end + timedelta(days=1), zone)
    counted = cohort_rate(log, RateRule([_ABOVE], _BELOW), cohort, seen_on)
    members = members_of(portfolio, rate, period, seen_on)
    ripe = cut_off is None or cut_off <= portfolio.day
    return CohortRow(period, seen_on, ripe, members, counted.reached, counted.of)


def cut_off_of(rate: ProcessRate, period: Period) -> date | None:
    """The day that a rate looks on a cohort; None: whenever one looks."""
    if rate.months is None:
        return None
    month = period.end.year * 12 + period.end.month - 1 + rate.months
    return Period.month(month // 12, month % 12 + 1).end


def members_of(
    portfolio: Portfolio, rate: ProcessRate, period: Period | None, seen_on: date
) -> list[Member]:
    """Who is in a cohort (without a period: in any), with what became of it by a day."""
    found = [_member(portfolio, rate, one, seen_on) for one in portfolio.projects]
    return [
        one
        for one in found
        if one is not None
        and (period is None or period.start <= portfolio.day_of(one.came) <= period.end)
    ]


def _member(
    portfolio: Portfolio, rate: ProcessRate, project: Project, seen_on: date
) -> Member | None:
    came, above = project.first(rate.denominator), project.first(rate.numerator)
    if came is None or portfolio.day_of(came) > seen_on:
        return None
    if above is not None and portfolio.day_of(above) <= seen_on:
        return Member(project, came, "reached", above)
    bad = project.first_bad(portfolio.process.end.bad)
    if bad is not None and portfolio.day_of(bad.entered) <= seen_on:
        return Member(project, came, "ended", bad.entered, bad.state)
    return Member(project, came, "open")


@dataclass(frozen=True, slots=True)
class RateGroup:
    """Those of all cohorts that tell one value of the field by which a rate tells them apart.

    value: None for those that tell none.
    """

    value: str | None
    members: Sequence[Member]

    def count(self, outcome: str) -> int:
        return sum(outcome in ("of", one.outcome) for one in self.members)

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.count("reached"), len(self.members)) if self.members else None


def rate_groups(portfolio: Portfolio, rate: ProcessRate) -> list[RateGroup]:
    """The groups of a rate by its own field as of the day, the largest first; none without one."""
    if rate.by is None:
        return []
    found: dict[str | None, list[Member]] = {}
    for one in members_of(portfolio, rate, None, portfolio.day):
        told = one.project.told(rate.by)
        found.setdefault(None if told is None else str(told), []).append(one)
    groups = [RateGroup(value, members) for value, members in found.items()]
    return sorted(groups, key=lambda one: (one.value is None, -len(one.members), one.value or ""))


def _periods(rate: ProcessRate, first: date, last: date) -> list[Period]:
    """The periods from that of one day to that of another, those without a project too."""
    found = [_period(rate, first)]
    while found[-1].end < last:
        found.append(_period(rate, found[-1].end + timedelta(days=1)))
    return found


def _period(rate: ProcessRate, day: date) -> Period:
    if rate.cohort == "year":
        return Period.year(day.year)
    if rate.cohort == "quarter":
        return Period.quarter(day.year, (day.month + 2) // 3)
    return Period.month(day.year, day.month)
