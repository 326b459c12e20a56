"""Append events: all or nothing, once each, every batch under the one audit chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from kaifang.core.errors import KaifangError, SeveralErrors
from kaifang.core.event import GivenEvent
from kaifang.store import audit
from kaifang.store.events.amending import strays
from kaifang.store.events.bodies import COLUMNS, EventContent, sound
from kaifang.store.events.errors import BatchTooLarge
from kaifang.store.events.holding import OTHER_BODY, put_aside
from kaifang.store.events.roots import root_of
from kaifang.store.models import CaseEvent, EventBatch
from kaifang.store.writing import one_writer

MOST_EVENTS = 100_000
APPENDED = "append_events"
ALGORITHM = "sha256"
_MOST_ERRORS = 50
_ROW = ("id", "batch_id", *COLUMNS)
_QUOTED = ", ".join(f'"{name}"' for name in _ROW)


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of the events of one call: recorded, there before, or set aside.

    The three add up to the events given. `batch` is None where nothing was new.
    """

    new: int
    same: int
    quarantined: int
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Where a batch comes from, who sends it and under which pack.

    `given_by` names the file or feed, `who` the user's number; `person` is what the audit keeps
    of him outside its seal.
    """

    given_by: str
    who: str = ""
    pack_hash: str = ""
    pack_version: str = ""
    person: Mapping[str, str] = field(default_factory=dict)


def append(
    events: Iterable[GivenEvent],
    *,
    source_name: str,
    actor: str = "",
    pack_hash: str = "",
    pack_version: str = "",
    person: Mapping[str, str] | None = None,
    then: Callable[[Sequence[EventContent]], None] | None = None,
) -> Appended:
    """Record events in one batch, all or nothing; those that are there change no row.

    `then` is given those that are new, in the same transaction: what follows from an event is
    recorded with it, or neither is.

    An event whose source and id are recorded with other words is set aside. Nothing is refused
    for its order or its time: what happened is judged by the fold, not by the store.

    Raises: SeveralErrors with EventUnsound, EventWithoutZone, DataNotExact, EventTooLarge,
    AmendsOtherProcess; BatchTooLarge. Nothing is recorded then.
    """
    sender = Sender(source_name, actor, pack_hash, pack_version, person or {})
    bodies = _checked(events)
    once, same, other = _once(bodies)
    with _durable(), one_writer():
        fresh, known, held = _compared(once.values())
        if wrong := strays(fresh):
            raise SeveralErrors(wrong[:_MOST_ERRORS])
        put_aside(OTHER_BODY, other + held, sender.given_by, sender.who, sender.person)
        batch = _write(fresh, sender) if fresh else None
        if then and fresh:
            then(fresh)
    return Appended(len(fresh), same + known, len(other) + len(held), batch)


def flaws(given: Iterable[GivenEvent]) -> list[KaifangError]:
    """Name what keeps events out of the store, the first fifty; nothing is written."""
    wrong: list[KaifangError] = []
    bodies = list(sound(iter(given), wrong))
    return [*wrong, *strays(bodies)][:_MOST_ERRORS]


def last_event() -> int:
    """The number of the newest event; 0 in an empty store."""
    return CaseEvent.objects.aggregate(last=Max("id"))["last"] or 0


def _checked(events: Iterable[GivenEvent]) -> list[EventContent]:
    wrong: list[KaifangError] = []
    bodies = list(islice(sound(iter(events), wrong), MOST_EVENTS + 1))
    if len(bodies) > MOST_EVENTS:
        raise BatchTooLarge(found=f"> {MOST_EVENTS}", expected=MOST_EVENTS)
    if wrong:
        raise SeveralErrors(wrong[:_MOST_ERRORS])
    return bodies


Clash = tuple[EventContent, bytes]


def _once(
    bodies: Sequence[EventContent],
) -> tuple[dict[tuple[str, str], EventContent], int, list[Clash]]:
    """Each event once, how many were said again, and those said in other words than before."""
    once: dict[tuple[str, str], EventContent] = {}
    same, other = 0, []
    for body in bodies:
        first = once.setdefault((body[0], body[1]), body)
        if first is body:
            continue
        if first.hash == body.hash:
            same += 1
        else:
            other.append((body, first.hash))
    return once, same, other


def _compared(bodies: Iterable[EventContent]) -> tuple[list[EventContent], int, list[Clash]]:
    """What is new, how many are there, and which are there with other words."""
    given = list(bodies)
    known = {
        key: hash
        for source in {body[0] for body in given}
        for key, hash in _known(source, [body[1] for body in given if body[0] == source])
    }
    if not known:
        return given, 0, []
    fresh, same, held = [], 0, []
    for body in given:
        hash = known.get((body[0], body[1]))
        if hash is None:
            fresh.append(body)
        elif hash == body.hash:
            same += 1
        else:
            held.append((body, hash))
    return fresh, same, held


def _known(source: str, ids: list[str]) -> Iterator[tuple[tuple[str, str], bytes]]:
    with connection.cursor() as cursor:
        for at in range(0, len(ids), 500):
            some = ids[at : at + 500]
            places = ", ".join(["%s"] * len(some))
            cursor.execute(
                "SELECT event, hash FROM store_caseevent"  # noqa: S608
                f" WHERE source = %s AND event IN ({places})",
                [source, *some],
            )
            for event, hash in cursor.fetchall():
                yield (source, event), bytes(hash)


def _write(fresh: Sequence[EventContent], sender: Sender) -> int:
    first = last_event() + 1
    number = (EventBatch.objects.aggregate(last=Max("id"))["last"] or 0) + 1
    hashes = [body.hash for body in fresh]
    now = timezone.now()
    _add([(row, number, *body) for row, body in enumerate(fresh, first)])
    batch = EventBatch(
        id=number,
        recorded_at=now,
        first_event=first,
        last_event=first + len(fresh) - 1,
        root=root_of(hashes).hex(),
        leaves=b"".join(hashes),
        given_by=sender.given_by,
        who=sender.who,
        pack_hash=sender.pack_hash,
        pack_version=sender.pack_version,
        audit=0,
    )
    entry = audit.record(
        APPENDED,
        f"event_batch:{number}",
        actor=sender.who,
        after=sealed_of(batch),
        person=sender.person or None,
    )
    batch.audit = entry.id
    batch.save()
    return number


def sealed_of(batch: EventBatch) -> dict[str, Any]:
    """What the audit chain says of a batch."""
    return {
        "algorithm": ALGORITHM,
        "root": batch.root,
        "first": batch.first_event,
        "last": batch.last_event,
        "recorded_at": batch.recorded_at.isoformat(),
        "given_by": batch.given_by,
        "who": batch.who,
        "pack": batch.pack_hash,
        "version": batch.pack_version,
    }


def _add(rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY store_caseevent ({_QUOTED}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(_ROW))
        cursor.executemany(
            f"INSERT INTO store_caseevent ({_QUOTED}) VALUES ({places})",  # noqa: S608
            rows,
        )


@contextmanager
def _durable() -> Iterator[None]:
    """Who was told that his events are recorded does not send them again: a power cut, too, must leave them.

    SQLite otherwise syncs its log now and then only. Within a transaction nothing can be changed.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _synchronous("FULL")
    try:
        yield
    finally:
        _synchronous("NORMAL")


def _synchronous(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")
