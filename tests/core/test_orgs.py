"""Organisations stand in one tree, in administrative order, with groupings beside it."""

from datetime import date

import pytest

from kaifang.core.bilingual import Text, same
from kaifang.core.orgs import NATION, Grouping, Org, Orgs, UnknownOrg

LIAONING, SHENYANG, DALIAN, PIANQU = "210000", "210100", "210200", "zone.dalian"
COAST = Grouping("coast", Text("沿海经济带", "Coastal belt"), (DALIAN, "210800"))


def org(id: str, kind: str, parent: str | None = None, order: int = 0) -> Org:
    return Org(id, same(id), kind, parent, order)


@pytest.fixture
def orgs() -> Orgs:
    return Orgs(
        [
            org(PIANQU, "zone", DALIAN),
            org(DALIAN, "city", LIAONING, 2),
            org("dept.commerce", "department", LIAONING, 90),
            org(LIAONING, "province", NATION, 6),
            org(SHENYANG, "city", LIAONING, 1),
            org("520000", "province", NATION, 24),
            org(NATION, "nation"),
        ],
        [COAST],
    )


def ids(found: list[Org]) -> list[str]:
    return [one.id for one in found]


def test_all_stand_in_administrative_order(orgs: Orgs) -> None:
    expected = [NATION, LIAONING, SHENYANG, DALIAN, PIANQU, "dept.commerce", "520000"]
    assert ids(list(orgs)) == expected
    assert len(orgs) == 7
    assert sorted([PIANQU, "520000", SHENYANG], key=orgs.place) == [SHENYANG, PIANQU, "520000"]
    assert orgs.place("unknown") == 7


def test_children_and_all_below(orgs: Orgs) -> None:
    assert ids(orgs.children(LIAONING)) == [SHENYANG, DALIAN, "dept.commerce"]
    assert ids(orgs.children(LIAONING, "city")) == [SHENYANG, DALIAN]
    assert orgs.children("unknown") == []
    assert ids(orgs.within(LIAONING)) == [LIAONING, SHENYANG, DALIAN, PIANQU, "dept.commerce"]


def test_who_stands_below_whom(orgs: Orgs) -> None:
    assert orgs.is_within(PIANQU, LIAONING)
    assert orgs.is_within(LIAONING, LIAONING)
    assert not orgs.is_within(LIAONING, DALIAN)
    assert not orgs.is_within("520000", LIAONING)
    assert not orgs.is_within("unknown", LIAONING)


def test_a_zone_knows_its_own_city(orgs: Orgs) -> None:
    city = orgs.ancestor(PIANQU, "city")
    assert city is not None
    assert city.id == DALIAN
    assert orgs.ancestor(LIAONING, "city") is None
    assert orgs.ancestor("unknown", "city") is None


def test_an_unknown_organisation_names_the_nearest(orgs: Orgs) -> None:
    assert SHENYANG in orgs
    assert "110000" not in orgs
    with pytest.raises(UnknownOrg) as caught:
        orgs["21010"]
    assert SHENYANG in caught.value.near


def test_groupings_cut_across_the_tree(orgs: Orgs) -> None:
    assert orgs.groupings["coast"].members == (DALIAN, "210800")


def test_an_organisation_exists_between_its_days(orgs: Orgs) -> None:
    merged = Org(
        "zone.old", same("老区"), "zone", DALIAN, 1, "", date(2010, 1, 1), date(2016, 6, 30)
    )
    known = Orgs([*orgs, merged])
    assert merged.exists_on(date(2016, 6, 30))
    assert not merged.exists_on(date(2016, 7, 1))
    assert not merged.exists_on(date(2009, 12, 31))
    assert orgs[DALIAN].exists_on(date(1949, 10, 1))
    assert ids(known.children(DALIAN, on=date(2012, 1, 1))) == [PIANQU, "zone.old"]
    assert ids(known.children(DALIAN, on=date(2022, 1, 1))) == [PIANQU]


def test_an_unknown_parent_makes_a_root() -> None:
    assert ids(list(Orgs([org("a", "zone", "nowhere")]))) == ["a"]


def test_a_circle_of_parents_ends() -> None:
    orgs = Orgs([org("a", "zone", "b"), org("b", "zone", "a"), org("c", "zone", "c")])
    assert sorted(ids(list(orgs))) == ["a", "b", "c"]
    assert ids(orgs.within("a")) == ["a", "b"]
    assert orgs.is_within("a", "b")
    assert not orgs.is_within("a", "x")
    assert orgs.ancestor("a", "city") is None
