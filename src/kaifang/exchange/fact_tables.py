"""Official tables: a grid read by a map of the pack into observations, or all its wrong cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from kaifang.core.errors import KaifangError, SeveralErrors, nearest
from kaifang.core.messages import message
from kaifang.core.observation import Measure, Observation, Visibility, part_code
from kaifang.core.period import Period, UnreadablePeriod
from kaifang.core.units import Quantity, round_half_up
from kaifang.exchange.errors import (
    NoOrgName,
    NoPeriod,
    NoRows,
    NotNumeric,
    PeriodsDiffer,
    SaidTwice,
    ShiftedRow,
    UnknownOrgName,
    collecting,
)
from kaifang.exchange.grid import Grid, column_number
from kaifang.exchange.heads import find_column
from kaifang.exchange.printed_units import check_units
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.packs.schema.rules import FactMapEntry, MapColumn

# What a record keeps. A value with more decimals after conversion is rounded half up: 万元 with
# two decimals is 亿元 with six, and what lies below is the noise of somebody's spreadsheet.
MOST_DECIMALS = 6

_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_PERIOD = re.compile(r"\d{4}年(?:\d{1,2}(?:[-—–~至]\d{1,2})?月|第?[一二三四1-4]季度|[上下]半年)")


def read_table(
    grid: Grid,
    map: FactMapEntry,
    about: Callable[[str], IndicatorEntry],
    *,
    period: Period | None = None,
    announced: date | None = None,
) -> list[Observation]:
    """Read every cell that the map names; `about` gives an indicator by id.

    Values are converted into the indicator's unit, and take its visibility and the definition in
    force. The period is what the table prints, else the one given.

    Raises: NoPeriod; PeriodsDiffer; SeveralErrors with every wrong cell by its place.
    """
    reading = _Reading(grid, map, _period_of(grid, map, period), announced)
    reading.find_columns(about)
    for row in range(map.first_row - 1, _end(grid, map)):
        reading.read_row(row)
    reading.stop_if_wrong()
    if not reading.found:
        raise NoRows.at(grid.name)
    return [observation for observation, _ in reading.found.values()]


def printed_period(grid: Grid, map: FactMapEntry) -> Period | None:
    """The period that the table prints in the map's `period_cell`, if any."""
    cell = re.fullmatch(r"([A-Z]+)(\d+)", map.period_cell)
    text = grid.repaired(int(cell[2]) - 1, column_number(cell[1])) if cell else ""
    found = re.search(map.period_pattern or _PERIOD, text)
    try:
        return Period.parse(found.group() if found else text)
    except UnreadablePeriod:
        return None


def _period_of(grid: Grid, map: FactMapEntry, given: Period | None) -> Period:
    printed = printed_period(grid, map)
    place = f"{grid.name}!{map.period_cell}" if map.period_cell else grid.name
    if printed and given and printed.end != given.end:
        raise PeriodsDiffer.at(place, found=printed.name(), expected=given.name())
    if period := given or printed:
        return period
    raise NoPeriod.at(place)


