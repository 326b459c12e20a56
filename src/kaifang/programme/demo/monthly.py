"""Monthly figures in whole steps of the last printed digit, as each stage of release gives them.

`Monthly[n][k]` is month n of `MONTHS` at stage k of its practice. Parts are made first and
wholes are their sums, so that cities add up to the province at every stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaifang.programme.demo.courses import (
    FIRST_YEAR,
    MONTHS,
    Course,
    amount,
    national_amount,
)
from kaifang.programme.demo.noise import happens, noise
from kaifang.programme.demo.places import CITIES, NATION, PROVINCE, ZONES, City, Zone
from kaifang.programme.demo.releases import Practice, Stage

Monthly = tuple[tuple[int, ...], ...]

_REVISED, _BY = 0.035, 0.02
_FLASH_BY = 0.025


def places(course: Course, practice: Practice) -> dict[str, Monthly]:
    """All that have any of it: the province, its cities, and beside them the nation."""
    cities = {city.id: city_months(course, city, practice) for city in CITIES}
    own = {org: months for org, months in cities.items() if any(map(any, months))}
    return {NATION: national_months(course, practice), **with_province(own)}


def zones(course: Course, cities: Mapping[str, Monthly]) -> dict[str, Monthly]:
    """The zones, out of the months of their cities."""
    return {zone.id: zone_months(zone, cities[zone.city], course.name) for zone in ZONES}


def with_province(cities: Mapping[str, Monthly]) -> dict[str, Monthly]:
    """The province as the sum of its cities, and the cities."""
    return {PROVINCE: total(cities.values()), **cities}


def city_months(course: Course, city: City, practice: Practice) -> Monthly:
    """The months of a city."""
    return tuple(
        _stages(amount(course, city, year, month), practice, course.name, city.id, year, month)
        for year, month in MONTHS
    )


def national_months(course: Course, practice: Practice) -> Monthly:
    """The months of the nation."""
    return tuple(
        _stages(national_amount(course, year, month), practice, course.name, NATION, year, month)
        for year, month in MONTHS
    )


def zone_months(zone: Zone, city: Monthly, name: str) -> Monthly:
    """The months of a zone: a share of its city's, rounded down."""
    return tuple(
        tuple(steps * _millionths(zone, name, *when) // 1_000_000 for steps in stages)
        for when, stages in zip(MONTHS, city, strict=True)
    )


def total(parts: Iterable[Monthly]) -> Monthly:
    """The sum of several, month by month and stage by stage."""
    months = zip(*parts, strict=True)
    return tuple(tuple(map(sum, zip(*stages, strict=True))) for stages in months)


def widened(months: Monthly, org: str) -> Monthly:
    """The same months under a wider definition: banking, securities and insurance included."""
    more = 90 + round(40 * noise("wider", org))
    return tuple(tuple(steps + steps * more // 1000 for steps in stages) for stages in months)


def _stages(exact: float, practice: Practice, *about: object) -> tuple[int, ...]:
    told = round(exact)
    found = dict.fromkeys(practice.stages, told)
    if Stage.FLASH in found:
        found[Stage.FLASH] = round(exact * (1 + _FLASH_BY * noise("flash", *about)))
    if happens(_REVISED, "revised", *about):
        found[Stage.REVISED] = round(exact * (1 + _BY * noise("by", *about)))
    return tuple(found.values())


def _millionths(zone: Zone, name: str, year: int, month: int) -> int:
    share = zone.share * (1000 + zone.drift * (year - FIRST_YEAR))
    return round(share * (1 + 0.06 * noise(name, zone.id, year, month)))
