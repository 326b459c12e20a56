"""Read a case book: one case a row, and every cell that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kaifang.core.bilingual import Text, same
from kaifang.core.citation import Citation
from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.exchange.case_books.cells import day_in, expected_of, value_in
from kaifang.exchange.case_books.faults import (
    CaseCellBlank,
    CaseChoiceUnlisted,
    CaseColumnMissing,
    CaseColumnUnknown,
    CaseOrgUnknown,
    CaseRowRepeated,
    NoCaseRows,
    NotACaseBook,
    StageUndated,
)
from kaifang.exchange.case_books.identity import CaseBookIdentity
from kaifang.exchange.case_books.layout import IDENTITY, CaseColumn, columns
from kaifang.exchange.case_books.offering import ColumnOffer, folded
from kaifang.exchange.errors import ErrorValue, HiddenColumn, HiddenRow, ScaledFormat
from kaifang.exchange.form_books.faults import FormulaCell, MergedCells
from kaifang.exchange.form_books.layout import NO_VALUE
from kaifang.exchange.form_books.opening import OpenBook, OpenSheet, open_book
from kaifang.exchange.grid import At, column_letters
from kaifang.exchange.sheets import shown_text
from kaifang.facts.form_values import Cell, Finding
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import CaseField, ProcessEntry

_HEADS_WITHIN = 60  # rows: how far down the heads are looked for
Offers = Mapping[str, ColumnOffer]  # by field; the organisations of the book under ORGS
ORGS = "*orgs"


@dataclass(slots=True)
class StageGiven:
    """What a row says of a stage; `day` is None where it is there and cannot be read."""

    day: date | None
    evidence: dict[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(slots=True)
class CaseRow:
    """A row: the office's own number of a case, whose it is, its fields, the stages it reached.

    `org` is blank where it cannot be read. `wrong` are the columns that cannot.
    """

    at: int
    number: str
    org: str
    values: dict[str, Any] = field(default_factory=dict)
    stages: dict[str, StageGiven] = field(default_factory=dict)
    wrong: set[CaseColumn] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Where the cases stand in a book: its sheet, the row of its heads, the place of each column."""

    sheet: OpenSheet
    head: int
    places: Mapping[CaseColumn, int]

    def at(self, row: int, place: int) -> Any:
        cells = self.sheet.rows[row]
        return cells[place] if place < len(cells) else ""

    def where(self, row: int, place: int) -> str:
        """How errors name a cell: `办件!E6`."""
        return f"{self.sheet.name}!{column_letters(place)}{row + 1}"

    def column(self, kind: str, id: str = "", piece: str = "") -> CaseColumn | None:
        """A column that the book has."""
        return next((o for o in self.places if (o.kind, o.id, o.piece) == (kind, id, piece)), None)

    def finding(
        self,
        row: int,
        place: int,
        error: KaifangError,
        *,
        expected: Text | None = None,
        cite: Citation | None = None,
    ) -> Finding:
        """What is wrong with a cell, told with what stands there."""
        error.where = self.where(row, place)
        shown = shown_text(self.at(row, place))
        number, org = (self._shown(row, kind) for kind in ("number", "org"))
        return Finding(
            Cell(f"{org} {number}".strip(), shown_text(self.at(self.head, place))),
            error.code,
            hard=True,
            found=same(shown[:200]) if shown else message("checks.blank"),
            expected=expected or message("case_book.expected.rule"),
            says=error.says,
            cite=cite,
            where=error.where,
            remedy=error.remedy,
        )

    def _shown(self, row: int, kind: str) -> str:
        column = self.column(kind)
        return (
            ""
            if column is None or row <= self.head
            else shown_text(self.at(row, self.places[column]))
        )


@dataclass(frozen=True, slots=True)
class ReadCaseBook:
    """What a book says: its cases, and the cells that cannot be read, which stand there as blank."""

    name: str
    identity: CaseBookIdentity
    rows: tuple[CaseRow, ...]
    faults: tuple[Finding, ...]
    table: CaseTable
    opened: OpenBook = field(repr=False, compare=False)


def read_case_book(
    data: bytes,
    name: str,
    law: Law,
    process: ProcessEntry,
    offers: Offers,
    watch: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
) -> ReadCaseBook:
    """Read a book of a process; `offers` are what its columns take, `watch` follows the rows.

    Raises: what `open_book` raises; NotACaseBook, OtherCaseBook, CaseColumnMissing, NoCaseRows.
    """
    book = open_book(data, name)
    hidden = next((one for one in book.sheets if one.name.lower() == IDENTITY), None)
    if hidden is None:
        raise NotACaseBook.at(name, expected=IDENTITY)
    identity = CaseBookIdentity.read(name, hidden.rows)
    identity.demand(law, process, name)
    reading = _Reading(_table(book, process), process, offers)
    reading.read(watch)
    if not reading.rows and not reading.faults:
        raise NoCaseRows.at(name)
    return ReadCaseBook(
        name, identity, tuple(reading.rows), tuple(reading.faults), reading.table, book
    )


