"""The book that comes back: what officers and their programs do to it, cell by cell."""

import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.errors import KaifangError
from kaifang.exchange.form_books.numbers import number_in
from kaifang.exchange.form_books.reading import read_book
from kaifang.facts.checking import Past, check
from kaifang.facts.form_values import Cell, Given
from kaifang.packs.law import Law
from tests.exchange.form_books.books import (
    PLACES,
    SHEET,
    changed,
    loaded,
    read,
    saved,
    told,
    typed,
    values_of,
    with_part,
    written,
)
from tests.facts.reporting import DOMESTIC, FOREIGN, FUNDS, JUNE, PROJECTS, form_of, sheet_of

D = Decimal


@pytest.fixture(scope="module")
def book(law: Law) -> bytes:
    return written(law)


@pytest.mark.parametrize(
    ("entered", "value"),
    [
        (12.5, "12.5"),
        (0, "0"),
        (-3, "-3"),
        (0.1 + 0.2, "0.3"),
        ("12.5", "12.5"),
        ("１２．５", "12.5"),
        ("1,234.5", "1234.5"),
        ("１，２３４", "1234"),
        (" 12 ", "12"),
        ("−7", "-7"),
        ("'8", "8"),
        (None, None),
        ("—", None),
        ("-", None),
        ("无", None),
        ("／", None),
    ],
)
def test_what_a_cell_says(book: bytes, entered: object, value: str | None) -> None:
    back = read(typed(book, {"E6": entered}))
    assert back.faults == ()
    assert values_of(back)[FUNDS] == value


@pytest.mark.parametrize(
    ("entered", "code"),
    [
        ("约120", "KF-EXCH-053"),
        ("１２０左右", "KF-EXCH-053"),
        ("120多", "KF-EXCH-053"),
        ("＞100", "KF-EXCH-053"),
        ("不到5", "KF-EXCH-053"),
        ("12亿元", "KF-EXCH-054"),
        ("1,23", "KF-EXCH-054"),
        ("1.2.3", "KF-EXCH-054"),
        ("待定", "KF-EXCH-054"),
        ("1e5", "KF-EXCH-054"),
        (True, "KF-EXCH-054"),
        ("9" * 41, "KF-EXCH-054"),
        ("17.6%", "KF-EXCH-056"),
        ("=SUM(A1:A3)", "KF-EXCH-052"),
        ("#DIV/0!", "KF-EXCH-019"),
    ],
)
def test_what_a_cell_cannot_say(book: bytes, entered: object, code: str) -> None:
    back = read(typed(book, {"E6": entered}))
    assert told(back) == [(code, FUNDS, "E6")]
    assert back.sheet[Cell("north", FUNDS)].value is None
    assert values_of(back)[DOMESTIC] == "600000"  # the others are read all the same


def test_a_day_is_no_number(book: bytes) -> None:
    def change(page: Any) -> None:
        page["E6"] = 45000
        page["E6"].number_format = "yyyy-mm-dd"

    assert told(read(changed(book, change))) == [("KF-EXCH-054", FUNDS, "E6")]


@pytest.mark.parametrize("code", ["0.0%", "0%", '0.00"%"', "#,##0,"])
def test_a_cell_that_shows_something_else_than_it_holds(book: bytes, code: str) -> None:
    def change(page: Any) -> None:
        page["E6"] = 17600
        page["E6"].number_format = code

    expected = {"0.0%": "KF-EXCH-056", "0%": "KF-EXCH-056", "#,##0,": "KF-EXCH-021"}
    codes = [fault.rule for fault in read(changed(book, change)).faults]
    assert codes == ([expected[code]] if code in expected else [])


def test_per_cent_is_read_as_it_shows_where_the_unit_is_per_cent() -> None:
    assert number_in(0.176, "%", shows_percent=True) == D("17.6")
    assert number_in("17.6％", "%") == D("17.6")
    with pytest.raises(KaifangError):
        number_in(0.176, "亿元", shows_percent=True)


