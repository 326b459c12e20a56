"""Verify events: against their own hash, that of their batch, and the one audit chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.store import audit
from kaifang.store.events.adding import APPENDED, MOST_EVENTS, sealed_of
from kaifang.store.events.bodies import COLUMNS, hash_of, of_instant
from kaifang.store.events.roots import apart, root_of
from kaifang.store.models import AuditEntry, EventBatch

_AT_ONCE = 5_000
_LEAST = -(2**63)  # no row has a lower number
_TIMES = ("occurred_at", "announced_at")
# What no column of ours holds, but a database changed by hand may.
_OF_NO_SUCH_KIND = (TypeError, ValueError, AttributeError)


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
    event: int = 0
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
        faults += [*_missing_batches(), *_batches_before_all()]
    for batch in _batches(number):
        said = _said(batch)
        first, last = _bounds(batch, said or {})
        faults += _faults(batch, said, tell)
        faults += _strangers(event + 1 if number else _LEAST, last)
        number, event = batch.id, max(event, last)
        gone += last - first + 1
        if most is not None and gone >= most:
            return EventProgress(number, event, tuple(faults))
    faults += _strangers(event + 1 if number else _LEAST)
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
        number = str(subject).partition(":")[2]
        if number.isdecimal() and int(number) not in there:  # else the chain's own fault
            first, _ = _bounds(None, audit.content_of(body).get("after"))
            yield EventFault("batch_missing", first, int(number))


def _batches_before_all() -> Iterator[EventFault]:
    """Batches that nobody comes by: the store numbers from 1."""
    for batch in EventBatch.objects.exclude(id__gt=0).order_by("id"):
        yield EventFault("batch_inserted", _bounds(batch, None)[0], batch.id)


def _strangers(first: int, last: int | None = None) -> Iterator[EventFault]:
    """Rows that belong to no batch, numbered from `first` up to `last`, or to the end.

    On SQLite somebody may have put a text for a number: it stands behind all.
    """
    until = "" if last is None else " AND e.id <= %s"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.batch_id, e.source, e.event FROM store_caseevent e"  # noqa: S608
            " LEFT JOIN store_eventbatch b ON b.id = e.batch_id"
            " AND e.id BETWEEN b.first_event AND b.last_event"
            f" WHERE b.id IS NULL AND e.id >= %s{until} ORDER BY e.id",
            [first] if last is None else [first, last],
        )
        for number, batch, source, event in cursor.fetchall():
            yield EventFault("event_inserted", number, batch, source, event)


def _said(batch: EventBatch) -> dict[str, Any] | None:
    """What the chain says of a batch; None where it does not name it."""
    number = batch.audit if type(batch.audit) is int else 0
    entry = AuditEntry.objects.filter(id=number, act=APPENDED).first()
    if entry is None or entry.subject != f"event_batch:{batch.id}":
        return None
    after = audit.content_of(entry.body).get("after")
    return after if isinstance(after, dict) else {}


def _bounds(batch: EventBatch | None, said: Any) -> tuple[int, int]:
    """The first and the last event of a batch: as the chain says, else as it says itself.

    None where neither can be: whoever alters them does not keep a verification from its end.
    """
    told = said if isinstance(said, dict) else {}
    for first, last in (
        (told.get("first"), told.get("last")),
        (batch.first_event, batch.last_event) if batch else (None, None),
    ):
        if type(first) is int and type(last) is int and 0 <= last - first < MOST_EVENTS:
            return first, last
    return 0, -1


def _faults(
    batch: EventBatch, said: dict[str, Any] | None, tell: Callable[[], None]
) -> Iterator[EventFault]:
    """What is wrong with a batch and its events."""
    first, last = _bounds(batch, said)
    leaves = apart(_binary(batch.leaves) or b"")
    if said is None:
        yield EventFault("batch_inserted", first, batch.id)
    elif not _is_as_said(batch, said) or root_of(leaves).hex() != batch.root:
        yield EventFault("batch_changed", first, batch.id)
    expected = first
    for number, its_batch, *columns in _rows(first, last):
        for gone in range(expected, number):
            yield EventFault("event_missing", gone, batch.id)
        hash, leaf = _hash_of(columns), b"".join(leaves[number - first : number - first + 1])
        if hash is None or {hash} != {leaf, _binary(columns[-1])} or its_batch != batch.id:
            yield EventFault("event_changed", number, batch.id, str(columns[0]), str(columns[1]))
        expected = number + 1
        tell()
    for gone in range(expected, last + 1):
        yield EventFault("event_missing", gone, batch.id)


def _is_as_said(batch: EventBatch, said: dict[str, Any]) -> bool:
    try:
        return said == sealed_of(batch)
    except _OF_NO_SUCH_KIND:
        return False


def _rows(first: int, last: int) -> Iterator[tuple[Any, ...]]:
    listed = ", ".join(_read(name) for name in ("id", "batch_id", *COLUMNS))
    statement = f"SELECT {listed} FROM store_caseevent WHERE id BETWEEN %s AND %s ORDER BY id"  # noqa: S608
    for low in range(first, last + 1, _AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute(statement, [low, min(low + _AT_ONCE - 1, last)])
            yield from cursor.fetchall()


def _read(name: str) -> str:
    """A column as it is kept: SQLite's driver gives a time that it cannot read as none at all."""
    is_text = connection.vendor == "sqlite" and name in _TIMES
    return f"\"{name}\" || ''" if is_text else f'"{name}"'


def _hash_of(columns: list[Any]) -> bytes | None:
    """The hash of what a row says, its instants written as they were sealed; None of no event."""
    said = columns[:-1]
    try:
        for place in map(COLUMNS.index, _TIMES):
            if not isinstance(said[place], str):
                said[place] = of_instant(said[place])
        return hash_of(tuple(said))
    except _OF_NO_SUCH_KIND:
        return None


def _binary(value: object) -> bytes | None:
    return bytes(value) if isinstance(value, bytes | memoryview) else None
