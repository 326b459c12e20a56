"""Write a returned book afresh, row by row, where it is too large or too old to be marked itself."""

from __future__ import annotations

import io
from datetime import date
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
from kaifang.exchange.form_books.layout import COLUMNS, IDENTITY, KEY
from kaifang.exchange.form_books.layout import WIDTHS as FORM_WIDTHS
from kaifang.exchange.form_books.looks import Looks
from kaifang.exchange.form_books.opening import OpenBook, OpenSheet
from kaifang.exchange.form_books.reading import BookTable
from kaifang.exchange.grid import At
from kaifang.exchange.sheets import shown_text

_NOTE = {"author": "Kaifang", "x_scale": 3, "y_scale": 1.5}


def rewrite(
    book: OpenBook,
    table: BookTable,
    marks: dict[At, Mark],
    lines: list[list[str]],
    head: str,
    lang: str,
) -> bytes:
    """Write all sheets of a book again as .xlsx, with marks and the list of findings."""
    out = io.BytesIO()
    fresh = xlsxwriter.Workbook(out, {"constant_memory": True})
    looks = Looks(fresh)
    for sheet in book.sheets:
        if sheet is table.sheet:
            _write_form(fresh.add_worksheet(sheet.name), table, marks, looks, lang)
        elif not is_finding_list(sheet.name):
            _write_plain(fresh.add_worksheet(sheet.name), sheet)
    _write_list(fresh.add_worksheet(sheet_name(lang)), lines, head, looks, lang)
    fresh.close()
    return out.getvalue()


def _write_form(
    page: Any, table: BookTable, marks: dict[At, Mark], looks: Looks, lang: str
) -> None:
    styles = _styles(table, looks)
    value, percents = table.columns["value"], table.sheet.marks.percents
    for number, row in enumerate(table.sheet.rows):
        is_row = number > table.head and bool(table.at(number, KEY))
        for place, cell in enumerate(row):
            look = styles.get(place, looks.plain) if is_row else _above(number, table, looks)
            if (number, place) in percents:
                look = looks.percent
            mark = marks.get((number, place))
            if mark is not None:
                look = (looks.wrong_value if place == value else looks.wrong)[mark.hard]
                page.write_comment(number, place, mark.text, _NOTE)
            if cell != "" or mark is not None:
                _write(page, number, place, cell, look)
    for column, width in zip(COLUMNS, FORM_WIDTHS, strict=True):
        if column in table.columns:
            place = table.columns[column]
            # blank cells take the format of their column, and so stay open where they should
            hidden = {"hidden": True} if column == KEY else {}
            page.set_column(place, place, width, styles.get(place), hidden)
    rows = table.head + 1, max(table.head + 1, len(table.sheet.rows) - 1)
    guide_entry(page, rows, value, table.columns["reason"], lang)
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
    return looks.plain if number < table.head else looks.sign


def _write_plain(page: Any, sheet: OpenSheet) -> None:
    for number, row in enumerate(sheet.rows):
        for place, cell in enumerate(row):
            if cell != "":
                _write(page, number, place, cell, None)
    if sheet.name.lower() == IDENTITY:
        page.very_hidden()
        page.protect()


def _write(page: Any, row: int, place: int, value: Any, look: Any) -> None:
    """Write a cell as it was read; every text as text, so that none can run as a formula."""
    if value == "":
        page.write_blank(row, place, None, look)
    elif isinstance(value, float) and not isinstance(value, bool):
        page.write_number(row, place, value, look)
    elif isinstance(value, bool | date):
        page.write_string(row, place, shown_text(value), look)
    else:
        page.write_string(row, place, str(value), look)


def _write_list(page: Any, lines: list[list[str]], head: str, looks: Looks, lang: str) -> None:
    page.write_string(0, 0, head, looks.strong)
    for place, (text, width) in enumerate(zip(column_heads(lang), WIDTHS, strict=True)):
        page.write_string(1, place, text, looks.head)
        page.set_column(place, place, width)
    for number, line in enumerate(lines, 2):
        for place, text in enumerate(line):
            if text:
                page.write_string(number, place, text, looks.wrapped)
    page.freeze_panes(2, 0)
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(1)
    page.fit_to_pages(1, 0)
