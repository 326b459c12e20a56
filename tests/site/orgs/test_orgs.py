"""Organisations: the tree, and one with its figures, targets and members."""

import json

from tests.site.tables import rows_of


def test_tree_stands_in_administrative_order_with_counts(demo, read) -> None:
    rows = rows_of(read("/orgs/"), "orgs")
    assert [row[0] for row in rows[:2]] == ["示例全国（演示）", "示例省"]
    named = {row[0]: row for row in rows}
    assert named["石原市"][1] == "市（州）"
    assert named["石原市"][2] == "4"  # its targets in the notice: trade, funds, foreign capital …


def test_one_organisation_shows_figures_targets_and_place_in_the_tree(demo, read) -> None:
    page = read("/orgs/demo.lanpu/")
    assert rows_of(page, "figures")[0][0] == "货物进出口总额亿元增长6.5%以上"
    crumbs = page.split('class="crumbs"')[1].split("</nav>")[0]
    assert '<a href="/orgs/demo/">示例省</a>' in crumbs


def test_members_are_compared_and_ranked_among_themselves(demo, read) -> None:
    rows = rows_of(read("/orgs/demo/"), "standings")
    assert [(row[0], row[4]) for row in rows] == [("石原市", "2 演示"), ("岚浦市", "1 演示")]


def test_members_stand_in_rank_order_when_asked(demo, read) -> None:
    rows = rows_of(read("/orgs/demo/?by=rank"), "standings")
    assert [row[0] for row in rows] == ["岚浦市", "石原市"]


def test_organisation_without_figures_says_so(liaoning, read) -> None:
    page = read("/orgs/520000/")
    assert "文件未涉及该单位" in page


def test_figures_leave_as_the_board_leaves(demo, client) -> None:
    told = json.loads(client.get("/orgs/demo.lanpu/?format=json").content)
    assert {row["org"]["value"] for row in told["rows"]} == {"岚浦市"}


def test_a_demo_shows_no_real_organisation_and_the_other_way_round(liaoning, demo, read) -> None:
    read("/orgs/210000/?pack=demo", status=404)
    read("/orgs/demo/?pack=liaoning-2022", status=404)
