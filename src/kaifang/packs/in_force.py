"""What was known, and bound, on a day: nothing announced later, nothing that has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kaifang.core.period import Kind, Period
from kaifang.packs.law import Law
from kaifang.packs.schema.base import Entry
from kaifang.packs.schema.figures import FactEntry, ParameterEntry, TargetEntry
from kaifang.packs.schema.rules import ListEntry, TaskEntry

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class InForce:
    """The part of a law that was known on a day and valid on it, by id."""

    day: date
    facts: Mapping[str, FactEntry]
    targets: Mapping[str, TargetEntry]
    parameters: Mapping[str, ParameterEntry]
    tasks: Mapping[str, TaskEntry]
    lists: Mapping[str, ListEntry]


def known_on(law: Law, day: date) -> InForce:
    """Tell what a law says to somebody who reads it on a day.

    A fact is known from the day its document was issued, for good. A target, a rule, a task or a
    list is in force from that day, or from the beginning of its time where that is later, to the
    end of its time; a target for one day (a stock, a deadline) binds from its announcement on.
    Among several citations the earliest announces; what is estimated without a date is known
    always.

    >>> from kaifang.packs.law import compose
    >>> law = compose("liaoning-2022")
    >>> "trade.total.2022" in known_on(law, date(2022, 1, 24)).targets
    False
    >>> "trade.total.2022" in known_on(law, date(2022, 1, 25)).targets
    True
    """
    return InForce(
        day,
        {id: fact for id, fact in law.facts.items() if is_announced(law, fact, day)},
        _binding(law, {id: (one, _term(one)) for id, one in law.targets.items()}, day),
        _binding(law, {id: (one, one.valid) for id, one in law.parameters.items()}, day),
        _binding(law, {id: (one, one.valid) for id, one in law.tasks.items()}, day),
        _binding(law, {id: (one, one.valid) for id, one in law.lists.items()}, day),
    )


def is_announced(law: Law, entry: Entry, day: date) -> bool:
    """Whether the first of an entry's citations was out on the day."""
    told = [cite.dated for cite in law.citations(entry) if cite.dated]
    return not told or min(told) <= day


def _binding(law: Law, entries: Mapping[str, tuple[E, Period | None]], day: date) -> dict[str, E]:
    return {
        id: entry
        for id, (entry, term) in entries.items()
        if (term is None or term.contains(day)) and is_announced(law, entry, day)
    }


def _term(target: TargetEntry) -> Period:
    """The time over which a target binds; a deadline binds to its own day."""
    end = target.target.by or target.period.end
    is_for_a_day = target.period.kind is Kind.DAY or target.target.by is not None
    return Period(date(1900, 1, 1) if is_for_a_day else target.period.start, end)
