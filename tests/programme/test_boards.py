"""The board of real packs: targets, latest figures, lights."""

from dataclasses import replace
from datetime import date

import pytest

from kaifang.core.observation import Measure
from kaifang.packs.law import Law, load
from kaifang.programme.boards import in_rank_order, leading
from tests.programme.memory import level, programme

LIAONING = "210000"


@pytest.fixture(scope="module")
def law() -> Law:
    return load("liaoning-2022")


def test_the_first_rows_are_the_headline_of_the_pack(law: Law) -> None:
    rows = programme(law).board(as_of="2022-06-30").rows
    of_province = [row for row in rows if row.org.id == LIAONING]
    assert of_province[0].indicator is not None
    assert of_province[0].indicator.id == "trade.total"
    assert of_province[0].latest is not None
    assert of_province[0].latest.text() == "7,724.0亿元"


def test_targets_are_unknown_before_their_document(law: Law) -> None:
    p = programme(law)
    before = p.board(as_of="2022-01-24").rows
    assert all(row.target is None for row in before)
    after = [row.target.id for row in p.board(as_of="2022-01-25").rows if row.target]
    assert "trade.total.2022" in after


def test_a_growth_target_over_a_known_base_has_attainment_and_schedule(law: Law) -> None:
    half = level("trade.total", LIAONING, "2022-01/2022-06", "4100", date(2022, 7, 18))
    progress = programme(law, half).progress("trade.total.2022", as_of="2022-07-31")
    # the target is 7724 x 1.06 = 8187.44; 4100 / 8187.44 = 50.0767%; the schedule is 50%
    assert progress.attainment().text() == "50.1%"
    assert progress.ahead().text() == "0.1个百分点"
    # (8187.44 - 4100) / 6 = 681.24
    assert progress.needed().text() == "681.2亿元"
    assert progress.light.colour == "green"


def test_a_commitment_without_a_number_is_a_target_of_its_own_form(law: Law) -> None:
    forms = {target.target.form for target in law.targets.values()}
    assert {"growth_above", "milestone", "growth", "level"} <= forms


def test_a_light_without_facts_is_grey_and_says_so(law: Law) -> None:
    progress = programme(law).progress("trade.total.2022", as_of="2022-06-30")
    assert progress.light.colour == "grey"
    assert progress.light.says.zh == "暂无数据"


def test_json_rows_carry_value_period_and_target(law: Law) -> None:
    row = programme(law).board(as_of="2022-06-30").rows[0].json()
    assert row["org"] == LIAONING
    assert row["latest"]["value"] == "7724"
    assert row["growth"]["value"] == "17.6"
    assert row["target"]["strength"] == "hold"


def test_a_growth_published_without_a_level_is_held_against_the_target(law: Law) -> None:
    growth = replace(
        level("trade.total", LIAONING, "2022-01/2022-06", "7.0", date(2022, 7, 18), unit="%"),
        measure=Measure.GROWTH,
        base="previous_year",
    )
    stands = programme(law, growth).progress("trade.total.2022", as_of="2022-07-31").stands
    assert "1.0个百分点" in stands.says.zh


def test_growth_that_only_prints_as_the_target_does_not_reach_it(law: Law) -> None:
    # 105.96 / 100 = 5.96%, which prints as 6.0% and is below 6%
    year = level("trade.total", LIAONING, "2022", "8184.35", date(2023, 1, 18))
    stands = programme(law, year).progress("trade.total.2022", as_of="2023-02-01").stands
    # 8184.35 / 7724 = 1.05960…
    assert stands.verdict == "not_met"


def test_a_share_not_falling_is_held_against_the_same_months_of_last_year() -> None:
    told = [
        level("trade.total", org, f"{year}-01/{year}-06", value, date(year, 7, 18))
        for year, org, value in (
            (2022, "demo", "200"), (2022, "demo.nation", "10000"),
            (2023, "demo", "230"), (2023, "demo.nation", "11000"),
        )
    ]  # fmt: skip
    progress = programme(load("demo"), *told).progress("trade.share.2023", as_of="2023-07-31")
    # 2.0% a year ago, 230 / 11000 = 2.09% now
    assert progress.stands.says.zh == "占比提高0.1个百分点"


def test_the_leading_target_has_a_number_and_is_the_firmest(law: Law) -> None:
    p = programme(law)
    rows = [row for row in p.board(as_of="2022-06-30").rows if row.org.id == LIAONING]
    (lead, more), *_rest = leading(rows, p.law.head.period)
    assert lead.target is not None
    assert lead.target.id == "trade.total.2022"
    assert more == 3


def test_rank_order_ranks_cities_among_cities_and_leaves_one_alone_unranked(law: Law) -> None:
    told = [
        level("trade.total", org, "2022-01/2022-06", value, date(2022, 7, 18))
        for org, value in (("210100", "600"), ("210200", "2400"), ("210300", "600"))
    ]
    cities = ["210000", "210100", "210200", "210300"]
    view = programme(law, *told).board(as_of="2022-07-31", indicators=["trade.total"], orgs=cities)
    ranked = [(one.row.org.id, one.rank) for one in in_rank_order(view, view.rows)]
    assert [one for one in ranked if one[0] != LIAONING] == [
        ("210200", 1), ("210100", 2), ("210300", 2),
    ]  # fmt: skip
    assert {rank for org, rank in ranked if org == LIAONING} == {None}
