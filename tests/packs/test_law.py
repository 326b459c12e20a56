"""A law is a pack with all it stands on; what it extends it may change, by id only."""

from pathlib import Path

import pytest

from kaifang.core.citation import Quality
from kaifang.core.errors import SeveralErrors
from kaifang.core.observation import Visibility
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.packs.law import CircularUse, Law, UnknownName, compose, load
from kaifang.packs.linting import lint
from kaifang.packs.loading import UnknownPack, find_packs
from tests.packs.tiny import TinyPack

FACTS = "facts/trade.yaml"
NEXT = """\
id: next
kind: programme
version: 1.0.0
name: {zh: 次年, en: Next year}
org: "210000"
period: "2023"
extends: tiny
"""
OVERRIDE = """\
- id: approval.limit
  name: {zh: 审批时限, en: Time for approval}
  value: 40个工作日
  comparator: le
  valid: "2023"
  cite: {doc: press, quote: 压缩到40个工作日以内, printed: 40个工作日以内}
"""


@pytest.fixture
def successor(tiny: TinyPack) -> TinyPack:
    """A pack that extends the tiny one."""
    return TinyPack(tiny.folder.parent / "next").write("pack.yaml", NEXT)


def test_a_law_stands_on_its_packs_in_order(successor: TinyPack) -> None:
    law = successor.law()
    assert [pack.id for pack in law.packs] == ["tiny", "next"]
    assert (law.id, law.version, repr(law)) == ("next", "1.0.0", "Law(next 1.0.0)")
    assert law.head.period == Period.year(2023)


def test_entries_are_taken_over_and_overridden_by_id(successor: TinyPack) -> None:
    assert str(successor.law().parameters["approval.limit"].value) == "60个工作日"
    law = successor.write("parameters/limits.yaml", OVERRIDE).law()
    assert str(law.parameters["approval.limit"].value) == "40个工作日"
    assert law.parameters["approval.limit"].where == "packs/next/parameters/limits.yaml:1"
    assert set(law.facts) == {"trade.total.2021", "trade.exports.2021", "trade.imports.2021"}
    assert lint(law) == []


def test_an_extension_of_an_extension_may_override_too(successor: TinyPack) -> None:
    third = TinyPack(successor.folder.parent / "third")
    third.write("pack.yaml", NEXT.replace("next", "third").replace("tiny", "next"))
    law = third.write("parameters/limits.yaml", OVERRIDE).law()
    assert [pack.id for pack in law.packs] == ["tiny", "next", "third"]
    assert lint(law) == []


def test_what_is_only_used_may_not_be_overridden(successor: TinyPack) -> None:
    successor.change("pack.yaml", "extends: tiny", "uses: [tiny]")
    found = lint(successor.write("parameters/limits.yaml", OVERRIDE).law())
    assert [(one.code, one.where) for one in found] == [
        ("KF-PACK-010", "packs/next/parameters/limits.yaml:1")
    ]


def test_retired_ids_are_gone(successor: TinyPack) -> None:
    law = successor.add("pack.yaml", "retired: [approval.limit, trade-adds-up]\n").law()
    assert "approval.limit" not in law.parameters
    assert law.checks == {}
    assert lint(law) == []


def test_an_id_retired_last_year_may_return_this_year(successor: TinyPack) -> None:
    successor.add("pack.yaml", "retired: [approval.limit]\n")
    third = TinyPack(successor.folder.parent / "third")
    third.write("pack.yaml", NEXT.replace("next", "third").replace("tiny", "next"))
    assert "approval.limit" in third.write("parameters/limits.yaml", OVERRIDE).law().parameters


def test_a_renamed_entry_stands_under_its_new_name_only(successor: TinyPack) -> None:
    renamed = OVERRIDE.replace("id: approval.limit", "id: limit\n  renamed_from: approval.limit")
    law = successor.write("parameters/limits.yaml", renamed).law()
    assert list(law.parameters) == ["limit"]
    assert law.renamed("parameters") == {"approval.limit": "limit"}


