"""Periods of dispatch: to date, month by month, as far as the data reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kaifang.core.period import Period
from kaifang.facts.cube import Held
from kaifang.packs.schema.figures import TargetEntry
from kaifang.programme.figures import Figures
from kaifang.programme.opening import Programme
from kaifang.programme.progress import Progress


def periods(programme: Programme, figures: Figures) -> list[Period]:
    """The periods to date that a programme may be dispatched for, the newest first."""
    head = programme.law.head
    newest = figures.newest(head.headline, head.org or "")
    year = head.period
    if newest is None or year is None or not year.contains(newest.end):
        return [year] if year else []
    months = [Period(year.start, month.end) for month in year.each_month()]
    return [one for one in reversed(months) if one.end <= newest.end]


def before(period: Period) -> Period | None:
    """The year to date a month earlier; none for a January, and for what does not begin with one.

    >>> str(before(Period.parse("2023-01/2023-06"))), before(Period.parse("2023-01"))
    ('2023-01/2023-05', None)
    """
    if not period.months or period.end.month == 1 or period.start.month != 1:
        return None
    return Period.to_date(period.end.year, period.end.month - 1)


@dataclass(frozen=True)
class PeriodProgress(Progress):
    """Where a target stood at the end of a period, with what is known of it now."""

    until: date = date.max

    @classmethod
    def at(cls, figures: Figures, target: TargetEntry, org: str, until: date) -> Progress:
        """The progress up to a day; that of today where nothing later is known."""
        now = Progress.of(figures, target, org)
        if until >= figures.snapshot.as_of or (now.known and now.known.period.end <= until):
            return now
        key = target.id, org, until
        held: PeriodProgress | None = figures.memory.get(key)
        if held is None:
            held = cls(figures, target, org, until)
            figures.remember(key, held)
        return held

    @cached_property
    def known(self) -> Held | None:
        year = self.target.period
        if self.target.indicator is None or self.until < year.start:
            return None
        within = Period(year.start, min(year.end, self.until))
        return self.figures.snapshot.newest(
            self.target.indicator, self.org, within=within, part=self.target.part_code
        )

    def _rated_period(self) -> Period | None:
        found = super()._rated_period()
        return found if found is None or found.end <= self.until else None
