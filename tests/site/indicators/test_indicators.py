"""Indicators: the list, the definition card, the course, who stands where."""

import json

from tests.site.tables import bands_of, rows_of


def test_list_stands_by_area_with_readable_names(liaoning, read) -> None:
    bands = bands_of(read("/indicators/"))
    assert {"货物贸易", "投资促进", "自贸试验区", "国际通道"} <= set(bands)
    assert "Trade in goods" in bands_of(read("/indicators/", "en"))


def test_list_may_show_all_that_are_defined(liaoning, read) -> None:
    own = rows_of(read("/indicators/"), "indicators")
    every = rows_of(read("/indicators/?show=all"), "indicators")
    assert len(every) > len(own)


def test_card_says_definition_source_and_release(liaoning, read) -> None:
    page = read("/indicators/trade.total/")
    for said in ("海关统计的货物进出口总额", "海关", "每月中旬由海关公布", "流量"):
        assert said in page


def test_definition_break_stands_on_the_card(demo, read) -> None:
    page = read("/indicators/investment.fdi_used/")
    assert "口径" in page


def test_everybody_stands_in_one_period_with_ranks(demo, read) -> None:
    rows = rows_of(read("/indicators/trade.total/"), "standings")
    told = {row[0]: row[1:] for row in rows}
    assert told["岚浦市"][0] == "1,478.7 演示"
    assert told["岚浦市"][3] == "1 演示"
    assert told["石原市"][3] == "2 演示"
    assert told["示例省"][3] == ""  # alone of its kind


def test_another_period_may_be_chosen(demo, read) -> None:
    page = read("/indicators/trade.total/?period=2022")
    told = {row[0]: row[1] for row in rows_of(page, "standings")}
    assert told["示例省"] == "9,289.2 演示"


def test_map_shows_the_members_and_leaves_the_others_without_data(demo, read) -> None:
    page = read("/indicators/trade.total/")
    assert 'id="map"' in page
    assert page.count("tile-ground") == 14


def test_too_few_periods_for_a_line_are_said_to_be(liaoning, read) -> None:
    page = read("/indicators/trade.total/")
    assert 'data-chart="course"' not in page
    assert "时期太少" in page


def test_course_and_growth_are_drawn_and_stand_as_tables_too(demo, read) -> None:
    page = read("/indicators/trade.total/")
    for chart in ("course", "growth"):
        assert f'data-chart="{chart}"' in page
        assert f'id="{chart}-data"' in page


def test_facts_stand_with_their_quotations(liaoning, read) -> None:
    rows = rows_of(read("/indicators/trade.total/"), "facts")
    assert ["2021年", "辽宁省", "同比", "17.6%", "全省货物进出口7724亿元,同比增长17.6%"] in rows


def test_each_table_of_the_page_leaves_by_its_name(liaoning, client) -> None:
    asked = {"accept-language": "zh-hans"}
    address = "/indicators/trade.total/?format=json&table="
    facts = json.loads(client.get(f"{address}facts", headers=asked).content)
    targets = json.loads(client.get(f"{address}targets", headers=asked).content)
    assert facts["title"] == "文件所载"
    assert len(targets["rows"]) == 4


def test_real_figures_never_stand_beside_invented_ones(liaoning, demo, read) -> None:
    assert "辽宁" not in str(rows_of(read("/indicators/trade.total/?pack=demo"), "standings"))
    assert "示例" not in str(
        rows_of(read("/indicators/trade.total/?pack=liaoning-2022"), "standings")
    )
