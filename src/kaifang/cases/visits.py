"""Visits 停留: when a case came into each state, and when it left it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kaifang.cases.clocks import Step
from kaifang.cases.events import MIGRATE


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay in a state; `left` is None while it lasts. `by` is the event that led there."""

    state: str
    entered: datetime
    left: datetime | None
    by: str
    reason: str = ""


def visits(history: Iterable[Step]) -> tuple[Visit, ...]:
    """The stays of a case, one after the other, from the steps of its fold.

    To go over to another version begins none: the fold calls all former states as that one does.
    """
    moves = [one for one in history if one.after is not None and one.after != one.before]
    moves = [one for one in moves if one.event.type != MIGRATE]
    ends = [one.event.occurred_at for one in moves[1:]]
    return tuple(
        Visit(one.after or "", one.event.occurred_at, left, one.event.type, one.event.reason)
        for one, left in zip(moves, [*ends, None], strict=True)
    )
