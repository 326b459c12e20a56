"""What somebody may do to a case next, with what it asks for; and what not now, with why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kaifang.cases.deciding import Doer, possible
from kaifang.cases.definition import Definition
from kaifang.cases.folding import CaseState
from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.core.orgs import Org
from kaifang.packs.schema.processes import (
    PREVIOUS,
    CaseField,
    NamedPart,
    ProcessClock,
    ProcessEntry,
    Transition,
)
from kaifang.programme.casework.doers import doer_of
from kaifang.programme.casework.reading import CaseView, commanded
from kaifang.programme.rights import Act, Actor, NotAllowed, may

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


class NobodyToOpen(NotAllowed):
    """Somebody may begin a case of a process for no organisation."""

    code = "KF-CASE-310"


@dataclass(frozen=True, slots=True)
class AskedField:
    """A field that an act asks for; `known` is what the case has of it already."""

    field: CaseField
    needed: bool
    known: Any = None


@dataclass(frozen=True, slots=True)
class OfferedAct:
    """An act that may be done now; `to` is the state it leads to, None where it stays.

    extends: the clock that the act extends, by at most what the clock says.
    """

    event: str
    name: Text
    fields: tuple[AskedField, ...] = ()
    evidence: tuple[NamedPart, ...] = ()
    reasons: tuple[NamedPart, ...] = ()
    to: Text | None = None
    extends: ProcessClock | None = None


@dataclass(frozen=True, slots=True)
class WithheldAct:
    """An act that is not possible now, and why: its state, its roles, its clock."""

    event: str
    name: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be done to a case, and what not now; both in the order of the definition."""

    acts: tuple[OfferedAct, ...] = ()
    withheld: tuple[WithheldAct, ...] = field(default=())


def offer(actor: Actor, programme: Programme, view: CaseView) -> Offer:
    """What an actor may do next to a case that he sees; nothing where he only reads."""
    state, own = view.state, view.state.definition
    doer = doer_of(actor, programme, own, view.org)
    keeps = may(actor, Act.KEEP_CASE, view.org, programme.law.orgs)
    able = {id for id in possible(state, doer) if not _hindered(state, id, doer)} if keeps else {}
    events = [*own.events, *own.extensions]
    acts = tuple(_asked_of(state, id) for id in events if id in able)
    later = [id for id in events if id not in able and id not in own.beginners]
    withheld = tuple(_withheld(state, id, doer) for id in later)
    return Offer(acts, withheld)


def correctable(actor: Actor, programme: Programme, view: CaseView) -> frozenset[str]:
    """The kinds of events of a case that an actor may correct: those that he may cause."""
    own = view.state.definition
    if not may(actor, Act.KEEP_CASE, view.org, programme.law.orgs):
        return frozenset()
    roles = doer_of(actor, programme, own, view.org).roles
    events = [*own.events, *own.extensions]
    return frozenset(id for id in events if not _who(own, id) or set(_who(own, id)) & set(roles))


def openings(programme: Programme, process: str) -> tuple[OfferedAct, ...]:
    """The acts by which a case of a process may begin. Raises: UnknownProcess, NotCommanded."""
    own = commanded(programme.law, process)
    begins = own.beginners or {one.event: one for one in own.possible(own.process.start)}
    return tuple(_asked(own, one, {}, own.process.start) for one in begins.values())


def opening_orgs(actor: Actor, programme: Programme, process: str, event: str) -> list[Org]:
    """The organisations for which somebody may begin a case, in administrative order.

    Raises: NobodyToOpen.
    """
    own, law = commanded(programme.law, process), programme.law
    top = law.head.org
    orgs = law.orgs.within(top) if top else list(law.orgs)
    found = [one for one in orgs if _opens(actor, programme, own, one.id, event)]
    if not found:
        roles = joined(
            [own.label("roles", id) for id in _who(own, event)] or [own.process.name.text],
            "、",
            ", ",
        )
        raise NobodyToOpen(found=own.process.name.text, expected=roles)
    return found


def asked_act(state: CaseState, event: str) -> OfferedAct | None:
    """What an act asks for wherever its case stands; None where the process has no such act."""
    own = state.definition
    known = event in own.extensions or own.anywhere(event) is not None
    return _asked_of(state, event) if known else None


