"""Plan an import: which acts each row becomes, and everything that speaks against it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kaifang.cases.deciding import Command, Doer
from kaifang.cases.events import Event
from kaifang.cases.folding import CaseState
from kaifang.cases.histories import Stage, decide_all
from kaifang.core.messages import message
from kaifang.exchange.case_books.faults import CaseCellBlank, CaseOrgNotYours
from kaifang.exchange.case_books.layout import stages
from kaifang.exchange.case_books.reading import CaseRow, Offers, ReadCaseBook
from kaifang.exchange.grid import column_number
from kaifang.facts.form_values import Finding
from kaifang.packs.schema.processes import Transition
from kaifang.programme.casework.doers import doer_of
from kaifang.programme.casework.reading import CaseFold, org_of
from kaifang.programme.casework.recording import SOURCE
from kaifang.programme.intake.comparing import differences, fresh_stages, fresh_values
from kaifang.programme.intake.ordering import in_turn
from kaifang.programme.intake.placing import Telling
from kaifang.programme.rights import Act, Actor, may
from kaifang.store.events import RecordedEvent, of_cases

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

NUMBER = "own_number"  # what the office calls a case, told by its first event
_ID = 32  # letters of a case's id
_LONG_AGO = datetime(1949, 10, 1, tzinfo=ZoneInfo("UTC"))
Watch = Callable[[int], Callable[[], None]]
Held = Mapping[str, Sequence[RecordedEvent]]


@dataclass(frozen=True, slots=True)
class IntakePlan:
    """What an import would do: cases that are new, go on, or say nothing new; the acts; the faults.

    Only rows without a fault are counted and have acts. `seen` is how many events each known case
    had when this was planned.
    """

    new: int = 0
    continued: int = 0
    unchanged: int = 0
    acts: tuple[Event, ...] = ()
    findings: tuple[Finding, ...] = ()
    seen: Mapping[str, int] = field(default_factory=dict)


def case_id(process: str, org: str, number: str) -> str:
    """The case that an office's own number stands for: the same number is the same case."""
    return hashlib.sha256("\n".join((process, org, number)).encode()).hexdigest()[:_ID]


def held(process: str, rows: Sequence[CaseRow]) -> dict[str, list[RecordedEvent]]:
    """The cases that rows speak of, as far as they are there; a number may be a case's own id."""
    ids = {case_id(process, one.org, one.number) for one in rows}
    return of_cases(process, ids | {one.number for one in rows if len(one.number) == _ID})


def seen(known: Held) -> dict[str, int]:
    """How many events each case has."""
    return {case: len(found) for case, found in known.items()}


def plan(
    actor: Actor,
    programme: Programme,
    book: ReadCaseBook,
    offers: Offers,
    known: Held,
    watch: Watch = lambda _: lambda: None,
) -> IntakePlan:
    """Judge every row of a book on the cases as they are `known`."""
    planning = _Planning(actor, programme, book, offers, known)
    step = watch(len(book.rows))
    for row in book.rows:
        planning.judge(row)
        step()
    return planning.result()


