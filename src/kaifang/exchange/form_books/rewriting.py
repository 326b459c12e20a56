"""Write a returned book afresh, row by row, where it is too large or too old to be marked itself."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from kaifang.exchange.form_books.entering import guide_entry
from kaifang.exchange.form_books.finding_list import (
    WIDTHS,
    Mark,
    column_heads,
    is_finding_list,
    sheet_name,
)
from kaifang.exchange.form_books.layout import COLUMNS, KEY
from kaifang.exchange.form_books.layout import WIDTHS as FORM_WIDTHS
from kaifang.exchange.form_books.looks import Looks
from kaifang.exchange.form_books.opening import OpenBook, OpenSheet
from kaifang.exchange.form_books.reading import BookTable
from kaifang.exchange.grid import At
from kaifang.exchange.sheets import shown_text

_NONE: dict[int, Any] = {}
_HIDDEN = "_"  # sheets for programs begin with it
NOTE = {"author": "Kaifang", "x_scale": 3, "y_scale": 1.5}


def rewrite(
    book: OpenBook,
    table: BookTable,
    marks: dict[At, Mark],
    lines: list[list[str]],
    head: str,
    lang: str,
) -> bytes:
    """Write all sheets of a form's book again as .xlsx, with marks and the list of findings."""

    def draw(page: Any, looks: Looks) -> None:
        _write_form(page, table, marks, looks, lang)

    return rewritten(book, table.sheet, draw, FindingList(lines, head, column_heads(lang)), lang)


@dataclass(frozen=True, slots=True)
class FindingList:
    """What the list of findings holds: its lines under a title and the heads of its columns."""

    lines: list[list[str]]
    title: str
    heads: list[str]


def rewritten(
    book: OpenBook,
    sheet: OpenSheet,
    draw: Callable[[Any, Looks], None],
    found: FindingList,
    lang: str,
) -> bytes:
    """Write all sheets of a book again, one of them by `draw`, and the list of findings."""
    out = io.BytesIO()
    fresh = xlsxwriter.Workbook(out, {"constant_memory": True})
    looks = Looks(fresh)
    for one in book.sheets:
        if one is sheet:
            draw(fresh.add_worksheet(one.name), looks)
        elif not is_finding_list(one.name):
            _write_plain(fresh.add_worksheet(one.name), one)
    _write_list(fresh.add_worksheet(sheet_name(lang)), found, looks)
    fresh.close()
    return out.getvalue()


def _write_form(
    page: Any, table: BookTable, marks: dict[At, Mark], looks: Looks, lang: str
) -> None:
    styles = _styles(table, looks)
    in_row = [styles.get(place, looks.plain) for place in range(_width(table))]
    special = _special(table, marks, looks)
    for number, row in enumerate(table.sheet.rows):
        is_row = number > table.head and bool(table.at(number, KEY))
        above, marked = _above(number, table, looks), special.get(number, _NONE)
        for place in marked:  # with its row: no row that is written can be reached again
            if mark := marks.get((number, place)):
                page.write_comment(number, place, mark.text, NOTE)
        for place, cell in enumerate(row):
            # outside the rows a blank is written too: else it takes the format of its column
            if cell != "" or place in marked or not is_row:
                look = marked.get(place) or (in_row[place] if is_row else above)
                write_cell(page, number, place, cell, look)
    _lay_out(page, table, styles, lang)


def _special(table: BookTable, marks: dict[At, Mark], looks: Looks) -> dict[int, dict[int, Any]]:
    """The formats of cells that are wrong or show per cent, by row and column."""
    value, found = table.columns["value"], dict[int, dict[int, Any]]()
    for row, place in table.sheet.marks.percents:
        found.setdefault(row, {})[place] = looks.percent
    for (row, place), mark in marks.items():
        shares = found.get(row, _NONE).get(place) is looks.percent
        wrong = looks.wrong_percent if shares else looks.wrong_value
        look = (wrong if place == value else looks.wrong)[mark.hard]
        found.setdefault(row, {})[place] = look
    return found


def _width(table: BookTable) -> int:
    return max(len(row) for row in table.sheet.rows)


def _lay_out(page: Any, table: BookTable, styles: dict[int, Any], lang: str) -> None:
    for column, width in zip(COLUMNS, FORM_WIDTHS, strict=True):
        if column in table.columns:
            place = table.columns[column]
            # blank cells take the format of their column, and so stay open where they should
            hidden = {"hidden": True} if column == KEY else {}
            page.set_column(place, place, width, styles.get(place), hidden)
    rows = table.head + 1, max(table.head + 1, len(table.sheet.rows) - 1)
    guide_entry(page, rows, table.columns["value"], table.columns["reason"], lang)
    page.freeze_panes(table.head + 1, table.columns["unit"])
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(table.head)
    page.fit_to_pages(1, 0)
    page.protect("", {"format_columns": True, "format_rows": True})


def _styles(table: BookTable, looks: Looks) -> dict[int, Any]:
    """The format of each column of the form's own rows."""
    named = {"value": looks.value, "reason": looks.reason, KEY: looks.quiet}
    earlier = dict.fromkeys(("previous", "last_year"), looks.earlier)
    found = {**named, **earlier}
    return {place: found.get(column, looks.locked) for column, place in table.columns.items()}


def _above(number: int, table: BookTable, looks: Looks) -> Any:
    """The format outside the rows: head, heads of columns, and where people sign."""
    if number == table.head:
        return looks.head
    if not number:
        return looks.strong
    return looks.plain if number < table.head else looks.sign


def _write_plain(page: Any, sheet: OpenSheet) -> None:
    for number, row in enumerate(sheet.rows):
        for place, cell in enumerate(row):
            if cell != "":
                write_cell(page, number, place, cell, None)
    if sheet.name.lower().startswith(_HIDDEN):
        page.very_hidden()
        page.protect()


def write_cell(page: Any, row: int, place: int, value: Any, look: Any) -> None:
    """Write a cell as it was read; every text as text, so that none can run as a formula."""
    if isinstance(value, str):
        if value:
            page.write_string(row, place, value, look)
        else:
            page.write_blank(row, place, None, look)
    elif isinstance(value, float):
        page.write_number(row, place, value, look)
    else:
        page.write_string(row, place, shown_text(value), look)


def _write_list(page: Any, found: FindingList, looks: Looks) -> None:
    page.write_string(0, 0, found.title, looks.strong)
    for place, (text, width) in enumerate(zip(found.heads, WIDTHS, strict=True)):
        page.write_string(1, place, text, looks.head)
        page.set_column(place, place, width)
    for number, line in enumerate(found.lines, 2):
        for place, text in enumerate(line):
            if text:
                page.write_string(number, place, text, looks.wrapped)
    page.freeze_panes(2, 0)
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(1)
    page.fit_to_pages(1, 0)
