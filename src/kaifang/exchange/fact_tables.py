"""Official tables: a grid read by a map of the pack into observations, or all its wrong cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from kaifang.core.errors import KaifangError, SeveralErrors, nearest
from kaifang.core.observation import Measure, Observation, Visibility, part_code
from kaifang.core.period import Period, UnreadablePeriod
from kaifang.core.text import repair
from kaifang.core.units import Quantity, Unit
from kaifang.exchange.sheets import Grid
from kaifang.packs.schema.rules import FactMapEntry, MapColumn

UnitOf = Callable[[str], Unit]


class NotNumeric(KaifangError):
    code = "KF-EXCH-007"


class UnknownOrgName(KaifangError):
    code = "KF-EXCH-008"


class NoSuchColumn(KaifangError):
    code = "KF-EXCH-009"


class NoPeriod(KaifangError):
    code = "KF-EXCH-010"


class SaidTwice(KaifangError):
    code = "KF-EXCH-011"


class NoRows(KaifangError):
    code = "KF-EXCH-012"


@dataclass
class _Reading:
    """One pass over a grid: what was read, and everything that is wrong."""

    grid: Grid
    map: FactMapEntry
    unit_of: UnitOf
    period: Period
    announced: date | None
    visibility: Visibility
    found: dict[tuple[str, ...], tuple[Observation, str]] = field(default_factory=dict)
    wrong: list[KaifangError] = field(default_factory=list)


def read_table(
    grid: Grid,
    map: FactMapEntry,
    unit_of: UnitOf,
    *,
    period: Period | None = None,
    announced: date | None = None,
    visibility: Visibility = Visibility.PUBLIC,
) -> list[Observation]:
    """Read every cell; `unit_of` gives an indicator's unit, into which values are converted.

    The period is the one given, else read from the map's `period_cell`.
    Raises: SeveralErrors with every wrong cell by its place; NoPeriod.
    """
    reading = _Reading(
        grid, map, unit_of, period or printed_period(grid, map), announced, visibility
    )
    columns = [(column, _place_of(reading, column.column)) for column in map.columns]
    orgs = _place_of(reading, map.org_column)
    if reading.wrong:
        raise SeveralErrors(reading.wrong)
    for row in range(map.first_row - 1, _last_row(grid, map, orgs or 0)):
        _read_row(reading, row, orgs or 0, columns)
    if reading.wrong:
        raise SeveralErrors(reading.wrong)
    if not reading.found:
        raise NoRows.at(grid.sheet or grid.file)
    return [observation for observation, _ in reading.found.values()]


def printed_period(grid: Grid, map: FactMapEntry) -> Period:
    """The period as the table prints it. Raises: NoPeriod."""
    place = grid.sheet or grid.file
    if not map.period_cell:
        raise NoPeriod.at(place)
    match = re.fullmatch(r"([A-Z]+)(\d+)", map.period_cell)
    column = grid.column(match[1]) if match else None
    text = repair(grid.at(int(match[2]) - 1, column)).text if match and column is not None else ""
    found = re.search(map.period_pattern or r"\d{4}年\d{1,2}(?:[-~至]\d{1,2})?月", text)
    try:
        return Period.parse(found.group() if found else text)
    except UnreadablePeriod:
        raise NoPeriod.at(f"{place}!{map.period_cell}") from None


def _place_of(reading: _Reading, name: str) -> int | None:
    at = reading.grid.column(name, range(reading.map.first_row - 1))
    if at is None:
        heads = [t for row in reading.grid.rows[: reading.map.first_row - 1] for t in row if t]
        place = reading.grid.sheet or reading.grid.file
        reading.wrong.append(NoSuchColumn.at(place, found=name, near=nearest(name, heads)))
    return at


def _last_row(grid: Grid, map: FactMapEntry, orgs: int) -> int:
    if map.last_row_mark:
        for row in range(map.first_row - 1, len(grid.rows)):
            if grid.at(row, orgs).startswith(map.last_row_mark):
                return row
    return len(grid.rows)


def _read_row(
    reading: _Reading, row: int, orgs: int, columns: list[tuple[MapColumn, int | None]]
) -> None:
    name = repair(reading.grid.at(row, orgs)).text
    if not name or name in reading.map.skip:
        return
    org = reading.map.orgs.get(name)
    if org is None:
        place = reading.grid.place(row, orgs)
        near = nearest(name, reading.map.orgs)
        reading.wrong.append(UnknownOrgName.at(place, found=name, near=near))
        return
    for column, at in columns:
        if at is not None:
            _read_cell(reading, row, at, org, column)


def _read_cell(reading: _Reading, row: int, at: int, org: str, column: MapColumn) -> None:
    text = repair(reading.grid.at(row, at)).text
    if text in reading.map.missing:
        return
    value = _number(text)
    place = reading.grid.place(row, at)
    if value is None:
        reading.wrong.append(NotNumeric.at(place, found=text, expected=column.unit.code))
        return
    observation = _observation(reading, org, column, value)
    before = reading.found.get(observation.key)
    if before and before[0].value != observation.value:
        expected = f"{before[1]}: {before[0].value}"
        reading.wrong.append(SaidTwice.at(place, found=org, expected=expected))
    reading.found.setdefault(observation.key, (observation, place))


def _observation(reading: _Reading, org: str, column: MapColumn, value: Decimal) -> Observation:
    quantity = Quantity(value, column.unit)
    measure = Measure(column.measure)
    if measure is Measure.LEVEL:
        quantity = quantity.to(reading.unit_of(column.indicator))
    return Observation(
        indicator=column.indicator,
        org=org,
        period=_span(reading.period, column.span),
        value=quantity.value,
        unit=quantity.unit.code,
        measure=measure,
        base="previous_year" if measure is Measure.GROWTH else "",
        part=part_code(column.part),
        authority=reading.map.authority,
        source=reading.map.source.zh,
        visibility=reading.visibility,
        announced=reading.announced,
    )


def _span(period: Period, span: str) -> Period:
    """The period of a column: the table's own month, or January up to it."""
    match span:
        case "month":
            return period.last_month()
        case "to_date":
            return Period.to_date(period.end.year, period.end.month)
        case "quarter":
            return Period.quarter(period.end.year, (period.end.month + 2) // 3)
    return period.in_year()


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").removesuffix("%").replace("−", "-"))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
