"""The first page: six rows, what they rest on, and what is open about them."""

import json

import pytest

from kaifang.packs.law import load
from tests.site.tables import cells, rows_of


def test_without_a_programme_the_page_says_how_to_install_one(read) -> None:
    page = read("/")
    assert "尚未安装" in page
    assert "kaifang pack install" in page


def test_headline_rows_are_those_of_the_pack_with_their_figures(liaoning, read) -> None:
    rows = rows_of(read("/"), "headline")
    assert rows[0][:3] == ["货物进出口总额亿元", "增长6% 锚定另有3项", "7,724.0"]
    assert [row[2] for row in rows[:4]] == ["7,724.0", "3,312.6", "4,411.4", "5,942.4"]


def test_period_stands_once_in_the_head_where_all_are_alike(liaoning, read) -> None:
    page = read("/")
    assert '<span class="unit">2021年</span>' in page


def test_headline_of_another_organisation_or_day_says_so(liaoning, read) -> None:
    told = rows_of(read("/"), "headline")[-1]
    assert "自由贸易试验区 · 2022年6月6日" in told[0]
    assert told[2] == "148"


def test_date_line_says_period_data_and_release(liaoning, read) -> None:
    page = read("/")
    for said in ("辽宁省对外开放2022", "2022年", "2021-12", "公布 · 2022-01-25"):
        assert said in page


def test_documents_differences_and_missing_lists_are_told(liaoning, read) -> None:
    page = read("/")
    assert "/documents/press-2022-01-25/" in page
    assert "5942.4" in page
    assert "5949" in page  # the other figure of the same document, flagged and not repaired
    assert "文件未附清单" in page


def test_lights_of_all_targets_lead_to_the_board(demo, read) -> None:
    assert 'href="/board/?light=green"' in read("/")


def test_revisions_are_told_with_the_value_before(demo, read) -> None:
    page = read("/")
    assert "近期修订" in page
    assert "<del>" in page


def test_as_of_an_earlier_day_less_was_known(liaoning, read) -> None:
    assert rows_of(read("/?as_of=2022-01-25"), "headline")[0][2] == "7,724.0"
    assert rows_of(read("/?as_of=2022-01-24"), "headline") == []


def test_seen_before_anything_was_recorded_nothing_is_known(liaoning, read) -> None:
    """A back-dated record does not change what the page showed on an earlier day."""
    rows = rows_of(read("/?seen_at=2022-06-30"), "headline")
    assert {row[3] for row in rows} == {"—"}


def test_table_leaves_as_json_with_exact_values(liaoning, client) -> None:
    answer = client.get("/?format=json", headers={"accept-language": "en"})
    row = json.loads(answer.content)["rows"][0]
    assert row["latest"]["value"] == "7724"
    assert row["name"]["value"] == "Total imports and exports of goods 100 million yuan"


def test_demo_says_so_in_each_cell(demo, read) -> None:
    numbers = [cell for row in cells(read("/"), "headline") for cell in row if "mark--" in cell]
    assert numbers
    assert all("mark--demo" in cell for cell in numbers)


@pytest.fixture
def words(db) -> None:
    """Programmes that promise much and state little: the meeting of 2018, the report of 2023."""
    from kaifang.store.installing import install

    install(load("liaoning-2018"))
    install(load("liaoning-2023"))


def test_where_hardly_a_figure_is_known_the_promises_lead(words, read) -> None:
    page = read("/?pack=liaoning-2023")
    assert (
        page.index('id="commitments"') < page.index('id="measures"') < page.index('id="headline"')
    )
    row = rows_of(page, "commitments")[0]
    assert row[:2] == ["中欧班列开行列数", "达到超过850列 力争"]
    assert "will strive to exceed 850" in row[2]
    assert "/documents/media-2023-03-24/#c" in page
    assert len(rows_of(page, "measures")) == 9


def test_why_the_lights_are_grey_is_said_once(words, read) -> None:
    page = read("/?pack=liaoning-2018")
    assert "32项目标中有32项灯号为灰" in page
    assert "32 of 32 lights are grey" in read("/?pack=liaoning-2018", "en")
    assert "无数据" not in "".join("".join(row) for row in rows_of(page, "commitments"))
    assert "></a>" not in page  # a promise in words asks for no number: no link without a name


def test_measures_count_the_targets_beneath_them(words, read) -> None:
    rows = rows_of(read("/?pack=liaoning-2018"), "measures")
    assert [row[-1] for row in rows] == ["1", "3", "1", "1", "1", "2", "4", "5", "4", "4", "5"]


def test_where_figures_are_known_they_lead(liaoning, read) -> None:
    assert 'id="commitments"' not in read("/")


def test_the_page_says_what_the_pack_holds_and_stands_on(words, read) -> None:
    page = read("/?pack=liaoning-2018")
    assert "liaoning-2018 1.0.0" in page
    assert "cn-places, cn-indicators, cn-lights" in page
    assert 'href="/targets/?pack=liaoning-2018">目标 32</a>' in page