def test_older_figures_follow_a_renamed_indicator(successor: TinyPack) -> None:
    successor.write(
        "indicators/trade.yaml",
        "- id: trade.all\n  renamed_from: trade.total\n  name: {zh: 外贸总额, en: All trade}\n"
        "  unit: 亿元\n  kind: flow\n  source: {zh: 海关, en: Customs}\n"
        "  definition: {zh: 货物进出口, en: Trade in goods}\n",
    )
    law = successor.law()
    assert law.facts["trade.total.2021"].indicator == "trade.all"
    assert law.facts["trade.total.2021"].where == "packs/tiny/facts/trade.yaml:1"
    assert law.targets["trade.total.2022"].indicator == "trade.all"
    assert lint(law) == []


def test_packs_that_use_one_another_in_a_circle_are_refused(successor: TinyPack) -> None:
    tiny = TinyPack(successor.folder.parent / "tiny")
    tiny.change("pack.yaml", "headline", "uses: [next]\nheadline")
    with pytest.raises(CircularUse) as caught:
        tiny.law()
    assert "tiny → next → tiny" in caught.value.text("en")


def test_an_unknown_pack_is_placed_where_it_is_used(tiny: TinyPack) -> None:
    tiny.change("pack.yaml", "headline", "uses: [cn-plces]\nheadline")
    with pytest.raises(UnknownPack) as caught:
        tiny.law()
    assert caught.value.where == "packs/tiny/pack.yaml:1"
    assert "cn-places" in caught.value.near


def test_a_pack_used_twice_stands_once(tiny: TinyPack) -> None:
    for name in ("left", "right"):
        TinyPack(tiny.folder.parent / name).write(
            "pack.yaml",
            f"id: {name}\nkind: library\nversion: 1.0.0\nname: {{zh: 左右, en: Side}}\nuses: [tiny]\n",
        )
    top = TinyPack(tiny.folder.parent / "next").write(
        "pack.yaml", NEXT.replace("extends: tiny", "uses: [left, right]")
    )
    assert [pack.id for pack in top.law().packs] == ["tiny", "left", "right", "next"]


# -- the hash -----------------------------------------------------------------------------------


def test_the_hash_does_not_see_order_comments_or_files(tiny: TinyPack) -> None:
    before = tiny.law()
    file = tiny.folder / "orgs.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    tiny.write("orgs.yaml", "# 单位\n" + "".join(reversed(lines[1:])))
    tiny.write(
        "orgs/nation.yaml",
        lines[0].replace(
            'id: "100000", name: {zh: 全国, en: China}', 'name: {en: China, zh: 全国}, id: "100000"'
        ),
    )
    tiny.change(FACTS, "  value: 7724亿元\n", "").change(
        FACTS, "  indicator: trade.total\n", "  value: 7724亿元\n  indicator: trade.total\n"
    )
    after = tiny.law()
    assert (tiny.folder / "orgs" / "nation.yaml").read_text("utf-8").startswith("- {name")
    assert after.hash == before.hash
    assert after.canonical == before.canonical


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FACTS, "value: 7724亿元", "value: 7724.0亿元"),
        (FACTS, "quote: 全省货物", "quote: 货物"),
        ("orgs.yaml", "en: China", "en: PR China"),
        ("pack.yaml", "1.0.0", "1.0.1"),
        ("grids.yaml", "col: 1", "col: 2"),
        ("not_figures/words.yaml", "kind: word", "kind: idiom"),
    ],
)
def test_the_hash_sees_every_change_of_content(
    tiny: TinyPack, file: str, old: str, new: str
) -> None:
    before = tiny.law().hash
    assert tiny.change(file, old, new).law().hash != before


def test_a_default_written_out_changes_nothing(tiny: TinyPack) -> None:
    before = tiny.law().hash
    assert (
        tiny.change(FACTS, "  value: 7724", "  comparator: eq\n  value: 7724").law().hash == before
    )


def test_the_hash_of_a_law_sees_the_packs_below(successor: TinyPack) -> None:
    before = successor.law()
    TinyPack(successor.folder.parent / "tiny").change(FACTS, "quote: 全省货物", "quote: 货物")
    after = successor.law()
    assert after.hash != before.hash
    assert after.pack.hash == before.pack.hash


