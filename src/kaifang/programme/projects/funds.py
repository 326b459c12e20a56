"""Funds 到位资金台账: what a project entered month by month, with its corrections; totals of many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any

from kaifang.cases.events import VOID, Event, EventKey
from kaifang.cases.folding import CaseState
from kaifang.cases.guards import OUT_OF_PLACE
from kaifang.cases.position import amount
from kaifang.core.errors import KaifangError
from kaifang.core.units import EXACT
from kaifang.packs.law import Law
from kaifang.packs.schema.ledgers import ProcessLedger
from kaifang.programme.casework.reading import (
    CaseFold,
    CaseView,
    all_cases,
    case_list,
    commanded,
    expect_seen,
)
from kaifang.programme.rights import Act, Actor, may
from kaifang.store.events import RecordedEvent

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


class NoLedger(KaifangError):
    """A process declares no ledger, or none of this id."""

    code = "KF-CASE-354"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What was entered once: `number` is that of the event in the store, `by` the choice told.

    amount: None where nothing readable was entered. before: what stood there before it was
    corrected, the first on top. is_withdrawn: it was taken away, or its event had no effect.
    """

    number: int
    month: str
    by: str
    amount: Decimal | None
    entered_at: datetime
    recorded_at: datetime | None
    actor: str
    evidence: Mapping[str, Any]
    before: tuple[LedgerEntry, ...] = ()
    is_withdrawn: bool = False

    @property
    def counts(self) -> Decimal:
        """What it adds to a total."""
        return Decimal(0) if self.is_withdrawn or self.amount is None else self.amount


