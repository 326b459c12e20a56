"""Registrations 登记: what cases tell that is compared, kept while their events grow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from threading import Lock
from typing import TYPE_CHECKING, Any

from kaifang.cases.likeness import LikePairs, Registered
from kaifang.cases.position import amount
from kaifang.packs.schema.duplicates import DuplicateRule
from kaifang.programme.casework.reading import CaseFold, CaseView
from kaifang.programme.duplicates.errors import DuplicatesUndeclared
from kaifang.store import events
from kaifang.store.events import RecordedEvent
from kaifang.store.events.marks import EventMark

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

FirstTold = tuple[datetime, datetime, int]


@dataclass(frozen=True, slots=True)
class Registration:
    """A case as it is compared.

    first: when the store recorded it, when it is said to have been, its number; the least of two
    was registered first, so that nobody comes first by an earlier date alone.
    had: the events that count in it. version: how many it has in all.
    """

    told: Registered
    org: str
    first: FirstTold
    had: frozenset[str]
    version: int
    is_merged: bool

    @property
    def case(self) -> str:
        return self.told.id


@dataclass(slots=True)
class Registrations:
    """The registrations of a process up to a batch of events, and which of them are alike."""

    law: str
    mark: EventMark = field(default_factory=EventMark)
    cases: dict[str, Registration] = field(default_factory=dict)
    pairs: LikePairs = field(default_factory=LikePairs)
    ahead: set[str] = field(default_factory=set)


_held: dict[str, Registrations] = {}
_reading = Lock()


def rule_of(programme: Programme, process: str) -> DuplicateRule:
    """What a process says of duplicates. Raises: DuplicatesUndeclared."""
    declared = programme.law.processes.get(process)
    if declared is None or declared.duplicates is None:
        raise DuplicatesUndeclared(found=process)
    return declared.duplicates


def registrations(programme: Programme, process: str) -> Registrations:
    """All cases of a process as they are compared; only those that went on are read anew."""
    rule = rule_of(programme, process)
    with _reading:
        latest, held = EventMark.latest(), _held.get(process)
        if held is None or held.law != programme.law.hash or not held.mark.is_in_store():
            held = _held[process] = _read_all(programme, process, rule)
        else:
            _read_on(programme, process, rule, held, latest)
        held.mark = latest
        return held


def _read_all(programme: Programme, process: str, rule: DuplicateRule) -> Registrations:
    fresh, reader = Registrations(programme.law.hash), CaseFold.of(programme, process)
    by_case: dict[str, list[RecordedEvent]] = {}
    for one in events.recorded(process):
        by_case.setdefault(one.event.case, []).append(one)
    for case, found in by_case.items():
        fresh.cases[case] = _registration(reader, rule, found, fresh.ahead)
    fresh.pairs = LikePairs(one.told for one in fresh.cases.values())
    return fresh


def _read_on(
    programme: Programme, process: str, rule: DuplicateRule, held: Registrations, latest: EventMark
) -> None:
    touched = {*held.ahead}
    if latest != held.mark:
        touched |= {one.event.case for one in events.recorded(process, held.mark.last_event)}
    if not touched:
        return
    reader = CaseFold.of(programme, process)
    for case in touched:
        held.ahead.discard(case)
        found = events.of_case(process, case)
        fresh = held.cases[case] = _registration(reader, rule, found, held.ahead)
        held.pairs.put(fresh.told)


def _registration(
    reader: CaseFold, rule: DuplicateRule, found: Sequence[RecordedEvent], ahead: set[str]
) -> Registration:
    view = reader.view(found)
    if view.state.pending:
        ahead.add(view.case)
    opened = min(found, key=lambda one: one.number)
    said = opened.event.occurred_at
    occurred = said if isinstance(said, datetime) else datetime.fromisoformat(said)
    return Registration(
        told=told_of(rule, view),
        org=view.org,
        first=(opened.recorded_at, occurred, opened.number),
        had=frozenset(step.event.type for step in view.state.history),
        version=view.version,
        is_merged=view.state.is_merged,
    )


def told_of(rule: DuplicateRule, view: CaseView) -> Registered:
    """What of a case is compared: of each respect the first of its fields that is told."""
    values, compare = view.state.values, rule.compare
    return Registered(
        id=view.case,
        name=_text(values, compare.name),
        investor=_text(values, compare.investor),
        investor_code=_text(values, compare.credit_code),
        amount=_number(values, compare.amount),
        site=_text(values, compare.site),
        currency=_text(values, compare.currency),
    )


def _text(values: Any, fields: Iterable[str]) -> str:
    return next((str(values[one]) for one in fields if values.get(one) not in (None, "")), "")


def _number(values: Any, fields: Iterable[str]) -> Decimal | None:
    told = (amount(values[one]) for one in fields if values.get(one) not in (None, ""))
    return next((one for one in told if one is not None), None)
