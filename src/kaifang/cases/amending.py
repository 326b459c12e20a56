"""Corrections 更正: which events count once later ones have replaced or taken away earlier ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from kaifang.cases.errors import (
    AmendedUnknown,
    AmendsItself,
    EventConflict,
)
from kaifang.cases.events import VOID, Event, EventKey
from kaifang.core.errors import KaifangError

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Standing(NamedTuple):
    """The events that count, and what is wrong with how they were given."""

    events: list[Event]
    faults: list[tuple[Event, KaifangError]]


def standing(events: Iterable[Event]) -> Standing:
    """Return the events that count: each corrected one replaced by its latest correction.

    An event sent again word for word counts once; sent again with another body, the first stands
    and the other is told. A correction of an event that nobody has yet counts by itself and is
    told; once that event arrives it is replaced, whatever came first. Taking away a correction
    restores what it corrected. Corrections that amend one another in a circle do not count.
    """
    own, faults = _once(events)
    corrections: defaultdict[EventKey, list[Event]] = defaultdict(list)
    for one in own.values():
        if one.amends is not None:
            corrections[one.amends].append(one)
    found, met = [], set()
    for one in own.values():
        if one.amends in own:
            continue
        if one.amends is not None:
            faults.append((one, AmendedUnknown.at(one.id, found=one.amends.id)))
        counts, below = _latest(one, corrections)
        met |= below
        if counts is not None and counts.type != VOID:
            found.append(counts)
    lost = [one for one in own.values() if one.key not in met]
    faults += [(one, AmendsItself.at(one.id, found=one.id)) for one in lost]
    return Standing(found, faults)


def _once(
    events: Iterable[Event],
) -> tuple[dict[EventKey, Event], list[tuple[Event, KaifangError]]]:
    own: dict[EventKey, Event] = {}
    faults: list[tuple[Event, KaifangError]] = []
    for one in sorted(events, key=lambda event: (event.seq, event.recorded_at or _LONG_AGO)):
        first = own.setdefault(one.key, one)
        if _body(first) != _body(one):
            faults.append((one, EventConflict.at(one.id, found=one.id, source=one.source)))
    return own, faults


def _body(event: Event) -> tuple[object, ...]:
    """All that the sender said of it; when and where the store wrote it down is the store's."""
    names = ("case", "type", "occurred_at", "announced_at", "actor", "on_behalf_of", "org", "data",
             "amends", "version", "sequence")  # fmt: skip
    return tuple(getattr(event, name) for name in names)


def _latest(
    event: Event, corrections: dict[EventKey, list[Event]]
) -> tuple[Event | None, set[EventKey]]:
    """What an event has become, None when taken away, and the keys of it and all that amends it.

    From the last correction to the first: what was taken away itself changes nothing, so that
    taking away what took away restores.
    """
    if event.key not in corrections:  # as nearly all
        return event, {event.key}
    below = _below(event, corrections)
    became: dict[EventKey, Event | None] = {}
    for one in reversed(below.values()):
        own = [each for each in corrections.get(one.key, []) if became.get(each.key) is not None]
        last = became[max(own, key=_told).key] if own else one
        became[one.key] = None if own and last is not None and last.type == VOID else last
    return became[event.key], {*below}


def _below(event: Event, corrections: dict[EventKey, list[Event]]) -> dict[EventKey, Event]:
    """An event and all that amends it, each behind what it amends."""
    below, waiting = {}, [event]
    while waiting:
        one = waiting.pop()
        if one.key not in below:
            below[one.key] = one
            waiting += corrections.get(one.key, [])
    return below


def _told(event: Event) -> tuple[datetime, int, EventKey]:
    return event.recorded_at or _LONG_AGO, event.seq, event.key
