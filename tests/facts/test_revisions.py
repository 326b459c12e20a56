"""Revisions and selections, out of columns in memory."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from kaifang.core.observation import Observation, Visibility
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.facts.columns import columns_of
from kaifang.facts.cube import Cube
from kaifang.facts.revisions import revisions
from kaifang.facts.selecting import select

NOW = datetime(2023, 9, 1, tzinfo=UTC)


def said(value: str, day: int, org: str = "210000", **more) -> Observation:
    """A total to June, announced on a day of July."""
    given = {"authority": Authority.PUBLISHED, "visibility": Visibility.PUBLIC, **more}
    return Observation(
        indicator=given.pop("indicator", "trade.total"),
        org=org,
        period=given.pop("period", Period.to_date(2023, 6)),
        value=Decimal(value),
        unit="亿元",
        announced=date(2023, 7, day),
        recorded=datetime(2023, 7, day, tzinfo=UTC),
        **given,
    )


def cube_of(*observations: Observation) -> Cube:
    return Cube(columns_of(observations))


def test_another_value_of_the_same_key_is_a_revision() -> None:
    cube = cube_of(said("10", 10), said("11", 18))
    assert revisions(cube, now=NOW) == [(1, 2)]


def test_the_same_value_again_is_none() -> None:
    assert revisions(cube_of(said("10", 10), said("10.0", 18)), now=NOW) == []


def test_a_verified_figure_does_not_revise_a_flash_one() -> None:
    flash = said("10", 10, authority=Authority.FLASH)
    assert revisions(cube_of(flash, said("11", 18)), now=NOW) == []


def test_the_one_recorded_on_the_last_day_comes_first() -> None:
    cube = cube_of(said("1", 1, "a"), said("2", 2, "b"), said("3", 20, "b"), said("4", 12, "a"))
    assert revisions(cube, now=NOW) == [(2, 3), (1, 4)]


def test_of_one_day_the_one_announced_last_comes_first() -> None:
    today = datetime(2023, 8, 1, tzinfo=UTC)
    given = [said("1", 1, "a"), said("2", 2, "b"), said("3", 20, "b"), said("4", 12, "a")]
    cube = cube_of(*(replace(one, recorded=today) for one in given))
    assert revisions(cube, now=NOW) == [(2, 3), (1, 4)]


def test_what_the_viewer_may_not_see_revises_nothing_for_him() -> None:
    hidden = said("11", 18, visibility=Visibility.INTERNAL)
    cube = cube_of(said("10", 10), hidden)
    assert revisions(cube, now=NOW) == []
    assert revisions(cube, now=NOW, sees=Visibility.INTERNAL) == [(1, 2)]


def test_an_embargoed_value_revises_nothing_before_its_release() -> None:
    held_back = said("11", 18, embargo=datetime(2023, 10, 1, tzinfo=UTC))
    assert revisions(cube_of(said("10", 10), held_back), now=NOW) == []


def test_revisions_of_other_places_are_left_out() -> None:
    cube = cube_of(said("10", 10), said("11", 18))
    assert revisions(cube, now=NOW, orgs=["520000"]) == []
    assert revisions(cube_of(), now=NOW, orgs=["520000"]) == []


def test_a_selection_keeps_places_indicators_and_periods() -> None:
    cube = cube_of(
        said("1", 1, "210100"),
        said("2", 2, "210200"),
        said("3", 3, "210200", indicator="fdi.used"),
        said("4", 4, "210200", period=Period.year(2022)),
    )
    snapshot = cube.at(date(2023, 12, 31))

    def values(**wanted) -> list[int]:
        held = [snapshot.held(int(at)) for at in select(snapshot, **wanted)]
        return sorted(int(one.value or 0) for one in held)

    assert values() == [1, 2, 3, 4]
    assert values(orgs=["210200"]) == [2, 3, 4]
    assert values(orgs=["210200"], indicators=["trade.total"]) == [2, 4]
    assert values(within=Period.year(2023)) == [1, 2, 3]
    assert values(orgs=["nowhere"]) == []


def test_a_period_beyond_all_records_is_nobodys() -> None:
    """179 years later the sixteen bits of a day would begin again."""
    snapshot = cube_of(said("10", 10), said("11", 10, "b")).at(date(2023, 12, 31))
    for code in ("2023-01-01/2202-12-05", "2999", "1850"):
        assert snapshot.get("trade.total", "210000", Period.parse(code)) is None
