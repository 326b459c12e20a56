"""Read cases: where each stands, for those who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from kaifang.cases import definition as definitions
from kaifang.cases.definition import Definition
from kaifang.cases.events import Event
from kaifang.cases.folding import CaseState, fold
from kaifang.cases.renaming import state_among
from kaifang.core.workdays import WorkCalendar
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.calendars import work_calendar
from kaifang.programme.casework.earlier import earlier_definitions
from kaifang.programme.casework.errors import NoSuchCase, NotCommanded
from kaifang.programme.clearance.processes import UnknownProcess, expect_process
from kaifang.programme.rights import Act, Actor, may
from kaifang.store import events
from kaifang.store.events import RecordedEvent

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as it stands.

    org: whose case it is, that of its first event. version: how many events it has, which the
    next act expects.
    """

    case: str
    org: str
    version: int
    state: CaseState


def commanded(law: Law, process: str) -> Definition:
    """The definition of a process that is worked on by hand.

    Raises: UnknownProcess, NotCommanded.
    """
    expect_process(law, process)
    declared = law.processes.get(process)
    if declared is None:
        raise UnknownProcess(found=process)
    if declared.mode != "command":
        raise NotCommanded(found=declared.name.text)
    return definitions.compile(declared, str(law.head.version), law.head.zone)


def now_of(programme: Programme) -> datetime:
    """The instant at which a programme stands: now, in a demo this hour of the day it plays on."""
    now = timezone.now().astimezone(ZoneInfo(programme.law.head.zone))
    days = programme.moment().as_of - now.date()
    return now + timedelta(days=days.days)


def case_state(
    actor: Actor,
    programme: Programme,
    process: str,
    case: str,
    seen_at: datetime | None = None,
) -> CaseView:
    """Where a case stands now, or as the store knew it at an instant.

    Raises: UnknownProcess, NotCommanded; NoSuchCase also where it is not this person's to see.
    """
    reader = CaseFold.of(programme, process, seen_at)
    return reader.view(expect_seen(actor, programme, process, case, seen_at))


def expect_seen(
    actor: Actor,
    programme: Programme,
    process: str,
    case: str,
    seen_at: datetime | None = None,
) -> list[RecordedEvent]:
    """The events of a case that somebody may see, those amended among them.

    Raises: NoSuchCase.
    """
    found = events.of_case(process, case, seen_at)
    if not found or not sees(actor, programme, org_of(found)):
        raise NoSuchCase(found=case)
    return found


def case_list(
    actor: Actor, programme: Programme, process: str, state: str = "", org: str = ""
) -> list[CaseView]:
    """The cases that a person may see, the one that began last on top.

    What was merged into another counts there, and is listed only where its state is asked for.

    Raises: UnknownProcess, NotCommanded.
    """
    seen = [one for one in all_cases(programme, process) if sees(actor, programme, one.org)]
    present = programme.law.processes[process]
    asked = [one for one in seen if is_in(one, state, present) and org in ("", one.org)]
    return asked[::-1]


def all_cases(
    programme: Programme, process: str, seen_at: datetime | None = None
) -> list[CaseView]:
    """Every case of a process, now or as known at an instant; nobody's right is asked.

    Of now, only cases to which something was added are folded anew; the clocks of others go on.

    Raises: UnknownProcess, NotCommanded.
    """
    reader = CaseFold.of(programme, process, seen_at)
    if seen_at is not None:
        known = (one for one in events.recorded(process) if one.recorded_at <= seen_at)
        return [reader.view(found) for found in by_case(known)]
    known_under = programme.law.hash, _day(reader.now, programme.law)
    held_under, before = _folded.get(process, (None, {}))
    if held_under != known_under:
        before = {}
    folded = {
        case: _folded_now(reader, found, before.get(case))
        for case, found in events.cases_of(process).items()
    }
    _folded[process] = known_under, folded
    return [one.view for one in folded.values()]


@dataclass(frozen=True, slots=True)
class _Folded:
    """A case, the events that were folded and the instant at which."""

    view: CaseView
    found: Sequence[RecordedEvent]
    at: datetime


# Cases by process, under the law and on the day (by which the calendar is known) of their fold.
_folded: dict[str, tuple[tuple[str, date] | None, dict[str, _Folded]]] = {}


def _folded_now(
    reader: CaseFold, found: Sequence[RecordedEvent], before: _Folded | None
) -> _Folded:
    """A case now: with its clocks gone on where nothing was added and no event has come due."""
    if before is None or before.found is not found or reader.now < before.at:
        return _Folded(reader.view(found), found, reader.now)
    state = before.view.state
    if any(event.occurred_at <= reader.now for event in state.pending):
        return _Folded(reader.view(found), found, reader.now)
    view = replace(before.view, state=state.at(reader.calendar, reader.now))
    return replace(before, view=view, at=reader.now)


@dataclass(frozen=True, slots=True)
class CaseFold:
    """Folds cases of one process by one calendar at one instant.

    earlier: the definitions that the store has installed before, which older cases keep.
    """

    definition: Definition
    calendar: WorkCalendar
    now: datetime
    earlier: Mapping[str, Definition] = field(default_factory=dict)

    @classmethod
    def of(cls, programme: Programme, process: str, seen_at: datetime | None = None) -> CaseFold:
        """Read at the programme's instant, or at an earlier one with what was known then."""
        definition, now = commanded(programme.law, process), now_of(programme)
        if seen_at is not None:
            now = min(now, seen_at)
        day = _day(now, programme.law)
        calendar = work_calendar(programme.law).known_on(day)
        return cls(definition, calendar, now, earlier_definitions(programme.law, process))

    def view(self, found: Sequence[RecordedEvent]) -> CaseView:
        """Fold the events of one case."""
        state = self.fold(found)
        return CaseView(found[0].event.case, org_of(found), len(found), state)

    def fold(self, found: Iterable[RecordedEvent]) -> CaseState:
        return self.folded([one.for_fold() for one in found])

    def folded(self, found: Iterable[Event]) -> CaseState:
        """Fold events, also such as are not recorded yet."""
        return fold(self.definition, found, self.calendar, now=self.now, earlier=self.earlier)


def _day(now: datetime, law: Law) -> date:
    return now.astimezone(ZoneInfo(law.head.zone)).date()


def is_in(one: CaseView, state: str, present: ProcessEntry) -> bool:
    if not state:
        return not one.state.is_merged
    return state in (one.state.state, state_among(one.state, present))


def org_of(found: Iterable[RecordedEvent]) -> str:
    """Whose case it is: no correction moves it."""
    return min(found, key=lambda one: one.number).event.org


def sees(actor: Actor, programme: Programme, org: str) -> bool:
    """Its organisation and those above it: another city learns nothing, not even the code name."""
    return may(actor, Act.SEE_CASE, org, programme.law.orgs)


def by_case(found: Iterable[RecordedEvent]) -> list[list[RecordedEvent]]:
    """The events of each case, the case that was recorded first on top."""
    ordered = sorted(found, key=lambda one: (one.event.case, one.number))
    cases = [list(some) for _, some in groupby(ordered, key=lambda one: one.event.case)]
    return sorted(cases, key=lambda some: some[0].number)
