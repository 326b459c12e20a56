"""Files as they arrive: what is read, and what is refused before it can do harm."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from kaifang.core.errors import KaifangError
from kaifang.exchange import errors, sheets
from kaifang.exchange.packages import UNPACKED
from kaifang.exchange.sheets import MOST_CELLS, read_grid
from tests.exchange.customs import Customs

MEGABYTE = 1024 * 1024


def workbook(folder: Path, **cells: object) -> Path:
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表一")
        for place, value in cells.items():
            page.write(place, value)
    return path


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refused(path: Path, sheet: str = "") -> KaifangError:
    with pytest.raises(KaifangError) as refusal:
        read_grid(path, sheet)
    return refusal.value


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same package with one part changed."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


# -- what is read -----------------------------------------------------------------------------


def test_cells_of_a_workbook_become_texts(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表一")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.write_row("A1", [" 文 字 ", 7724.0, 0.1 + 0.2, -12.5, True, 1e20])
        page.write_number("A2", 44682, day)
        page.write_number("B2", 44682.4375, instant)
    assert read_grid(path).rows == [
        ["文 字", "7724", "0.3", "-12.5", "TRUE", "100000000000000000000"],
        ["2022-05-01", "2022-05-01T10:30:00", "", "", "", ""],
    ]


def test_merged_cell_gives_its_text_once(tmp_path: Path) -> None:
    grid = read_grid(Customs().xlsx(tmp_path))
    assert grid.rows[0] == ["辽宁省进出口月度表", *[""] * 9]
    assert grid.rows[2][:5] == ["地区", "进出口", "", "", "出口"]


def test_first_sheet_that_is_to_be_seen_is_read(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("暗", "明"):
            book.add_worksheet(name).write("A1", name)
        book.get_worksheet_by_name("明").activate()
        book.get_worksheet_by_name("暗").hide()
    assert read_grid(path).rows == [["明"]]
    assert read_grid(path, "暗").rows == [["暗"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_of_offices(encoding: str, tmp_path: Path) -> None:
    path = file(tmp_path, "表.csv", '沈阳市,㐀,"1,234"\r\n大连市,,\r\n'.encode(encoding))
    assert read_grid(path).rows == [["沈阳市", "㐀", "1,234"], ["大连市", "", ""]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str, tmp_path: Path) -> None:
    assert read_grid(file(tmp_path, "a.CSV", f"a{end}b{end}".encode())).rows == [["a"], ["b"]]


def test_places_are_named_as_a_spreadsheet_does(tmp_path: Path) -> None:
    assert read_grid(workbook(tmp_path, A1=1)).place(6, 3) == "表一!D7"
    assert read_grid(file(tmp_path, "t.csv", b"1")).place(0, 27) == "t.csv!AB1"


# -- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["large.csv", "large.xlsx"])
def test_file_of_200_megabytes_is_refused_unread(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    with path.open("wb") as sparse:
        sparse.truncate(200 * MEGABYTE)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))
    monkeypatch.setattr(sheets, "opened", lambda _: pytest.fail("the file was opened"))
    error = refused(path)
    assert isinstance(error, errors.TooLarge)
    assert error.text("zh").startswith(f"{name}:[KF-EXCH-001] 文件过大：200 兆字节，上限 50 兆字节")


@pytest.mark.parametrize("name", ["empty.csv", "empty.xlsx"])
def test_empty_file_is_refused(name: str, tmp_path: Path) -> None:
    assert isinstance(refused(file(tmp_path, name, b"")), errors.Empty)


@pytest.mark.parametrize("content", [b"\n\n", b",,,\n , \n", b"\xef\xbb\xbf"])
def test_file_of_blanks_is_refused(content: bytes, tmp_path: Path) -> None:
    assert isinstance(refused(file(tmp_path, "blank.csv", content)), errors.Empty)


def test_empty_sheet_is_refused_by_name(tmp_path: Path) -> None:
    error = refused(workbook(tmp_path))
    assert (type(error), error.where) == (errors.Empty, "表一")


@pytest.mark.parametrize(
    "content",
    [
        "地区,当月\n沈阳市,1".encode()[:5],
        "沈阳市".encode() + b"\xff\xfe" + "大连市".encode(),
        b"a,b\n\0,1\n",
    ],
    ids=["cut off", "broken", "nul"],
)
def test_broken_encoding_is_refused(content: bytes, tmp_path: Path) -> None:
    assert isinstance(refused(file(tmp_path, "broken.csv", content)), errors.NotText)


def test_quotation_mark_that_nobody_closes_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, "open.csv", '沈阳市,"48\n大连市,64\n'.encode())
    error = refused(path)
    assert isinstance(error, errors.Unreadable)
    assert "引号没有成对（" in error.says.zh
    assert "quotation marks do not pair (" in error.says.en


@pytest.mark.parametrize("name", ["table.pdf", "table.xls", "table.ods", "table", "table.zip"])
def test_other_kinds_of_file_are_refused(name: str, tmp_path: Path) -> None:
    error = refused(file(tmp_path, name, b"%PDF-1.7"))
    assert isinstance(error, errors.StrangeKind)
    assert ".xlsx" in error.text("zh")


def test_workbook_that_is_no_package_is_refused(tmp_path: Path) -> None:
    error = refused(file(tmp_path, "page.xlsx", b"<html><table>"))
    assert isinstance(error, errors.Unreadable)
    assert error.says.zh == (
        "文件无法读取：不是 .xlsx 工作簿，或已损坏（File is not a zip file）。"
    )


def test_old_or_locked_workbook_says_what_to_do(tmp_path: Path) -> None:
    error = refused(file(tmp_path, "old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
    assert isinstance(error, errors.Locked)
    assert "取消密码" in error.text("zh")


def test_missing_sheet_comes_with_the_nearest(tmp_path: Path) -> None:
    error = refused(workbook(tmp_path, A1=1), "表二")
    assert (type(error), error.near) == (errors.NoSuchSheet, ("表一",))


def test_package_that_unpacks_to_too_much_is_refused_at_once(tmp_path: Path) -> None:
    path = workbook(tmp_path, A1=1)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/media/zeros.bin", "w", force_zip64=True) as bomb,
    ):
        for _ in range(UNPACKED + 1):
            bomb.write(bytes(MEGABYTE))
    assert path.stat().st_size < MEGABYTE
    assert isinstance(refused(path), errors.TooLarge)


def test_package_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, A1=1)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/zeros.bin", bytes(MEGABYTE))
        packed.getinfo("xl/media/zeros.bin").file_size = 10
    assert isinstance(refused(path), errors.Unreadable)


def test_two_cells_at_far_corners_are_refused_before_memory_is_asked_for(tmp_path: Path) -> None:
    error = refused(workbook(tmp_path, A1=1, XFD1048576=1))
    assert isinstance(error, errors.TooManyCells)
    assert MOST_CELLS < 1_048_576 * 16_384


def test_document_type_is_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
        path = rewritten(
            workbook(tmp_path, A1=1), part, lambda xml: xml.replace(b"?>", b"?>" + bomb, 1)
        )
        assert isinstance(refused(path), errors.Unreadable)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_broken_part_is_refused(part: str, tmp_path: Path) -> None:
    path = rewritten(workbook(tmp_path, A1=1), part, lambda xml: xml[:-20])
    assert isinstance(refused(path), errors.Unreadable)


def test_workbook_is_read_as_calamine_reads_it(tmp_path: Path) -> None:
    path = Customs().xlsx(tmp_path)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert [len(row) for row in read_grid(path).rows] == [len(row) for row in rows]


def test_day_of_a_period_cell_has_no_hour(tmp_path: Path) -> None:
    table = Customs(month=date(2022, 5, 1), formats={"A2": {"num_format": "yyyy/m"}})
    assert read_grid(table.xlsx(tmp_path)).rows[1][0] == "2022-05-01"
