"""The way of a case: the states that lead to its good end, and where it stands on it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from kaifang.cases.definition import Definition
from kaifang.cases.folding import CaseState
from kaifang.cases.visits import visits
from kaifang.core.bilingual import Text
from kaifang.packs.schema.processes import PREVIOUS


@dataclass(frozen=True, slots=True)
class PathState:
    """A state on the way of a case: when the case came into it last, None where it never was."""

    id: str
    name: Text
    since: datetime | None
    is_current: bool


def state_path(state: CaseState) -> list[PathState]:
    """The shortest way to a good end with every other state that the case has been in."""
    own = state.definition
    since = {one.state: one.entered for one in visits(state.history)}
    shown = {*main_way(own), *since}
    return [
        PathState(id, own.label("states", id), since.get(id), id == state.state)
        for id in own.states
        if id in shown
    ]


def main_way(own: Definition) -> list[str]:
    """The states of the shortest way from the start to a good end; nothing goes back on it."""
    start, steps = own.process.start, own.process.transitions
    waiting, ways = deque([start]), {start: [start]}
    while waiting:
        here = waiting.popleft()
        if here in own.process.end.good:
            return ways[here]
        for target in (one.to for one in steps if here in one.from_):
            if target and target != PREVIOUS and target not in ways:
                ways[target] = [*ways[here], target]
                waiting.append(target)
    return [start]
