"""Whole files that are refused: one clear error each, with what was found and what to do."""

import io
import struct
import tracemalloc
import zipfile
from dataclasses import replace

import pytest
import xlsxwriter

from kaifang.core.errors import KaifangError
from kaifang.core.period import Period
from kaifang.exchange import packages
from kaifang.exchange.form_books.layout import MOST_ROWS
from kaifang.exchange.form_books.reading import read_book
from kaifang.packs.law import Law
from tests.exchange.form_books.books import (
    changed,
    loaded,
    part_of,
    read,
    saved,
    typed,
    with_part,
    written,
)
from tests.facts.reporting import JUNE, MAY, form_of


@pytest.fixture(scope="module")
def book(law: Law) -> bytes:
    return written(law)


def refused(data: bytes, name: str = "表.xlsx") -> KaifangError:
    with pytest.raises(KaifangError) as refusal:
        read_book(data, name)
    error = refusal.value
    assert error.where.startswith(name)
    assert error.text("zh") != error.text("en")
    return error


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7 ...", "PDF 文件"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页（HTML）文件"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>1", "网页（HTML）文件"),
        ("单位,本期数\n甲,1\n".encode("gb18030"), "文本（CSV）文件"),
        (b"<?xml version='1.0'?><Workbook/>", "XML 文件"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\x00\x01\x02\x03", "未知内容"),
        (zipped(hello=b"1"), "压缩包或其他文档"),
        (
            zipped(xl__workbook_bin=b"1").replace(b"workbook_bin", b"workbook.bin"),
            "二进制工作簿（xlsb）",
        ),
        (zipped(content_xml=b"1").replace(b"content_xml", b"content.xml"), "OpenDocument 表格"),
    ],
)
def test_what_only_says_that_it_is_a_workbook(data: bytes, found: str) -> None:
    error = refused(data)
    assert (error.code, error.params["found"].zh) == ("KF-EXCH-042", found)


def test_an_empty_file() -> None:
    assert refused(b"").code == "KF-EXCH-002"


def test_a_file_that_is_too_large(book: bytes) -> None:
    assert refused(book + bytes(51 * 1024 * 1024)).code == "KF-EXCH-001"


def test_a_damaged_package(book: bytes) -> None:
    assert refused(book[:-200]).code == "KF-EXCH-005"


def test_macros_by_their_part_and_by_their_kind(book: bytes) -> None:
    assert refused(with_part(book, "xl/vbaProject.bin", b"x"), "表.xlsm").code == "KF-EXCH-044"
    kinds = part_of(book, "[Content_Types].xml").replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main",
        b"ms-excel.sheet.macroEnabled.main",
    )
    assert refused(with_part(book, "[Content_Types].xml", kinds)).code == "KF-EXCH-044"


def test_a_zip_bomb_is_not_unpacked(book: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "UNPACKED", 8)
    bomb = with_part(book, "xl/media/a.bin", bytes(9 * 1024 * 1024))
    assert len(bomb) < 100_000
    tracemalloc.start()
    assert refused(bomb).code == "KF-EXCH-001"
    assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    tracemalloc.stop()


def test_entities_are_refused(book: bytes) -> None:
    sheet = part_of(book, "xl/worksheets/sheet1.xml").replace(
        b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1
    )
    assert refused(with_part(book, "xl/worksheets/sheet1.xml", sheet)).code == "KF-EXCH-005"


def test_a_million_rows() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as many:
        page = many.add_worksheet()
        page.write_number(0, 0, 1)
        page.write_number(999_999, 0, 1)
    error = refused(out.getvalue())
    assert (error.code, error.params["found"]) == ("KF-EXCH-043", 1_000_000)
    assert MOST_ROWS == 200_000


def test_cells_far_apart_are_not_spread_out() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as wide:
        wide.add_worksheet().write_number(199_999, 16_000, 1)
    assert refused(out.getvalue()).code == "KF-EXCH-014"


def test_an_encrypted_workbook() -> None:
    assert refused(compound("EncryptedPackage")).code == "KF-EXCH-013"


def test_an_old_workbook_with_macros() -> None:
    assert refused(compound("_VBA_PROJECT_CUR"), "表.xls").code == "KF-EXCH-044"


def test_an_old_workbook_with_a_password() -> None:
    records = struct.pack("<HH", 0x0809, 0) + struct.pack("<HH", 0x002F, 0)
    assert refused(compound("Workbook", records), "表.xls").code == "KF-EXCH-013"


def test_an_old_file_that_is_no_workbook() -> None:
    assert refused(compound("WordDocument"), "表.xls").code == "KF-EXCH-005"


@pytest.mark.parametrize("length", [4, 40, 400, 512, 900])
def test_an_old_workbook_cut_short(length: int) -> None:
    assert refused(compound("Workbook")[:length], "表.xls").code == "KF-EXCH-005"


