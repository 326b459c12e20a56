"""Verify events: against their own hash, that of their batch, and the one audit chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.store import audit
from kaifang.store.events.adding import APPENDED, sealed_of
from kaifang.store.events.bodies import COLUMNS, hash_of, of_instant
from kaifang.store.events.roots import apart, root_of
from kaifang.store.models import AuditEntry, EventBatch

_AT_ONCE = 5_000
_BEFORE_ALL, _BEHIND_ALL = -(2**63), 2**63 - 1  # no row has a number outside of these
_LISTED = ", ".join(f'"{name}"' for name in ("id", "batch_id", *COLUMNS))
_TIMES = (COLUMNS.index("occurred_at"), COLUMNS.index("announced_at"))


@dataclass(frozen=True, slots=True)
class EventFault:
    """An event, or a batch of events, that is not as it was recorded.

    kind: `event_changed`, `event_missing`, `event_inserted`, `batch_changed`, `batch_missing`,
    `batch_inserted`. `source` and `event` name the event where its row is there to tell.
    """

    kind: str
    number: int
    batch: int
    source: str = ""
    event: str = ""

    @property
    def says(self) -> Text:
        named = f"{self.source} {self.event}".strip() or "—"
        return message(f"audit.{self.kind}", number=self.number, batch=self.batch, event=named)


@dataclass(frozen=True, slots=True)
class EventProgress:
    """How far a verification of events has come: behind which batch and event, with which faults.

    `ended` says that nothing is left.
    """

    batch: int = 0
    event: int = _BEFORE_ALL
    faults: tuple[EventFault, ...] = ()
    ended: bool = False


def verify(tell: Callable[[], None] = lambda: None) -> list[EventFault]:
    """Every event that was altered, removed or inserted; `tell` is called after each event.

    The chain itself is verified by `audit.verify`: both together leave no way round.
    """
    return list(go_on(EventProgress(), tell=tell).faults)


def go_on(
    walk: EventProgress, most: int | None = None, tell: Callable[[], None] = lambda: None
) -> EventProgress:
    """Verify the next batches whole, until `most` events are gone through, or all that are left."""
    faults, number, event, gone = list(walk.faults), walk.batch, walk.event, 0
    if not number:
        faults += _missing_batches()
    for batch in _batches(number):
        faults += _faults(batch, tell)
        faults += _strangers(event, batch.last_event)
        number, event = batch.id, max(event, batch.last_event)
        gone += batch.last_event - batch.first_event + 1
        if most is not None and gone >= most:
            return EventProgress(number, event, tuple(faults))
    faults += _strangers(event, _BEHIND_ALL)
    return EventProgress(number, event, tuple(faults), ended=True)


def count() -> int:
    """How many events a verification goes through."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM store_caseevent")
        return int(cursor.fetchone()[0])


def _batches(after: int) -> Iterator[EventBatch]:
    return EventBatch.objects.filter(id__gt=after).order_by("id").iterator(chunk_size=20)


def _missing_batches() -> Iterator[EventFault]:
    """Batches that the chain names and the store lacks."""
    there = set(EventBatch.objects.values_list("id", flat=True))
    entries = AuditEntry.objects.filter(act=APPENDED).order_by("id").values_list("subject", "body")
    for subject, body in entries.iterator(chunk_size=_AT_ONCE):
        number = int(subject.partition(":")[2])
        if number not in there:
            first = audit.content_of(body).get("after", {}).get("first", 0)
            yield EventFault("batch_missing", first, number)


def _strangers(after: int, last: int) -> Iterator[EventFault]:
    """Rows that belong to no batch, numbered above `after` up to `last`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.batch_id, e.source, e.event FROM store_caseevent e"
            " LEFT JOIN store_eventbatch b ON b.id = e.batch_id"
            " AND e.id BETWEEN b.first_event AND b.last_event"
            " WHERE b.id IS NULL AND e.id > %s AND e.id <= %s ORDER BY e.id",
            [after, last],
        )
        for number, batch, source, event in cursor.fetchall():
            yield EventFault("event_inserted", number, batch, source, event)


def _faults(batch: EventBatch, tell: Callable[[], None]) -> Iterator[EventFault]:
    """What is wrong with a batch and its events."""
    leaves = apart(bytes(batch.leaves))
    entry = AuditEntry.objects.filter(id=batch.audit, act=APPENDED).first()
    said = audit.content_of(entry.body).get("after") if entry else None
    if entry is None or entry.subject != f"event_batch:{batch.id}":
        yield EventFault("batch_inserted", batch.first_event, batch.id)
    elif said != sealed_of(batch) or root_of(leaves).hex() != batch.root:
        yield EventFault("batch_changed", batch.first_event, batch.id)
    yield from _events(batch, leaves, tell)


def _events(
    batch: EventBatch, leaves: list[bytes], tell: Callable[[], None]
) -> Iterator[EventFault]:
    expected = batch.first_event
    for number, its_batch, *columns in _rows(batch):
        for gone in range(expected, number):
            yield EventFault("event_missing", gone, batch.id)
        place = number - batch.first_event
        leaf = leaves[place] if place < len(leaves) else b""
        hash = hash_of(_stated(columns))
        if hash != leaf or hash != bytes(columns[-1]) or its_batch != batch.id:
            yield EventFault("event_changed", number, batch.id, columns[0], columns[1])
        expected = number + 1
        tell()
    for gone in range(expected, batch.last_event + 1):
        yield EventFault("event_missing", gone, batch.id)


def _rows(batch: EventBatch) -> Iterator[tuple[Any, ...]]:
    statement = f"SELECT {_LISTED} FROM store_caseevent WHERE id BETWEEN %s AND %s ORDER BY id"  # noqa: S608
    for low in range(batch.first_event, batch.last_event + 1, _AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute(statement, [low, min(low + _AT_ONCE - 1, batch.last_event)])
            yield from cursor.fetchall()


def _stated(columns: list[Any]) -> tuple[Any, ...]:
    """What a row says, its instants written as they were sealed."""
    said = columns[:-1]
    for place in _TIMES:
        said[place] = of_instant(said[place])
    return tuple(said)
