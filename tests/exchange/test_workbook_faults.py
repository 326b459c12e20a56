"""What a reader of the printed page could not know about a workbook is found in its XML."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from kaifang.exchange import errors
from kaifang.exchange.sheets import read_grid
from kaifang.exchange.workbook_faults import Marks, marks_of, sheet_names


@contextmanager
def page_of(path: Path) -> Iterator[tuple[xlsxwriter.Workbook, Any]]:
    with xlsxwriter.Workbook(path) as book:
        yield book, book.add_worksheet("表一")


def marks(path: Path, sheet: str = "表一") -> Marks:
    with zipfile.ZipFile(path) as packed:
        return marks_of(packed, sheet)


def test_findings_are_told_by_place_in_reading_order(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with page_of(path) as (book, page):
        page.write_row("A1", ["地区", "当月", "累计"])
        page.write_formula("B3", "=1/0", None, "#DIV/0!")
        page.write_formula("C2", "=A1", None, "")
        page.write_formula("C3", "=1+1", None, 2)
        page.write("A3", 12345, book.add_format({"num_format": "0,"}))
        page.write("D5", 1)
        page.write("E6", 1)
        page.set_row(4, None, None, {"hidden": True})
        page.set_row(8, None, None, {"hidden": True})
        page.set_column("E:F", None, None, {"hidden": True})
    found = list(read_grid(path).findings())
    assert [(error.where, type(error)) for error in found] == [
        ("表一!C2", errors.NoCachedValue),
        ("表一!A3", errors.ScaledFormat),
        ("表一!B3", errors.ErrorValue),
        ("表一!5:5", errors.HiddenRow),
        ("表一!E:E", errors.HiddenColumn),
    ]


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!"])
def test_every_error_value_is_found(error: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with page_of(path) as (_, page):
        page.write_formula("B2", "=A1", None, error)
    assert marks(path).errors == {(1, 1)}


def test_formula_that_gives_an_empty_text_is_told_like_one_without_a_value(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()  # saves formulas without values
    page = book.active
    assert page is not None
    page.title = "表一"
    page["A1"], page["B1"] = "=1+1", 3
    book.save(path)
    assert [type(error) for error in read_grid(path).findings()] == [errors.NoCachedValue]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("0.0%", "percents"),
        ("0%", "percents"),
        ("0.00_ %", "percents"),
        ("#,##0.0%;[Red]-#,##0.0%", "percents"),
        ("0,", "scaled"),
        ("#,##0.0,,", "scaled"),
        (r"0\.0,", "scaled"),
        ('0.0,"千"', "scaled"),
        ("#,##0.00", ""),
        ("#,##0", ""),
        ('0.0"%"', ""),
        (r"0.0\%", ""),
        ('#,##0"万元,"', ""),
        ("General", ""),
        ('yyyy"年"m"月"', ""),
        ("0.0;-0.0%", ""),
    ],
)
def test_number_format_tells_whether_the_cell_shows_what_it_holds(
    code: str, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    with page_of(path) as (book, page):
        page.write("B2", 0.176, book.add_format({"num_format": code}))
    found = marks(path)
    assert {name for name in ("percents", "scaled") if getattr(found, name)} == {kind} - {""}


def test_percent_cell_is_read_as_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with page_of(path) as (book, page):
        percent = book.add_format({"num_format": "0.00%"})
        page.write_row("A1", [0.176, 0.07, -0.025, 1.0, 1 / 3], percent)
        page.write("F1", "无", percent)
        page.write_blank("Z9", None, percent)
    assert read_grid(path).rows == [["17.6%", "7%", "-2.5%", "100%", "33.3333333333333%", "无"]]


def marks_of_xml(folder: Path, rows: str, before: str = "", after: str = "") -> Marks:
    """The marks of a sheet that somebody else's program wrote."""
    path = folder / "book.xlsx"
    with page_of(path) as (_, page):
        page.write("A1", 1)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    head, _, rest = parts[sheet].partition(b"<sheetData>")
    tail = rest.partition(b"</sheetData>")[2].replace(b"</worksheet>", b"")
    inside = f"{before}<sheetData>{rows}</sheetData>".encode()
    parts[sheet] = head + inside + tail + f"{after}</worksheet>".encode()
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return marks(path)


def test_cell_that_names_no_place_follows_the_one_before(tmp_path: Path) -> None:
    rows = '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row><c><v>2</v></c></row>'
    found = marks_of_xml(tmp_path, rows)
    assert (found.errors, found.rows, found.columns) == ({(0, 1)}, 2, 2)


def test_row_and_column_without_room_are_hidden(tmp_path: Path) -> None:
    columns = '<cols><col min="2" max="3" width="0"/><col min="5" max="5" hidden="true"/></cols>'
    rows = '<row r="1" ht="0"><c r="A1"><v>1</v></c></row><row r="3" hidden="true"/><row r="4"/>'
    found = marks_of_xml(tmp_path, rows, columns)
    assert (found.hidden_rows, found.hidden_columns) == ({0, 2}, {1, 2, 4})


def test_formulas_of_an_extension_are_no_cells(tmp_path: Path) -> None:
    after = '<extLst><ext xmlns:xm="urn:x"><xm:f>Sheet2!A1</xm:f><xm:v>1</xm:v></ext></extLst>'
    found = marks_of_xml(tmp_path, '<row r="1"><c r="C1"/></row>', after=after)
    assert (found.formulas, found.rows) == (set(), 0)


def test_extent_counts_cells_that_hold_something(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with page_of(path) as (book, page):
        page.write("C4", 1)
        page.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    assert (marks(path).rows, marks(path).columns) == (4, 3)


def test_sheets_are_told_apart_by_name(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("甲").write("A1", 1)
        other = book.add_worksheet("乙 & 丙")
        other.write_formula("A2", "=1/0", None, "#DIV/0!")
        other.very_hidden()
    with zipfile.ZipFile(path) as packed:
        assert sheet_names(packed) == {"甲": True, "乙 & 丙": False}
    assert marks(path, "甲").errors == set()
    assert marks(path, "乙 & 丙").errors == {(1, 0)}
