"""Write a form as a workbook to be filled in: what is asked, what is known, nothing to break."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.exchange.form_books.entering import guide_entry
from kaifang.exchange.form_books.identity import BookIdentity
from kaifang.exchange.form_books.layout import COLUMNS, IDENTITY, KEY, WIDTHS, head, row_code
from kaifang.exchange.form_books.looks import Looks
from kaifang.facts.check_rules import Past, unit_of
from kaifang.facts.form_values import Cell, Given, Sheet
from kaifang.packs.law import Law
from kaifang.packs.schema.reporting import FormEntry, FormRow

HEAD_ROW = 4  # 0-based
_DOUBLE_DIGITS = 15
_MOST_NOTES = 2_000  # in a larger book only the first organisation's rows carry notes
_PLACE = {column: place for place, column in enumerate(COLUMNS)}


def write_book(
    law: Law,
    form: FormEntry,
    orgs: Sequence[str],
    period: Period,
    values: Sheet,
    past: Past,
    lang: str = "zh",
) -> bytes:
    """Write the form of a period for organisations, one row each number that it asks of each.

    `values` are those given already; earlier ones stand beside. Only values and remarks are
    unlocked, and every text is written as text, so none can run as a formula.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    _Writing(book, law, form, lang).write(orgs, period, values, past)
    _write_identity(book, BookIdentity.of(law, form, orgs, period))
    book.close()
    return out.getvalue()


class _Writing:
    """The visible sheet, written from the top down: rows already written cannot be reached."""

    def __init__(self, book: Any, law: Law, form: FormEntry, lang: str) -> None:
        self.law, self.form, self.lang = law, form, lang
        self.looks = Looks(book, message("table.demo").in_(lang) if law.head.demo else "")
        self.sheet = book.add_worksheet(message("book.sheet").in_(lang))
        self.rows = [_Row(law, row) for row in form.rows]

    def write(self, orgs: Sequence[str], period: Period, values: Sheet, past: Past) -> None:
        self._write_head(orgs, period)
        row, has_notes = HEAD_ROW + 1, len(orgs) * len(self.rows) <= _MOST_NOTES
        for number, org in enumerate(orgs):
            name = self._said(self.law.orgs[org].name)
            for one in self.rows:
                cell = Cell(org, one.entry.key)
                self._write_row(row, name, one, cell, values.get(cell, _BLANK), past)
                if has_notes or not number:
                    self._write_note(row, one)
                row += 1
        self._write_foot(row + 1)
        self._lay_out(row - 1)

    def _said(self, text: Text) -> str:
        return text.in_(self.lang)

    def _write_head(self, orgs: Sequence[str], period: Period) -> None:
        last, looks = _PLACE["reason"], self.looks
        name = self.form.name.text
        title = self._said(message("book.demo", title=name) if self.law.head.demo else name)
        self.sheet.set_row(0, 30)
        self.sheet.merge_range(0, 0, 0, last, title, looks.title)
        for row, texts in enumerate(self._head_lines(orgs, period), 1):
            for place, text in zip((0, 2, 4, 7), texts, strict=True):
                self.sheet.write_string(row, place, self._said(text), looks.plain)
        note = self._said(self.form.note.text) if self.form.note else ""
        self.sheet.write_string(3, 0, note, looks.quiet)
        for place, column in enumerate(COLUMNS):
            self.sheet.write_string(HEAD_ROW, place, self._said(head(column)), looks.head)

    def _head_lines(self, orgs: Sequence[str], period: Period) -> Iterator[tuple[Text, ...]]:
        form, orgs_all = self.form, self.law.orgs
        issuer = orgs_all[form.issuer].name if form.issuer in orgs_all else same(form.issuer)
        yield (
            message("book.number", text=form.number),
            message("book.issuer", text=issuer),
            message("book.approval", text=form.approval.text if form.approval else "—"),
            message("book.valid_until", text=form.valid_until.isoformat()),
        )
        first = orgs_all[orgs[0]].name if orgs else same("—")
        many = message("book.orgs", first=first, count=len(orgs)) if len(orgs) > 1 else first
        units = {row.unit.code: row.unit for row in self.rows}
        unit = next(iter(units.values())).name if len(units) == 1 else message("book.units")
        yield (
            message("book.org", text=many),
            message("book.period", text=period.name()),
            message("book.unit", text=unit),
            same(""),
        )

    def _write_row(
        self, row: int, org: str, one: _Row, cell: Cell, given: Given, past: Past
    ) -> None:
        looks, sheet = self.looks, self.sheet
        name, unit = self._said(one.name), self._said(one.unit.name)
        sheet.write_number(row, 0, row - HEAD_ROW, looks.locked)
        for place, text in enumerate((org, name, unit), 1):
            sheet.write_string(row, place, text, looks.locked)
        write_number(sheet, row, _PLACE["value"], given.value, looks.value)
        earlier = (past.previous.get(cell), past.last_year.get(cell))
        for place, number in enumerate(earlier, _PLACE["previous"]):
            write_number(sheet, row, place, number, looks.earlier)
        _write_text(sheet, row, _PLACE["reason"], given.reason, looks.reason)
        code = row_code(cell, org, name, unit)
        sheet.write_string(row, _PLACE[KEY], code, looks.quiet)

    def _write_note(self, row: int, one: _Row) -> None:
        note = one.note(self.lang)
        self.sheet.write_comment(row, _PLACE["indicator"], note, {"x_scale": 3, "y_scale": 1.5})

    def _write_foot(self, row: int) -> None:
        """Where people sign; their cells are open, and none stands under the values."""
        signs = ("filled_by", "checked_by"), ("responsible", "filled_on")
        for at, pair in enumerate(signs, row):
            for place, sign in zip((_PLACE["org"], _PLACE["reason"]), pair, strict=True):
                text = self._said(message(f"book.{sign}"))
                self.sheet.write_string(at, place, text, self.looks.sign)

    def _lay_out(self, last: int) -> None:
        sheet, value = self.sheet, _PLACE["value"]
        for place, width in enumerate(WIDTHS):
            hidden = {"hidden": True} if COLUMNS[place] == KEY else {}
            sheet.set_column(place, place, width, None, hidden)
        if last > HEAD_ROW:
            guide_entry(sheet, (HEAD_ROW + 1, last), value, _PLACE["reason"], self.lang)
        sheet.set_default_row(20)
        sheet.freeze_panes(HEAD_ROW + 1, _PLACE["unit"])
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.repeat_rows(HEAD_ROW)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        sheet.protect("", {"format_columns": True, "format_rows": True})


