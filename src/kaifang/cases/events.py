"""Events 事件 of cases: what happened, when, by whom; in the order in which they count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from kaifang.cases.errors import EventTimeNaive

VOID = "void"
MIGRATE = "migrate"


class EventKey(NamedTuple):
    """What tells an event from every other: who sent it, and its id there."""

    source: str
    id: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a case; nothing of it ever changes.

    occurred_at: when it happened, aware; announced_at and recorded_at: when it was made known,
    and when the store wrote it down.
    amends: the event that this one replaces as a whole; of type `void` it takes it away.
    pack, version: the hash and the version of the pack under which it was recorded.
    sequence: its number at the source, seq: its number in the store.
    data: `evidence` (id -> file or number), `reason`, and the values of fields by their ids.

    Raises: EventTimeNaive when a time has no zone.
    """

    source: str
    id: str
    case: str
    type: str
    occurred_at: datetime
    announced_at: datetime | None = None
    recorded_at: datetime | None = None
    actor: str = ""
    on_behalf_of: str = ""
    org: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    amends: EventKey | None = None
    pack: str = ""
    version: str = ""
    sequence: int | None = None
    seq: int = 0

    def __post_init__(self) -> None:
        for name in ("occurred_at", "announced_at", "recorded_at"):
            time: datetime | None = getattr(self, name)
            if time is not None and time.utcoffset() is None:
                raise EventTimeNaive.at(self.id, found=time.isoformat(), column=name)

    @property
    def key(self) -> EventKey:
        return EventKey(self.source, self.id)

    @property
    def persons(self) -> frozenset[str]:
        """Who answers for it: whoever acted and whoever it was done for."""
        return frozenset({self.actor, self.on_behalf_of} - {""})

    @property
    def evidence(self) -> Mapping[str, Any]:
        """The evidence given, by kind; what is blank, or no list of kinds, was not given."""
        given = self.data.get("evidence")
        if isinstance(given, list | tuple):  # kinds alone
            given = {kind: kind for kind in given if isinstance(kind, str)}
        if not isinstance(given, Mapping):
            return {}
        return {str(kind): what for kind, what in given.items() if what}

    @property
    def reason(self) -> str:
        return str(self.data.get("reason") or "")


def in_order(events: Iterable[Event], order: Sequence[str]) -> list[Event]:
    """Sort events: by when they occurred; at equal times by the rule below.

    Events of one time that come from one source, all numbered there, keep its numbers. Otherwise
    (several sources, dates without an hour) the declared `order` of the definition decides, then
    the store's own number; so the order of arrival never matters where the law says better.
    """
    ranks = {name: place for place, name in enumerate(order)}
    timed = sorted(events, key=lambda one: one.occurred_at)
    return [
        event
        for _, equal in groupby(timed, key=lambda one: one.occurred_at)
        for event in _at_once(list(equal), ranks)
    ]


def _at_once(events: list[Event], ranks: Mapping[str, int]) -> list[Event]:
    numbered = all(one.sequence is not None for one in events)
    if numbered and len({one.source for one in events}) == 1:
        return sorted(events, key=lambda one: (one.sequence or 0, one.seq, one.key))
    last = len(ranks)
    return sorted(events, key=lambda one: (ranks.get(one.type, last), one.seq, one.key))


def seen(events: Iterable[Event], at: datetime) -> list[Event]:
    """The events that the store had by an instant: what was reported then, with its mistakes."""
    return [one for one in events if one.recorded_at is None or one.recorded_at <= at]
