"""Histories 经过: acts that happened one after the other, decided as they would have been then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from kaifang.cases.deciding import CaseStanding, Command, Doer, Refusal, event_of, refused, wrong
from kaifang.cases.definition import Definition
from kaifang.cases.events import Event
from kaifang.cases.position import Position
from kaifang.packs.schema.processes import PREVIOUS


@dataclass(frozen=True, slots=True)
class Stage:
    """A case between two acts of its history."""

    definition: Definition
    position: Position

    @property
    def state(self) -> str | None:
        return self.position.state

    @classmethod
    def before(cls, definition: Definition) -> Stage:
        """Before its first act."""
        return cls(definition, Position.at_start(definition))

    @classmethod
    def after(cls, state: CaseStanding) -> Stage:
        """Where a case stands, free to go on from there without moving it."""
        return cls(state.definition, deepcopy(state.position))

    def take(self, event: Event) -> None:
        """Go on behind an event, also one that should not have been."""
        own = self.definition
        move = own.transition(self.state, event.type) or own.anywhere(event.type)
        self.position.take(own, event, self.position.target(move) if move else self.state)


def decide_all(
    stage: Stage,
    commands: Iterable[tuple[Command, str]],
    doer: Doer,
    *,
    source: str,
    now: datetime,
) -> Iterator[Event | Refusal]:
    """Decide acts in turn, each with the id of its event, where the one before left the case.

    Behind a refusal the history goes on as if the act had been done, so that everything wrong is
    told at once; whoever stores it stores all or nothing. `stage` is moved.
    """
    for command, id in commands:
        event = event_of(stage, command, doer, source=source, id=id, now=now)
        errors = wrong(stage, event, doer, now)
        yield refused(stage, event, errors) if errors else event
        stage.take(event)


def fits(stage: Stage, types: Sequence[str]) -> bool:
    """Whether events may follow one another from here, whatever their evidence and persons."""
    state, previous, own = stage.state, list(stage.position.previous), stage.definition
    for type in types:
        move = own.transition(state, type)
        if move is None:
            return False
        target = Position(state, previous).target(move)
        if target != state and state is not None and target is not None:
            previous = previous[:-1] if move.to == PREVIOUS else [*previous, state]
        state = target
    return True
