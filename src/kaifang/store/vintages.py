"""What was said of one key over time: which statement repeats, which revises an earlier one.

Pure: no database. A chain holds the statements of one key under one authority, in the order in
which they became known: when announced, or when recorded where no announcement is known.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from kaifang.core.observation import Observation

_LATER = 2**63


@dataclass(frozen=True, slots=True)
class Revision:
    """A value that differs from what was known before."""

    old: Observation
    new: Observation


def line_of(o: Observation) -> tuple[Any, ...]:
    """What a chain is about: the key of an observation and its authority."""
    return (o.indicator, o.org, o.period, o.measure, o.base, o.part, o.definition, o.authority)


def said(o: Observation) -> tuple[Any, ...]:
    """What an observation says of its key."""
    return (o.value, o.high, o.comparator, o.unit)


def known_on(o: Observation, today: date) -> date:
    """The day from which it was known."""
    if o.announced:
        return o.announced
    return timezone.localdate(o.recorded) if o.recorded else today


@dataclass(slots=True)
class Chain:
    """The statements of one key under one authority."""

    today: date
    statements: list[Observation] = field(default_factory=list)

    @classmethod
    def of(cls, statements: Iterable[Observation], today: date) -> Chain:
        chain = cls(today)
        chain.statements = sorted(statements, key=chain._place)
        return chain

    def add(self, o: Observation) -> None:
        insort(self.statements, o, key=self._place)

    def before(self, o: Observation) -> Observation | None:
        """The statement that stood when `o` became known; of one day, the last recorded."""
        until = known_on(o, self.today)
        for earlier in reversed(self.statements):
            if known_on(earlier, self.today) <= until:
                return earlier
        return None

    def repeats(self, o: Observation) -> bool:
        """Whether `o` was stated already, in the same words and place, and still stands."""
        until = known_on(o, self.today)
        for earlier in reversed(self.statements):
            if known_on(earlier, self.today) > until:
                continue
            if earlier.announced != o.announced or said(earlier) != said(o):
                return False
            if _marks(earlier) == _marks(o):
                return True
        return False

    def _place(self, o: Observation) -> tuple[date, int]:
        return known_on(o, self.today), o.id or _LATER


def _marks(o: Observation) -> tuple[Any, ...]:
    """What else must be the same for a statement to be a repetition."""
    return (o.figure, o.pack, o.source, o.visibility, o.embargo, o.firms)
