"""Targets: the list, and one with clause, comparison, progress, chart and light."""

import json
import re

from tests.site.tables import rows_of, text_of


def test_list_counts_all_targets_of_the_pack(liaoning, client) -> None:
    told = json.loads(client.get("/targets/?format=json").content)
    assert len(told["rows"]) == 132


def test_list_may_be_narrowed_to_a_form(liaoning, read) -> None:
    rows = rows_of(read("/targets/?form=growth_above"), "targets")
    assert rows
    assert all("高于" in row[2] for row in rows)


def test_the_light_stands_second_so_that_a_phone_shows_it(liaoning, client) -> None:
    told = json.loads(client.get("/targets/?format=json").content)
    assert list(told["rows"][0])[:2] == ["name", "light"]


def test_one_target_says_what_is_asked_how_firmly_and_where(liaoning, read) -> None:
    page = read("/targets/trade.total.2022/")
    for said in ("增长6%", "锚定", "“锚定全年进出口增长6%的目标不放松”", "等于", "辽宁省"):
        assert said in page


def test_other_wording_of_the_same_target_is_flagged(liaoning, read) -> None:
    assert "同一目标两种表述" in read("/targets/trade.total.2022/")


def test_progress_figures_open_to_their_explanations(demo, read) -> None:
    page = read("/targets/trade.total.2023/")
    assert "?measure=attainment&amp;target=trade.total.2023" in page
    assert "9,846.6亿元" in page  # 9289.2 x 1.06


def test_chart_shows_the_year_against_the_schedule(demo, read) -> None:
    page = read("/targets/trade.total.2023/")
    assert 'data-chart="course"' in page
    rows = rows_of(page, "course-data")
    assert rows[5][:2] == ["2023-06", "4,928.6"]
    assert rows[5][2] == "4,923.3"  # half of 9846.552
    assert len(rows) == 12


def test_light_names_its_scheme_its_edges_and_its_basis(demo, read) -> None:
    page = read("/targets/trade.total.2023/")
    assert "序时进度灯号" in page
    assert "正好" in page
    assert "规则依据" in page


def test_target_leads_to_the_task_it_stands_in(liaoning, read) -> None:
    page = read("/targets/trade.total.2022/")
    assert "/tasks/statement.trade/" in page


def test_target_is_unknown_before_its_document(liaoning, read) -> None:
    assert rows_of(read("/targets/?as_of=2022-01-24"), "targets") == []


def test_card_says_month_growths_and_share_beside_the_figure_to_date(demo, read) -> None:
    card = read("/targets/trade.total.2023/").partition("<h2>进展</h2>")[2].partition("</dl>")[0]
    told = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", card))
    said = {name: text_of(value).split(" ")[0] for name, value in told.items()}
    assert said["2023年1-6月"] == "4,928.6亿元"
    assert said["当月"] == "872.0亿元"
    assert said["占全国份额"] == "12.3%"
    assert {"同比", "同比（测算）", "完成率", "超序时", "月均需完成"} <= said.keys()


def test_promise_in_words_is_said_once_and_asks_for_no_pace(liaoning, read) -> None:
    page = read("/targets/corridor.taskforce.2022/")
    assert "<h1>成立东北海陆大通道工作专班和专班办公室</h1>" in page
    assert 'class="figure">成立' not in page
    assert "月均需完成" not in page
    assert "政策包 liaoning-2022" in page  # the source line, for paper