@given(st.decimals(-(10**9), 10**9, places=3), st.booleans())
def test_every_spelling_of_a_number_is_read_back(value: Decimal, wide: bool) -> None:
    text = f"{value:,f}"
    if wide:
        text = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,-"})
    assert number_in(text, "亿元") == value


def test_reasons_are_read_and_a_dash_is_none(book: bytes) -> None:
    back = read(typed(book, {"E6": None, "H6": " 尚未核定 ", "H7": "无"}))
    assert back.sheet[Cell("north", FUNDS)] == Given(None, "尚未核定", "", f"{SHEET}!E6")
    assert back.sheet[Cell("north", DOMESTIC)].reason == ""


def test_a_formula_as_a_reason_is_refused(book: bytes) -> None:
    assert told(read(typed(book, {"H6": "=A1"}))) == [("KF-EXCH-052", FUNDS, "H6")]


def test_who_signed_is_read(book: bytes) -> None:
    back = read(typed(book, {"B11": "填表人：张三", "H12": "填报日期：2023年7月3日"}))
    assert back.signed == {"filled_by": "张三", "filled_on": "2023年7月3日"}


# -- rows ---------------------------------------------------------------------------------------


def test_rows_may_stand_in_any_order(book: bytes) -> None:
    def change(page: Any) -> None:
        rows = [[cell.value for cell in row] for row in page["A6:I9"]]
        for target, row in zip(page["A6:I9"], reversed(rows), strict=True):
            for cell, value in zip(target, row, strict=True):
                cell.value = value

    back = read(changed(book, change))
    assert back.faults == ()
    assert values_of(back) == values_of(read(book))


def test_names_sorted_without_their_codes_are_refused(book: bytes) -> None:
    def change(page: Any) -> None:
        for place in "BCDE":
            one, other = page[f"{place}6"], page[f"{place}8"]
            one.value, other.value = other.value, one.value

    assert told(read(changed(book, change))) == [
        ("KF-EXCH-061", FUNDS, "E6"),
        ("KF-EXCH-061", FOREIGN, "E8"),
    ]


def test_a_deleted_row_is_missing(law: Law, book: bytes) -> None:
    back = read(changed(book, lambda page: page.delete_rows(7)))
    assert back.faults == ()
    found = check(law, form_of(law), back.sheet, Past(JUNE))
    assert [(one.cell.row, one.rule) for one in back.findings(found)] == [(DOMESTIC, "required")]


def test_an_inserted_row_is_refused_and_an_empty_one_is_not(book: bytes) -> None:
    def change(page: Any) -> None:
        page.insert_rows(7, 2)
        page["E8"] = 5

    back = read(changed(book, change))
    assert told(back) == [("KF-EXCH-057", "", "E8")]
    assert values_of(back)[DOMESTIC] == "600000"


def test_a_copied_row_is_refused(book: bytes) -> None:
    def change(page: Any) -> None:
        for place in "ABCDEFGHI":
            page[f"{place}10"] = page[f"{place}6"].value

    back = read(changed(book, change))
    assert told(back) == [("KF-EXCH-060", FUNDS, "E10")]
    assert back.faults[0].says.zh == f"该行重复，前面已有一行（{SHEET}!E6）。"


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("south|funds:to_date|00000000", "KF-EXCH-059"),
        ("north|other:to_date|00000000", "KF-EXCH-058"),
        ("nonsense", "KF-EXCH-058"),
    ],
)
def test_rows_that_are_not_of_this_book(book: bytes, key: str, code: str) -> None:
    assert [fault.rule for fault in read(typed(book, {"I6": key})).faults] == [code]


def test_merged_cells_are_refused_each(book: bytes) -> None:
    back = read(changed(book, lambda page: page.merge_cells("E6:E7")))
    assert told(back) == [("KF-EXCH-055", FUNDS, "E6"), ("KF-EXCH-055", DOMESTIC, "E7")]


def test_a_hidden_row_with_a_value_is_refused(book: bytes) -> None:
    def change(page: Any) -> None:
        page.row_dimensions[8].hidden = True

    assert told(read(changed(book, change))) == [("KF-EXCH-022", FOREIGN, "E8")]


