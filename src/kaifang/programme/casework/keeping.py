"""Keep cases: open one, act upon it, correct what was entered.

Everything is one event under the audit chain, judged on the case as it stands when it is
recorded; of two who act at once one is asked to look again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils import timezone

from kaifang.cases.deciding import Command, Doer, Refusal, decide, missing_roles, refused
from kaifang.cases.events import MIGRATE, Event
from kaifang.cases.folding import CaseState
from kaifang.core.errors import KaifangError
from kaifang.packs.schema.duplicates import RULED_EVENTS
from kaifang.programme.casework.doers import doer_of
from kaifang.programme.casework.errors import (
    ActRefused,
    CorrectionUnexplained,
    NoSuchCase,
    NotAnEventOfTheCase,
)
from kaifang.programme.casework.evidence import checked_evidence
from kaifang.programme.casework.reading import CaseFold, CaseView, case_state, org_of
from kaifang.programme.casework.recording import SOURCE, record
from kaifang.programme.casework.referring import check_references
from kaifang.programme.casework.values import read_values
from kaifang.programme.rights import Act, Actor, demand, may
from kaifang.store import events
from kaifang.store.errors import ChangedMeanwhile
from kaifang.store.events import RecordedEvent
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with an act: evidence by its kind, values of fields, a reason of the list.

    `occurred_at` is when it happened, blank for now. Evidence is words, or what a file of
    `keep_file` is called (`file`), with `number` and `date`.
    """

    evidence: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    occurred_at: datetime | None = None


def open_case(
    actor: Actor,
    programme: Programme,
    process: str,
    org: str,
    given: Given = Given(),
    command: str = "",
) -> CaseView:
    """Begin a case of an organisation; `command` chooses where several events begin one.

    Raises: UnknownProcess, NotCommanded, UnknownOrg, NotAllowed, ActRefused; SeveralErrors,
    EvidenceUnreadable and FileNotYours for what cannot be read.
    """
    reader, orgs = CaseFold.of(programme, process), programme.law.orgs
    demand(actor, Act.KEEP_CASE, orgs[org].id, orgs)
    begins = command or next(iter(reader.definition.beginners), "")
    case = uuid4().hex
    with one_writer():
        asked = _command(reader, case, begins, _checked(actor, programme, reader, given))
        record(actor, programme, process, [_decided(actor, programme, reader, org, [], asked)])
    return case_state(actor, programme, process, case)


def act(
    actor: Actor,
    programme: Programme,
    process: str,
    case: str,
    command: str,
    given: Given = Given(),
    *,
    version: int,
) -> CaseView:
    """Move a case by an event of its process; `version` is the one that was read.

    Raises: as `open_case`; NoSuchCase, ChangedMeanwhile.
    """
    reader = CaseFold.of(programme, process)
    with one_writer():
        found = _expected(actor, programme, process, case, version)
        asked = _command(reader, case, command, _checked(actor, programme, reader, given, found))
        event = _decided(actor, programme, reader, org_of(found), found, asked)
        record(actor, programme, process, [event])
    return case_state(actor, programme, process, case)


def correct(
    actor: Actor,
    programme: Programme,
    process: str,
    case: str,
    number: int,
    given: Given,
    *,
    version: int,
) -> CaseView:
    """Replace what was entered with an event (its number in the store) by what is right.

    `because` among its data says why, in words. What was there stays readable as it was then;
    whoever entered it still answers for it beside whoever corrects it. Refused where the history
    would break a rule that it keeps now.

    Raises: as `act`; NotAnEventOfTheCase, CorrectionUnexplained.
    """
    reader = CaseFold.of(programme, process)
    with one_writer():
        found = _expected(actor, programme, process, case, version)
        before = reader.fold(found)
        old = next((one.event for one in before.history if one.event.seq == number), None)
        if old is None or old.type in (MIGRATE, *RULED_EVENTS):  # undone by another, if at all
            raise NotAnEventOfTheCase(found=number)
        if not str(given.data.get("because") or "").strip():
            raise CorrectionUnexplained(name=before.definition.label("events", old.type))
        doer = doer_of(actor, programme, before.definition, org_of(found))
        right = _checked(actor, programme, reader, given, found)
        event = _correction(old, right, doer, found)
        after = reader.folded([*(one.for_fold() for one in found), event])
        errors = (*missing_roles(before, event, doer), *_broken(before, after, old, event))
        if errors:
            raise _told(programme, before, old.type, refused(before, event, errors))
        record(actor, programme, process, [event])
    return case_state(actor, programme, process, case)


def _expected(
    actor: Actor, programme: Programme, process: str, case: str, version: int
) -> list[RecordedEvent]:
    """The events of a case, as whoever acts has read them; call it as the one writer."""
    found, orgs = events.of_case(process, case), programme.law.orgs
    if not found or not may(actor, Act.SEE_CASE, org_of(found), orgs):
        raise NoSuchCase(found=case)
    demand(actor, Act.KEEP_CASE, org_of(found), orgs)
    if len(found) != version:
        raise ChangedMeanwhile(found=len(found), expected=version)
    return found


def _checked(
    actor: Actor,
    programme: Programme,
    reader: CaseFold,
    given: Given,
    found: Sequence[RecordedEvent] = (),
) -> Given:
    """What comes with an act as it is recorded: its values read, its files known."""
    state = reader.fold(found)
    own = state.definition  # that of the case, where it began under an earlier one
    data = read_values(programme.law, own, given.data)
    check_references(actor, programme, own, data, state.values)
    evidence = checked_evidence(actor, own, given.evidence, found)
    return replace(given, data=data, evidence=evidence)


def _command(reader: CaseFold, case: str, type: str, given: Given) -> Command:
    at = given.occurred_at or reader.now
    return Command(case, type, at, given.evidence, given.reason, given.data)


def _decided(
    actor: Actor,
    programme: Programme,
    reader: CaseFold,
    org: str,
    found: Sequence[RecordedEvent],
    asked: Command,
) -> Event:
    """The event that a command becomes. Raises: ActRefused."""
    state = reader.fold(found)
    doer = doer_of(actor, programme, state.definition, org)
    became = decide(state, asked, doer, source=SOURCE, id=uuid4().hex, now=reader.now)
    if isinstance(became, Refusal):
        raise _told(programme, state, asked.type, became)
    return became


def _told(programme: Programme, state: CaseState, type: str, refusal: Refusal) -> ActRefused:
    cites = programme.law.cited(refusal.cites, refusal.where)
    return ActRefused(state.definition.label("events", type), refusal, cites)


def _correction(old: Event, given: Given, doer: Doer, found: Sequence[RecordedEvent]) -> Event:
    own = {"evidence": dict(given.evidence), "reason": given.reason}
    return replace(
        old,
        source=SOURCE,
        id=uuid4().hex,
        occurred_at=given.occurred_at or old.occurred_at,
        recorded_at=timezone.now(),
        actor=doer.id,
        on_behalf_of=old.on_behalf_of or old.actor,
        data={**given.data, **{name: value for name, value in own.items() if value}},
        amends=old.key,
        sequence=None,
        seq=max(one.number for one in found) + 1,
    )


def _broken(
    before: CaseState, after: CaseState, old: Event, event: Event
) -> Iterator[KaifangError]:
    """What is wrong with a history since its correction."""
    known = {(one.event.key, one.code) for one in before.deviations}
    for one in after.deviations:
        key = old.key if one.event.key == event.key else one.event.key
        if (key, one.code) not in known:
            yield one.error
