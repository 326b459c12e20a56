"""Find suspected pairs 疑似重复: for the province alone, before anything else is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaifang.cases.likeness import Likeness
from kaifang.programme.duplicates.errors import NoSuchPair
from kaifang.programme.duplicates.registrations import Registration, registrations, rule_of
from kaifang.programme.duplicates.rulings import (
    DuplicateRuling,
    Verdict,
    merged_into,
    pair_id,
    rulings,
    survivor,
)
from kaifang.programme.rights import Act, Actor, demand, may

if TYPE_CHECKING:
    from kaifang.packs.law import Law
    from kaifang.programme.opening import Programme


@dataclass(frozen=True, slots=True)
class SuspectedPair:
    """Two cases that may be one, `first` the one registered first.

    likeness: None where they are alike no more. A pair that is ruled on is open again once more
    speaks for it than when the ruling fell.
    """

    id: str
    process: str
    first: Registration
    second: Registration
    likeness: Likeness | None
    fallen: tuple[DuplicateRuling, ...] = ()

    @property
    def last(self) -> DuplicateRuling | None:
        """The ruling that stands."""
        return self.fallen[-1] if self.fallen else None

    @property
    def is_merged(self) -> bool:
        return self.last is not None and self.last.verdict is Verdict.MERGE

    @property
    def since(self) -> tuple[str, ...]:
        """What speaks for one project and did not when it was ruled on."""
        if self.likeness is None or self.last is None or self.is_merged:
            return ()
        return tuple(one for one in self.likeness.reasons if one not in self.last.reasons)

    @property
    def is_open(self) -> bool:
        """Whether a ruling is waited for."""
        return self.likeness is not None and (self.last is None or bool(self.since))

    @property
    def version(self) -> int:
        """What a ruling expects: it grows with whatever happens to either case or to both."""
        return self.first.version + self.second.version + len(self.fallen)


def demand_sight(actor: Actor, law: Law) -> None:
    """Let nobody pass but those of the organisation whose programme it is. Raises: NotAllowed."""
    demand(actor, Act.SEE_CASE, law.head.org or "", law.orgs)


def sees_duplicates(actor: Actor, law: Law) -> bool:
    """Whether somebody is shown the pairs, and there is a process that has any."""
    return bool(processes_of(law)) and may(actor, Act.SEE_CASE, law.head.org or "", law.orgs)


def processes_of(law: Law) -> list[str]:
    """The processes that say something of duplicates."""
    return [id for id, one in law.processes.items() if one.duplicates is not None]


def suspected(actor: Actor, programme: Programme, process: str) -> list[SuspectedPair]:
    """The pairs that wait for a ruling, the most alike first.

    Raises: NotAllowed, DuplicatesUndeclared.
    """
    demand_sight(actor, programme.law)
    rule_of(programme, process)
    return [one for one in all_pairs(programme, process).values() if one.is_open]


def ruled(actor: Actor, programme: Programme, process: str) -> list[SuspectedPair]:
    """The pairs that were ruled on, the last ruling first.

    Raises: NotAllowed, DuplicatesUndeclared.
    """
    demand_sight(actor, programme.law)
    rule_of(programme, process)
    found = [one for one in all_pairs(programme, process).values() if one.fallen]
    return sorted(found, key=lambda one: one.fallen[-1].number, reverse=True)


def pair_of(actor: Actor, programme: Programme, process: str, pair: str) -> SuspectedPair:
    """One pair, suspected or ruled on. Raises: NotAllowed, DuplicatesUndeclared, NoSuchPair."""
    demand_sight(actor, programme.law)
    rule_of(programme, process)
    found = all_pairs(programme, process).get(pair)
    if found is None:
        raise NoSuchPair(found=pair)
    return found


def find_pair(actor: Actor, programme: Programme, pair: str) -> SuspectedPair:
    """One pair of any process. Raises: NotAllowed, NoSuchPair."""
    demand_sight(actor, programme.law)
    for process in processes_of(programme.law):
        found = all_pairs(programme, process).get(pair)
        if found is not None:
            return found
    raise NoSuchPair(found=pair)


def all_pairs(programme: Programme, process: str) -> dict[str, SuspectedPair]:
    """Pairs by their names, the most alike first; no right is checked here.

    What is like a merged case is told as like the case that it counts in.
    """
    known, fallen = registrations(programme, process), rulings(process)
    into, by_pair = merged_into(fallen), _by_pair(fallen)
    found: dict[str, SuspectedPair] = {}
    for likeness in known.alike:
        cases = survivor(into, likeness.one), survivor(into, likeness.other)
        id = pair_id(*cases)
        if cases[0] != cases[1] and id not in found:
            found[id] = _pair(process, known.cases, cases, likeness, by_pair.get(id, ()))
    for id, of_pair in by_pair.items():
        cases = of_pair[-1].cases
        if id not in found and all(one in known.cases for one in cases):
            like = known.pairs.between(*cases)
            found[id] = _pair(process, known.cases, cases, like, of_pair)
    return found


def _by_pair(fallen: list[DuplicateRuling]) -> dict[str, tuple[DuplicateRuling, ...]]:
    by_pair: dict[str, tuple[DuplicateRuling, ...]] = {}
    for one in fallen:
        by_pair[one.pair] = (*by_pair.get(one.pair, ()), one)
    return by_pair


def _pair(
    process: str,
    known: Mapping[str, Registration],
    cases: tuple[str, str],
    likeness: Likeness | None,
    fallen: tuple[DuplicateRuling, ...],
) -> SuspectedPair:
    first, second = sorted((known[one] for one in cases), key=lambda one: one.first)
    return SuspectedPair(pair_id(*cases), process, first, second, likeness, fallen)
