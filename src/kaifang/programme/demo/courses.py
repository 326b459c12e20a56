"""Courses: what really happened each month, as nobody in 示例省 knows it exactly.

Only sums and products of floating numbers, so that every machine gets the same course.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kaifang.programme.demo.noise import noise
from kaifang.programme.demo.places import NATION, City

FIRST_YEAR = 2019
MONTHS = tuple((2019 + n // 12, n % 12 + 1) for n in range(54))  # to 2023-06


@dataclass(frozen=True, slots=True)
class Course:
    """How one quantity moves: steps of the last printed digit in 2019, growth, season, unrest.

    `growth` is in thousandths over the year before, `season` in thousandths of an average month,
    `unrest` the largest chance deviation of a city's month in thousandths; `nation` is how many
    times the province the nation is.
    """

    name: str
    yearly: int
    growth: Mapping[int, int]
    season: tuple[int, ...]
    unrest: int
    nation: int
    is_shaken: bool = True


def amount(course: Course, city: City, year: int, month: int) -> float:
    """Return the steps of a city's month; 0 for what the city has not."""
    share = city.size.get(course.name, 0) / 1000
    level = course.yearly * share * _path(course, year, city.id, city.lean)
    return level * _month(course, year, month) * _chance(course, city.id, year, month)


def national_amount(course: Course, year: int, month: int) -> float:
    """Return the steps of a month of the nation."""
    level = course.yearly * course.nation * _path(course, year, NATION, -6)
    calm = 1 + (_chance(course, NATION, year, month) - 1) / 4
    return level * _month(course, year, month) * calm


def _path(course: Course, year: int, org: str, lean: int) -> float:
    """Growth since the first year; each year a little otherwise than the plan."""
    grown = 1.0
    for at in range(FIRST_YEAR + 1, year + 1):
        turn = _TURNS.get((course.name, org, at), 0)
        grown *= 1 + (course.growth[at] + lean + turn + 9 * noise(course.name, org, at)) / 1000
    return grown


def _month(course: Course, year: int, month: int) -> float:
    season = course.season[month - 1] / 12_000
    if _FESTIVAL[year] == month:
        season *= 0.88
    return season * _SHOCKS.get((year, month), 1000) / 1000 if course.is_shaken else season


def _chance(course: Course, org: str, year: int, month: int) -> float:
    return 1 + course.unrest * noise(course.name, org, year, month) / 1000


# Month of the spring festival 春节.
_FESTIVAL = {2019: 2, 2020: 1, 2021: 2, 2022: 2, 2023: 1}
# What befell one city: the largest foreign investor of 柏岭 leaves.
_TURNS = {("foreign", "demo.boling", 2023): -280}
_SHOCKS = {
    **{(2020, m): s for m, s in zip(range(1, 7), (940, 690, 830, 900, 950, 980), strict=True)},
    (2022, 4): 940,
    (2022, 5): 955,
    (2022, 10): 985,
    (2022, 11): 960,
    (2022, 12): 950,
}
_EVEN = (1000, 930, 1010, 1000, 1000, 1030, 1005, 1000, 1015, 970, 1005, 1035)
_QUARTERS = (900, 860, 1110, 940, 980, 1190, 930, 940, 1100, 930, 960, 1160)


def _growth(*thousandths: int) -> Mapping[int, int]:
    return dict(zip(range(FIRST_YEAR + 1, 2024), thousandths, strict=True))


EXPORTS = Course("exports", 42_000, _growth(-5, 140, 75, 58), _EVEN, 40, 9)
IMPORTS = Course("imports", 36_000, _growth(-20, 165, 45, 40), _EVEN, 48, 8)
DOMESTIC = Course("domestic", 24_000, _growth(30, 105, 88, 96), _QUARTERS, 55, 7)
FOREIGN = Course("foreign", 4_700, _growth(-30, 95, 62, 18), _QUARTERS, 70, 8)
FOREIGN_IN_YUAN = replace(FOREIGN, yearly=3_196)  # the same capital at 6.8 yuan a dollar
TRAINS = Course("trains", 720, _growth(260, 170, 60, 112), _EVEN, 70, 6, is_shaken=False)
CARGO = Course("cargo", 68_000, _growth(5, 40, 22, 46), _EVEN, 25, 6)
CONTAINERS = Course("containers", 12_500, _growth(0, 66, 38, 50), _EVEN, 30, 7)
