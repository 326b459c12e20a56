"""Maps: one measure over the tiles of a grid, with ranks and what is missing."""

from datetime import date
from decimal import Decimal

import pytest

from kaifang.core.observation import Observation
from kaifang.packs.law import Law, UnknownName, load
from kaifang.programme.atlas import grids_of, mapped, open_atlas
from tests.programme.memory import level, programme

SHENYANG, DALIAN, ANSHAN = "210100", "210200", "210300"


@pytest.fixture(scope="module")
def law() -> Law:
    return load("liaoning-2022")


def trade(org: str, period: str, value: str) -> Observation:
    return level("trade.total", org, period, value, date(2022, 3, 1))


def test_ties_share_a_rank_and_missing_has_none(law: Law) -> None:
    known = [
        trade(SHENYANG, "2021", "100"),
        trade(DALIAN, "2021", "100"),
        trade(ANSHAN, "2021", "7"),
    ]
    atlas = open_atlas(programme(law, *known), "trade.total")
    ranks = {one.org.id: one.rank for one in atlas.places}
    assert (ranks[SHENYANG], ranks[DALIAN], ranks[ANSHAN]) == (1, 1, 3)
    assert len(atlas.places) == 14
    others = [one for one in atlas.places if one.rank is None]
    assert len(others) == 11
    assert all(one.value is None and one.missing for one in others)


def test_the_newest_period_is_shown_unless_another_is_asked_for(law: Law) -> None:
    known = [trade(SHENYANG, "2020", "90"), trade(SHENYANG, "2021", "100")]
    p = programme(law, *known)
    atlas = open_atlas(p, "trade.total")
    assert [period.code for period in atlas.periods] == ["2021", "2020"]
    earlier = open_atlas(p, "trade.total", period=atlas.periods[1])
    assert {one.value for one in earlier.places} == {Decimal("90.0"), None}


def test_growth_and_share_are_worked_out(law: Law) -> None:
    # the press conference gives the province 7,724
    known = [trade(SHENYANG, "2020", "1000"), trade(SHENYANG, "2021", "1158.6")]
    p = programme(law, *known)
    growth = {one.org.id: one.value for one in open_atlas(p, "trade.total", "growth").places}
    share = {one.org.id: one.value for one in open_atlas(p, "trade.total", "share").places}
    assert growth[SHENYANG] == Decimal("15.9")
    assert share[SHENYANG] == Decimal("15.0")
    assert share[DALIAN] is None


def test_without_a_target_there_is_no_attainment(law: Law) -> None:
    p = programme(law, trade(SHENYANG, "2021", "100"))
    places = open_atlas(p, "trade.total", "attainment").places
    assert {one.missing.zh for one in places if one.missing} == {"无目标"}


def test_the_grid_of_the_nation_is_offered_beside_the_own(law: Law) -> None:
    assert [one.id for one in grids_of(law)] == ["grid.liaoning", "grid.nation"]
    assert [one.id for one in grids_of(load("demo"))] == ["grid.demo"]
    nation = open_atlas(programme(law), "trade.total", org="100000")
    assert len(nation.places) == 34


def test_an_unknown_grid_is_refused(law: Law) -> None:
    with pytest.raises(UnknownName):
        open_atlas(programme(law), "trade.total", org="520000")


def test_only_indicators_with_a_value_on_a_tile_are_offered(law: Law) -> None:
    p = programme(law, trade(SHENYANG, "2021", "100"))
    (grid, _nation) = grids_of(law)
    assert "trade.total" in mapped(p.figures(), grid)
    assert "trade.exports" not in mapped(p.figures(), grid)
