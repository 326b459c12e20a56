"""The marked copy: the user's own book back, every wrong cell coloured and told of."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaifang.exchange.form_books import marking
from kaifang.exchange.form_books.looks import HARD, OPEN, SOFT
from kaifang.exchange.form_books.marking import mark_book
from kaifang.exchange.form_books.reading import ReadBook, read_book
from kaifang.facts.checking import Past, check
from kaifang.facts.form_values import Finding
from kaifang.packs.law import Law
from tests.exchange.form_books.books import (
    SHEET,
    changed,
    loaded,
    part_of,
    read,
    typed,
    values_of,
    written,
)
from tests.exchange.form_books.test_reading import as_old
from tests.facts.reporting import DOMESTIC, FOREIGN, FUNDS, JUNE, form_of

WRONG = {"E6": "约100", "E7": 2_000_000, "E8": None}
Marks = Callable[[bytes, list[Finding], str], bytes]


def findings_in(law: Law, book: ReadBook) -> list[Finding]:
    return book.findings(check(law, form_of(law), book.sheet, Past(JUNE)))


def afresh(data: bytes, findings: list[Finding], lang: str = "zh") -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marking, "IN_PLACE", 0)
        return mark_book(data, findings, lang)


@pytest.fixture(params=[mark_book, afresh], ids=["in place", "afresh"])
def mark(request: pytest.FixtureRequest) -> Marks:
    chosen: Marks = request.param
    return chosen


def fill_of(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb)[-6:]


def test_every_wrong_cell_is_coloured_and_told_of(law: Law, mark: Marks) -> None:
    data = typed(written(law), {**WRONG, "E7": 2_000_000, "E6": 100})
    found = findings_in(law, read(data))
    page = loaded(mark(data, found, "zh"))[SHEET]
    assert [(one.cell.row, one.rule, one.hard) for one in found] == [
        (DOMESTIC, "part", True),
        (FOREIGN, "required", False),
    ]
    assert [fill_of(page[place]) for place in ("E6", "E7", "E8")] == [OPEN, HARD, SOFT]
    assert page["E6"].comment is None
    assert page["E7"].comment.text == (
        "大于总数。现填：2,000,000万元；应为：不大于“到位资金（累计）”1,000,000万元。"
        "请核对并改正该单元格后重新报送。"
    ).replace("（累计）", "")
    assert page["E8"].comment.text.startswith("缺数须说明原因。现填：空白")


def test_all_findings_stand_on_one_sheet(law: Law, mark: Marks) -> None:
    data = typed(written(law), WRONG)
    page = loaded(mark(data, findings_in(law, read(data)), "zh"))["问题清单"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0][0] == "共2处问题：须改正1处，须改正或说明1处"
    assert rows[1] == [
        *("位置", "单位", "指标", "性质", "现填", "应为", "问题", "规则", "出处", "处理办法")
    ]
    assert rows[2] == [
        *(f"{SHEET}!E6", "北区", "到位资金（累计）", "须改正", "约100", "准确数值，如 123.45"),
        *("“约100”不是准确数。", "KF-EXCH-053", None),
        "请填报准确数，不加“约”“左右”等字样。",
    ]
    assert rows[3][:5] == [f"{SHEET}!E8", "北区", "到位外资（累计）", "须改正或说明", "空白"]
    assert "各区于每月5日前报送到位资金" in rows[3][8]
    assert len(rows) == 4


def test_it_comes_in_english(law: Law, mark: Marks) -> None:
    data = typed(written(law, lang="en"), WRONG, "Form")
    book = loaded(mark(data, findings_in(law, read(data)), "en"))
    assert book.sheetnames == ["Form", "_kaifang", "Findings"]
    assert (
        book["Findings"]["A1"].value == "findings: 2; to be mended: 1, to be mended or explained: 1"
    )
    assert "is not exact" in book["Form"]["E6"].comment.text


def test_the_marked_copy_is_read_again_as_it_was(law: Law, mark: Marks) -> None:
    data = typed(written(law), {**WRONG, "H8": "尚未核定", "B11": "填表人：张三"})
    one, other = read(data), read(mark(data, findings_in(law, read(data)), "zh"))
    assert (one.identity, one.sheet, one.signed) == (other.identity, other.sheet, other.signed)
    assert [fault.rule for fault in one.faults] == [fault.rule for fault in other.faults]


def test_marking_twice_replaces_the_earlier_marks(law: Law, mark: Marks) -> None:
    data = typed(written(law), WRONG)
    marked = mark(data, findings_in(law, read(data)), "zh")
    mended = typed(marked, {"E6": 100, "E7": 600_000, "E8": 41})
    again = mark(mended, findings_in(law, read(mended)), "en")
    page = loaded(again)[SHEET]
    # 60 + 41 is not 100: the sum in the first row is off, and nothing else
    assert [fill_of(page[place]) for place in ("E6", "E7", "E8")] == [HARD, OPEN, OPEN]
    assert page["E6"].comment.text.startswith("Does not add up")
    assert page["E8"].comment is None
    assert loaded(again).sheetnames == [SHEET, "_kaifang", "Findings"]
    clean = mark(typed(again, {"E8": 40}), [], "zh")
    assert fill_of(loaded(clean)[SHEET]["E6"]) == OPEN


def test_a_second_finding_does_not_hide_the_first(law: Law, mark: Marks) -> None:
    data = typed(written(law), {"E6": -1, "E7": 1})
    found = findings_in(law, read(data))
    assert [(one.cell.row, one.rule) for one in found] == [
        (FUNDS, "range"),
        (FUNDS, "sum"),
        (DOMESTIC, "part"),
    ]
    note = loaded(mark(data, found, "zh"))[SHEET]["E6"].comment.text
    assert note.splitlines()[0].startswith("越界")
    assert note.splitlines()[1].startswith("合计不符")


def test_what_was_typed_never_runs(law: Law, mark: Marks) -> None:
    bad = '=HYPERLINK("http://x")'

    def change(page: Any) -> None:
        page["E6"].value, page["E6"].data_type = bad, "s"
        page["H7"].value, page["H7"].data_type = "@SUM(1)", "s"

    data = changed(written(law), change)
    marked = mark(data, findings_in(law, read(data)), "zh")
    assert [one.rule for one in read(marked).faults] == ["KF-EXCH-054"]
    with zipfile.ZipFile(io.BytesIO(marked)) as packed:
        sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 3
    for sheet in sheets:
        assert b"<f>" not in part_of(marked, sheet)


def test_the_book_stays_locked_and_hidden(law: Law, mark: Marks) -> None:
    data = typed(written(law), WRONG)
    book = loaded(mark(data, findings_in(law, read(data)), "zh"))
    page = book[SHEET]
    assert book["_kaifang"].sheet_state == "veryHidden"
    assert page.protection.sheet
    locked = [page[place].protection.locked for place in ("D6", "E6", "E7", "E8")]
    assert locked == [True, False, False, False]
    # a blank cell that is not written takes the format of its column
    is_written = page["H6"].has_style
    assert not (page["H6"] if is_written else page.column_dimensions["H"]).protection.locked
    assert len(page.data_validations.dataValidation) == 2
    assert page.column_dimensions["I"].hidden
    assert page.freeze_panes == "D6"


def test_a_wrong_remark_can_be_mended(law: Law, mark: Marks) -> None:
    data = typed(written(law), {"H6": "=A1"})
    cell = loaded(mark(data, findings_in(law, read(data)), "zh"))[SHEET]["H6"]
    assert (fill_of(cell), cell.protection.locked) == (HARD, False)


def test_in_place_the_users_own_work_stays(law: Law) -> None:
    def change(page: Any) -> None:
        page["E6"] = "约100"
        page["K2"] = "我的备注"
        page.row_dimensions[6].height = 44

    data = changed(written(law), change)
    page = loaded(mark_book(data, findings_in(law, read(data)), "zh"))[SHEET]
    assert (page["K2"].value, page.row_dimensions[6].height) == ("我的备注", 44)
    assert len(page.data_validations.dataValidation) == 2
    assert "口径" in page["C6"].comment.text


def test_an_old_workbook_comes_back_as_a_new_one(law: Law, tmp_path: Path) -> None:
    old = as_old(typed(written(law), WRONG), tmp_path)
    back = read_book(old, "表.xls")
    marked = mark_book(old, findings_in(law, back), "zh", back.opened)
    assert zipfile.is_zipfile(io.BytesIO(marked))
    assert fill_of(loaded(marked)[SHEET]["E6"]) == HARD
    assert values_of(read(marked)) == values_of(back)


def test_a_share_typed_as_per_cent_stays_one_when_written_afresh(law: Law) -> None:
    def change(page: Any) -> None:
        page["E6"] = 0.176
        page["E6"].number_format = "0.0%"

    data = changed(written(law), change)
    assert [one.rule for one in read(afresh(data, [])).faults] == ["KF-EXCH-056"]


def test_a_cell_that_is_not_in_the_book_is_listed(law: Law) -> None:
    data = changed(written(law), lambda page: page.delete_rows(7))
    found = findings_in(law, read(data))
    page = loaded(mark_book(data, found, "zh"))["问题清单"]
    assert [page["A3"].value or "", page["B3"].value, page["C3"].value] == ["", "north", DOMESTIC]


def test_findings_on_merged_cells_are_listed_at_least(law: Law) -> None:
    data = changed(written(law), lambda page: page.merge_cells("E6:E7"))
    found = findings_in(law, read(data))
    page = loaded(mark_book(data, found, "zh"))["问题清单"]
    assert [page["A3"].value, page["A4"].value] == [f"{SHEET}!E6", f"{SHEET}!E7"]
