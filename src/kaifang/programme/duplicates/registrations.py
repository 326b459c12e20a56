"""Registrations 登记: what cases tell that is compared, kept while their events grow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from threading import Lock
from typing import TYPE_CHECKING, Any

from kaifang.cases.likeness import Likeness, LikePairs, Registered
from kaifang.cases.position import amount
from kaifang.packs.schema.duplicates import DuplicateRule
from kaifang.programme.casework.reading import CaseFold, CaseView, all_cases
from kaifang.programme.duplicates.errors import DuplicatesUndeclared
from kaifang.store import events
from kaifang.store.events import RecordedEvent
from kaifang.store.events.recalling import Cases

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
    """The registrations of a process as they were last seen, and which of them are alike.

    alike: the pairs, the most alike first; whoever reads them keeps his own list.
    found: the events that were seen. ahead: cases with events of a time still to come.
    """

    law: str
    found: Cases = field(default_factory=dict)
    ahead: set[str] = field(default_factory=set)
    cases: dict[str, Registration] = field(default_factory=dict)
    pairs: LikePairs = field(default_factory=LikePairs)
    alike: list[Likeness] = field(default_factory=list)


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
        found, held = events.cases_of(process), _held.get(process)
        if held is None or held.law != programme.law.hash or not held.found.keys() <= found.keys():
            held = _held[process] = _read_all(programme, process, rule, found)
        elif found is not held.found or held.ahead:
            _read_on(programme, process, rule, held, found)
        held.found = found
        return replace(held)


def _read_all(
    programme: Programme, process: str, rule: DuplicateRule, found: Cases
) -> Registrations:
    fresh = Registrations(programme.law.hash)
    for view in all_cases(programme, process):
        _keep(fresh, rule, view, found[view.case])
    fresh.pairs = LikePairs(one.told for one in fresh.cases.values())
    fresh.alike = fresh.pairs.all()
    return fresh


def _read_on(
    programme: Programme, process: str, rule: DuplicateRule, held: Registrations, found: Cases
) -> None:
    before, reader = held.found, CaseFold.of(programme, process)
    touched = {case for case, own in found.items() if before.get(case) is not own} | held.ahead
    told = {case: held.cases[case].told for case in touched if case in held.cases}
    held.cases = dict(held.cases)  # who reads the former ones keeps them
    for case in touched:
        held.ahead.discard(case)
        _keep(held, rule, reader.view(found[case]), found[case])
    changed = [case for case in touched if held.cases[case].told != told.get(case)]
    for case in changed:
        held.pairs.put(held.cases[case].told)
    if changed:
        held.alike = held.pairs.all()


def _keep(
    held: Registrations, rule: DuplicateRule, view: CaseView, found: Sequence[RecordedEvent]
) -> None:
    if view.state.pending:
        held.ahead.add(view.case)
    opened = found[0]  # in the order in which they were recorded
    said = opened.event.occurred_at
    occurred = said if isinstance(said, datetime) else datetime.fromisoformat(said)
    held.cases[view.case] = Registration(
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
