"""The board of real packs: targets, latest figures, lights."""

from datetime import date

import pytest

from kaifang.packs.law import Law, load
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
