"""Read a returned form book: which form it is, what was given, and every cell that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from kaifang.core.bilingual import LANGUAGES, Text, same
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.exchange.errors import ErrorValue, HiddenColumn, HiddenRow, ScaledFormat
from kaifang.exchange.form_books.faults import (
    DamagedTemplate,
    FormulaCell,
    InsertedRow,
    MergedCells,
    NoIdentity,
    OtherOrgRow,
    RepeatedRow,
    SwappedRow,
    UnknownRow,
)
from kaifang.exchange.form_books.identity import BookIdentity
from kaifang.exchange.form_books.layout import IDENTITY, KEY, NO_VALUE, agrees, cell_of, heads
from kaifang.exchange.form_books.numbers import number_in, typed_text
from kaifang.exchange.form_books.opening import OpenBook, OpenSheet, open_book
from kaifang.exchange.grid import column_letters
from kaifang.exchange.sheets import shown_text
from kaifang.facts.form_values import Cell, Finding, Given, Sheet

_READ = ("org", "indicator", "unit", "value", "reason")
_SIGNS = ("filled_by", "checked_by", "responsible", "filled_on")
_HEADS_WITHIN = 60  # rows: how far down the heads are looked for
_NOWHERE = Cell("", "")


@dataclass(frozen=True, slots=True)
class ReadBook:
    """What a book says: the form it is, the cells given, those that cannot be read, who signed.

    A cell that cannot be read stands on the sheet as blank, and among the faults. `opened` is
    the book itself, for whoever marks it.
    """

    name: str
    identity: BookIdentity
    sheet: Sheet
    faults: tuple[Finding, ...]
    signed: Mapping[str, str]
    opened: OpenBook = field(repr=False, compare=False)

    def findings(self, found: Iterable[Finding]) -> list[Finding]:
        """All that is wrong, with what the checks found of cells that could be read.

        A cell left blank has no place in the values, but it has one in the book.
        """
        unread = {fault.cell for fault in self.faults} - {_NOWHERE}
        return [*self.faults, *(self._placed(one) for one in found if one.cell not in unread)]

    def _placed(self, found: Finding) -> Finding:
        given = self.sheet.get(found.cell)
        return found if found.where or given is None else replace(found, where=given.where)


def read_book(data: bytes, name: str) -> ReadBook:
    """Read a returned book; rows are known by their code, in whatever order they stand.

    Raises: what `open_book` raises; NoIdentity, WrongTemplate, DamagedTemplate.
    """
    return read_opened(open_book(data, name))


def read_opened(book: OpenBook) -> ReadBook:
    """Read a book that is open already. Raises: NoIdentity, WrongTemplate, DamagedTemplate."""
    hidden = next((one for one in book.sheets if one.name.lower() == IDENTITY), None)
    if hidden is None:
        raise NoIdentity.at(book.name, expected=IDENTITY)
    identity = BookIdentity.read(book.name, hidden.rows)
    reading = _Reading(find_table(book), identity)
    for row in range(reading.table.head + 1, len(reading.table.sheet.rows)):
        reading.read_row(row)
    reading.note_hidden_columns()
    return ReadBook(book.name, identity, reading.given, tuple(reading.faults), reading.signed, book)


@dataclass(frozen=True, slots=True)
class BookTable:
    """Where the form stands in a book: its sheet, the row of its heads, its columns."""

    sheet: OpenSheet
    head: int
    columns: Mapping[str, int]

    def at(self, row: int, column: str) -> Any:
        cells, place = self.sheet.rows[row], self.columns[column]
        return cells[place] if place < len(cells) else ""

    def place(self, row: int, column: str = "value") -> str:
        """How errors name a cell: `填报表!E6`."""
        return f"{self.sheet.name}!{column_letters(self.columns[column])}{row + 1}"


def find_table(book: OpenBook) -> BookTable:
    """Find the form in a book. Raises: DamagedTemplate."""
    for sheet in book.sheets:
        for row, cells in enumerate(sheet.rows[:_HEADS_WITHIN]):
            if KEY in cells:
                return BookTable(sheet, row, _columns(sheet, row, cells))
    raise DamagedTemplate.at(book.name, expected=message(f"book.head.{KEY}"))


def _columns(sheet: OpenSheet, row: int, cells: list[Any]) -> dict[str, int]:
    texts = [typed_text(cell) for cell in cells]
    found = {KEY: texts.index(KEY)}
    for column in (*_READ, "previous", "last_year"):
        places = [place for place, text in enumerate(texts) if text in heads(column)]
        if len(places) != 1 and column in _READ:
            where = f"{sheet.name}!{row + 1}:{row + 1}"
            raise DamagedTemplate.at(where, expected=message(f"book.head.{column}"))
        found.update((column, place) for place in places)
    return found


@dataclass
class _Reading:
    """One pass over the rows: what was given and where, and everything that is wrong."""

    table: BookTable
    identity: BookIdentity
    given: dict[Cell, Given] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    signed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.orgs, self.rows = set(self.identity.orgs), set(self.identity.rows)
        self.marks = self.table.sheet.marks
        self.value, self.reason = self.table.columns["value"], self.table.columns["reason"]
        self.merged = _merged_rows(self.table)
        self.first: dict[Cell, str] = {}

    def read_row(self, row: int) -> None:
        code = self.table.at(row, KEY)
        if not code:
            self._read_without_code(row)
            return
        cell = cell_of(str(code))
        try:
            known = self._known(row, str(code), cell)
        except KaifangError as error:
            self._fault(row, cell or _NOWHERE, error)
            return
        self._read_cell(row, known)

    def note_hidden_columns(self) -> None:
        if self.value in self.marks.hidden_columns and self.given:
            letters = column_letters(self.value)
            self._fault(self.table.head, _NOWHERE, HiddenColumn(found=letters))

    def _read_without_code(self, row: int) -> None:
        value = self.table.at(row, "value")
        if value != "" or (row, self.value) in self.marks.formulas:
            self._fault(row, _NOWHERE, InsertedRow())
            return
        for text in filter(None, map(shown_text, self.table.sheet.rows[row])):
            for sign in _SIGNS:
                label = message(f"book.{sign}")
                for start in (label.in_(lang).strip() for lang in LANGUAGES):
                    if text.startswith(start) and text[len(start) :].strip():
                        self.signed[sign] = text[len(start) :].strip()

    def _known(self, row: int, code: str, cell: Cell | None) -> Cell:
        """The cell of a row. Raises: UnknownRow, OtherOrgRow, SwappedRow, RepeatedRow."""
        if cell is None or cell.row not in self.rows:
            raise UnknownRow(found=code[:60])
        if cell.org not in self.orgs:
            raise OtherOrgRow(found=shown_text(self.table.at(row, "org")) or cell.org)
        at = self.table.at
        names = str(at(row, "org")), str(at(row, "indicator")), str(at(row, "unit"))
        if not agrees(code, *names):
            raise SwappedRow
        if cell in self.first:
            raise RepeatedRow(expected=self.first[cell])
        self.first[cell] = self.table.place(row)
        return cell

    def _read_cell(self, row: int, cell: Cell) -> None:
        raw, where = self.table.at(row, "value"), self.first[cell]
        value = None
        try:
            self._check_place(row, raw)
            percent = (row, self.value) in self.marks.percents
            unit = str(self.table.at(row, "unit"))
            value = number_in(raw, unit, shows_percent=percent)
        except KaifangError as error:
            self._fault(row, cell, error)
        reason = self._reason(row, cell)
        self.given[cell] = Given(value, reason, shown_text(raw), where)

    def _check_place(self, row: int, raw: Any) -> None:
        """Refuse a cell that shows something else than it holds, or is not seen at all."""
        at, marks = (row, self.value), self.marks
        if row in self.merged:
            raise MergedCells(found=f"{row + 1}:{row + 1}")
        if at in marks.errors:
            raise ErrorValue
        if at in marks.formulas:
            raise FormulaCell
        if raw != "" and row in marks.hidden_rows:
            raise HiddenRow(found=row + 1)
        if raw != "" and at in marks.scaled:
            raise ScaledFormat(found=shown_text(raw))

    def _reason(self, row: int, cell: Cell) -> str:
        if (row, self.reason) in self.marks.formulas:
            self._fault(row, cell, FormulaCell(), "reason")
            return ""
        text = shown_text(self.table.at(row, "reason"))
        return "" if text.lower() in NO_VALUE else text

    def _fault(self, row: int, cell: Cell, error: KaifangError, column: str = "value") -> None:
        error.where = self.table.place(row, column)
        shown = shown_text(self.table.at(row, column))
        unseen = "book.found.error" if isinstance(error, ErrorValue) else "checks.blank"
        found = same(shown) if shown else message(unseen)
        self.faults.append(
            Finding(
                cell,
                error.code,
                hard=True,
                found=found,
                expected=_expected(error),
                says=error.says,
                where=error.where,
                remedy=error.remedy,
            )
        )


def _expected(error: KaifangError) -> Text:
    key = "pasted" if isinstance(error, FormulaCell) else "number"
    return message(f"book.expected.{key}")


def _merged_rows(table: BookTable) -> set[int]:
    """The rows below the heads whose value, remark or code lies in merged cells."""
    length = len(table.sheet.rows)
    steps = [0] * (length + 1)
    places = [table.columns[column] for column in ("value", "reason", KEY)]
    for top, left, bottom, right in table.sheet.merged:
        first = max(top, table.head + 1)
        if first <= bottom and first < length and any(left <= at <= right for at in places):
            steps[first] += 1
            steps[min(bottom + 1, length)] -= 1
    return {row for row, depth in enumerate(accumulate(steps[:length])) if depth > 0}
