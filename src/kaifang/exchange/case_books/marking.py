"""Give a case book back with every wrong cell marked, and a sheet that lists what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kaifang.exchange.case_books.reading import CaseTable, ReadCaseBook
from kaifang.exchange.form_books.finding_list import (
    Mark,
    column_heads,
    finding_lines,
    marks_in,
    title,
)
from kaifang.exchange.form_books.looks import Looks
from kaifang.exchange.form_books.marking import MarkedSheet, marked_in_place
from kaifang.exchange.form_books.rewriting import NOTE, FindingList, rewritten, write_cell
from kaifang.exchange.grid import At
from kaifang.facts.form_values import Finding

_WIDTH = 18


def mark_case_book(
    data: bytes, book: ReadCaseBook, findings: Sequence[Finding], lang: str = "zh"
) -> bytes:
    """Mark a returned book; the user's own file up to 20,000 cells, a larger one written afresh."""
    table = book.table
    lines = finding_lines(findings, lambda one: (one.cell.org, one.cell.row), lang)
    found = FindingList(lines, title(findings, lang), column_heads(lang, "column"))
    marks = marks_in(findings, table.sheet.name, lang)
    opened = frozenset(table.places.values())
    # heads are marked too, those of columns that nobody knows
    place = MarkedSheet(table.sheet.name, table.head - 1, opened, marks)

    def draw(page: Any, looks: Looks) -> None:
        _draw(page, table, marks, looks)

    return marked_in_place(data, book.opened, place, found, lang) or rewritten(
        book.opened, table.sheet, draw, found, lang
    )


def _draw(page: Any, table: CaseTable, marks: dict[At, Mark], looks: Looks) -> None:
    """Write the cases afresh, row by row, each note with its row."""
    in_row: dict[int, list[int]] = {}
    for at in marks:
        in_row.setdefault(at[0], []).append(at[1])
    for number, row in enumerate(table.sheet.rows):
        usual = looks.head if number == table.head else looks.plain
        marked = in_row.get(number, [])
        for place in marked:
            page.write_comment(number, place, marks[number, place].text, NOTE)
        for place, cell in enumerate(row):
            if place in marked:
                look = looks.wrong[marks[number, place].hard]
                write_cell(page, number, place, cell, look)
            elif cell != "":
                write_cell(page, number, place, cell, usual)
    page.set_column(0, max(map(len, table.sheet.rows)) - 1, _WIDTH)
    page.freeze_panes(table.head + 1, 2)
    page.set_landscape()