def test_a_workbook_of_ones_own_has_no_identity(book: bytes) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as own:
        own.add_worksheet("表").write("A1", 1)
    assert refused(out.getvalue()).code == "KF-EXCH-045"
    plain = loaded(book)
    del plain["_kaifang"]
    assert refused(saved(plain)).code == "KF-EXCH-045"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"B1": "0"}, "KF-EXCH-046"),
        ({"A4": "x"}, "KF-EXCH-045"),
        ({"B6": "soon"}, "KF-EXCH-045"),
    ],
)
def test_an_identity_that_does_not_hold(book: bytes, change: dict[str, object], code: str) -> None:
    assert refused(typed(book, change, "_kaifang")).code == code


def test_a_book_without_the_form(book: bytes) -> None:
    emptied = changed(book, lambda page: page.delete_rows(1, 50))
    assert refused(emptied).code == "KF-EXCH-051"


def test_the_book_must_be_the_one_that_is_wanted(law: Law, book: bytes) -> None:
    form, identity = form_of(law), read(book).identity
    identity.demand(law, form, ["north", "south"], JUNE, "表.xlsx")
    other = form.model_copy(update={"id": "other"})
    newer = form.model_copy(update={"version": "3"})
    year = replace(identity, pack="last-year")
    for ask, code in (
        (lambda: identity.demand(law, other, ["north"], JUNE, "表.xlsx"), "KF-EXCH-047"),
        (lambda: year.demand(law, form, ["north"], JUNE, "表.xlsx"), "KF-EXCH-047"),
        (lambda: identity.demand(law, newer, ["north"], JUNE, "表.xlsx"), "KF-EXCH-048"),
        (lambda: identity.demand(law, form, ["north"], MAY, "表.xlsx"), "KF-EXCH-049"),
        (lambda: identity.demand(law, form, ["south"], JUNE, "表.xlsx"), "KF-EXCH-050"),
    ):
        with pytest.raises(KaifangError) as refusal:
            ask()
        assert refusal.value.code == code
    assert refusal.value.says.zh == "文件是北区的填报表，此处应为南区。"


def test_the_same_quarter_however_it_is_written(law: Law, book: bytes) -> None:
    identity = replace(read(book).identity, period=Period.parse("2023-Q1"))
    identity.demand(law, form_of(law), ["north"], Period.parse("2023-01/2023-03"), "表.xlsx")


def compound(title: str, content: bytes = b"") -> bytes:
    """A compound file with one stream: header, table of chains, folder, content."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HH", head, 30, 9, 6)
    end = 0xFFFFFFFE
    struct.pack_into("<8I", head, 44, 1, 1, 0, 0, end, 0, end, 0)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    chains = [0xFFFFFFFD, end, end, *[0xFFFFFFFF] * 125]
    folder = entry("Root Entry", 5, end, 0) + entry(title, 2, 2, len(content))
    return (
        bytes(head)
        + struct.pack("<128I", *chains)
        + folder.ljust(512, b"\0")
        + content.ljust(512, b"\0")
    )


def entry(title: str, kind: int, start: int, size: int) -> bytes:
    one = bytearray(128)
    name = title.encode("utf-16-le")
    one[: len(name)] = name
    struct.pack_into("<HB", one, 64, len(name) + 2, kind)
    struct.pack_into("<II", one, 116, start, size)
    return bytes(one)


def old_file(
    names: list[str], fat: list[int], tables: list[int], shifts: tuple[int, int] = (9, 6)
) -> bytes:
    """An .xls of two sectors: its table of chains, and its folder with entries of so many names."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<2H", head, 30, *shifts)
    struct.pack_into("<7I", head, 48, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, *tables, *[0xFFFFFFFF] * (109 - len(tables)))
    chains = struct.pack("<128I", *fat, *[0xFFFFFFFF] * (128 - len(fat)))
    folder = b"".join(
        one.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HB49xII4x", 2 * len(one) + 2, 2, 0, 10)
        for one in names
    )
    return bytes(head) + chains + folder.ljust(512, b"\0")


END = 0xFFFFFFFE


LOOP, MANY = [END, 1], [0] * 109


@pytest.mark.parametrize(
    "data",
    [
        old_file(["Workbook"], [END, END], [0]),
        old_file(["Workbook"], [END, END], [0], (0, 6)),
        old_file(["Workbook"], [END, END], [0], (65535, 65535)),
        old_file(["Workbook"], LOOP, [0]),
        old_file(["Workbook"], [END, END, 3, 2], [0]),
        old_file(["Workbook"], [END, END], MANY),
    ],
    ids=["no root", "sectors of one byte", "sectors beyond all measure", "a folder in a circle",
         "a circle that no stream begins", "more tables than sectors"],
)  # fmt: skip
def test_old_workbook_that_leads_nowhere_is_damaged(data: bytes) -> None:
    """Calamine walks in a circle until the system ends the process: it must not be given one."""
    tracemalloc.start()
    assert refused(data, "表.xls").code == "KF-EXCH-005"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000, peak
