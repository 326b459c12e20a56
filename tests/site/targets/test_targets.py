"""Targets: the list, and one with clause, comparison, progress, chart and light."""

import json

from tests.site.tables import rows_of


def test_list_counts_all_targets_of_the_pack(liaoning, client) -> None:
    told = json.loads(client.get("/targets/?format=json").content)
    assert len(told["rows"]) == 132


def test_list_may_be_narrowed_to_a_form(liaoning, read) -> None:
    rows = rows_of(read("/targets/?form=growth_above"), "targets")
    assert rows
    assert all("高于" in row[1] for row in rows)


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