# -- asking -------------------------------------------------------------------------------------


def test_an_unknown_figure_or_indicator_names_the_nearest(tiny: TinyPack) -> None:
    law = tiny.law()
    assert law.figure("approval.limit") is law.parameters["approval.limit"]
    assert law.figure("trade.total.2022") is law.targets["trade.total.2022"]
    assert law.indicator("trade.total").name.en == "Total trade"
    with pytest.raises(UnknownName) as caught:
        law.figure("trade.total.2012")
    assert "trade.total.2021" in caught.value.near
    with pytest.raises(UnknownName):
        law.indicator("trade.totl")


def test_citations_carry_their_document_and_place(tiny: TinyPack) -> None:
    law = tiny.law()
    (cite,) = law.citations(law.facts["trade.total.2021"])
    assert cite.document is law.documents["press"]
    assert (cite.quote, cite.printed) == ("全省货物进出口7724亿元", "7724亿元")
    assert cite.where == "packs/tiny/facts/trade.yaml:1"
    (sketch,) = law.citations(law.grids["liaoning"])
    assert (sketch.is_assumption, sketch.author, sketch.document) == (True, "规划处", None)
    assert law.citations(law.indicators["trade.total"]) == ()


def test_facts_are_observations_in_the_indicators_unit(tiny: TinyPack) -> None:
    tiny.change(FACTS, "value: 7724亿元", "value: 0.7724万亿元")
    one = next(iter(tiny.law().observations()))
    assert (one.indicator, one.org, one.period.code) == ("trade.total", "210000", "2021")
    assert (str(one.value), one.unit) == ("7724.0000", "亿元")
    assert (one.authority, one.source, one.visibility) == (
        Authority.PUBLISHED,
        "海关",
        Visibility.PUBLIC,
    )
    assert one.announced is not None
    assert one.announced.isoformat() == "2022-01-25"
    assert (one.figure, one.pack) == ("trade.total.2021", "tiny")


def test_a_law_observes_its_own_facts_only(successor: TinyPack) -> None:
    assert list(successor.law().observations()) == []
    assert len(list(TinyPack(successor.folder.parent / "tiny").law().observations())) == 3


def test_a_demo_pack_states_demo_values(tiny: TinyPack) -> None:
    law = tiny.change("pack.yaml", "headline", "demo: true\nheadline").law()
    assert {one.authority for one in law.observations()} == {Authority.DEMO}
    assert all(org.is_demo for org in law.orgs)


def test_code_lists_and_concordances_are_at_hand(tiny: TinyPack) -> None:
    law = tiny.law()
    assert [one.code for one in law.code_lists["sections@2017"].path("A01")] == ["A", "A01"]
    assert set(law.concordances["sections.2017-2022"].split("A01")) == {"B01", "B02"}


def test_a_pack_with_a_finding_is_not_loaded(tiny: TinyPack) -> None:
    assert load(str(tiny.folder)).id == "tiny"
    other = TinyPack.sound(tiny.folder.parent / "other" / "tiny")
    other.change(FACTS, "indicator: trade.total", "indicator: trade.totl")
    with pytest.raises(SeveralErrors) as caught:
        load(str(other.folder))
    assert [one.code for one in caught.value.errors] == ["KF-PACK-011"]


# -- the packs that ship ------------------------------------------------------------------------

SHIPPED = sorted(
    path.name for path in (Path(__file__).parents[2] / "packs").iterdir() if path.is_dir()
)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_packs_have_no_finding(name: str) -> None:
    assert lint(compose(name)) == []


def test_the_shipped_packs_are_these() -> None:
    assert set(SHIPPED) == {
        *("cn-places", "cn-codes", "cn-indicators", "cn-lights", "cn-calendar", "demo"),
        *("liaoning-2018", "liaoning-2022", "liaoning-2023", "guizhou-2023"),
    }
    assert set(SHIPPED) <= set(find_packs())


def test_a_machine_translation_is_marked() -> None:
    law: Law = compose("liaoning-2023")
    assert {one.quality for one in law.documents.values()} >= {Quality.MACHINE_TRANSLATION}
