"""How a case book is laid out: whose case it is, its fields, then each stage with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kaifang.core.bilingual import LANGUAGES, Text
from kaifang.core.messages import message
from kaifang.exchange.case_books.offering import folded
from kaifang.packs.schema.processes import CaseField, ProcessEntry, Transition

TEMPLATE = "cases-1"  # version of this layout; a book of another is refused
IDENTITY = "_kaifang"  # the hidden sheet
LISTS = "_lists"  # the hidden sheet of what drop-downs offer
HEAD_ROW = 4  # 0-based
Kind = Literal["number", "org", "field", "day", "evidence", "reason"]


@dataclass(frozen=True, slots=True)
class CaseColumn:
    """A column: of a field, or of an event its day, the number of a piece of evidence, its reason.

    `id` is that of the field or the event, `piece` that of the kind of evidence.
    """

    kind: Kind
    head: Text
    id: str = ""
    piece: str = ""

    @property
    def heads(self) -> frozenset[str]:
        """The head in all languages, as heads are compared."""
        return frozenset(folded(self.head.in_(lang)) for lang in LANGUAGES)


def columns(process: ProcessEntry) -> tuple[CaseColumn, ...]:
    """The columns of a process, in the order in which the book has them."""
    own = [CaseColumn(kind, message(f"case_book.head.{kind}")) for kind in ("number", "org")]
    fields = [CaseColumn("field", field_head(one), one.id) for one in book_fields(process)]
    return (*own, *fields, *_of_stages(process))


def book_fields(process: ProcessEntry) -> list[CaseField]:
    """The fields of a book: not those that come with other events than its stages alone."""
    asking: dict[str, set[str]] = {}
    for one in process.transitions:
        for id in (*one.fields, *one.optional):
            asking.setdefault(id, set()).add(one.event)
    own = stages(process).keys()
    return [one for one in process.fields if one.id not in asking or asking[one.id] & own]


def stages(process: ProcessEntry) -> dict[str, Transition]:
    """The events that take a case to another state, each once, in the order of the file."""
    found: dict[str, Transition] = {}
    for one in process.transitions:
        if one.to:
            found.setdefault(one.event, one)
    return found


def field_head(field: CaseField) -> Text:
    """The name of a field, with the unit of an amount."""
    name = field.name.text
    return message("case_book.head.amount", name=name, unit=field.unit) if field.unit else name


def evidence_names(process: ProcessEntry) -> Mapping[str, Text]:
    return {one.id: one.name.text for one in process.evidence}


def _of_stages(process: ProcessEntry) -> Iterator[CaseColumn]:
    named = evidence_names(process)
    for event, one in stages(process).items():
        name = one.name.text
        yield CaseColumn("day", message("case_book.head.day", name=name), event)
        for piece in one.evidence:
            head = message("case_book.head.evidence", name=name, piece=named[piece])
            yield CaseColumn("evidence", head, event, piece)
        if one.reason:
            yield CaseColumn("reason", message("case_book.head.reason", name=name), event)
