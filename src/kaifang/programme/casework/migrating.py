"""Migrate 迁移: take a case over to the present version of its process, as an event with a mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from kaifang.cases.definition import Definition
from kaifang.cases.errors import StateUnmapped
from kaifang.cases.events import MIGRATE, Event
from kaifang.cases.renaming import present_names
from kaifang.core.errors import KaifangError, SeveralErrors
from kaifang.programme.casework.earlier import is_outdated
from kaifang.programme.casework.errors import NoSuchCase
from kaifang.programme.casework.reading import (
    CaseFold,
    CaseView,
    all_cases,
    case_state,
    commanded,
    org_of,
)
from kaifang.programme.casework.recording import SOURCE, record
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import events
from kaifang.store.errors import ChangedMeanwhile
from kaifang.store.events import RecordedEvent
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

States = Mapping[str, str]


class MigrationWithoutReason(KaifangError):
    """A migration has to say why."""

    code = "KF-CASE-380"


class AlreadyPresent(KaifangError):
    """A case stands under the present version."""

    code = "KF-CASE-381"


def outdated(actor: Actor, programme: Programme, process: str) -> list[CaseView]:
    """The cases that have not ended and are judged by other rules than their process has now.

    Raises: NotAllowed, UnknownProcess, NotCommanded.
    """
    demand_migration(actor, programme)
    present = commanded(programme.law, process)
    return [
        one
        for one in all_cases(programme, process)
        if not one.state.ended and is_outdated(one.state.definition, present)
    ]


def migrate(
    actor: Actor,
    programme: Programme,
    process: str,
    case: str,
    states: States,
    reason: str,
    *,
    version: int,
) -> CaseView:
    """Take one case over; `states` says which state becomes which, where their names differ.

    What the process says itself of a state (`renamed_from`) need not be said again.

    What happened before is kept as it was judged then; what comes after is judged by the present
    version. `version` is the number of events that was read.

    Raises: NotAllowed, NoSuchCase, ChangedMeanwhile, MigrationWithoutReason, AlreadyPresent,
    StateUnmapped.
    """
    demand_migration(actor, programme)
    with one_writer():
        found = events.of_case(process, case)
        if not found:
            raise NoSuchCase(found=case)
        if len(found) != version:
            raise ChangedMeanwhile(found=len(found), expected=version)
        reader = CaseFold.of(programme, process)
        record(actor, programme, process, [_event(actor, reader, found, states, reason)])
    return case_state(actor, programme, process, case)


def migrate_all(
    actor: Actor, programme: Programme, process: str, states: States, reason: str
) -> int:
    """Take over every case that stands under an earlier version, all or none; return how many.

    Raises: NotAllowed, UnknownProcess, NotCommanded, MigrationWithoutReason; SeveralErrors with
    every state that is nowhere in the present version.
    """
    with one_writer():
        wanted = outdated(actor, programme, process)
        reader, recorded = CaseFold.of(programme, process), events.cases_of(process)
        moved: list[Event] = []
        wrong: list[KaifangError] = []
        for one in wanted:
            try:
                moved.append(_event(actor, reader, recorded[one.case], states, reason))
            except StateUnmapped as error:
                wrong.append(error)
        if wrong:
            raise SeveralErrors(wrong)
        record(actor, programme, process, moved)
    return len(moved)


def demand_migration(actor: Actor, programme: Programme) -> None:
    """Let those alone migrate who keep the cases of the whole programme. Raises: NotAllowed."""
    law = programme.law
    demand(actor, Act.KEEP_CASE, law.head.org or "", law.orgs)


def _event(
    actor: Actor, reader: CaseFold, found: Sequence[RecordedEvent], states: States, reason: str
) -> Event:
    """The event of a migration, if the case then stands in a state of the present version."""
    if not reason.strip():
        raise MigrationWithoutReason
    before, target = reader.fold(found), reader.definition
    if not is_outdated(before.definition, target):
        raise AlreadyPresent(found=target.version)
    mapped = {**_renamed(before.definition, target), **states}
    data = {"version": target.version, "states": mapped, "remark": reason.strip()}
    event = Event(
        SOURCE, uuid4().hex, found[0].event.case, MIGRATE, reader.now,
        recorded_at=reader.now, actor=actor.user, org=org_of(found), data=data,
        seq=max(one.number for one in found) + 1,
    )  # fmt: skip
    after = reader.folded([*(one.for_fold() for one in found), event])
    for one in after.deviations:
        if one.event.key == event.key:
            raise one.error
    return event


def _renamed(before: Definition, target: Definition) -> States:
    """The states of a version that another knows by new names, and not by their own."""
    names = present_names(target.process)
    return {one: names[one] for one in before.states if one in names}