def _end(grid: Grid, map: FactMapEntry) -> int:
    """The row of the closing note, else the end of the grid."""
    for row in range(map.first_row - 1, len(grid.rows)):
        first = next((at for at, text in enumerate(grid.rows[row]) if text), 0)
        if map.last_row_mark and grid.repaired(row, first).startswith(map.last_row_mark):
            return row
    return len(grid.rows)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the map, found in the grid."""

    at: int
    map: MapColumn
    about: IndicatorEntry
    period: Period
    firms: int | None = None


@dataclass
class _Reading:
    """One pass over a grid: what was read and where, and everything that is wrong."""

    grid: Grid
    map: FactMapEntry
    period: Period
    announced: date | None
    orgs: int = 0
    columns: list[_Column] = field(default_factory=list)
    found: dict[tuple[str, ...], tuple[Observation, str]] = field(default_factory=dict)
    wrong: list[KaifangError] = field(default_factory=list)

    def stop_if_wrong(self) -> None:
        if self.wrong:
            raise SeveralErrors(self.wrong)

    def find_columns(self, about: Callable[[str], IndicatorEntry]) -> None:
        heads = self.map.first_row - 1
        for column in self.map.columns:
            with collecting(self.wrong):
                at = find_column(self.grid, column.column, heads)
                period = _span(self.period, column.span)
                firms = find_column(self.grid, column.firms, heads) if column.firms else None
                self.columns.append(_Column(at, column, about(column.indicator), period, firms))
        with collecting(self.wrong):
            self.orgs = find_column(self.grid, self.map.org_column, heads)
        used = {at for one in self.columns for at in (one.at, one.firms) if at is not None}
        read = used & self.grid.hidden_columns
        self.wrong += [self.grid.hidden_column(column) for column in sorted(read)]
        self.wrong += check_units(self.grid, (one.unit for one in self.map.columns), heads)
        self.stop_if_wrong()

    def read_row(self, row: int) -> None:
        name = self.grid.repaired(row, self.orgs)
        cells = [column for column in self.columns if not self._is_missing(row, column)]
        if name in self.map.skip or not cells:
            return
        org = ""
        with collecting(self.wrong):
            org = self._org(row, name)
            self._check_row(row)
        for column in cells:
            with collecting(self.wrong):
                value, firms = self._value(row, column), self._firms(row, column)
                if org:
                    self._keep(row, column, org, value, firms)

    def _is_missing(self, row: int, column: _Column) -> bool:
        text = self.grid.repaired(row, column.at)
        return text in self.map.missing and (row, column.at) not in self.grid.faults

    def _org(self, row: int, name: str) -> str:
        place = self.grid.place(row, self.orgs)
        if not name:
            raise NoOrgName.at(place)
        if name not in self.map.orgs:
            raise UnknownOrgName.at(place, found=name, near=nearest(name, self.map.orgs))
        return self.map.orgs[name]

    def _check_row(self, row: int) -> None:
        """Refuse a row that nobody sees, or whose cells an unquoted comma moved."""
        if row in self.grid.hidden_rows:
            raise self.grid.hidden_row(row)
        heads = self.grid.rows[: self.map.first_row - 1]
        width, used = max(map(_width, heads), default=0), _width(self.grid.rows[row])
        if heads and used > width and not self.grid.sheet:
            raise ShiftedRow.at(self.grid.place(row, width), found=used, expected=width)

    def _value(self, row: int, column: _Column) -> Decimal:
        if fault := self.grid.faults.get((row, column.at)):
            raise fault
        text = self.grid.repaired(row, column.at)
        unit = column.map.unit
        value = _number(text.removesuffix("%") if unit.dimension == "share" else text)
        if value is None:
            raise NotNumeric.at(self.grid.place(row, column.at), found=text, expected=unit.name)
        return value

    def _firms(self, row: int, column: _Column) -> int | None:
        """On how many firms the value of a row rests; None where the table does not say."""
        at = column.firms
        if at is None or (self.grid.repaired(row, at) in self.map.missing):
            return None
        if fault := self.grid.faults.get((row, at)):
            raise fault
        text = self.grid.repaired(row, at)
        if not text.isdecimal():
            expected = message("facts.firm_count")
            raise NotNumeric.at(self.grid.place(row, at), found=text, expected=expected)
        return int(text)

    def _keep(self, row: int, column: _Column, org: str, value: Decimal, firms: int | None) -> None:
        place = self.grid.place(row, column.at)
        new = replace(self._observation(column, org, value), firms=firms)
        old, where = self.found.setdefault(new.key, (new, place))
        if old.value != new.value:
            name = self.grid.at(row, self.orgs)
            raise SaidTwice.at(
                place, found=name, expected=f"{where}: {old.value:f} ≠ {new.value:f}"
            )
        if firms is not None and (old.firms is None or firms < old.firms):
            self.found[new.key] = replace(old, firms=firms), where

    def _observation(self, column: _Column, org: str, value: Decimal) -> Observation:
        quantity = Quantity(value, column.map.unit)
        measure = Measure(column.map.measure)
        if measure is Measure.LEVEL:
            quantity = quantity.to(column.about.unit)
        return Observation(
            indicator=column.map.indicator,
            org=org,
            period=column.period,
            value=_kept(quantity.value),
            unit=quantity.unit.code,
            measure=measure,
            base="previous_year" if measure is Measure.GROWTH else "",
            part=part_code(column.map.part),
            authority=self.map.authority,
            source=self.map.source.zh,
            definition=_definition(column.about, column.period),
            visibility=Visibility[column.about.visibility.upper()],
            announced=self.announced,
        )


def _span(period: Period, span: str) -> Period:
    """The period of a column, seen from the table's own: its last month, or January up to it."""
    match span:
        case "month":
            return period.last_month()
        case "to_date":
            return Period.to_date(period.end.year, period.end.month)
        case "quarter":
            return Period.quarter(period.end.year, (period.end.month + 2) // 3)
    return period.in_year()


def _definition(about: IndicatorEntry, period: Period) -> str:
    """The version of the definition in force when a period ended; "" before the first."""
    begun = [one for one in about.versions if one.from_ <= period.end]
    return max(begun, key=lambda one: one.from_).id if begun else ""


def _kept(value: Decimal) -> Decimal:
    """A value with the decimals that a record keeps."""
    if int(value.as_tuple().exponent) >= -MOST_DECIMALS:
        return value
    return Decimal(f"{round_half_up(value, MOST_DECIMALS).normalize():f}")


def _number(text: str) -> Decimal | None:
    text = text.replace("−", "-")
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def _width(row: list[str]) -> int:
    """How many cells of a row are used, up to the last that is not blank."""
    return max((at + 1 for at, text in enumerate(row) if text), default=0)
