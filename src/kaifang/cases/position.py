"""Position 所处: what a case has come to, as far as what may happen next depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from kaifang.cases.clocks import extension
from kaifang.cases.definition import Definition
from kaifang.cases.events import MIGRATE, Event
from kaifang.packs.schema.duplicates import MERGED_STATE
from kaifang.packs.schema.processes import PREVIOUS, Transition


@dataclass(slots=True)
class Position:
    """Where a case stands after some of its events.

    state: None before it begins; previous: the states before it, the last one last.
    persons: who caused the last event of each type. values: what is known of each field.
    sums: of the amounts of each field over all events. extended: by how many units each clock
    that runs was extended, and how often.
    """

    state: str | None
    previous: list[str] = field(default_factory=list)
    since: datetime | None = None
    last: datetime | None = None
    persons: dict[str, frozenset[str]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    sums: dict[str, Decimal] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)
    extended: dict[str, int] = field(default_factory=dict)

    @classmethod
    def at_start(cls, definition: Definition) -> Position:
        """Before the first event."""
        return cls(None if definition.beginners else definition.process.start)

    def target(self, transition: Transition) -> str | None:
        """Where a transition leads from here."""
        if transition.to == PREVIOUS:
            return self.previous[-1] if self.previous else self.state
        return transition.to or self.state

    def take(self, definition: Definition, event: Event, target: str | None) -> None:
        """Remember an event that leads to a state."""
        returns = bool(self.previous) and self._leads_back(definition, event)
        if returns:
            self.previous.pop()
        elif target != self.state and self.state is not None:
            self.previous.append(self.state)
        if target != self.state:
            self.since = event.occurred_at
        self.state, self.last = target, event.occurred_at
        self.persons[event.type] = event.persons
        self._remember(definition, event)
        self._time(definition, event)

    def move(self, states: Mapping[str, str]) -> None:
        """Go over to the states of another version of the definition."""
        self.state = states.get(self.state, self.state) if self.state else None
        self.previous = [states.get(one, one) for one in self.previous]

    def merge(self, at: datetime) -> None:
        """Rest where a case counts in another: nothing more is done to it there."""
        if self.state is not None:
            self.previous.append(self.state)
        self.state, self.since = MERGED_STATE, at
        self.running.clear()

    def _leads_back(self, definition: Definition, event: Event) -> bool:
        transition = definition.transition(self.state, event.type)
        return transition is not None and transition.to == PREVIOUS

    def _remember(self, definition: Definition, event: Event) -> None:
        for one in definition.process.fields:
            value = event.data.get(one.id)
            if value in (None, ""):
                continue
            self.values[one.id] = value
            if one.kind == "amount" and (number := amount(value)) is not None:
                self.sums[one.id] = self.sums.get(one.id, Decimal(0)) + number

    def _time(self, definition: Definition, event: Event) -> None:
        for id, clock in definition.clocks.items():
            if id in self.running and event.type == clock.extension_event:
                self.extended[id] = self.extended.get(id, 0) + extension(clock, event)
            elif id in self.running and event.type in clock.stop:
                self.running.discard(id)
            elif id not in self.running and event.type in clock.start:
                self.running.add(id)
                self.extended.pop(id, None)
        if definition.ends(self.state):
            self.running.clear()


def amount(value: Any) -> Decimal | None:
    """A finite amount as a decimal, None where it is none; floats are refused for their digits."""
    try:
        number = Decimal(value) if isinstance(value, str | int | Decimal) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def mapped_states(event: Event) -> dict[str, str]:
    """Which state became which, as a migration says."""
    states = event.data.get("states") if event.type == MIGRATE else None
    given = states if isinstance(states, Mapping) else {}
    return {str(old): str(new) for old, new in given.items()}
