"""One figure: value, clause, formula, inputs that open, vintages; alone for the panel."""

import re

from tests.site.tables import rows_of, text_of


def test_value_clause_and_document_are_told(liaoning, read) -> None:
    page = read("/figure/trade.total/210000/2021/")
    assert "7,724.0亿元" in page
    assert "“全省货物进出口7724亿元”" in page
    assert "新闻发布会" in page
    assert "海关" in page


def test_clause_leads_to_its_place_in_the_document(liaoning, read) -> None:
    page = read("/figure/trade.total/210000/2021/?as_of=2022-06-30")
    assert re.search(r'href="/documents/press-2022-01-25/\?as_of=2022-06-30#c[0-9a-f]{10}"', page)


def test_check_of_the_document_is_worked_out(liaoning, read) -> None:
    page = read("/figure/trade.total/210000/2021/")
    assert "出口总额3,312.6亿元 + 进口总额4,411.4亿元 = 7,724亿元" in page


def test_computed_growth_is_told_in_words_and_its_inputs_open(demo, read) -> None:
    page = read("/figure/trade.total/demo/2023-H1/?measure=growth_computed")
    assert "（2023年1-6月 4,928.6亿元 − 2022年1-6月 4,595.4亿元）÷ 2022年1-6月 4,595.4亿元" in page
    assert 'href="/figure/trade.total/demo/2022-H1/"' in page


def test_standing_of_a_target_is_a_figure_too(demo, read) -> None:
    page = read("/figure/trade.total/demo/2023/?measure=attainment&target=trade.total.2023")
    # 4928.6 / (9289.2 x 1.06)
    assert "50.1%" in page
    assert "÷ 目标" in page
    assert 'href="/targets/trade.total.2023/"' in page


def test_vintages_stand_latest_first_and_say_which_leads(demo, read) -> None:
    rows = rows_of(read("/figure/trade.total/demo/2023-05/"), "vintages")
    assert [row[0] for row in rows] == ["2023-07-13", "2023-06-19"]
    assert [row[4] for row in rows] == ["现行", "演示数据"]
    assert rows[0][1] != rows[1][1]


def test_vintages_end_with_the_moment_that_is_asked_for(demo, read) -> None:
    page = read("/figure/trade.total/demo/2023-05/?as_of=2023-06-30")
    assert 'id="vintages"' not in page  # one release only: nothing to compare
    assert "2023-06-19" in page


def test_panel_gets_the_explanation_alone(liaoning, client) -> None:
    page = client.get("/figure/trade.total/210000/2021/", headers={"x-panel": "1"}).content.decode()
    assert "<html" not in page
    assert "data-explanation" in page


def test_missing_figure_says_why_in_both_languages(liaoning, read) -> None:
    address = "/figure/trade.total/210000/2021/?measure=growth_computed"
    assert "缺2020年基数" in text_of(read(address))
    assert "base" in text_of(read(address, "en"))


def test_copying_carries_value_and_source(liaoning, read) -> None:
    page = read("/figure/trade.total/210000/2021/")
    cited = page.split("data-copy-citation>")[1].split("</span>")[0]
    assert "7,724.0亿元" in cited
    assert "2022-01-25" in cited