def test_a_hidden_column_of_values_is_refused(book: bytes) -> None:
    def change(page: Any) -> None:
        page.column_dimensions["E"].hidden = True

    assert told(read(changed(book, change))) == [("KF-EXCH-023", "", "E5")]


def test_an_inserted_column_does_no_harm(book: bytes) -> None:
    back = read(changed(book, lambda page: page.insert_cols(3)))
    assert back.faults == ()
    assert values_of(back) == values_of(read(book))


@pytest.mark.parametrize("place", ["E5", "H5", "I5"])
def test_a_head_that_is_gone_is_told_at_once(book: bytes, place: str) -> None:
    with pytest.raises(KaifangError) as refusal:
        read(typed(book, {place: "别的"}))
    assert refusal.value.code == "KF-EXCH-051"


def test_all_that_is_wrong_is_told_at_once(law: Law, book: bytes) -> None:
    back = read(typed(book, {"E6": "约100", "E7": "=1+1", "E8": None}))
    found = back.findings(check(law, form_of(law), back.sheet, Past(JUNE)))
    assert [(one.cell.row, one.rule) for one in found] == [
        (FUNDS, "KF-EXCH-053"),
        (DOMESTIC, "KF-EXCH-052"),
        (FOREIGN, "required"),
    ]


# -- other programs -------------------------------------------------------------------------------


def test_a_book_saved_again_by_another_program_is_the_same(book: bytes) -> None:
    """WPS shows the hidden sheet, makes numbers texts and drops the styles."""
    old = loaded(book)
    new = openpyxl.Workbook()
    new.remove(new.active)
    for sheet in old.worksheets:
        page = new.create_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    is_number = cell.column == 5 and isinstance(cell.value, int | float)
                    page[cell.coordinate] = f"{cell.value:,}" if is_number else cell.value
    back = read(saved(new))
    assert values_of(back) == values_of(read(book))
    assert back.identity == read(book).identity


@pytest.fixture(scope="module")
def old_book(book: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An .xls with a formula, an error, a hidden row, per cent and a merged cell, by LibreOffice."""

    def change(page: Any) -> None:
        page["E6"], page["E7"], page["E8"], page["E9"] = "=1+1", "=1/0", 0.5, 7
        page["E8"].number_format = "0.0%"
        page.row_dimensions[9].hidden = True

    return as_old(changed(book, change), tmp_path_factory.mktemp("old"))


def as_old(data: bytes, folder: Path) -> bytes:
    (folder / "book.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "book.xlsx")], check=True, capture_output=True)
    return (folder / "book.xls").read_bytes()


def test_an_old_workbook_is_read(book: bytes, tmp_path: Path) -> None:
    back = read_book(as_old(book, tmp_path), "表.xls")
    assert back.faults == ()
    assert back.opened.is_old
    assert (values_of(back), back.identity) == (values_of(read(book)), read(book).identity)


def test_an_old_workbook_hides_nothing(old_book: bytes) -> None:
    back = read_book(old_book, "表.xls")
    assert told(back) == [
        ("KF-EXCH-052", FUNDS, "E6"),
        ("KF-EXCH-019", DOMESTIC, "E7"),
        ("KF-EXCH-056", FOREIGN, "E8"),
        ("KF-EXCH-022", PROJECTS, "E9"),
    ]


def test_an_old_workbook_named_xlsx_is_read_all_the_same(old_book: bytes) -> None:
    assert read_book(old_book, "表.xlsx").opened.is_old


def test_a_value_from_a_page_and_from_a_book_are_the_same(book: bytes) -> None:
    entered = sheet_of("north", {FUNDS: "100.00"})[Cell("north", FUNDS)].value
    assert read(book).sheet[Cell("north", FUNDS)].value == entered


def test_parts_that_nobody_needs_do_no_harm(book: bytes) -> None:
    assert read(with_part(book, "docProps/thumbnail.bin", b"x")).faults == ()


def test_places_are_those_of_the_sheet(book: bytes) -> None:
    back = read(book)
    assert {cell.row: one.where for cell, one in back.sheet.items()} == {
        row: f"{SHEET}!{place}" for row, place in PLACES.items()
    }
