"""Checks of a form: all wrong cells at once, hard ones refuse, a reason quiets soft ones."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.period import Period
from kaifang.facts.checking import Past, check
from kaifang.facts.form_values import Cell, Finding, Given, Sheet, content_hash
from kaifang.facts.jumps import usual
from kaifang.packs.law import Law
from tests.facts.reporting import (
    DOMESTIC,
    FALLING,
    FOREIGN,
    FUNDS,
    JUNE,
    MAY,
    PART,
    PROJECTS,
    RANGE,
    SUM,
    form_of,
    law_with,
    sheet_of,
)

D = Decimal
WHOLE = {FUNDS: "100", DOMESTIC: "600000", FOREIGN: "40", PROJECTS: None}  # 60 + 40 = 100


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.cell.org, one.cell.row, one.rule) for one in findings]


def run(folder: Path, sheet: Sheet, *checks: str, past: Past | None = None) -> list[Finding]:
    law = law_with(folder, *checks)
    return check(law, form_of(law), sheet, past or Past(JUNE))


def test_a_sound_sheet_has_no_findings(tmp_path: Path) -> None:
    assert run(tmp_path, sheet_of("north", WHOLE), RANGE, PART, SUM, FALLING) == []


def test_a_blank_wants_a_reason_where_the_row_is_required(tmp_path: Path) -> None:
    sheet = sheet_of("north", {FUNDS: None, DOMESTIC: None}, domestic="企业未报")
    found = run(tmp_path, sheet)
    # foreign is not even there; projects are not required
    assert told(found) == [("north", FUNDS, "required"), ("north", FOREIGN, "required")]
    assert [one.hard for one in found] == [False, False]
    assert found[0].says.zh == "缺数须说明原因"


def test_a_range_holds_its_ends(tmp_path: Path) -> None:
    values = {**WHOLE, DOMESTIC: "1", FOREIGN: "1"}
    law = law_with(tmp_path, RANGE)
    for value, wrong in (("0", False), ("500", False), ("-0.01", True), ("500.01", True)):
        found = check(law, form_of(law), sheet_of("north", {**values, FUNDS: value}), Past(JUNE))
        assert bool(found) is wrong
    assert (found[0].found.zh, found[0].expected.zh) == ("500.01亿元", "0亿元至500亿元")
    assert found[0].expected.en == "0 (100 million yuan) to 500 (100 million yuan)"
    assert found[0].hard


def test_a_part_is_compared_in_the_unit_of_its_own_row(tmp_path: Path) -> None:
    law = law_with(tmp_path, PART)
    sheet = sheet_of("north", {**WHOLE, DOMESTIC: "1000000"})  # 100亿元, as much as the whole
    assert check(law, form_of(law), sheet, Past(JUNE)) == []
    sheet = sheet_of("north", {**WHOLE, DOMESTIC: "1000000.01"})
    (one,) = check(law, form_of(law), sheet, Past(JUNE))
    assert one.cell == Cell("north", DOMESTIC)
    assert one.found.zh == "1,000,000.01万元"
    assert one.expected.zh == "不大于“到位资金”1,000,000万元"


def test_a_sum_is_exact_and_a_missing_part_is_not_nought(tmp_path: Path) -> None:
    law = law_with(tmp_path, SUM)
    off = sheet_of("north", {**WHOLE, FUNDS: "100.0000000000000000000000000000000001"})
    assert told(check(law, form_of(law), off, Past(JUNE))) == [("north", FUNDS, "sum")]
    partial = sheet_of("north", {**WHOLE, FOREIGN: None}, foreign="未统计")
    assert check(law, form_of(law), partial, Past(JUNE)) == []


def test_a_sum_may_have_a_tolerance(tmp_path: Path) -> None:
    law = law_with(tmp_path, SUM.replace("parts:", "tolerance: 0.5, parts:"))
    for value, wrong in (("100.5", False), ("99.5", False), ("100.51", True)):
        sheet = sheet_of("north", {**WHOLE, FUNDS: value})
        assert bool(check(law, form_of(law), sheet, Past(JUNE))) is wrong


def test_a_fall_to_date_is_quieted_by_a_reason(tmp_path: Path) -> None:
    law = law_with(tmp_path, FALLING)
    past = Past(JUNE, MAY, previous={Cell("north", FUNDS): D("120")})
    (one,) = check(law, form_of(law), sheet_of("north", WHOLE), past)
    assert (one.rule, one.hard) == ("falling", False)
    assert one.expected.zh == "不小于上期累计（2023年1-5月）120亿元"
    assert one.cite is not None
    assert one.cite.article == "第二条"
    assert check(law, form_of(law), sheet_of("north", WHOLE, funds="企业撤资"), past) == []


def test_a_new_year_begins_anew(tmp_path: Path) -> None:
    past = Past(
        Period.month(2024, 1),
        Period.month(2023, 12),
        previous={Cell("north", FUNDS): D("900")},
    )
    assert run(tmp_path, sheet_of("north", WHOLE), FALLING, past=past) == []


def test_a_hard_finding_stands_whatever_the_reason(tmp_path: Path) -> None:
    sheet = sheet_of("north", {**WHOLE, FUNDS: "-1"}, funds="说明")
    assert told(run(tmp_path, sheet, RANGE)) == [("north", FUNDS, "range")]


def test_a_rule_without_its_own_citation_stands_on_the_form(tmp_path: Path) -> None:
    (one,) = run(tmp_path, sheet_of("north", {**WHOLE, FUNDS: "-1"}), RANGE)
    assert one.cite is not None
    assert one.cite.quote == "各区于每月5日前报送到位资金"


def test_all_wrong_cells_of_all_organisations_come_at_once_in_their_order(tmp_path: Path) -> None:
    sheet = {
        **sheet_of("south", {**WHOLE, FUNDS: "501"}),
        **sheet_of("north", {**WHOLE, DOMESTIC: "9999999", FUNDS: "501"}),
        **sheet_of("north", {"odd:month": "1"}),
    }
    assert told(run(tmp_path, sheet, RANGE, PART, SUM)) == [
        ("north", FUNDS, "range"),
        ("north", FUNDS, "sum"),
        ("north", DOMESTIC, "part"),
        ("north", "odd:month", "unknown"),
        ("south", FUNDS, "range"),
        ("south", FUNDS, "sum"),
    ]


def test_the_official_figure_is_met_within_per_cent(tmp_path: Path) -> None:
    rule = "{id: o, kind: official, row: funds, tolerance: 5, says: {zh: 不符, en: Differs}}"
    law = law_with(tmp_path, rule)
    past = Past(JUNE, official={Cell("north", FUNDS): D("200")})
    for value, wrong in (("190", False), ("210", False), ("189.9", True), ("210.1", True)):
        sheet = sheet_of("north", {**WHOLE, FUNDS: value})
        assert bool(check(law, form_of(law), sheet, past)) is wrong
    assert check(law, form_of(law), sheet_of("south", WHOLE), past) == []


def test_a_check_may_speak_of_one_span_only(tmp_path: Path) -> None:
    rule = RANGE.replace("row: funds", "row: funds, span: month")
    assert run(tmp_path, sheet_of("north", {**WHOLE, FUNDS: "-1"}), rule) == []


# -- jumps --------------------------------------------------------------------------------------


JUMP = "{id: jump, kind: jump, row: projects, factor: 3, hard: false, says: {zh: 突变, en: Jump}}"
MONTHS = [Period.month(2023, month) for month in range(1, 6)]


def past_of(values: list[int]) -> Past:
    cell = Cell("north", PROJECTS)
    history = [(month, D(value)) for month, value in zip(MONTHS, values, strict=True)]
    return Past(JUNE, MAY, {cell: history}, previous={cell: D(values[-1])})


@pytest.mark.parametrize(
    ("value", "wrong"), [("3200", False), ("9500", False), ("9700", True), ("1000", True)]
)
def test_a_jump_is_measured_by_the_median_of_past_changes(
    tmp_path: Path, value: str, wrong: bool
) -> None:
    """Doubling each month, 1,600 makes 3,200 likely: from a third of it to three times."""
    sheet = sheet_of("north", {**WHOLE, PROJECTS: value})
    found = run(tmp_path, sheet, JUMP, past=past_of([100, 200, 400, 800, 1600]))
    assert bool(found) is wrong
    if found:
        assert found[0].expected.zh == "按自身历史约3,200个，一般在1,067个至9,600个之间"


def test_a_restless_history_widens_the_band(tmp_path: Path) -> None:
    """Eight times up and down: the median change is none, the usual one far beyond thrice."""
    sheet = sheet_of("north", {**WHOLE, PROJECTS: "9700"})
    assert run(tmp_path, sheet, JUMP, past=past_of([100, 800, 100, 800, 100])) == []


def test_one_slip_of_the_past_does_not_hide_a_jump(tmp_path: Path) -> None:
    """Changes of 1, 100, 1/100 and 1: the median is 1, and so is the median deviation from it."""
    cell = Cell("north", PROJECTS)
    months = [Period.month(2022, 12), *MONTHS]
    history = [(month, D(v)) for month, v in zip(months, (10, 10, 10, 1000, 10, 10), strict=True)]
    past = Past(JUNE, MAY, {cell: history}, previous={cell: D(10)})
    sheet = sheet_of("north", {**WHOLE, PROJECTS: "31"})
    assert told(run(tmp_path, sheet, JUMP, past=past)) == [("north", PROJECTS, "jump")]


def test_too_little_history_finds_nothing(tmp_path: Path) -> None:
    past = past_of([100, 200, 400, 800, 1600])
    short = Past(JUNE, MAY, {c: h[1:] for c, h in past.history.items()}, past.previous)
    sheet = sheet_of("north", {**WHOLE, PROJECTS: "999999"})
    assert run(tmp_path, sheet, JUMP, past=short) == []


def test_a_row_to_date_is_set_against_the_year_before(tmp_path: Path) -> None:
    """June to date doubled each year, and so did May: 100 makes 200 likely, 67 to 600 usual."""
    cell = Cell("north", FUNDS)
    history = [
        (Period.to_date(year, month), D(2 ** (year - 2000)) * month)
        for year in range(2018, 2023)
        for month in (5, 6)
    ]
    past = Past(JUNE, MAY, {cell: history}, {cell: D(1)}, {cell: D(100)})
    law = law_with(tmp_path, JUMP.replace("projects", "funds"))
    for value, wrong in (("200", False), ("590", False), ("610", True), ("60", True)):
        sheet = sheet_of("north", {**WHOLE, FUNDS: value})
        assert bool(check(law, form_of(law), sheet, past)) is wrong


def test_a_level_is_set_against_the_same_period_of_earlier_years() -> None:
    history = [(Period.month(year, 6), D(10)) for year in range(2019, 2023)]
    history += [(Period.month(2023, 5), D(5000))]
    band = usual(history, JUNE, None, "level", D(2))
    assert band is not None
    assert (round(band.likely, 6), round(band.low, 6), round(band.high, 6)) == (10, 5, 20)
    assert usual(history[1:], JUNE, None, "level", D(2)) is None


def test_a_base_that_is_not_positive_says_nothing() -> None:
    history = [(month, D(2**n)) for n, month in enumerate(MONTHS)]
    assert usual(history, JUNE, D(0), "period", D(2)) is None
    assert usual(history, JUNE, None, "period", D(2)) is None
    assert usual(history, JUNE, D(1), "period", D(2)) is not None


# -- properties ----------------------------------------------------------------------------------


NUMBERS = st.decimals(-(10**12), 10**12, places=4)


@pytest.fixture(scope="module")
def summing(tmp_path_factory: pytest.TempPathFactory) -> Law:
    return law_with(tmp_path_factory.mktemp("summing"), SUM)


@given(domestic=NUMBERS, foreign=NUMBERS, off=NUMBERS)
def test_a_sum_is_wrong_exactly_when_it_is_off(
    summing: Law, domestic: Decimal, foreign: Decimal, off: Decimal
) -> None:
    law = summing
    total = domestic.scaleb(-4) + foreign + off
    sheet = sheet_of("north", {FUNDS: str(total), DOMESTIC: str(domestic), FOREIGN: str(foreign)})
    assert bool(check(law, form_of(law), sheet, Past(JUNE))) is bool(off)


CELLS = st.builds(Cell, st.sampled_from("ab"), st.sampled_from(["x:month", "y:month", "z:year"]))
GIVENS = st.builds(Given, st.none() | NUMBERS, st.sampled_from(["", "说明", " "]))


@given(st.dictionaries(CELLS, GIVENS))
def test_the_hash_is_the_same_in_any_order_and_spelling(sheet: dict[Cell, Given]) -> None:
    spelled = {
        cell: Given(one.value and D(f"{one.value:f}00"), f" {one.reason}", where="Sheet1!A1")
        for cell, one in reversed(sheet.items())
    }
    assert content_hash(spelled) == content_hash(sheet)


def test_the_hash_tells_every_change() -> None:
    cell = Cell("a", "x:month")
    sheets: list[Sheet] = [
        {},
        {cell: Given(D(0))},
        {cell: Given(D(1))},
        {cell: Given(D(1), "因")},
        {cell: Given(None, "因")},
        {Cell("b", "x:month"): Given(D(1))},
        {Cell("a", "x:year"): Given(D(1))},
        {cell: Given(D("1.0000000000000000000000000000000000000001"))},
    ]
    assert len({content_hash(sheet) for sheet in sheets}) == len(sheets)
    assert content_hash({cell: Given(D("-0.0"))}) == content_hash({cell: Given(D(0))})
