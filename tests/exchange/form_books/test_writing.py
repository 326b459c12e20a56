"""The book that goes out: what the law wants on it, what is locked, what may be entered."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kaifang.exchange.form_books.identity import BookIdentity
from kaifang.packs.law import Law
from tests.exchange.form_books.books import SHEET, loaded, part_of, read, values_of, written
from tests.facts.reporting import DOMESTIC, FOREIGN, FUNDS, JUNE, PROJECTS, form_of, sheet_of


@pytest.fixture(scope="module")
def page(law: Law) -> Iterator[Any]:
    return loaded(written(law, ("north", "south")))[SHEET]


def test_the_head_says_what_the_law_wants(page: Any) -> None:
    said = [cell.value for row in page["A1:H4"] for cell in row if cell.value]
    assert said == [
        "到位资金月报",
        "表号：商统1表",
        "制定机关：示例省",
        "批准文号：统函〔2023〕6号",
        "有效期至：2024-12-31",
        "填报单位：北区等2个单位",
        "报告期：2023年6月",
        "计量单位：见各行",
        "按月累计",
    ]


def test_the_foot_is_for_those_who_answer_for_it(page: Any) -> None:
    assert [page[place].value for place in ("B15", "H15", "B16", "H16")] == [
        "填表人：",
        "审核人：",
        "单位负责人：",
        "填报日期：",
    ]
    assert not page["B15"].protection.locked


def test_each_row_shows_earlier_values_beside(page: Any) -> None:
    assert [cell.value for cell in page[5]][:8] == [
        *("序号", "单位", "指标", "计量单位", "本期数", "上期数", "上年同期数", "说明")
    ]
    assert [cell.value for cell in page[6]][:8] == [
        *(1, "北区", "到位资金（累计）", "亿元", 100, 90.5, 80, None)
    ]
    assert [cell.value for cell in page[13]][:5] == [8, "南区", "签约项目（当月）", "个", None]


def test_only_values_and_remarks_are_open(page: Any) -> None:
    assert page.protection.sheet
    is_open = [not cell.protection.locked for cell in page[6]]
    assert is_open == [False, False, False, False, True, False, False, True, False]


def test_numbers_are_asked_for_and_reasons_offered(page: Any) -> None:
    number, reason = page.data_validations.dataValidation
    assert (number.type, str(number.sqref)) == ("decimal", "E6:E13")
    assert (reason.type, str(reason.sqref), reason.showErrorMessage) == ("list", "H6:H13", False)
    assert "本期未发生" in reason.formula1


def test_the_indicator_carries_its_definition_as_a_note(page: Any) -> None:
    assert "口径：到位资金的定义" in page["C6"].comment.text
    assert "提示：当月新签" in page["C9"].comment.text


def test_it_prints_on_a4_with_its_heads_on_every_page(page: Any) -> None:
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert page.print_title_rows == "$5:$5"
    assert page.freeze_panes == "D6"
    assert page.column_dimensions["I"].hidden


def test_the_hidden_sheet_says_which_form_it_is(law: Law) -> None:
    data = written(law, ("north", "south"))
    assert loaded(data)["_kaifang"].sheet_state == "veryHidden"
    assert read(data).identity == BookIdentity.of(law, form_of(law), ("north", "south"), JUNE)


def test_texts_that_look_like_formulas_stay_texts(law: Law) -> None:
    bad = '=HYPERLINK("http://x")'
    values = sheet_of("north", {FUNDS: None, DOMESTIC: None}, funds=bad, domestic="@SUM(A1)")
    data = written(law, values=values)
    assert b"<f>" not in part_of(data, "xl/worksheets/sheet1.xml")
    cell = loaded(data)[SHEET]["H6"]
    assert (cell.value, cell.data_type) == (bad, "s")


def test_it_comes_in_english(law: Law) -> None:
    page = loaded(written(law, lang="en"))["Form"]
    assert page["A2"].value == "Form number: 商统1表"
    assert page["C6"].value == "Funds in place (to date)"
    assert page["D6"].value == "100 million yuan"
    assert values_of(read(written(law, lang="en"))) == values_of(read(written(law)))


def test_what_goes_out_comes_back(law: Law) -> None:
    book = read(written(law, ("north", "south")))
    assert book.faults == ()
    assert values_of(book) == {FUNDS: "100", DOMESTIC: "600000", FOREIGN: "40", PROJECTS: "3"}
    assert set(values_of(book, "south").values()) == {None}


def test_a_number_longer_than_a_double_keeps_its_digits(law: Law) -> None:
    values = sheet_of("north", {FUNDS: "12345678901234567.89"})
    assert values_of(read(written(law, values=values)))[FUNDS] == "12345678901234567.89"


def test_earlier_numbers_of_a_demo_stay_numbers_and_say_so(law: Law) -> None:
    *before, own = law.packs
    head = own.head.model_copy(update={"demo": True})
    page = loaded(written(Law((*before, replace(own, head=head)))))[SHEET]
    assert (page["F6"].value, page["F6"].number_format) == (90.5, 'General" 演示"')
    assert page["E6"].number_format == "General"
