"""Tell what speaks against a row in the cell where it is to be mended, with rule and citation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kaifang.cases.deciding import Refusal
from kaifang.cases.definition import Definition
from kaifang.cases.errors import (
    EventAhead,
    EventBackdated,
    EvidenceMissing,
    FieldMissing,
    FieldUnreadable,
    ReasonUnlisted,
    RoleMissing,
)
from kaifang.core.bilingual import Text, joined, same
from kaifang.core.citation import Citation
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.exchange.case_books.faults import CaseChanged, DayAhead, DaysOutOfOrder
from kaifang.exchange.case_books.layout import CaseColumn, columns, stages
from kaifang.exchange.case_books.reading import CaseRow, CaseTable, Offers
from kaifang.exchange.sheets import shown_text
from kaifang.facts.form_values import Finding
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import CaseField
from kaifang.programme.intake.ordering import Late

Placed = tuple[CaseColumn, KaifangError, Text]


@dataclass(frozen=True)
class Telling:
    """Knows the columns of a book and the rules of its process."""

    table: CaseTable
    definition: Definition
    law: Law
    offers: Offers
    today: date
    own: Mapping[tuple[str, str, str], CaseColumn] = field(init=False)

    def __post_init__(self) -> None:
        own = {(o.kind, o.id, o.piece): o for o in columns(self.definition.process)}
        object.__setattr__(self, "own", own)

    def column(self, kind: str, id: str = "", piece: str = "") -> CaseColumn:
        return self.own[kind, id, piece]

    def at(
        self,
        row: CaseRow,
        column: CaseColumn,
        error: KaifangError,
        expected: Text | None = None,
        cite: Citation | None = None,
    ) -> Finding:
        """A finding in the cell of a column; one that the book has lost is told at the number."""
        places = self.table.places
        place = places[column] if column in places else places[self.column("number")]
        return self.table.finding(row.at, place, error, expected=expected, cite=cite)

    def changed(self, row: CaseRow, column: CaseColumn, recorded: Text) -> Finding:
        """A cell says otherwise than the record."""
        place = self.table.places[column]
        found = shown_text(self.table.at(row.at, place))
        error = CaseChanged(found=found, expected=recorded)
        return self.at(row, column, error, message("case_book.expected.recorded", value=recorded))

    def told(self, field: CaseField, value: Any) -> Text:
        """A value on record as the book shows it."""
        if value in (None, ""):
            return message("case_book.expected.nothing")
        offer = self.offers.get(field.id)
        shown = offer.shown.get(str(value)) if offer else None
        return shown or same(str(value))

    def late(self, row: CaseRow, one: Late) -> Finding:
        """A stage is dated before one that has to come first."""
        day, first = (row.stages[event].day for event in (one.event, one.before))
        names = [self.definition.label("events", event) for event in (one.event, one.before)]
        error = DaysOutOfOrder(found=names[0], day=day, before=names[1], expected=first)
        expected = message("case_book.expected.not_before", day=first)
        return self.at(row, self.column("day", one.event), error, expected, self._cite())

    def refused(self, row: CaseRow, event: str, refusal: Refusal) -> Iterator[Finding]:
        """What speaks against an act, each rule where its cell is."""
        cites = self.law.cited(refusal.cites, refusal.where)
        for error in refusal.errors:
            for column, told, expected in self._placed(row, event, error):
                if column not in row.wrong:
                    yield self.at(row, column, told, expected, cites[0] if cites else None)

    def _cite(self) -> Citation | None:
        return next(iter(self.law.citations(self.definition.process)), None)

    def _placed(self, row: CaseRow, event: str, error: KaifangError) -> Iterator[Placed]:
        name = self.definition.label("events", event)
        if isinstance(error, EvidenceMissing):
            for piece in stages(self.definition.process)[event].evidence:
                if piece not in row.stages[event].evidence:
                    what = self.definition.label("evidence", piece)
                    column = self.column("evidence", event, piece)
                    yield column, EvidenceMissing(found=name, expected=what), _filled(column)
        elif isinstance(error, ReasonUnlisted):
            column = self.column("reason", event)
            yield column, error, error.params["expected"]
        elif isinstance(error, FieldMissing | FieldUnreadable):
            column = self._field(error)
            yield column, error, _filled(column)
        else:
            yield self.column("day", event), *self._of_day(row, event, error)

    def _field(self, error: KaifangError) -> CaseColumn:
        """The column of the field that an error names."""
        fields = self.definition.process.fields
        named = next(one.id for one in fields if one.name.text == error.params["expected"])
        return self.column("field", named)

    def _of_day(self, row: CaseRow, event: str, error: KaifangError) -> tuple[KaifangError, Text]:
        if isinstance(error, EventAhead):
            ahead = DayAhead(found=row.stages[event].day, expected=self.today)
            return ahead, message("case_book.expected.not_after", day=self.today)
        if isinstance(error, EventBackdated):
            last = datetime.fromisoformat(str(error.params["expected"]))
            day = last.astimezone(ZoneInfo(self.definition.zone)).date()
            before = EventBackdated(expected=day)
            return before, message("case_book.expected.not_before", day=day)
        if isinstance(error, RoleMissing):
            return error, message("case_book.expected.roles", names=error.params["expected"])
        given = error.params.get("expected")
        names = given if isinstance(given, Text) else joined([])
        if names.zh:
            return error, message("case_book.expected.possible", names=names)
        return error, message("case_book.expected.rule")


def _filled(column: CaseColumn) -> Text:
    return message("case_book.expected.filled", name=column.head)
