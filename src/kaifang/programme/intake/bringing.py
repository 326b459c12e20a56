"""Bring in a book of cases: looked at first, then recorded as a whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaifang.exchange.case_books.marking import mark_case_book
from kaifang.exchange.case_books.reading import Offers, ReadCaseBook, read_case_book
from kaifang.exchange.case_books.writing import write_case_book
from kaifang.exchange.sheets import MEDIA_TYPES
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.casework.reading import commanded
from kaifang.programme.casework.recording import record
from kaifang.programme.intake.errors import CaseBookRefused
from kaifang.programme.intake.offers import offers_for_template, offers_of
from kaifang.programme.intake.planning import IntakePlan, Watch, held, plan, seen
from kaifang.programme.intake.standing import rows_on_record
from kaifang.programme.rights import Act, Actor, demand, may
from kaifang.store import audit, files
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

IMPORTED = "import_cases"
_OLD, _OLD_MEDIA_TYPE = ".xls", "application/vnd.ms-excel"
_MEDIA_TYPE = MEDIA_TYPES[".xlsx"]


def _unwatched(_: int) -> Callable[[], None]:
    return lambda: None


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A book that was read and judged; nothing of it is recorded yet."""

    process: ProcessEntry
    name: str
    data: bytes
    book: ReadCaseBook
    offers: Offers
    plan: IntakePlan

    @property
    def is_sound(self) -> bool:
        return not self.plan.findings

    def marked(self, lang: str = "zh") -> bytes:
        """The user's own book with every wrong cell marked, and the list of what is wrong."""
        return mark_case_book(self.data, self.book, self.plan.findings, lang)


def template(
    actor: Actor, programme: Programme, process: str, lang: str = "zh", *, filled: bool = False
) -> bytes:
    """Write the book of a process for whoever keeps cases of some organisation.

    Blank, or filled with those on record that he keeps, to go on with them.

    Raises: UnknownProcess, NotCommanded, NotAllowed.
    """
    entry = expect_kept(actor, programme, process)
    offers = offers_for_template(actor, programme, entry)
    rows = rows_on_record(actor, programme, process) if filled else ()
    return write_case_book(programme.law, entry, offers, lang, rows)


def look_at(
    actor: Actor,
    programme: Programme,
    process: str,
    data: bytes,
    name: str,
    watch: Watch = _unwatched,
) -> LookedAt:
    """Read a returned book and judge every row of it; nothing is written.

    `watch` is told the number of rows, twice: as they are read, and as they are judged.

    Raises: UnknownProcess, NotCommanded, NotAllowed; what `read_case_book` raises of a file that
    is no book of the process.
    """
    entry = expect_kept(actor, programme, process)
    offers = offers_of(actor, programme, entry)
    book = read_case_book(data, name, programme.law, entry, offers, watch)
    known = held(process, book.rows)
    found = plan(actor, programme, book, offers, known, watch)
    return LookedAt(entry, name, data, book, offers, found)


def bring_in(
    actor: Actor,
    programme: Programme,
    process: str,
    data: bytes,
    name: str,
    watch: Watch = _unwatched,
) -> IntakePlan:
    """Record the cases of a book with their history, all or nothing; its file is kept.

    The same book twice changes nothing. Raises: as `look_at`; CaseBookRefused with every finding.
    """
    return record_looked_at(actor, programme, look_at(actor, programme, process, data, name, watch))


def record_looked_at(actor: Actor, programme: Programme, looked: LookedAt) -> IntakePlan:
    """Record what was looked at, judged anew where somebody has acted upon its cases meanwhile.

    Raises: CaseBookRefused with every finding.
    """
    _demand_sound(looked.plan, looked.name)
    if not looked.plan.acts:
        return looked.plan
    is_old = looked.name.lower().endswith(_OLD)
    files.put(looked.data, name=looked.name, media_type=_OLD_MEDIA_TYPE if is_old else _MEDIA_TYPE)
    process, rows = looked.process.id, looked.book.rows
    with one_writer():
        found, known = looked.plan, held(process, rows)
        if seen(known) != found.seen:
            found = plan(actor, programme, looked.book, looked.offers, known)
            _demand_sound(found, looked.name)
        if found.acts:
            _record(actor, programme, process, found, looked)
    return found


def _record(
    actor: Actor, programme: Programme, process: str, found: IntakePlan, looked: LookedAt
) -> None:
    sha256 = hashlib.sha256(looked.data).hexdigest()
    record(actor, programme, process, found.acts, looked.name[:200])
    audit.record(
        IMPORTED,
        f"process:{process}",
        actor=actor.user,
        after={
            "file": sha256,
            "new": found.new,
            "continued": found.continued,
            "unchanged": found.unchanged,
            "events": len(found.acts),
        },
        person=actor.told,
    )


def _demand_sound(found: IntakePlan, name: str) -> None:
    if found.findings:
        raise CaseBookRefused(found.findings, where=name)


def keeps_any(actor: Actor, law: Law) -> bool:
    """Whether an actor keeps the cases of some organisation, and so may bring some in."""
    return any(may(actor, Act.KEEP_CASE, one.id, law.orgs) for one in law.orgs)


def expect_kept(actor: Actor, programme: Programme, process: str) -> ProcessEntry:
    """A process whose cases the actor keeps at some organisation.

    Raises: UnknownProcess, NotCommanded, NotAllowed.
    """
    law = programme.law
    entry = commanded(law, process).process
    if not keeps_any(actor, law):
        demand(actor, Act.KEEP_CASE, law.head.org or "", law.orgs)
    return entry
