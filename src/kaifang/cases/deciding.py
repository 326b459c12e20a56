"""Decide 判定: whether an act may be done to a case, and the event that it becomes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from kaifang.cases.definition import Definition
from kaifang.cases.errors import EventAhead, EventBackdated, RoleMissing
from kaifang.cases.events import Event
from kaifang.cases.guards import objections
from kaifang.cases.position import Position
from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.packs.schema.base import CiteEntry

_NEXT, _ONE_INSTANT = timedelta(microseconds=1), timedelta(milliseconds=1)


class CaseStanding(Protocol):
    """Where a case stands, as far as deciding asks: a folded case, or one step of a history."""

    @property
    def definition(self) -> Definition: ...
    @property
    def state(self) -> str | None: ...
    @property
    def position(self) -> Position: ...


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts: a person, the roles that he holds of the process, and for whom he stands in."""

    id: str
    roles: Collection[str] = ()
    org: str = ""
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wants to happen to a case; `evidence` maps kinds to files or numbers."""

    case: str
    type: str
    occurred_at: datetime
    evidence: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: the rules that speak against it, where each stands in the pack, and its sources."""

    errors: tuple[KaifangError, ...]
    cites: tuple[CiteEntry, ...]
    where: str

    @property
    def rule(self) -> str:
        """The code of the first rule."""
        return self.errors[0].code

    @property
    def says(self) -> Text:
        return self.errors[0].says


def decide(
    state: CaseStanding, command: Command, doer: Doer, *, source: str, id: str, now: datetime
) -> Event | Refusal:
    """Return the event of a command, or the refusal with everything that speaks against it.

    A process that observes refuses nothing: there the event is a fact, and the fold tells how it
    deviates. Nothing is written; whoever stores the event does so against the state it was
    decided on, so that of two who act at once one is asked to look again.
    """
    event = event_of(state, command, doer, source=source, id=id, now=now)
    errors = () if state.definition.process.mode == "observe" else wrong(state, event, doer, now)
    return refused(state, event, errors) if errors else event


def event_of(
    state: CaseStanding, command: Command, doer: Doer, *, source: str, id: str, now: datetime
) -> Event:
    """The event that a command becomes if nothing speaks against it."""
    return Event(
        source=source,
        id=id,
        case=command.case,
        type=command.type,
        occurred_at=_behind_the_last(state, command, now),
        recorded_at=now,
        actor=doer.id,
        on_behalf_of=doer.on_behalf_of,
        org=doer.org,
        data=_data(command),
        version=state.definition.version,
    )


def wrong(state: CaseStanding, event: Event, doer: Doer, now: datetime) -> tuple[KaifangError, ...]:
    """Everything that speaks against an event where a case stands."""
    return (
        *_times(state, event, now),
        *missing_roles(state, event, doer),
        *objections(state.definition, state.position, event),
    )


def possible(state: CaseStanding, doer: Doer) -> list[str]:
    """The events that somebody may cause now, if his evidence is in order."""
    definition, position = state.definition, state.position
    extending = [e for e, one in definition.extensions.items() if one.id in position.running]
    own = dict.fromkeys(one.event for one in definition.possible(position.state))
    return [event for event in (*own, *extending) if _may(state, event, doer)]


def refused(state: CaseStanding, event: Event, errors: tuple[KaifangError, ...]) -> Refusal:
    """What speaks against an event, with the place and the sources of the rule."""
    cites, where = _source(state, event)
    for error in errors:
        error.where = where
    return Refusal(errors, cites, where)


def _behind_the_last(state: CaseStanding, command: Command, now: datetime) -> datetime:
    """When an act happened: where several are given one instant, just behind the last one.

    For at equal times the declared order decides, and the act is judged where the last one led to.
    """
    at, last = command.occurred_at, state.position.last
    if state.definition.process.mode != "command" or last is None:
        return at
    is_one = timedelta() <= last - at < _ONE_INSTANT and last + _NEXT <= now
    return last + _NEXT if is_one else at


def _data(command: Command) -> dict[str, Any]:
    own = {"evidence": dict(command.evidence), "reason": command.reason}
    return {**command.data, **{name: value for name, value in own.items() if value}}


def _times(state: CaseStanding, event: Event, now: datetime) -> Iterator[KaifangError]:
    if event.occurred_at > now:
        yield EventAhead.at(event.id, found=event.type)
    last = state.position.last
    if last is not None and event.occurred_at < last:
        yield EventBackdated.at(event.id, expected=last.isoformat())


def missing_roles(state: CaseStanding, event: Event, doer: Doer) -> Iterator[KaifangError]:
    """Tell which roles an event is for, where somebody holds none of them."""
    if not _may(state, event.type, doer):
        definition = state.definition
        wanted = [definition.label("roles", role) for role in _who(state, event.type)]
        zh, en = "、".join(one.zh for one in wanted), ", ".join(one.en for one in wanted)
        found = definition.label("events", event.type)
        yield RoleMissing.at(event.id, found=found, expected=Text(zh, en))


def _may(state: CaseStanding, event: str, doer: Doer) -> bool:
    who = _who(state, event)
    return not who or not set(who).isdisjoint(doer.roles)


def _who(state: CaseStanding, event: str) -> tuple[str, ...]:
    """The roles that may cause an event; of an unknown one nobody is asked."""
    definition = state.definition
    clock = definition.extensions.get(event)
    if clock is not None and clock.extend is not None:
        return clock.extend.who
    own = definition.transition(state.state, event) or definition.anywhere(event)
    return own.who if own else ()


def _source(state: CaseStanding, event: Event) -> tuple[tuple[CiteEntry, ...], str]:
    """The citations that a refusal rests on, and the place of the rule."""
    process = state.definition.process
    clock = state.definition.extensions.get(event.type)
    if clock is not None:
        number = process.clocks.index(clock)
        return clock.cite or process.cite, process.where_of("clocks", number)
    own = state.definition.anywhere(event.type)
    if own is None:
        return process.cite, process.where
    return process.cite, process.where_of("transitions", process.transitions.index(own))