def _table(book: OpenBook, process: ProcessEntry) -> CaseTable:
    own = columns(process)
    needed = [one for one in own if one.kind in ("number", "org")]
    for sheet in book.sheets:
        for row, cells in enumerate(sheet.rows[:_HEADS_WITHIN]):
            texts = [folded(shown_text(cell)) for cell in cells]
            if all(one.heads & set(texts) for one in needed):
                return CaseTable(sheet, row, _places(sheet, row, texts, own))
    raise CaseColumnMissing.at(book.name, expected=needed[0].head)


def _places(
    sheet: OpenSheet, row: int, texts: list[str], own: tuple[CaseColumn, ...]
) -> dict[CaseColumn, int]:
    found: dict[CaseColumn, int] = {}
    for column in own:
        places = [place for place, text in enumerate(texts) if text in column.heads]
        if len(places) > 1:
            where = f"{sheet.name}!{row + 1}:{row + 1}"
            raise CaseColumnMissing.at(where, expected=column.head)
        found.update((column, place) for place in places)
    return found


class _Reading:
    """One pass over the rows."""

    def __init__(self, table: CaseTable, process: ProcessEntry, offers: Offers) -> None:
        self.table, self.offers = table, offers
        self.fields: Mapping[str, CaseField] = {one.id: one for one in process.fields}
        self.reasons = ColumnOffer.of((one.id, one.name.text) for one in process.reasons)
        self.own = list(table.places.items())
        self.rows: list[CaseRow] = []
        self.faults: list[Finding] = []
        self.first: dict[tuple[str, str], str] = {}
        self.merged = _merged(table)

    def read(self, watch: Callable[[int], Callable[[], None]]) -> None:
        below = range(self.table.head + 1, len(self.table.sheet.rows))
        step = watch(len(below))
        for row in below:
            if self._is_filled(row):
                self._read_row(row)
            step()
        self.faults += [*self._strange_columns(), *self._hidden_columns()]

    def _is_filled(self, row: int) -> bool:
        marks = self.table.sheet.marks
        return any(
            self.table.at(row, place) != ""
            or (row, place) in marks.formulas
            or (row, place) in marks.errors
            for _, place in self.own
        )

    def _read_row(self, row: int) -> None:
        one = CaseRow(row, "", "")
        if row in self.table.sheet.marks.hidden_rows:
            self._fault(one, self.own[0], HiddenRow(found=row + 1))
        cells = {column: self._cell(one, column, place) for column, place in self.own}
        for column, value in cells.items():
            if value is not None:
                self._put(one, column, value)
        self._check_needed(one, cells)
        self._check_days(one)
        self._check_once(one)
        self.rows.append(one)

    def _cell(self, one: CaseRow, column: CaseColumn, place: int) -> Any:
        """What stands in a cell; None where it is blank or cannot be read."""
        raw, at = self.table.at(one.at, place), (one.at, place)
        try:
            self._check_place(at, raw)
            if raw == "" or (isinstance(raw, str) and raw.strip().lower() in NO_VALUE):
                return None
            return self._value(column, raw, at)
        except KaifangError as error:
            self._fault(one, (column, place), error)
            return None

    def _check_place(self, at: At, raw: Any) -> None:
        """Refuse a cell that shows something else than it holds, or lies under others."""
        marks = self.table.sheet.marks
        if at in self.merged:
            raise MergedCells(found=f"{column_letters(at[1])}{at[0] + 1}")
        if at in marks.errors:
            raise ErrorValue
        if at in marks.formulas:
            raise FormulaCell
        if raw != "" and at in marks.scaled:
            raise ScaledFormat(found=shown_text(raw))

    def _value(self, column: CaseColumn, raw: Any, at: At) -> Any:
        if column.kind == "day":
            return day_in(raw)
        if column.kind == "field":
            percent = at in self.table.sheet.marks.percents
            asked = self.fields[column.id]
            return value_in(asked, raw, self.offers.get(column.id), shows_percent=percent)
        text = shown_text(raw)
        if column.kind == "org":
            return self._org(text)
        if column.kind == "reason":
            return self._reason(text)
        return text

    def _org(self, text: str) -> str:
        offer = self.offers[ORGS]
        found = offer.value_of(text)
        if found is None:
            raise CaseOrgUnknown(found=text, near=offer.near(text))
        return found

    def _reason(self, text: str) -> str:
        found = self.reasons.value_of(text)
        if found is None:
            names = list(self.reasons.shown.values())
            expected = Text("、".join(o.zh for o in names), ", ".join(o.en for o in names))
            raise CaseChoiceUnlisted(found=text, expected=expected, near=self.reasons.near(text))
        return found

    def _put(self, one: CaseRow, column: CaseColumn, value: Any) -> None:
        if column.kind == "number":
            one.number = value
        elif column.kind == "org":
            one.org = value
        elif column.kind == "field":
            one.values[column.id] = value
        else:
            self._put_stage(one, column, value)

    def _put_stage(self, one: CaseRow, column: CaseColumn, value: Any) -> None:
        stage = one.stages.setdefault(column.id, StageGiven(None))
        if column.kind == "day":
            stage.day = value
        elif column.kind == "evidence":
            stage.evidence[column.piece] = value
        else:
            stage.reason = value

    def _check_needed(self, one: CaseRow, cells: Mapping[CaseColumn, Any]) -> None:
        for column, value in cells.items():
            if column.kind in ("number", "org") and value is None and column not in one.wrong:
                self._fault(
                    one, (column, self.table.places[column]), CaseCellBlank(expected=column.head)
                )

    def _check_days(self, one: CaseRow) -> None:
        """A stage has its day, readable or not; else nothing says when its evidence was given."""
        days = {column.id: column for column, _ in self.own if column.kind == "day"}
        for column in one.wrong:
            if column.kind == "day":
                one.stages.setdefault(column.id, StageGiven(None))
        for event, stage in one.stages.items():
            day = days.get(event)
            if day is not None and stage.day is None and day not in one.wrong:
                error = StageUndated(expected=day.head)
                self._fault(one, (day, self.table.places[day]), error)

    def _check_once(self, one: CaseRow) -> None:
        if not one.number or not one.org:
            return
        column = next(column for column, _ in self.own if column.kind == "number")
        place = self.table.places[column]
        first = self.first.setdefault((one.org, one.number), self.table.where(one.at, place))
        if first != self.table.where(one.at, place):
            self._fault(one, (column, place), CaseRowRepeated(found=one.number, expected=first))

    def _fault(self, one: CaseRow, cell: tuple[CaseColumn, int], error: KaifangError) -> None:
        column, place = cell
        one.wrong.add(column)
        expected = self._expected(column, error)
        self.faults.append(self.table.finding(one.at, place, error, expected=expected))

    def _expected(self, column: CaseColumn, error: KaifangError) -> Text:
        if isinstance(error, CaseChoiceUnlisted):
            return Text(str(error.params["expected"].zh), str(error.params["expected"].en))
        if isinstance(error, FormulaCell):
            return message("case_book.expected.pasted")
        if column.kind == "day":
            return expected_of("date")
        if column.kind == "field":
            asked = self.fields[column.id]
            return expected_of(asked.kind, asked.unit)
        return expected_of("org" if column.kind == "org" else "text")

    def _strange_columns(self) -> Iterator[Finding]:
        """Columns that the process does not know, where they hold anything."""
        known = set(self.table.places.values())
        heads = [one.head.zh for one in self.table.places]
        width = max(map(len, self.table.sheet.rows))
        below = range(self.table.head + 1, len(self.table.sheet.rows))
        for place in range(width):
            if place in known:
                continue
            if any(self.table.at(row, place) != "" for row in below):
                head = shown_text(self.table.at(self.table.head, place)) or column_letters(place)
                error = CaseColumnUnknown(found=head, near=nearest(head, heads))
                yield self.table.finding(self.table.head, place, error)

    def _hidden_columns(self) -> Iterator[Finding]:
        below = range(self.table.head + 1, len(self.table.sheet.rows))
        for _, place in self.own:
            if place in self.table.sheet.marks.hidden_columns and any(
                self.table.at(row, place) != "" for row in below
            ):
                error = HiddenColumn(found=column_letters(place))
                yield self.table.finding(self.table.head, place, error)


def _merged(table: CaseTable) -> set[At]:
    """The cells below the heads that lie in merged ones."""
    places, found = set(table.places.values()), set[At]()
    length = len(table.sheet.rows)
    for top, left, bottom, right in table.sheet.merged:
        rows = range(max(top, table.head + 1), min(bottom + 1, length))
        found.update((row, place) for row in rows for place in places if left <= place <= right)
    return found