@dataclass(frozen=True, slots=True)
class LedgerSum:
    """What came together in a month from one origin; amounts in the unit of the ledger."""

    org: str
    month: str
    by: str
    amount: Decimal
    cases: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of a case: its entries by month, corrected ones once, in one `unit`."""

    declared: ProcessLedger
    unit: str
    org: str
    entries: Sequence[LedgerEntry]

    @property
    def total(self) -> Decimal:
        return _sum(one.counts for one in self.entries)

    @property
    def totals(self) -> list[LedgerSum]:
        """By month and origin; a month without an entry has no line."""
        return _totals((self.org, "", one) for one in self.entries if not one.is_withdrawn)


def ledger(
    actor: Actor,
    programme: Programme,
    process: str,
    case: str,
    id: str = "",
    seen_at: datetime | None = None,
) -> Ledger:
    """The ledger of a case now, or as the store knew it at an instant; `id` where it has several.

    Raises: UnknownProcess, NotCommanded, NoLedger, NoSuchCase.
    """
    declared = ledger_of(programme.law, process, id)
    found = expect_seen(actor, programme, process, case, seen_at)
    view = CaseFold.of(programme, process, seen_at).view(found)
    entries = sorted(_entries(declared, view.state, found), key=lambda one: (one.month, one.number))
    return Ledger(declared, unit_of(programme.law, process, declared), view.org, entries)


def ledger_totals(
    actor: Actor,
    programme: Programme,
    process: str,
    id: str = "",
    org: str = "",
    seen_at: datetime | None = None,
) -> list[LedgerSum]:
    """What all cases that somebody may see entered, by organisation, month and origin.

    An organisation counts those below it; one of which he may not see everything has no line.
    What was merged into another case is not counted beside it. `org` asks for one alone.

    Raises: UnknownProcess, NotCommanded, NoLedger.
    """
    declared = ledger_of(programme.law, process, id)
    return _totals(
        (above, one.case, _entry(declared, event))
        for one in _seen(actor, programme, process, seen_at)
        for above in _upwards(actor, programme.law, one.org)
        if org in ("", above)
        for event in _effective(one.state, declared)
    )


def ledger_of(law: Law, process: str, id: str = "") -> ProcessLedger:
    """The ledger of a process, the first where none is named.

    Raises: UnknownProcess, NotCommanded, NoLedger.
    """
    declared = commanded(law, process).process
    for one in declared.ledgers:
        if id in ("", one.id):
            return one
    expected = ", ".join(one.id for one in declared.ledgers)
    raise NoLedger(found=declared.name.text, expected=expected)


def unit_of(law: Law, process: str, declared: ProcessLedger) -> str:
    """The unit that all amounts of a ledger are in."""
    return next(one.unit for one in law.processes[process].fields if one.id == declared.amount)


def _seen(
    actor: Actor, programme: Programme, process: str, seen_at: datetime | None
) -> list[CaseView]:
    if seen_at is None:
        return case_list(actor, programme, process)
    orgs = programme.law.orgs
    return [
        one
        for one in all_cases(programme, process, seen_at)
        if may(actor, Act.SEE_CASE, one.org, orgs) and not one.state.is_merged
    ]


def _entries(
    declared: ProcessLedger, state: CaseState, found: Sequence[RecordedEvent]
) -> Iterator[LedgerEntry]:
    """One for each thing entered, whatever it was corrected to."""
    counting = {one.key for one in _effective(state, declared)}
    for told in _versions(declared, [one.for_fold() for one in found]):
        now = next((one for one in told if one.key in counting), None)
        last = now or told[-1]
        before = tuple(_entry(declared, one) for one in told if one is not last)
        yield _entry(declared, last, before, is_withdrawn=now is None)


def _versions(declared: ProcessLedger, told: Sequence[Event]) -> list[list[Event]]:
    """The events of each entry in the order of the store: the first and its corrections."""
    by_key = {one.key: one for one in told}
    groups: defaultdict[EventKey, list[Event]] = defaultdict(list)
    for one in sorted(told, key=lambda event: event.seq):
        root, met = one, {one.key}
        while root.amends in by_key and root.amends not in met:
            root = by_key[root.amends]
            met.add(root.key)
        groups[root.key].append(one)
    entered = [[one for one in group if one.type != VOID] for group in groups.values()]
    return [group for group in entered if group and group[0].type == declared.event]


def _effective(state: CaseState, declared: ProcessLedger) -> list[Event]:
    """The entries that count: as corrected, and none where the case could not have it."""
    refused = {one.event.key for one in state.deviations if isinstance(one.error, OUT_OF_PLACE)}
    own = (step.event for step in state.history if step.event.type == declared.event)
    return [one for one in own if one.key not in refused]


def _entry(
    declared: ProcessLedger,
    event: Event,
    before: tuple[LedgerEntry, ...] = (),
    *,
    is_withdrawn: bool = False,
) -> LedgerEntry:
    data = event.data
    return LedgerEntry(
        number=event.seq,
        month=str(data.get(declared.month) or ""),
        by=str(data.get(declared.by) or "") if declared.by else "",
        amount=amount(data.get(declared.amount)),
        entered_at=event.occurred_at,
        recorded_at=event.recorded_at,
        actor=event.actor,
        evidence=event.evidence,
        before=before,
        is_withdrawn=is_withdrawn,
    )


def _upwards(actor: Actor, law: Law, org: str) -> Iterator[str]:
    """An organisation and those above it of which somebody may see every case."""
    top, at = law.head.org or "", org
    while at in law.orgs and may(actor, Act.SEE_CASE, at, law.orgs):
        yield at
        parent = law.orgs[at].parent
        if at == top or parent is None:
            return
        at = parent


def _totals(entered: Iterator[tuple[str, str, LedgerEntry]]) -> list[LedgerSum]:
    """Sums of (organisation, case, entry) by organisation, month and origin."""
    groups: defaultdict[tuple[str, str, str], list[tuple[str, LedgerEntry]]] = defaultdict(list)
    for org, case, one in entered:
        groups[org, one.month, one.by].append((case, one))
    return [
        LedgerSum(*key, _sum(one.counts for _, one in group), len({case for case, _ in group}))
        for key, group in sorted(groups.items())
    ]


def _sum(amounts: Iterator[Decimal]) -> Decimal:
    return reduce(EXACT.add, amounts, Decimal(0))
