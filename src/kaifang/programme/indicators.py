"""Definition card 口径卡 of an indicator, its vintages, and where it stands everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.observation import Observation
from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.core.statement import Statement
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import FactEntry, IndicatorEntry, TargetEntry
from kaifang.programme.figures import Figures


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


def vintages(figures: Figures, records: Sequence[Observation]) -> list[Vintage]:
    """Mark which of the recorded values leads in a snapshot."""
    leading: int | None = None
    if records:
        one = records[0]
        held = figures.snapshot.get(
            one.indicator, one.org, one.period, one.measure, one.base, one.part
        )
        leading = held.row if held else None
    return [Vintage(record, record.id == leading) for record in records]


@dataclass(frozen=True)
class Series:
    """A table of one indicator: organisations by period."""

    orgs: Sequence[Org]
    periods: Sequence[Period]
    cells: dict[tuple[str, Period], Statement]


def series(figures: Figures, indicator: str, orgs: Sequence[str], *, last: int = 13) -> Series:
    """The last periods of an indicator for some organisations, to date or whole."""
    held = {org: figures.snapshot.history(indicator, org) for org in orgs}
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


def _filter(where: dict[str, tuple[str, ...]]) -> str:
    return ", ".join(f"{name}={'/'.join(values)}" for name, values in where.items())
