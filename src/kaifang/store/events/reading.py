"""Read events back: those of a case, in order, as known then or now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kaifang.cases.events import Event, EventKey
from kaifang.core.event import GivenEvent
from kaifang.store.models import CaseEvent, EventBatch

_FIELDS = (
    "id", "source", "event", "process", "case", "type", "occurred_at", "announced_at", "actor",
    "on_behalf_of", "org", "sequence", "data", "amends", "amends_source", "hash",
    "batch__recorded_at", "batch__pack_hash", "batch__pack_version", "batch_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event with its number, when the store recorded it, under which pack, and its hash."""

    number: int
    event: GivenEvent
    recorded_at: datetime
    pack_hash: str
    pack_version: str
    hash: str
    batch: int

    def for_fold(self) -> Event:
        """The event as the fold of cases takes it."""
        told = self.event
        amends = EventKey(told.amends_source or told.source, told.amends) if told.amends else None
        return Event(
            source=told.source,
            id=told.id,
            case=told.case,
            type=told.type,
            occurred_at=_instant(told.occurred_at),
            announced_at=None if told.announced_at is None else _instant(told.announced_at),
            recorded_at=self.recorded_at,
            actor=told.actor,
            on_behalf_of=told.on_behalf_of,
            org=told.org,
            data=told.data,
            amends=amends,
            pack=self.pack_hash,
            version=self.pack_version,
            sequence=told.sequence,
            seq=self.number,
        )


def of_case(process: str, case: str, seen_at: datetime | None = None) -> list[RecordedEvent]:
    """The events of a case: by time, then the source's own order, then as they were recorded.

    With `seen_at`, those that the store held at that instant. Amended events are among them.
    """
    rows = CaseEvent.objects.filter(process=process, case=case)
    if seen_at is not None:
        rows = rows.filter(batch__recorded_at__lte=seen_at)
    return sorted(_read(rows), key=_order)


def of_cases(process: str, cases: Iterable[str]) -> dict[str, list[RecordedEvent]]:
    """The events of several cases, in order, as `of_case` gives those of one; others are left out."""
    wanted, found = sorted(set(cases)), dict[str, list[RecordedEvent]]()
    for at in range(0, len(wanted), 500):
        rows = CaseEvent.objects.filter(process=process, case__in=wanted[at : at + 500])
        for one in _read(rows):
            found.setdefault(one.event.case, []).append(one)
    return {case: sorted(some, key=_order) for case, some in found.items()}


def recorded(process: str = "", after: int = 0, most: int | None = None) -> Iterator[RecordedEvent]:
    """Events in the order in which they were recorded, from behind number `after` on."""
    rows = CaseEvent.objects.filter(id__gt=after).order_by("id")
    if process:
        rows = rows.filter(process=process)
    return _read(rows if most is None else rows[:most])


def named(source: str, event: str) -> RecordedEvent | None:
    """The event of a source by its id."""
    return next(_read(CaseEvent.objects.filter(source=source, event=event)), None)


def named_all(names: Iterable[tuple[str, str]]) -> list[RecordedEvent]:
    """Events by source and id; names that are not there are left out."""
    by_source: dict[str, list[str]] = {}
    for source, event in names:
        by_source.setdefault(source, []).append(event)
    found: list[RecordedEvent] = []
    for source, events in by_source.items():
        for at in range(0, len(events), 500):
            found += _read(CaseEvent.objects.filter(source=source, event__in=events[at : at + 500]))
    return found


def processes() -> list[str]:
    """The processes of which there are events."""
    rows = CaseEvent.objects.order_by("process").values_list("process", flat=True)
    return list(rows.distinct())


def batches_after(number: int = 0) -> list[EventBatch]:
    """The batches recorded behind one, without their leaves."""
    return list(EventBatch.objects.filter(id__gt=number).order_by("id").defer("leaves"))


def _instant(time: datetime | str) -> datetime:
    return time if isinstance(time, datetime) else datetime.fromisoformat(time)


def _order(one: RecordedEvent) -> tuple[Any, ...]:
    sequence = one.event.sequence
    return (one.event.occurred_at, -1 if sequence is None else sequence, one.number)


def _read(rows: Any) -> Iterator[RecordedEvent]:
    for row in rows.values_list(*_FIELDS, named=True).iterator(chunk_size=5_000):
        event = GivenEvent(
            source=row.source,
            id=row.event,
            process=row.process,
            case=row.case,
            type=row.type,
            occurred_at=row.occurred_at,
            announced_at=row.announced_at,
            actor=row.actor,
            on_behalf_of=row.on_behalf_of,
            org=row.org,
            sequence=row.sequence,
            data=json.loads(row.data),
            amends=row.amends,
            amends_source=row.amends_source,
        )
        yield RecordedEvent(
            row.id,
            event,
            row.batch__recorded_at,
            row.batch__pack_hash,
            row.batch__pack_version,
            bytes(row.hash).hex(),
            row.batch_id,
        )
