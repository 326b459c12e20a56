"""Open a returned workbook: what it really is, whether it is safe, and its sheets as they are."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from kaifang.core.messages import message
from kaifang.core.text import decode
from kaifang.exchange.errors import Empty, TooLarge, TooManyCells, Unreadable
from kaifang.exchange.form_books.faults import HasMacros, NotAWorkbook, TooManyRows
from kaifang.exchange.form_books.layout import MOST_ROWS
from kaifang.exchange.form_books.old_binary import old_marks
from kaifang.exchange.packages import OLD_BINARY, unpacked
from kaifang.exchange.sheets import LARGEST, MOST_CELLS
from kaifang.exchange.workbook_faults import Marks, marks_of, sheet_names

_MEGABYTE = 1024 * 1024
_ZIP = b"PK\x03\x04"
_SIGNS = {
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
}
_PARTS = {"xl/workbook.bin": "xlsb", "content.xml": "ods"}

Rectangle = tuple[int, int, int, int]  # first row and column, last row and column


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet: raw cells from A1, what lies behind them, and which are merged."""

    name: str
    rows: list[list[Any]]
    marks: Marks
    merged: tuple[Rectangle, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenBook:
    """A workbook that was made sure of; `is_old` is an .xls."""

    name: str
    sheets: tuple[OpenSheet, ...]
    is_old: bool = False


def open_book(data: bytes, name: str) -> OpenBook:
    """Open a workbook, whatever its name says it is.

    Raises: Empty, TooLarge, NotAWorkbook, HasMacros, Locked, TooManyRows, TooManyCells,
    Unreadable.
    """
    if not data:
        raise Empty.at(name)
    if len(data) > LARGEST * _MEGABYTE:
        raise TooLarge.at(name, found=len(data) // _MEGABYTE, expected=LARGEST)
    is_old = data.startswith(OLD_BINARY)
    marks = old_marks(data, name) if is_old else _marks(data, name)
    _check_extent(name, marks)
    return OpenBook(name, _sheets(data, name, marks), is_old)


def _marks(data: bytes, name: str) -> dict[str, Marks]:
    if not data.startswith(_ZIP):
        raise NotAWorkbook.at(name, found=message(f"book.kind.{_kind(data)}"))
    with unpacked(name, io.BytesIO(data)) as packed:
        _check_parts(name, packed)
        return {sheet: marks_of(packed, sheet) for sheet in sheet_names(packed)}


def _kind(data: bytes) -> str:
    """What bytes are that are no workbook."""
    known = next((kind for sign, kind in _SIGNS.items() if data.startswith(sign)), "")
    if known:
        return known
    text = decode(data)
    if text is None:
        return "unknown"
    start = text.lstrip("\ufeff \t\r\n")[:1024].lower()
    if not start.startswith("<"):
        return "csv"
    return "html" if "<html" in start or "<table" in start or "<!doctype html" in start else "xml"


def _check_parts(name: str, packed: zipfile.ZipFile) -> None:
    parts = {part.lower() for part in packed.namelist()}
    macros = [part for part in parts if part.endswith("vbaproject.bin") or "macrosheets/" in part]
    if macros:
        raise HasMacros.at(name, found=macros[0].rpartition("/")[2])
    if "xl/workbook.xml" not in parts:
        kind = next((kind for part, kind in _PARTS.items() if part in parts), "archive")
        raise NotAWorkbook.at(name, found=message(f"book.kind.{kind}"))
    if b"macroEnabled" in packed.read("[Content_Types].xml"):
        raise HasMacros.at(name, found=".xlsm")


def _check_extent(name: str, marks: dict[str, Marks]) -> None:
    """Refuse before cells far apart are spread out in memory."""
    for sheet, one in marks.items():
        if one.rows > MOST_ROWS:
            raise TooManyRows.at(f"{name}!{sheet}", found=one.rows, expected=MOST_ROWS)
    if sum(one.rows * one.columns for one in marks.values()) > MOST_CELLS:
        sheet, most = max(marks.items(), key=lambda item: item[1].rows * item[1].columns)
        raise TooManyCells.at(f"{name}!{sheet}", found=most.rows, expected=MOST_CELLS)


def _sheets(data: bytes, name: str, marks: dict[str, Marks]) -> tuple[OpenSheet, ...]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return tuple(_sheet(book, title, marks) for title in book.sheet_names)
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable.because(name, "exchange.broken_sheet", error) from None


def _sheet(book: CalamineWorkbook, title: str, marks: dict[str, Marks]) -> OpenSheet:
    sheet = book.get_sheet_by_name(title)
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    rows = sheet.to_python(skip_empty_area=False)
    return OpenSheet(title, rows, marks.get(title, Marks()), merged)
