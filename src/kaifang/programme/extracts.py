"""Extracts: the fact table of a programme, filtered, one row a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.observation import Measure, Observation
from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.exchange.tables import Cell, Column, Table
from kaifang.facts.columns import Ints
from kaifang.facts.cube import Held
from kaifang.facts.selecting import select, told_of
from kaifang.packs.law import Law
from kaifang.programme.figures import Figures
from kaifang.programme.naming import measure_text, org_name
from kaifang.programme.opening import Programme
from kaifang.programme.reach import orgs_of
from kaifang.programme.tables import source_line, watermark

MOST_ROWS = 100_000


class TooManyRows(KaifangError):
    code = "KF-PROG-061"


@dataclass(frozen=True)
class Extract:
    """Values of a programme that pass a filter, as of a day and visible to a viewer.

    `org` takes in everything below it; `within` keeps the periods inside a period.
    """

    figures: Figures
    indicator: str = ""
    org: str = ""
    within: Period | None = None

    @cached_property
    def index(self) -> Ints:
        """Places of the values in the snapshot. Raises: UnknownName, UnknownOrg."""
        law = self.figures.law
        indicators = [law.indicator(self.indicator).id] if self.indicator else list(law.indicators)
        below = {one.id for one in law.orgs.within(self.org)} if self.org else None
        orgs = [one.id for one in orgs_of(law) if below is None or one.id in below]
        return select(
            self.figures.snapshot,
            indicators=indicators,
            orgs=orgs,
            within=self.within,
        )

    def __len__(self) -> int:
        return len(self.index)

    def rows(self, first: int = 0, last: int | None = None) -> list[Held]:
        """Some of the values, in the snapshot's order."""
        return [self.figures.snapshot.held(int(at)) for at in self.index[first:last]]


def stated_of(figures: Figures) -> tuple[list[str], list[Org]]:
    """Indicators and organisations of which anything is known, in the order of the law."""
    law = figures.law
    indicators, orgs = (told_of(figures.snapshot, column) for column in ("indicator", "org"))
    return (
        [id for id in law.indicators if id in indicators],
        [one for one in orgs_of(law) if one.id in orgs],
    )


COLUMNS = (
    Column("indicator", Text("指标编号", "Indicator id")),
    Column("indicator_name", Text("指标", "Indicator")),
    Column("org", Text("单位编号", "Organisation id")),
    Column("org_name", Text("单位", "Organisation")),
    Column("period", Text("时期编号", "Period code")),
    Column("period_name", Text("时期", "Period")),
    Column("measure", Text("统计量", "Measure")),
    Column("base", Text("基准", "Base")),
    Column("part", Text("分项", "Part")),
    Column("value", Text("数值", "Value"), kind="number"),
    Column("high", Text("上限", "Upper end"), kind="number"),
    Column("unit", Text("计量单位", "Unit")),
    Column("comparator", Text("限定", "Comparator")),
    Column("authority", Text("状态", "Status")),
    Column("definition", Text("口径版本", "Definition")),
    Column("announced", Text("公布日期", "Announced")),
)


def extract_table(programme: Programme, extract: Extract, lang: str) -> Table:
    """The whole extract as a table for download. Raises: TooManyRows."""
    if len(extract) > MOST_ROWS:
        raise TooManyRows(found=len(extract), expected=MOST_ROWS)
    law, found = programme.law, extract.rows()
    units = units_of(programme, found)
    rows = [_row(law, held, units[held.row], lang) for held in found]
    source = source_line(programme, extract.figures.versions)
    title, mark = Text("数据表", "Fact table"), watermark(programme)
    return Table(f"facts-{law.id}", title, COLUMNS, rows, source, watermark=mark)


def extract_observations(programme: Programme, extract: Extract) -> list[Observation]:
    """The whole extract as the records it stands on; only an office reads why each was recorded.

    Raises: TooManyRows.
    """
    if len(extract) > MOST_ROWS:
        raise TooManyRows(found=len(extract), expected=MOST_ROWS)
    rows = [held.row for held in extract.rows()]
    found = programme.records.observations(rows)
    inside = programme.viewer.is_internal
    return [found[row] if inside else replace(found[row], reason="") for row in rows]


def units_of(programme: Programme, found: Sequence[Held]) -> dict[int, str]:
    """The unit of each value by its row: the indicator's for a level, else as recorded."""
    stated = [held.row for held in found if held.measure != Measure.LEVEL]
    recorded = programme.records.observations(stated)
    return {
        held.row: recorded[held.row].unit
        if held.row in recorded
        else programme.law.indicator(held.indicator).unit.code
        for held in found
    }


def _note(held: Held) -> Text | None:
    return message("missing.too_few_firms") if held.withheld else None


def _row(law: Law, held: Held, unit: str, lang: str) -> Sequence[Cell]:
    demo = law.orgs[held.org].is_demo
    digits = law.indicator(held.indicator).digits
    return [
        Cell(held.indicator),
        Cell(law.indicator(held.indicator).name.text.in_(lang)),
        Cell(held.org),
        Cell(org_name(law, held.org).in_(lang)),
        Cell(held.period.code),
        Cell(held.period.name().in_(lang)),
        Cell(measure_text(held.measure).in_(lang)),
        Cell(held.base),
        Cell(held.part),
        Cell(held.value, digits, _note(held), demo=demo),
        Cell(held.high, digits, demo=demo) if held.high is not None else Cell(""),
        Cell(unit),
        Cell(held.comparator),
        Cell(held.authority.label.in_(lang)),
        Cell(held.definition),
        Cell(held.announced.isoformat() if held.announced else ""),
    ]