class _Planning:
    """Goes from row to row."""

    def __init__(
        self,
        actor: Actor,
        programme: Programme,
        book: ReadCaseBook,
        offers: Offers,
        known: Held,
    ) -> None:
        self.actor, self.programme, self.known = actor, programme, known
        self.reader = CaseFold.of(programme, book.identity.process)
        self.definition = self.reader.definition
        self.stages = stages(self.definition.process)
        self.places = {event: place for place, event in enumerate(self.stages)}
        self.zone = ZoneInfo(programme.law.head.zone)
        today = self.reader.now.astimezone(self.zone).date()
        self.telling = Telling(book.table, self.definition, programme.law, offers, today)
        self.findings: list[Finding] = list(book.faults)
        self.acts: list[Event] = []
        self.counts = {"new": 0, "continued": 0, "unchanged": 0}
        self.doers: dict[str, Doer | None] = {}

    def result(self) -> IntakePlan:
        found = tuple(sorted(self.findings, key=_from_top_to_bottom))
        acts = () if found else tuple(self.acts)
        return IntakePlan(**self.counts, acts=acts, findings=found, seen=seen(self.known))

    def judge(self, row: CaseRow) -> None:
        """Turn a row into acts, or into findings."""
        if not row.org or not row.number:
            return  # the reader has told that nothing says which case it is
        doer = self._doer(row.org)
        if doer is None:
            error = CaseOrgNotYours(found=self.programme.law.orgs[row.org].name)
            expected = message("case_book.expected.own_org")
            column = self.telling.column("org")
            self.findings.append(self.telling.at(row, column, error, expected))
            return
        case, found = self._known(row)
        state = self.reader.fold(found) if found else None
        wrong, acts = self._judged(row, _Known(case, len(found), state), doer)
        self.findings += wrong
        if wrong or row.wrong:
            return
        self.acts += acts
        self.counts["new" if not found else "continued" if acts else "unchanged"] += 1

    def _doer(self, org: str) -> Doer | None:
        """Who acts for an organisation; None where its cases are not his to keep."""
        if org not in self.doers:
            keeps = may(self.actor, Act.KEEP_CASE, org, self.programme.law.orgs)
            own = self.definition
            self.doers[org] = doer_of(self.actor, self.programme, own, org) if keeps else None
        return self.doers[org]

    def _known(self, row: CaseRow) -> tuple[str, Sequence[RecordedEvent]]:
        own = self.known.get(row.number, ())
        if own and org_of(own) == row.org:
            return row.number, own
        case = case_id(self.definition.process.id, row.org, row.number)
        return case, self.known.get(case, ())

    def _judged(self, row: CaseRow, known: _Known, doer: Doer) -> tuple[list[Finding], list[Event]]:
        state, given, values = known.state, row.stages, row.values
        wrong: list[Finding] = []
        if state is None:
            stage = Stage.before(self.definition)
            wrong += self._unopened(row, stage)
        else:
            stage = Stage.after(state)
            wrong += differences(row, state, self.zone, self.telling)
            given, values = fresh_stages(row, state, self.zone), fresh_values(row, state)
        turns, late = in_turn(stage, given, self.places)
        wrong += [self.telling.late(row, one) for one in late]
        commands = list(self._commands(row, known, stage, turns, values))
        acts: list[Event] = []
        decided = decide_all(stage, commands, doer, source=SOURCE, now=self.reader.now)
        for (event, _), one in zip(turns, decided, strict=True):
            if isinstance(one, Event):
                acts.append(one)
            else:
                wrong += self.telling.refused(row, event, one)
        return wrong, acts

    def _unopened(self, row: CaseRow, stage: Stage) -> Iterator[Finding]:
        """A new case begins by one of the events that begin cases, or at least by any event."""
        begins = list(self.definition.beginners) or list(self.places)
        if set(begins) & row.stages.keys():
            return
        column = self.telling.column("day", begins[0])
        if column not in row.wrong:
            expected = message("case_book.expected.filled", name=column.head)
            yield self.telling.at(row, column, CaseCellBlank(expected=column.head), expected)
        if (
            stage.state is None
        ):  # go on as if it had begun: the other stages are judged all the same
            stage.take(Event(SOURCE, "", "", begins[0], _LONG_AGO))

    def _commands(
        self,
        row: CaseRow,
        known: _Known,
        stage: Stage,
        turns: Sequence[tuple[str, date]],
        values: Mapping[str, Any],
    ) -> Iterator[tuple[Command, str]]:
        """The acts in turn, each with the id of its event: of the case and its place there."""
        homes = self._homes([event for event, _ in turns], values)
        last = stage.position.last
        for place, (event, day) in enumerate(turns, known.version):
            given = row.stages[event]
            data = {id: value for id, value in values.items() if homes[id] == event}
            if not place:
                data[NUMBER] = row.number
            at = self._instant(day, last)
            asked = Command(known.case, event, at, given.evidence, given.reason, data)
            yield asked, hashlib.sha256(f"{known.case}\n{place}".encode()).hexdigest()[:_ID]

    def _homes(self, turns: Sequence[str], values: Mapping[str, Any]) -> dict[str, str]:
        """With which act each field comes: the first that needs it, else takes it, else the first."""
        found: dict[str, str] = {}
        for id in values:
            needs = [event for event in turns if id in self.stages[event].fields]
            takes = [event for event in turns if id in _optional(self.stages[event])]
            found[id] = next(iter([*needs, *takes, *turns]), "")
        return found

    def _instant(self, day: date, last: datetime | None) -> datetime:
        """The beginning of a day; on the day of the last act on record the moment of that act."""
        at = datetime.combine(day, time(), self.zone)
        on_last = last is not None and last.astimezone(self.zone).date() == day
        return last if on_last and last is not None and last > at else at


@dataclass(frozen=True, slots=True)
class _Known:
    """A case as it is on record, or as it is to be; `version` is how many events it has."""

    case: str
    version: int
    state: CaseState | None


def _optional(one: Transition) -> Sequence[str]:
    return one.optional


def _from_top_to_bottom(one: Finding) -> tuple[int, int]:
    place = one.where.rpartition("!")[2]
    letters = place.rstrip("0123456789")
    return int(place[len(letters) :] or 0), column_number(letters)
