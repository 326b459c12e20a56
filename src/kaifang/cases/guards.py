"""Guards 把关: everything that speaks against an event where a case stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from kaifang.cases.clocks import extension
from kaifang.cases.definition import Definition
from kaifang.cases.errors import (
    AlreadyExtended,
    AmountExceeded,
    BeforeBeginning,
    ClockNotRunning,
    EventUnknown,
    EvidenceMissing,
    ExtensionTooLong,
    FieldMissing,
    FieldUnreadable,
    ReasonUnlisted,
    SamePerson,
    StateWrong,
)
from kaifang.cases.events import Event
from kaifang.cases.position import Position, amount
from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, nearest
from kaifang.packs.schema.processes import CaseField, ProcessClock, Transition

OUT_OF_PLACE = (EventUnknown, BeforeBeginning, StateWrong)


def objections(definition: Definition, position: Position, event: Event) -> Iterator[KaifangError]:
    """Tell what is wrong with an event here: place first, then evidence, reason, persons, sums.

    The same for a command about to be obeyed, for a fact observed, and when history is checked.
    """
    clock = definition.extensions.get(event.type)
    if clock is not None:
        yield from _extension(position, clock, event)
        return
    transition = definition.transition(position.state, event.type)
    if transition is None:
        yield _misplaced(definition, position, event)
        transition = definition.anywhere(event.type)
    if transition is not None:
        yield from _evidence(definition, transition, event)
        yield from _reason(definition, transition, event)
        yield from _fields(definition, position, transition, event)
        yield from _persons(definition, position, transition, event)
        yield from _sums(definition, position, event)


def _misplaced(definition: Definition, position: Position, event: Event) -> KaifangError:
    if definition.anywhere(event.type) is None:
        near = nearest(event.type, definition.events)
        return EventUnknown.at(event.id, found=event.type, near=near)
    found = definition.label("events", event.type)
    if position.state is None:
        first = (definition.label("events", one) for one in definition.beginners)
        return BeforeBeginning.at(event.id, found=found, expected=_listed(first))
    possible = [
        definition.label("events", one.event) for one in definition.possible(position.state)
    ]
    state = definition.label("states", position.state)
    return StateWrong.at(event.id, found=found, state=state, expected=_listed(iter(possible)))


def _listed(names: Iterator[Text]) -> Text:
    given = list(names)
    if not given:
        return Text("无", "none")
    return Text("、".join(one.zh for one in given), ", ".join(one.en for one in given))


def _evidence(definition: Definition, one: Transition, event: Event) -> Iterator[KaifangError]:
    missing = [kind for kind in one.evidence if kind not in event.evidence]
    if missing:
        names = _listed(definition.label("evidence", kind) for kind in missing)
        found = definition.label("events", one.event)
        yield EvidenceMissing.at(event.id, found=found, expected=names)


def _reason(definition: Definition, one: Transition, event: Event) -> Iterator[KaifangError]:
    if one.reason and event.reason not in one.reason:
        names = _listed(definition.label("reasons", id) for id in one.reason)
        yield ReasonUnlisted.at(event.id, found=event.reason, expected=names)


def _persons(
    definition: Definition, position: Position, one: Transition, event: Event
) -> Iterator[KaifangError]:
    for other in one.not_same_person_as:
        if event.persons & position.persons.get(other, frozenset()):
            names = [definition.label("events", id) for id in (one.event, other)]
            yield SamePerson.at(event.id, found=names[0], expected=names[1])


def _fields(
    definition: Definition, position: Position, one: Transition, event: Event
) -> Iterator[KaifangError]:
    for asked in definition.process.fields:
        value = event.data.get(asked.id)
        if value in (None, ""):
            known = asked.id in position.values and not one.repeats
            if asked.id in one.fields and not known:
                yield FieldMissing.at(event.id, expected=asked.name.text)
        elif not _READS[asked.kind](asked, value):
            yield FieldUnreadable.at(event.id, found=str(value), expected=asked.name.text)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, date) or bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _is_month(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 7 and _is_day(f"{value}-01")


def _is_whole(value: Any) -> bool:
    return not isinstance(value, bool) and str(value).removeprefix("-").isdecimal()


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


_READS: dict[str, Callable[[CaseField, Any], bool]] = {
    **dict.fromkeys(
        ("text", "code", "org", "case", "credit_code"), lambda _, value: _is_text(value)
    ),
    "integer": lambda _, value: _is_whole(value),
    "amount": lambda _, value: amount(value) is not None,
    "date": lambda _, value: _is_day(value),
    "month": lambda _, value: _is_month(value),
    "choice": lambda field, value: value in {one.id for one in field.choices},
}


def _sums(definition: Definition, position: Position, event: Event) -> Iterator[KaifangError]:
    for guard in definition.process.guards:
        adds = [amount(event.data[id]) for id in guard.sum if event.data.get(id)]
        if not adds and not event.data.get(guard.at_most):
            continue
        total = sum((position.sums.get(id, Decimal(0)) for id in guard.sum), Decimal(0))
        total += sum((one for one in adds if one is not None), Decimal(0))
        most = amount(event.data.get(guard.at_most) or position.values.get(guard.at_most))
        if most is None or total > most:
            name = guard.name.text
            yield AmountExceeded.at(event.id, name=name, found=total, expected=most or Decimal(0))


def _extension(position: Position, clock: ProcessClock, event: Event) -> Iterator[KaifangError]:
    name = clock.name.text
    assert clock.extend is not None  # only such clocks have the event
    if clock.id not in position.running:
        yield ClockNotRunning.at(event.id, found=name)
        return
    if clock.extend.once and clock.id in position.extended:
        yield AlreadyExtended.at(event.id, found=name)
    asked = event.data.get("n")
    if asked not in (None, "") and not (
        _is_whole(asked) and 1 <= extension(clock, event) <= clock.extend.n
    ):
        yield ExtensionTooLong.at(event.id, found=str(asked), expected=clock.extend.n, clock=name)