class _Row:
    """A row of the form with all that is printed of it."""

    def __init__(self, law: Law, row: FormRow) -> None:
        indicator = law.indicator(row.indicator)
        cites = law.citations(indicator)
        span = message(f"book.span.{row.span}")
        self.entry, self.unit = row, unit_of(law, row)
        self.name = message("book.row", name=indicator.name.text, span=span)
        notes = {"definition": indicator.definition.text}
        if row.hint:
            notes["hint"] = row.hint.text
        if cites:
            notes["cite"] = Text(cites[0].text("zh"), cites[0].text("en"))
        self.notes = [message(f"book.note.{key}", text=text) for key, text in notes.items()]

    def note(self, lang: str) -> str:
        return "\n".join(note.in_(lang) for note in self.notes)


_BLANK = Given(None)


def write_number(sheet: Any, row: int, place: int, value: Decimal | None, look: Any) -> None:
    """Write a number; one with more digits than a spreadsheet keeps stands as text."""
    if value is None:
        sheet.write_blank(row, place, None, look)
    elif len(value.as_tuple().digits) > _DOUBLE_DIGITS:
        sheet.write_string(row, place, f"{value:f}", look)
    else:
        sheet.write_number(row, place, float(value), look)


def _write_text(sheet: Any, row: int, place: int, text: str, look: Any) -> None:
    if text:
        sheet.write_string(row, place, text, look)
    else:
        sheet.write_blank(row, place, None, look)


def _write_identity(book: Any, identity: BookIdentity) -> None:
    sheet = book.add_worksheet(IDENTITY)
    for row, line in enumerate(identity.written()):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text)
    sheet.very_hidden()
    sheet.protect()
