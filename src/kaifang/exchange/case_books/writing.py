"""Write the book of a process: heads with what they ask, drop-downs, the cases that are there."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.exchange.case_books.cells import expected_of
from kaifang.exchange.case_books.identity import CaseBookIdentity
from kaifang.exchange.case_books.layout import (
    HEAD_ROW,
    IDENTITY,
    LISTS,
    CaseColumn,
    columns,
    stages,
)
from kaifang.exchange.case_books.offering import ColumnOffer
from kaifang.exchange.case_books.reading import ORGS, CaseRow, Offers
from kaifang.exchange.form_books.looks import OPEN, Looks
from kaifang.exchange.form_books.writing import write_number
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import CaseField, ProcessEntry

OPEN_ROWS = 20_000  # rows that are checked as they are filled in
_MOST_OFFERED = 5_000  # values of a drop-down; of more a spreadsheet makes a burden
_LARGEST = 10**15
_WIDTHS = {"number": 16, "org": 20, "field": 20, "day": 14, "evidence": 20, "reason": 16}
_NOTE = {"x_scale": 3, "y_scale": 2}


def write_case_book(
    law: Law,
    process: ProcessEntry,
    offers: Offers,
    lang: str = "zh",
    rows: Iterable[CaseRow] = (),
) -> bytes:
    """Write a book of a process, blank or with cases; every text as text, so none can run.

    `offers` are what its columns take, as when it is read; the organisations stand under `ORGS`.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet(message("case_book.sheet").in_(lang))
    lists = _Lists(book.add_worksheet(LISTS), lang)
    writing = _Writing(book, sheet, law, process, lang)
    writing.write_head()
    for number, one in enumerate(rows, HEAD_ROW + 1):
        writing.write_row(number, one, offers)
    for place, column in enumerate(writing.columns):
        writing.guide(place, column, lists.range_of(_offer(column, process, offers)))
    lists.write()
    _write_identity(book, CaseBookIdentity.of(law, process))
    book.close()
    return out.getvalue()


def _offer(column: CaseColumn, process: ProcessEntry, offers: Offers) -> ColumnOffer | None:
    if column.kind == "org":
        return offers[ORGS]
    if column.kind == "reason":
        listed = stages(process)[column.id].reason
        return ColumnOffer.of(
            (one.id, one.name.text) for one in process.reasons if one.id in listed
        )
    return offers.get(column.id) if column.kind == "field" else None


class _Writing:
    """The visible sheet, written from the top down."""

    def __init__(self, book: Any, sheet: Any, law: Law, process: ProcessEntry, lang: str) -> None:
        self.sheet, self.law, self.process, self.lang = sheet, law, process, lang
        self.columns = columns(process)
        self.fields = {one.id: one for one in process.fields}
        self.looks = Looks(book)
        own = {"border": 1, "locked": False, "bg_color": f"#{OPEN}"}
        self.day = book.add_format({**own, "num_format": "yyyy-mm-dd", "align": "center"})
        self.text = book.add_format({**own, "num_format": "@"})

    def write_head(self) -> None:
        looks, law, process = self.looks, self.law, self.process
        name = process.name.text
        title = message("case_book.title", name=name)
        told = message("book.demo", title=title) if law.head.demo else title
        cites = law.citations(process)
        self.sheet.set_row(0, 30)
        self.sheet.write_string(0, 0, self._said(told), looks.title_left)
        lines = (
            message("case_book.hint"),
            message("case_book.hint.days"),
            message("book.note.cite", text=Text(cites[0].text("zh"), cites[0].text("en")))
            if cites
            else message("case_book.hint.rights"),
        )
        for row, text in enumerate(lines, 1):
            self.sheet.write_string(row, 0, self._said(text), looks.quiet)
        self.sheet.set_row(HEAD_ROW, 48)
        for place, column in enumerate(self.columns):
            self.sheet.write_string(HEAD_ROW, place, self._said(column.head), looks.head)
            self.sheet.write_comment(HEAD_ROW, place, self._note(column), _NOTE)

    def write_row(self, number: int, one: CaseRow, offers: Offers) -> None:
        """Write a case as it would be read."""
        for place, column in enumerate(self.columns):
            self._write(number, place, column, self._value(column, one, offers))

    def guide(self, place: int, column: CaseColumn, listed: str) -> None:
        """Lay out a column, and let a spreadsheet refuse what could not be read."""
        self.sheet.set_column(place, place, _WIDTHS[column.kind], self._look(column))
        first, last = HEAD_ROW + 1, HEAD_ROW + OPEN_ROWS
        rule = self._rule(column, listed)
        if rule:
            self.sheet.data_validation(first, place, last, place, rule)
        if not place:
            self._lay_out()

    def _lay_out(self) -> None:
        sheet = self.sheet
        sheet.freeze_panes(HEAD_ROW + 1, 2)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.repeat_rows(HEAD_ROW)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")

    def _said(self, text: Text) -> str:
        return text.in_(self.lang)

    def _note(self, column: CaseColumn) -> str:
        """What a column asks for, by whom, and on what the rule rests."""
        told = list(_notes(column, self.process, self.fields))
        cites = self.law.citations(self.process)
        if cites:
            source = Text(cites[0].text("zh"), cites[0].text("en"))
            told.append(message("book.note.cite", text=source))
        return "\n".join(self._said(text) for text in told)

    def _value(self, column: CaseColumn, one: CaseRow, offers: Offers) -> Any:
        if column.kind == "number":
            return one.number
        if column.kind == "field":
            return self._shown(one.values.get(column.id), offers.get(column.id))
        if column.kind == "org":
            return self._shown(one.org, offers[ORGS])
        stage = one.stages.get(column.id)
        if stage is None:
            return None
        if column.kind == "day":
            return stage.day
        if column.kind == "evidence":
            return stage.evidence.get(column.piece)
        named = {one.id: one.name.text for one in self.process.reasons}
        return self._said(named[stage.reason]) if stage.reason in named else None

    def _shown(self, value: Any, offer: ColumnOffer | None) -> Any:
        known = offer is not None and value in offer.shown
        return self._said(offer.shown[value]) if offer and known else value

    def _write(self, row: int, place: int, column: CaseColumn, value: Any) -> None:
        look, asked = self._look(column), self.fields.get(column.id)
        is_amount = column.kind == "field" and asked is not None and asked.kind == "amount"
        if value in (None, ""):
            self.sheet.write_blank(row, place, None, look)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, place, value, look)
        elif is_amount or isinstance(value, int):
            write_number(self.sheet, row, place, Decimal(value), look)
        elif look is self.day:
            self.sheet.write_datetime(row, place, date.fromisoformat(value), look)
        else:
            self.sheet.write_string(row, place, str(value), look)

    def _look(self, column: CaseColumn) -> Any:
        kind = self.fields[column.id].kind if column.kind == "field" else column.kind
        if kind in ("date", "day"):
            return self.day
        return self.looks.value if kind in ("amount", "integer") else self.text

    def _rule(self, column: CaseColumn, listed: str) -> dict[str, Any]:
        if listed:
            return _spoken({"validate": "list", "source": listed}, "list", self.lang)
        kind = self.fields[column.id].kind if column.kind == "field" else column.kind
        make = _RULES.get(kind)
        return make(self.lang) if make else {}


