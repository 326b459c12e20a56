"""Compare a row with the case that is on record: what is the same, what is new, what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from typing import Any

from kaifang.cases.events import Event
from kaifang.cases.folding import CaseState
from kaifang.cases.position import amount
from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.exchange.case_books.reading import CaseRow, StageGiven
from kaifang.facts.form_values import Finding
from kaifang.packs.schema.processes import CaseField
from kaifang.programme.intake.placing import Telling


def fresh_stages(row: CaseRow, state: CaseState, zone: tzinfo) -> dict[str, StageGiven]:
    """The stages of a row that are not on record yet: reached since, or once more."""
    return {
        event: one
        for event, one in row.stages.items()
        if _recorded(state, event, one, zone) is None
    }


def fresh_values(row: CaseRow, state: CaseState) -> dict[str, Any]:
    """The fields of a row of which nothing is on record yet."""
    return {id: value for id, value in row.values.items() if state.values.get(id) in (None, "")}


def differences(
    row: CaseRow, state: CaseState, zone: tzinfo, telling: Telling
) -> Iterator[Finding]:
    """What a row says otherwise than the record; a cell left blank says nothing."""
    own = {one.id: one for one in state.definition.process.fields}
    goes_on = bool(fresh_stages(row, state, zone))
    for id, value in row.values.items():
        there = state.values.get(id)
        if there in (None, "") and goes_on:
            continue
        if there in (None, "") or not agree(own[id], there, value):
            yield telling.changed(row, telling.column("field", id), telling.told(own[id], there))
    for event, one in row.stages.items():
        recorded = _recorded(state, event, one, zone)
        if recorded is not None and one.day is not None:
            yield from _stage(row, event, one, recorded, zone, telling)


def agree(field: CaseField, there: Any, value: Any) -> bool:
    """Whether two values of a field are the same: amounts as numbers."""
    if field.kind == "amount":
        return amount(there) == amount(value)
    return str(there) == str(value)


def _recorded(state: CaseState, event: str, given: StageGiven, zone: tzinfo) -> Event | None:
    """The event on record that a stage of a row speaks of; None where it is a new one."""
    there = [step.event for step in state.history if step.event.type == event]
    if not there:
        return None
    for one in there:
        if given.day is None or _day(one, zone) == given.day:
            return one
    last, day = state.position.last, given.day
    again = state.definition.transition(state.state, event) is not None
    if again and last is not None and day is not None and day >= last.astimezone(zone).date():
        return None
    return there[-1]


def _stage(
    row: CaseRow, event: str, given: StageGiven, there: Event, zone: tzinfo, telling: Telling
) -> Iterator[Finding]:
    day = _day(there, zone)
    if given.day != day:
        yield telling.changed(row, telling.column("day", event), same(day.isoformat()))
    words = {piece: evidence_words(what) for piece, what in there.evidence.items()}
    for piece, number in given.evidence.items():
        if words.get(piece, "") != number:
            yield telling.changed(
                row, telling.column("evidence", event, piece), _or_nothing(words.get(piece, ""))
            )
    if given.reason and given.reason != there.reason:
        name = telling.definition.label("reasons", there.reason) if there.reason else None
        yield telling.changed(row, telling.column("reason", event), name or _or_nothing(""))


def _day(event: Event, zone: tzinfo) -> date:
    return event.occurred_at.astimezone(zone).date()


def evidence_words(what: Any) -> str:
    """The number of a piece of evidence, or the name of its file."""
    if isinstance(what, Mapping):
        return str(what.get("number") or what.get("name") or "")
    return str(what)


def _or_nothing(text: str) -> Text:
    return same(text) if text else message("case_book.expected.nothing")
