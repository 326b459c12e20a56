"""Atlas: one measure of one indicator over the tiles of a grid, with ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from kaifang.core.bilingual import Text
from kaifang.core.errors import nearest
from kaifang.core.messages import message
from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.core.ranking import rank
from kaifang.core.statement import Authority, Statement
from kaifang.core.units import Unit, unit
from kaifang.facts import measures
from kaifang.facts.board import GROWTH_DIGITS
from kaifang.facts.selecting import select, told_of
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.packs.schema.places import GridEntry
from kaifang.programme.figures import Figures
from kaifang.programme.opening import Programme, Seen, When
from kaifang.programme.progress import Progress
from kaifang.programme.reach import may_show

Shown = Literal["level", "growth", "share", "attainment"]
SHOWN: tuple[Shown, ...] = ("level", "growth", "share", "attainment")


@dataclass(frozen=True)
class Place:
    """One tile: its organisation, the value as printed, its rank, and the statement behind it.

    `statement` is the level where the value is a share worked out here. `value` is None exactly
    when `missing` says why.
    """

    org: Org
    column: int
    row: int
    value: Decimal | None
    statement: Statement
    missing: Text | None = None
    rank: int | None = None


@dataclass(frozen=True)
class Atlas:
    """What a map shows; `period` is None when nothing is known of any tile."""

    figures: Figures
    grid: GridEntry
    indicator: IndicatorEntry
    measure: Shown
    wanted: Period | None = None

    @cached_property
    def periods(self) -> list[Period]:
        """Periods of which some tile has a level, the newest first, the longest of a day first."""
        ends: dict[date, Period] = {}
        for tile in self.tiles:
            for period, _value in self.figures.snapshot.points(self.indicator.id, tile.id):
                if period.end <= self.figures.snapshot.as_of:
                    ends[period.end] = period
        return [ends[end] for end in sorted(ends, reverse=True)]

    @property
    def period(self) -> Period | None:
        """The period that is shown: the one asked for, else the newest."""
        return self.wanted or next(iter(self.periods), None)

    @property
    def unit(self) -> Unit:
        return self.indicator.unit if self.measure == "level" else unit("%")

    @property
    def digits(self) -> int:
        return self.indicator.digits if self.measure == "level" else GROWTH_DIGITS

    @cached_property
    def tiles(self) -> list[Org]:
        law = self.figures.law
        return [law.orgs[tile.org] for tile in self.grid.tiles if may_show(law, tile.org)]

    @cached_property
    def places(self) -> list[Place]:
        """All tiles in administrative order, ranked by the value as printed; ties share a rank."""
        found = {one.org.id: one for one in self._placed()}
        values = {id: one.value for id, one in found.items()}
        ranks = rank(values, self.digits, descending=self.indicator.better != "down")
        place = self.figures.law.orgs.place
        return [replace(found[id], rank=ranks[id]) for id in sorted(found, key=place)]

    @property
    def is_demo(self) -> bool:
        return any(one.statement.authority is Authority.DEMO for one in self.places)

    def _placed(self) -> list[Place]:
        at = {tile.org: (tile.col, tile.row) for tile in self.grid.tiles}
        found = []
        for org in self.tiles:
            (column, row), (value, statement, missing) = at[org.id], self._value(org)
            found.append(Place(org, column, row, value, statement, missing))
        return found

    def _value(self, org: Org) -> tuple[Decimal | None, Statement, Text | None]:
        statement = self._statement(org)
        if self.measure == "share":
            return self._share(statement)
        value = statement.quantity.value if statement.quantity else None
        return value, statement, statement.missing

    def _statement(self, org: Org) -> Statement:
        period = self.period or Period.year(self.figures.snapshot.as_of.year)
        if self.measure == "attainment":
            return self._attainment(org, period)
        measure = "growth" if self.measure == "growth" else "level"
        return self.figures.statement(self.indicator.id, org.id, period, measure)

    def _share(self, level: Statement) -> tuple[Decimal | None, Statement, Text | None]:
        whole = self.figures.statement(self.indicator.id, self.grid.org, level.period)
        part, total = (one.quantity.value if one.quantity else None for one in (level, whole))
        answer = measures.share(part, total)
        return answer.at(GROWTH_DIGITS), level, level.missing or whole.missing or answer.missing

    def _attainment(self, org: Org, period: Period) -> Statement:
        """How far the organisation's target for the year of the period is reached."""
        year, law = period.in_year(), self.figures.law
        for target in law.targets.values():
            if (target.indicator, target.org, target.period) == (self.indicator.id, org.id, year):
                return Progress.of(self.figures, target, org.id).attainment()
        missing = self.figures.statement(self.indicator.id, org.id, year, "record")
        return Statement(
            self.indicator.id, org.id, year, "attainment", None, missing.why,
            missing=message("missing.no_target"),
        )  # fmt: skip


def grids_of(law: Law) -> list[GridEntry]:
    """The grids a programme may show: its own, that of its organisation, that of the nation."""
    wanted = (law.head.org, law.head.nation)
    found = [one for one in law.grids.values() if one.org in wanted and may_show(law, one.org)]
    return sorted(found, key=lambda one: (one.id != law.head.grid, wanted.index(one.org)))


def open_atlas(
    programme: Programme,
    indicator: str,
    measure: Shown = "level",
    org: str = "",
    period: Period | None = None,
    *,
    as_of: When = None,
    seen_at: Seen = None,
) -> Atlas:
    """A map of an indicator; `org` names the organisation whose grid it is.

    Raises: UnknownName for an indicator or where there is no grid.
    """
    law = programme.law
    found = [one for one in grids_of(law) if org in ("", one.org)]
    if not found:
        near = nearest(org, [one.org for one in grids_of(law)])
        raise UnknownName(kind=LABELS["grids"], found=org, near=near)
    entry = law.indicator(indicator)
    return Atlas(programme.figures(as_of, seen_at), found[0], entry, measure, period)


def mapped(figures: Figures, grid: GridEntry) -> Sequence[str]:
    """Indicators of which some tile of a grid has a level, in the order of the law."""
    tiles = [tile.org for tile in grid.tiles]
    on_tiles = select(figures.snapshot, orgs=tiles)
    known = told_of(figures.snapshot, "indicator", on_tiles)
    return [id for id in figures.law.indicators if id in known]
