"""Figures of the packs as flat objects. Expected values are read off the documents by hand."""

from pathlib import Path
from typing import Any

import pytest

from kaifang.packs.exporting import export
from kaifang.packs.law import compose


@pytest.fixture(scope="module")
def liaoning() -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in export(compose("liaoning-2022"))}


@pytest.fixture(scope="module")
def guizhou() -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in export(compose("guizhou-2023"))}


def test_level_is_told_with_document_clause_and_place(liaoning: dict[str, dict[str, Any]]) -> None:
    record = liaoning["trade.total.2021"]
    assert record["where"].startswith("packs/liaoning-2022/facts/trade.yaml:")
    assert {name: record[name] for name in ("document", "quote", "printed", "value", "unit")} == {
        "document": "press-2022-01-25",
        "quote": "全省货物进出口7724亿元",
        "printed": "7724亿元",
        "value": "7724",
        "unit": "亿元",
    }
    assert (record["indicator"], record["indicator_name"]) == ("trade.total", "货物进出口总额")
    assert (record["organisation"], record["organisation_name"]) == ("210000", "辽宁省")
    assert (record["period"], record["kind"], record["measure"]) == ("2021", "fact", "level")


def test_second_quotation_stands_in_also(liaoning: dict[str, dict[str, Any]]) -> None:
    further = liaoning["trade.total.2021"]["also"]
    assert further == "press-2022-01-25: 2021年,我省进出口7724亿元人民币"
    assert liaoning["trade.exports.2021"]["also"] is None


def test_every_object_is_flat(
    liaoning: dict[str, dict[str, Any]], guizhou: dict[str, dict[str, Any]]
) -> None:
    for record in (*liaoning.values(), *guizhou.values()):
        assert all(value is None or isinstance(value, str) for value in record.values()), record


def test_how_many_a_list_has_is_a_figure_too(
    liaoning: dict[str, dict[str, Any]], guizhou: dict[str, dict[str, Any]]
) -> None:
    told = ("document", "value", "unit", "kind", "comparator", "organisation", "period")
    assert [liaoning["zone.coordinated"][name] for name in told] == [
        "reply-1278-2022-06-06", "19", "个", "count", "eq", "210000", "2022",
    ]  # fmt: skip
    assert liaoning["cities.trade_upgrade_bases_2021"]["printed"] == "4个"
    assert guizhou["zone.trade_upgrade"]["value"] == "20"
    assert guizhou["zone.national"]["quote"].startswith("指导贵阳和遵义2家国家级经开区")


def test_a_count_that_a_fact_tells_is_not_told_again(
    liaoning: dict[str, dict[str, Any]], guizhou: dict[str, dict[str, Any]]
) -> None:
    # 148项 is ftz.cases_provincial.2022-06, 4家 that entered cultivation.zones_entered.2023
    assert "ftz.cases_provincial_2022-06" not in liaoning
    assert "ftz.best_practice_cases_2021" not in liaoning
    assert "zone.trade_upgrade_entered" not in guizhou


def test_decimals_stay_as_printed(liaoning: dict[str, dict[str, Any]]) -> None:
    assert liaoning["trade.exports.2021"]["value"] == "3312.6"


@pytest.mark.parametrize(
    ("id", "kind", "value", "unit"),
    [
        ("trade.total.2021", "fact", "7724", "亿元"),
        ("trade.total.2021.growth", "growth_fact", "17.6", "%"),
        ("trade.total.2021.share", "share", "2", "%"),
        ("trade.total.2022", "growth_target", "6", "%"),
        ("services.knowledge_intensive_share.2021", "share", "44.8", "%"),
        ("services.knowledge_intensive_share.2021.change", "growth_fact", "6", "个百分点"),
        ("corridor.trains.2021", "count", "632", "列"),
        ("trade.total.2021.record", "fact", None, None),
    ],
)
def test_kind_follows_the_label_rules(
    liaoning: dict[str, dict[str, Any]], id: str, kind: str, value: str | None, unit: str | None
) -> None:
    record = liaoning[id]
    assert (record["kind"], record["value"], record["unit"]) == (kind, value, unit)


def test_comparator_and_strength_are_two_fields(liaoning: dict[str, dict[str, Any]]) -> None:
    share = liaoning["trade.total.2021.share"]
    assert (share["comparator"], share["strength"]) == ("gt", "none")
    target = liaoning["trade.total.2022"]
    assert (target["comparator"], target["strength"]) == ("eq", "hold")
    answer = liaoning["trade.total.2022.answer"]
    assert (answer["comparator"], answer["strength"]) == ("about", "none")


def test_range_has_a_low_and_a_high_value(guizhou: dict[str, dict[str, Any]]) -> None:
    ranges = [record for record in guizhou.values() if record["comparator"] == "range"]
    assert {("1", "2"), ("3", "5")} <= {(record["value"], record["high"]) for record in ranges}


def test_deadline_is_a_date(guizhou: dict[str, dict[str, Any]]) -> None:
    days = {record["value"] for record in guizhou.values() if record["kind"] == "date"}
    assert {"2023-07-15", "2023-10-15", "2024-01-15"} <= days


def test_only_figures_of_the_pack_itself_are_exported(tmp_path: Path) -> None:
    folder = tmp_path / "liaoning-2022b"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        "id: liaoning-2022b\nkind: programme\nversion: 1.0.0\n"
        "name: {zh: 辽宁2022更正, en: Liaoning 2022 corrected}\n"
        'org: "210000"\nperiod: "2022"\nextends: liaoning-2022\n',
        "utf-8",
    )
    law = compose(folder)
    assert "trade.total.2021" in law.facts  # taken over, but another pack's figure
    assert export(law) == []


def test_each_figure_is_exported_once() -> None:
    ids = [record["id"] for record in export(compose("liaoning-2022"))]
    assert len(ids) == len(set(ids)) >= 206


def test_order_is_that_of_the_files() -> None:
    places = [record["where"].rsplit(":", 1) for record in export(compose("guizhou-2023"))]
    assert places == sorted(places, key=lambda place: (place[0], int(place[1])))
