"""Give a book back with every wrong cell marked, and a sheet that lists all findings."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.properties import PageSetupProperties

from kaifang.exchange.form_books.finding_list import (
    WIDTHS,
    Mark,
    column_heads,
    finding_lines,
    is_finding_list,
    marks_in,
    names_in,
    sheet_name,
    title,
)
from kaifang.exchange.form_books.looks import HARD, OPEN, SOFT
from kaifang.exchange.form_books.opening import OpenBook, open_book
from kaifang.exchange.form_books.reading import find_table
from kaifang.exchange.form_books.rewriting import FindingList, rewrite
from kaifang.exchange.grid import At
from kaifang.facts.form_values import Finding

IN_PLACE = 20_000  # cells; openpyxl takes too long and too much memory for more
_AUTHOR = "Kaifang"
_OURS = frozenset({HARD, SOFT})
_NOT_OPENPYXLS = (
    InvalidFileException,
    AttributeError,
    KeyError,
    IndexError,
    TypeError,
    ValueError,
)


def mark_book(
    data: bytes, findings: Sequence[Finding], lang: str = "zh", opened: OpenBook | None = None
) -> bytes:
    """Mark a returned book: colour and note in every wrong cell, all findings on one sheet.

    The user's own file up to 20,000 cells; a larger one, an .xls and what openpyxl cannot load
    are written afresh as .xlsx. Marks of an earlier time are replaced. `opened` is the same book
    as `read_book` opened it, so that it need not be opened twice.

    Raises: what `open_book` raises; DamagedTemplate.
    """
    book = opened or open_book(data, "book")
    table = find_table(book)
    marks = marks_in(findings, table.sheet.name, lang)
    lines = finding_lines(findings, names_in(table), lang)
    found = FindingList(lines, title(findings, lang), column_heads(lang))
    columns = frozenset(table.columns[one] for one in ("value", "reason"))
    place = MarkedSheet(table.sheet.name, table.head, columns, marks)
    return marked_in_place(data, book, place, found, lang) or rewrite(
        book, table, marks, found.lines, found.title, lang
    )


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """Where marks go: a sheet, the row of its heads, the columns that are open, and the marks."""

    name: str
    head: int
    open: frozenset[int]
    marks: Mapping[At, Mark]


def marked_in_place(
    data: bytes, book: OpenBook, place: MarkedSheet, found: FindingList, lang: str
) -> bytes | None:
    """Mark the user's own file; None for one that is too large, too old, or strange to openpyxl."""
    if book.is_old or _cells(book) > IN_PLACE:
        return None
    try:
        loaded = openpyxl.load_workbook(io.BytesIO(data))
    except _NOT_OPENPYXLS:
        return None  # other programs write styles that openpyxl refuses
    return _marked(loaded, place, found, lang)


def _cells(book: OpenBook) -> int:
    return sum(sheet.marks.rows * sheet.marks.columns for sheet in book.sheets)


def _marked(book: Any, place: MarkedSheet, found: FindingList, lang: str) -> bytes:
    sheet = book[place.name]
    _unmark(sheet, place)
    for (row, column), mark in place.marks.items():
        _mark(sheet.cell(row + 1, column + 1), mark)
    for name in list(filter(is_finding_list, book.sheetnames)):
        del book[name]
    _list(book.create_sheet(sheet_name(lang)), found)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _unmark(sheet: Any, place: MarkedSheet) -> None:
    """Take off the marks of an earlier time, and nothing else."""
    for cells in sheet.iter_rows(min_row=place.head + 2):
        for cell in cells:
            if cell.comment is not None and cell.comment.author == _AUTHOR:
                cell.comment = None
            if cell.fill.fill_type == "solid" and str(cell.fill.fgColor.rgb)[-6:] in _OURS:
                is_open = cell.column - 1 in place.open
                cell.fill = _filled(OPEN) if is_open else PatternFill()


def _mark(cell: Any, mark: Mark) -> None:
    if type(cell).__name__ == "MergedCell":
        return  # only the first of merged cells can carry a mark; the list tells of the others
    cell.fill = _filled(HARD if mark.hard else SOFT)
    text = f"{cell.comment.text}\n{mark.text}" if cell.comment else mark.text
    cell.comment = Comment(text, _AUTHOR, height=140, width=360)


def _filled(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=f"FF{colour}")


def _list(sheet: Any, found: FindingList) -> None:
    rows = [[found.title], found.heads, *found.lines]
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.value = text
            cell.data_type = "s"  # never a formula, whatever was typed
            cell.alignment = Alignment(wrap_text=number > 1, vertical="top")
    for cell in (*sheet[1], *sheet[2]):
        font = copy(cell.font)
        cell.font = Font(name=font.name, bold=True)
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