def _notes(
    column: CaseColumn, process: ProcessEntry, fields: Mapping[str, CaseField]
) -> Iterator[Text]:
    if column.kind in ("number", "org"):
        yield message(f"case_book.note.{column.kind}")
        return
    if column.kind == "field":
        field = fields[column.id]
        yield expected_of(field.kind, field.unit)
        asking = [one.name.text for one in process.transitions if field.id in one.fields]
        if asking:
            yield message("case_book.note.asked", names=joined(asking))
        return
    own = stages(process)[column.id]
    yield message(f"case_book.note.{column.kind}", name=own.name.text)
    roles = [one.name.text for one in process.roles if one.id in own.who]
    if column.kind == "day" and roles:
        yield message("case_book.note.who", names=joined(roles))


class _Lists:
    """The hidden sheet: a column for each drop-down, written row by row at the end."""

    def __init__(self, sheet: Any, lang: str) -> None:
        self.sheet, self.lang = sheet, lang
        self.columns: list[list[str]] = []

    def range_of(self, offer: ColumnOffer | None) -> str:
        """Where the values of an offer will stand; blank where none are offered."""
        if offer is None or not 0 < len(offer.shown) <= _MOST_OFFERED:
            return ""
        shown = [text.in_(self.lang) for text in offer.shown.values()]
        if shown not in self.columns:
            self.columns.append(shown)
        letters = xlsxwriter.utility.xl_col_to_name(self.columns.index(shown), col_abs=True)
        return f"={LISTS}!{letters}$1:{letters}${len(shown)}"

    def write(self) -> None:
        for row in range(max(map(len, self.columns), default=0)):
            for place, shown in enumerate(self.columns):
                if row < len(shown):
                    self.sheet.write_string(row, place, shown[row])
        self.sheet.very_hidden()
        self.sheet.protect()


def _spoken(rule: dict[str, Any], key: str, lang: str) -> dict[str, Any]:
    title, text = (message(f"case_book.enter.{key}.{part}").in_(lang) for part in ("title", "text"))
    return {**rule, "error_title": title, "error_message": text}


def _days(lang: str) -> dict[str, Any]:
    rule = {
        "validate": "date",
        "criteria": "between",
        "minimum": date(1949, 10, 1),
        "maximum": "=TODAY()",
    }
    return _spoken(rule, "day", lang)


def _any_day(lang: str) -> dict[str, Any]:
    return _spoken({"validate": "date", "criteria": ">=", "value": date(1949, 10, 1)}, "date", lang)


def _numbers(lang: str) -> dict[str, Any]:
    rule = {"validate": "decimal", "criteria": "between", "minimum": -_LARGEST, "maximum": _LARGEST}
    return _spoken(rule, "number", lang)


def _wholes(lang: str) -> dict[str, Any]:
    rule = {"validate": "integer", "criteria": "between", "minimum": -_LARGEST, "maximum": _LARGEST}
    return _spoken(rule, "number", lang)


_RULES: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "day": _days,
    "date": _any_day,
    "amount": _numbers,
    "integer": _wholes,
}


def _write_identity(book: Any, identity: CaseBookIdentity) -> None:
    sheet = book.add_worksheet(IDENTITY)
    for row, line in enumerate(identity.written()):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text)
    sheet.very_hidden()
    sheet.protect()
