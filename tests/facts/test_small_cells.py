"""What would reveal fewer than three firms is withheld, and what it follows from."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from kaifang.core.observation import Measure, Observation, Visibility
from kaifang.core.period import Period
from kaifang.facts.columns import columns_of
from kaifang.facts.cube import Cube, Snapshot
from kaifang.facts.small_cells import Ties

CITIES = ("a", "b", "c", "d")
TIES = Ties(
    parents=dict.fromkeys(CITIES, ("p", "city")),
    sums={"total": ("exports", "imports")},
    derived={"total": ("exports", "imports"), "density": ("exports", "area")},
    unadding=frozenset({"density"}),
)


def told(value: object, org: str = "p", period: str = "2022", **more: object) -> Observation:
    known = {"indicator": "exports", "unit": "亿元", "announced": date(2023, 1, 20), **more}
    number = None if value is None else Decimal(str(value))
    return Observation(org=org, period=Period.parse(period), value=number, **known)


def seen(*observations: Observation) -> Snapshot:
    """All of it, to somebody who may see everything."""
    cube = Cube(columns_of(observations), TIES)
    return cube.at(date(2023, 6, 30), sees=Visibility.SECRET)


def shown(*observations: Observation) -> list[str]:
    """Which organisations have a value."""
    snapshot = seen(*observations)
    held = [snapshot.held(at) for at in range(len(snapshot))]
    assert all((one.value is None) == one.withheld for one in held)
    return sorted({one.org for one in held if one.value is not None})


@pytest.mark.parametrize(
    ("firms", "is_shown"), [(None, True), (0, True), (1, False), (2, False), (3, True)]
)
def test_fewer_than_three_firms_are_not_shown(firms: int | None, is_shown: bool) -> None:
    value = 0 if firms == 0 else 5
    assert (shown(told(value, firms=firms)) == ["p"]) is is_shown


def test_no_digit_is_left_in_the_cube() -> None:
    cube = Cube(columns_of([told("73419.7", firms=2), told(9, org="b")]), TIES)
    assert 734197 not in (*cube.columns.value.tolist(), *cube.value.tolist())


def test_the_smallest_other_city_goes_with_it() -> None:
    found = shown(told(60), told(10, "a", firms=2), told(30, "b"), told(15, "c"), told(5, "d"))
    assert found == ["b", "c", "p"]


def test_two_cities_of_one_firm_each_take_a_third_with_them() -> None:
    few = [told(10, "a", firms=1), told(7, "b", firms=1)]
    assert shown(told(60), *few, told(30, "c"), told(13, "d")) == ["c", "p"]


def test_two_cities_of_two_firms_each_hide_one_another() -> None:
    few = [told(10, "a", firms=2), told(7, "b", firms=2)]
    assert shown(told(60), *few, told(30, "c"), told(13, "d")) == ["c", "d", "p"]


def test_an_only_city_takes_its_province_with_it() -> None:
    assert shown(told(10), told(10, "a", firms=2)) == []


def test_nothing_more_is_hidden_where_no_total_is_told() -> None:
    assert shown(told(10, "a", firms=2), told(30, "b")) == ["b"]


def test_nothing_more_is_hidden_where_parts_leave_more_untold() -> None:
    assert shown(told(600), told(10, "a", firms=2), told(30, "b")) == ["b", "p"]


def test_a_province_of_two_firms_takes_a_city_with_it() -> None:
    assert shown(told(40, firms=2), told(10, "a"), told(30, "b")) == ["b"]


def test_a_part_of_a_breakdown_takes_another_with_it() -> None:
    parts = [told(10, part="partner=JP", firms=2), told(20, part="partner=KR"),
             told(30, part="partner=US")]  # fmt: skip
    snapshot = seen(told(60), *parts)
    values = {p: snapshot.get("exports", "p", Period.year(2022), part=p).value for p in
              ("", "partner=JP", "partner=KR", "partner=US")}  # fmt: skip
    assert values == {"": 60, "partner=JP": None, "partner=KR": None, "partner=US": 30}


def test_a_summand_of_a_formula_takes_the_other_with_it() -> None:
    snapshot = seen(told(30, indicator="total"), told(10, firms=2), told(20, indicator="imports"))
    year = Period.year(2022)
    assert snapshot.get("total", "p", year).value == 30
    assert snapshot.get("imports", "p", year).value is None


def test_what_is_computed_from_it_is_hidden_too() -> None:
    snapshot = seen(told("0.5", indicator="density"), told(10, firms=2), told(20, indicator="area"))
    assert snapshot.get("density", "p", Period.year(2022)).value is None


def test_a_month_does_not_come_back_from_totals() -> None:
    months = [told(10 + m, period=f"2022-{m:02}", firms=2 if m == 4 else None) for m in range(1, 7)]
    sums = {m: sum(10 + n for n in range(1, m + 1)) for m in range(2, 7)}
    snapshot = seen(*months, *(told(v, period=f"2022-01/2022-{m:02}") for m, v in sums.items()))
    known = dict(snapshot.points("exports", "p"))
    assert Period.parse("2022-04") not in known
    totals = [known.get(Period.to_date(2022, m)) for m in range(2, 7)]
    assert totals == [23, None, 50, 65, 81]
    assert all(None in pair for pair in pairwise(totals[:3]))


@pytest.mark.parametrize(
    ("measure", "period"), [("growth", "2022"), ("growth", "2023"), ("rank", "2022")]
)
def test_a_measure_of_it_or_over_it_is_hidden(measure: str, period: str) -> None:
    stated = told(12, period=period, measure=Measure(measure), base="previous_year")
    other = told(12, period="2021", measure=Measure(measure), base="previous_year")
    snapshot = seen(told(10, firms=2), stated, other)
    asked = ("exports", "p", Period.parse(period), measure, "previous_year")
    assert snapshot.get(*asked).value is None
    assert snapshot.get("exports", "p", Period.year(2021), measure, "previous_year").value == 12


def test_another_statement_of_the_same_cell_is_hidden_whoever_made_it() -> None:
    flash = told(9, announced=date(2023, 1, 5), visibility=Visibility.INTERNAL)
    cube = Cube(columns_of([flash, told(10, firms=2), told(11, announced=date(2023, 2, 1))]), TIES)
    for day in (date(2023, 1, 10), date(2023, 1, 30), date(2023, 6, 30)):
        at = cube.at(day, sees=Visibility.SECRET)
        assert at.get("exports", "p", Period.year(2022)).value is None


def test_a_share_gives_no_hidden_whole_away() -> None:
    # b is 5 and 50% of the whole: the whole would be 10
    share = told(50, "b", measure=Measure.SHARE, base="p", unit="%")
    snapshot = seen(told(10, firms=2), told(2, "a"), told(5, "b"), share)
    year = Period.year(2022)
    assert snapshot.get("exports", "b", year).value == 5
    assert snapshot.get("exports", "b", year, Measure.SHARE, "p").value is None