def asked_again(state: CaseState, event: str, given: Mapping[str, Any]) -> OfferedAct:
    """What an event of the history asks for when it is corrected; `given` is what it said."""
    own = state.definition
    clock = own.extensions.get(event)
    if clock is not None:
        return _extending(own, clock)
    one = own.anywhere(event)
    if one is None:
        return OfferedAct(event, own.label("events", event))
    known = {id: value for id, value in state.values.items() if id not in given}
    return _asked(own, one, known, state.state)


def _opens(actor: Actor, programme: Programme, own: Definition, org: str, event: str) -> bool:
    if not may(actor, Act.KEEP_CASE, org, programme.law.orgs):
        return False
    who = _who(own, event)
    return not who or not set(who).isdisjoint(doer_of(actor, programme, own, org).roles)


def _who(own: Definition, event: str) -> tuple[str, ...]:
    clock = own.extensions.get(event)
    if clock is not None and clock.extend is not None:
        return clock.extend.who
    one = own.anywhere(event)
    return one.who if one else ()


def _asked_of(state: CaseState, event: str) -> OfferedAct:
    own = state.definition
    clock = own.extensions.get(event)
    if clock is not None:
        return _extending(own, clock)
    one = own.transition(state.state, event) or own.anywhere(event)
    assert one is not None  # only events of the definition come here
    to = state.position.target(one)
    return _asked(own, one, state.values, to if to != state.state else None)


def _extending(own: Definition, clock: ProcessClock) -> OfferedAct:
    event = clock.extension_event
    return OfferedAct(event, own.label("events", event), extends=clock)


def _asked(
    own: Definition, one: Transition, known: Mapping[str, Any], to: str | None
) -> OfferedAct:
    target = own.label("states", to) if to and to != PREVIOUS else None
    return OfferedAct(
        one.event,
        one.name.text,
        tuple(_fields(own.process, one, known)),
        tuple(part for part in own.process.evidence if part.id in one.evidence),
        tuple(part for part in own.process.reasons if part.id in one.reason),
        target,
    )


def _fields(
    process: ProcessEntry, one: Transition, known: Mapping[str, Any]
) -> Iterator[AskedField]:
    """Those that the act needs, those it may have, those that no act asks for."""
    transitions = process.transitions
    asked = {id for other in transitions for id in (*other.fields, *other.optional)}
    for each in process.fields:
        if each.id in one.fields:
            told = None if one.repeats else known.get(each.id)
            yield AskedField(each, told is None, told)
    for each in process.fields:
        if each.id in one.optional or each.id not in asked:
            yield AskedField(each, False, known.get(each.id))


def _hindered(state: CaseState, event: str, doer: Doer) -> tuple[str, ...]:
    """Acts of the doer's own that keep him from this one, or the clock that was extended."""
    own = state.definition
    clock = own.extensions.get(event)
    if clock is not None:
        assert clock.extend is not None
        return (clock.id,) if clock.extend.once and clock.id in state.position.extended else ()
    one = own.transition(state.state, event)
    others = one.not_same_person_as if one else ()
    persons = state.position.persons
    return tuple(id for id in others if doer.id in persons.get(id, frozenset()))


def _withheld(state: CaseState, event: str, doer: Doer) -> WithheldAct:
    own = state.definition
    return WithheldAct(event, own.label("events", event), _why(state, event, doer))


def _why(state: CaseState, event: str, doer: Doer) -> Text:
    own = state.definition
    clock = own.extensions.get(event)
    if clock is not None and clock.id not in state.position.running:
        return message("case.withheld.clock")
    if clock is None and own.transition(state.state, event) is None:
        sources = [id for one in own.process.transitions if one.event == event for id in one.from_]
        states = [own.label("states", id) for id in dict.fromkeys(sources)]
        return message("case.withheld.state", states=joined(states or [Text("—", "—")], "、", ", "))
    if others := _hindered(state, event, doer):
        if clock is not None:
            return message("case.withheld.extended")
        return message("case.withheld.person", other=own.label("events", others[0]))
    roles = [own.label("roles", id) for id in _who(own, event)]
    return message("case.withheld.role", roles=joined(roles or [Text("—", "—")], "、", ", "))
