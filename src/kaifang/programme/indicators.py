"""Definition card 口径卡 of an indicator, its vintages, and where it stands everywhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.observation import Observation, Visibility
from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.core.ranking import rank
from kaifang.core.statement import Statement
from kaifang.facts.cube import Held
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import FactEntry, IndicatorEntry, TargetEntry
from kaifang.programme.figures import Figures
from kaifang.programme.opening import Programme
from kaifang.programme.reach import may_show


@dataclass(frozen=True)
class DefinitionCard:
    """What an indicator means, who reports it, when it comes out, how its definition changed."""

    law: Law
    indicator: IndicatorEntry

    @property
    def formula(self) -> Text | None:
        formula = self.indicator.formula
        if formula is None:
            return None
        names = [self.law.indicator(id).name.text for id in formula.operands]
        parts = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
        words = {"parts": parts, "whole": formula.of or "", "filter": _filter(formula.where)}
        words |= {"now": parts, "base": message("missing.no_base", period="").zh}
        return message(f"formula.{formula.operation}", **words)

    @property
    def kind(self) -> Text:
        return message(f"kind.{self.indicator.kind}")

    @property
    def frequency(self) -> Text:
        return message(f"frequency.{self.indicator.frequency}")

    @property
    def facts(self) -> list[FactEntry]:
        return [one for one in self.law.facts.values() if one.indicator == self.indicator.id]

    @property
    def targets(self) -> list[TargetEntry]:
        return [one for one in self.law.targets.values() if one.indicator == self.indicator.id]


@dataclass(frozen=True)
class Vintage:
    """One stated value of a period, in the order in which it was recorded."""

    observation: Observation
    leads: bool


def vintages(programme: Programme, figures: Figures, statement: Statement) -> list[Vintage]:
    """All that was stated of one figure, as far as this viewer may see it at this moment."""
    held = figures.held(statement)
    if held is None:
        return []
    key = (held.indicator, held.org, held.period.code, held.measure, held.base, held.part)
    recorded = programme.records.vintages((*key, held.definition))
    return [
        Vintage(one, one.id == held.row) for one in recorded if _is_known(programme, figures, one)
    ]


def _is_known(programme: Programme, figures: Figures, one: Observation) -> bool:
    """Whether a record was announced, recorded and released by then, and visible to the viewer."""
    as_of, seen_at = figures.versions.as_of, figures.versions.seen_at
    zone = ZoneInfo(programme.law.head.zone)
    known = one.announced or (one.recorded.astimezone(zone).date() if one.recorded else None)
    now = seen_at or datetime.now(UTC)
    return (
        _may_see(programme, one)
        and (one.embargo is None or one.embargo <= now)
        and (as_of is None or known is None or known <= as_of)
        and (seen_at is None or one.recorded is None or one.recorded <= seen_at)
    )


def _may_see(programme: Programme, one: Observation) -> bool:
    inside = programme.inside
    own = inside is None or one.org in inside
    return one.visibility <= (programme.viewer.sees if own else Visibility.PUBLIC)


@dataclass(frozen=True)
class Standing:
    """Where one organisation stands in one period; ranked among those of its kind."""

    org: Org
    value: Statement
    growth: Statement
    share: Statement
    rank: int | None = None


def standings(
    figures: Figures, indicator: str, period: Period, among: Collection[str] | None = None
) -> list[Standing]:
    """Organisations with a value in a period, in administrative order; ties share a rank.

    `among` limits who is shown and ranked.
    """
    entry = figures.law.indicator(indicator)
    found = [
        Standing(
            org,
            figures.statement(indicator, org.id, period),
            figures.statement(indicator, org.id, period, "growth"),
            figures.statement(indicator, org.id, period, "share_of_nation"),
        )
        for org in holders(figures, indicator)
        if among is None or org.id in among
    ]
    known = [one for one in found if one.value.quantity is not None]
    ranks: dict[str, int | None] = {}
    for kind in {one.org.kind for one in known}:
        values = {one.org.id: _number(one.value) for one in known if one.org.kind == kind}
        if len(values) > 1:
            ranks |= rank(values, entry.digits, descending=entry.better != "down")
    return [replace(one, rank=ranks.get(one.org.id)) for one in known]


def _number(statement: Statement) -> Decimal | None:
    return statement.quantity.value if statement.quantity else None


def holders(figures: Figures, indicator: str) -> list[Org]:
    """The organisations of which any level is known, in administrative order."""
    cube, orgs = figures.snapshot.cube, figures.law.orgs
    code = cube.codes["indicator"].get(indicator)
    if code is None:
        return []
    stated = np.flatnonzero(cube.grid()[code] >= 0)
    names = [cube.names["org"][org] for org in stated]
    may = [id for id in names if may_show(figures.law, id)]
    seen = [id for id in may if figures.snapshot.knows(indicator, id)]
    return [orgs[id] for id in sorted(seen, key=orgs.place)]


def periods_of(
    figures: Figures, indicator: str, orgs: Sequence[Org], *, last: int = 24
) -> list[Period]:
    """The periods for which anything is known of some organisations, the newest first.

    Of periods with the same last day the longest one stands: to date before the single month.
    """
    by_end: dict[object, Period] = {}
    for org in orgs:
        for period, _ in figures.snapshot.points(indicator, org.id):
            longest = by_end.get(period.end)
            if period.months <= _YEAR and (longest is None or period.start < longest.start):
                by_end[period.end] = period
    ordered = sorted(by_end.values(), key=lambda one: one.end, reverse=True)
    return [one for one in ordered if one.end <= figures.snapshot.as_of][:last]


@dataclass(frozen=True)
class Series:
    """A table of one indicator: organisations by period."""

    orgs: Sequence[Org]
    periods: Sequence[Period]
    cells: dict[tuple[str, Period], Statement]


def series(figures: Figures, indicator: str, orgs: Sequence[str], *, last: int = 13) -> Series:
    """The last periods of an indicator for some organisations, to date or whole."""
    held = {org: _within_a_year(figures.snapshot.history(indicator, org)) for org in orgs}
    ends: dict[tuple[str, object], Period] = {}
    for org, history in held.items():
        for one in history:
            ends[org, one.period.end] = one.period
    periods = sorted(set(ends.values()), key=lambda period: (period.end, period.start))[-last:]
    cells = {
        (org, period): figures.statement(indicator, org, period)
        for org in orgs
        for period in periods
        if ends.get((org, period.end)) == period
    }
    law = figures.law
    return Series([law.orgs[org] for org in orgs if held[org]], periods, cells)


def _within_a_year(history: Sequence[Held]) -> list[Held]:
    """Without the sums over several years, which would stand in the place of their last one."""
    return [one for one in history if one.period.months <= _YEAR]


_YEAR = 12


def _filter(where: dict[str, tuple[str, ...]]) -> str:
    return ", ".join(f"{name}={'/'.join(values)}" for name, values in where.items())
