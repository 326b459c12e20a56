"""Series: every indicator of every place of 示例省, as cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kaifang.core.period import Period
from kaifang.programme.demo import courses
from kaifang.programme.demo.cells import Cells, before, cells_of, not_reported, since
from kaifang.programme.demo.courses import Course
from kaifang.programme.demo.monthly import (
    Monthly,
    places,
    total,
    widened,
    with_province,
    zones,
)
from kaifang.programme.demo.places import CITIES, NATION, PROVINCE
from kaifang.programme.demo.releases import CUSTOMS, REPORTS, STATISTICS, Practice

NEW_DEFINITION, NEW_FROM = "2022-05", date(2022, 5, 1)
SILENT_CITY, SILENT_MONTH = "demo.hemei", Period.month(2021, 8)


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator of one organisation under one definition; a step is 10**-digits units."""

    indicator: str
    org: str
    unit: str
    digits: int
    cells: Cells
    definition: str = ""


def all_series() -> Iterator[Series]:
    """Every series, indicator by indicator."""
    yield from _trade()
    yield from _funds()
    yield from _foreign_capital()
    yield from _plain("corridor.trains", "列", 0, courses.TRAINS)
    yield from _plain("port.cargo", "万吨", 0, courses.CARGO)
    yield from _plain("port.containers", "万标箱", 1, courses.CONTAINERS)


def _trade() -> Iterator[Series]:
    exports, imports = (_with_zones(c, CUSTOMS) for c in (courses.EXPORTS, courses.IMPORTS))
    both = {org: total((exports[org], imports[org])) for org in exports}
    for name, months in (("total", both), ("exports", exports), ("imports", imports)):
        for org, found in months.items():
            yield Series(f"trade.{name}", org, "亿元", 1, cells_of(found, CUSTOMS))


def _funds() -> Iterator[Series]:
    domestic = _with_zones(courses.DOMESTIC, REPORTS)
    foreign = _with_zones(courses.FOREIGN_IN_YUAN, REPORTS)
    for org, months in domestic.items():
        both = total((months, foreign[org]))
        yield Series("investment.funds_in_place", org, "亿元", 1, _reported(org, both))
    for org in (NATION, PROVINCE, *_cities(domestic)):
        cells = _reported(org, domestic[org])
        yield Series("investment.domestic_funds", org, "亿元", 1, cells)


def _reported(org: str, months: Monthly) -> Cells:
    cells = cells_of(months, REPORTS)
    return not_reported(cells, SILENT_MONTH) if org == SILENT_CITY else cells


def _foreign_capital() -> Iterator[Series]:
    """In dollars; from 2022-05 under a wider definition, with a year restated before it."""
    narrow = places(courses.FOREIGN, STATISTICS)
    wide = {org: widened(months, org) for org, months in narrow.items()}
    wide = {NATION: wide[NATION], **with_province(_cities(wide))}
    for org, months in narrow.items():
        name, unit = "investment.fdi_used", "亿美元"
        old = before(cells_of(months, STATISTICS), NEW_FROM)
        new = since(cells_of(wide[org], STATISTICS), NEW_FROM)
        yield Series(name, org, unit, 2, old)
        yield Series(name, org, unit, 2, new, NEW_DEFINITION)


def _plain(indicator: str, unit: str, digits: int, course: Course) -> Iterator[Series]:
    for org, months in places(course, STATISTICS).items():
        yield Series(indicator, org, unit, digits, cells_of(months, STATISTICS))


def _with_zones(course: Course, practice: Practice) -> dict[str, Monthly]:
    found = places(course, practice)
    return {**found, **zones(course, found)}


def _cities(months: Mapping[str, Monthly]) -> dict[str, Monthly]:
    return {city.id: months[city.id] for city in CITIES if city.id in months}
