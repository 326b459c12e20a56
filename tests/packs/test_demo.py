"""The demo pack: invented throughout, complete, and cited like any other."""

from collections import Counter
from pathlib import Path

import pytest

from kaifang.packs.law import Law, compose
from kaifang.packs.linting import lint
from kaifang.packs.quoting import QuoteNotFound
from tests.packs.authors import altered, copied

NAMES_OF_PLACES = Path(__file__).parents[3] / "shared" / "data"
ENDINGS = ("自治州", "地区", "市", "省", "县", "区", "盟", "州")


@pytest.fixture(scope="module")
def demo() -> Law:
    return compose("demo")


def own_orgs(law: Law) -> list[str]:
    return list(law.pack.entries["orgs"])


def bare(name: str) -> str:
    """A place's name without what it is: 石原市 is 石原."""
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def test_lint_finds_nothing_with_the_documents_at_hand(demo: Law) -> None:
    assert set(demo.texts) == set(demo.pack.entries["documents"])
    assert lint(demo) == []


def test_quotations_are_looked_up_in_the_documents(tmp_path: Path) -> None:
    folder = copied("demo", tmp_path)
    altered(folder / "texts" / "demo-plan-2023.txt", "全省进出口增长6%左右", "全省进出口增长7%左右")
    findings = [type(finding) for finding in lint(compose(folder))]
    assert QuoteNotFound in findings


def test_province_has_fourteen_cities_and_twenty_zones(demo: Law) -> None:
    cities = demo.orgs.children("demo", "city")
    zones = [o for city in cities for o in demo.orgs.children(city.id)]
    assert (len(cities), len(zones)) == (14, 20)
    assert Counter((zone.kind, zone.level) for zone in zones) == {
        ("zone", "national"): 6,
        ("zone", "provincial"): 11,
        ("ftz", "national"): 3,
    }
    assert sorted(tile.org for tile in demo.grids["grid.demo"].tiles) == sorted(
        city.id for city in cities
    )


def test_everything_is_marked_as_demo(demo: Law) -> None:
    assert demo.head.demo
    assert demo.head.release is not None
    assert demo.head.release.state == "demo"
    assert all(demo.orgs[id].is_demo for id in own_orgs(demo))
    for id in demo.pack.entries["documents"]:
        assert demo.documents[id].title.zh.endswith("（演示）")
        assert demo.documents[id].title.en.endswith("(demo)")


def test_every_target_and_fact_is_about_an_invented_organisation(demo: Law) -> None:
    entries = [*demo.pack.entries["targets"].values(), *demo.pack.entries["facts"].values()]
    named = {getattr(entry, "org", "") for entry in entries}
    assert named <= set(own_orgs(demo))
    assert demo.head.nation == "demo.nation"


def test_no_invented_organisation_is_among_the_real_ones(demo: Law) -> None:
    real = compose("cn-places")
    names = {org.name.zh for org in real.orgs} | {
        org.name.in_("zh", short=True) for org in real.orgs
    }
    for id in own_orgs(demo):
        assert id not in real.orgs
        assert demo.orgs[id].name.zh not in names


def test_no_invented_city_bears_the_name_of_a_real_place(demo: Law) -> None:
    files = sorted(NAMES_OF_PLACES.glob("cn_*.csv"))
    if not files:
        pytest.skip(f"no list of real places at {NAMES_OF_PLACES}: put cn_*.csv there")
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()[1:]]
    real = " ".join(line.split(",")[1].strip('"') for line in lines)
    assert "沈阳" in real
    cities = [demo.orgs[id] for id in own_orgs(demo) if demo.orgs[id].kind == "city"]
    assert [city.name.zh for city in cities if bare(city.name.zh) in real] == []


def test_each_city_has_its_part_of_the_targets(demo: Law) -> None:
    asked = Counter(
        (target.indicator, demo.orgs[target.org].kind)
        for target in demo.targets.values()
        if target.org in demo.orgs
    )
    cities = {name: count for (name, kind), count in asked.items() if kind == "city"}
    assert cities == {
        "trade.total": 14,
        "investment.funds_in_place": 14,
        "investment.fdi_used": 14,
        "corridor.trains": 4,
        "port.cargo": 5,
        None: 2,
    }
    assert asked["trade.total", "zone"] + asked["trade.total", "ftz"] == 20


def test_forms_of_targets_are_many(demo: Law) -> None:
    forms = Counter(target.target.form for target in demo.targets.values())
    assert forms == {
        "growth": 18,
        "growth_above": 20,
        "level": 41,
        "share_not_below": 1,
        "range": 1,
        "count": 2,
        "by": 2,
        "milestone": 2,
    }
