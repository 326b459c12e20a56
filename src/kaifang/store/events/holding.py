"""Quarantine 隔离: events that are set aside for a person to look at, never dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from kaifang.core.event import GivenEvent
from kaifang.store import audit
from kaifang.store.events.bodies import EventContent, laid_out, written
from kaifang.store.events.errors import NoSuchHeldEvent
from kaifang.store.models import HeldEvent
from kaifang.store.writing import one_writer

OTHER_BODY = "other_body"
HELD, SETTLED = "hold_events", "settle_event"
_NAMED = 100  # so many are named in the audit, with the count of all


def hold(
    events: Iterable[GivenEvent],
    why: str,
    *,
    source_name: str,
    actor: str = "",
    person: Mapping[str, str] | None = None,
) -> int:
    """Set events aside for a reason of the caller's; return how many were not there yet.

    Raises: EventUnsound, EventWithoutZone, DataNotExact, EventTooLarge.
    """
    bodies = [(laid_out(one), b"") for one in events]
    with one_writer():
        return put_aside(why, bodies, source_name, actor, person or {})


def put_aside(
    why: str,
    clashes: Sequence[tuple[EventContent, bytes]],
    given_by: str,
    who: str,
    person: Mapping[str, str],
) -> int:
    """Set bodies aside, each with the hash of the event that is kept; call it as the one writer."""
    if not clashes:
        return 0
    there = {
        (one.source, one.event, one.held_hash)
        for body, _ in clashes
        for one in HeldEvent.objects.filter(source=body.source, event=body.event)
    }
    now = timezone.now()
    fresh: dict[tuple[str, str, str], HeldEvent] = {}
    for body, kept in clashes:
        key = (body.source, body.event, body.hash.hex())
        if key not in there:
            fresh[key] = HeldEvent(
                source=body.source,
                event=body.event,
                process=body.process,
                case=body.case,
                why=why,
                kept_hash=kept.hex(),
                held_hash=body.hash.hex(),
                body=written(body),
                given_by=given_by,
                who=who,
                held_at=now,
            )
    if fresh:
        HeldEvent.objects.bulk_create(fresh.values(), batch_size=500)
        named = sorted({one.held_hash for one in fresh.values()})[:_NAMED]
        audit.record(
            HELD,
            "events:held",
            actor=who,
            after={"why": why, "count": len(fresh), "given_by": given_by, "hashes": named},
            person=person or None,
        )
    return len(fresh)


def waiting() -> Sequence[HeldEvent]:
    """What is set aside and not settled, the oldest first."""
    return list(HeldEvent.objects.filter(resolved_at=None).order_by("id"))


def settle(
    number: int,
    resolution: str,
    *,
    actor: str,
    person: Mapping[str, str] | None = None,
    told: Mapping[str, Any] | None = None,
) -> HeldEvent:
    """Note what a person made of an event set aside; the event itself stays as it was sent.

    `told` is what the audit says of it besides the hash.

    Raises: NoSuchHeldEvent.
    """
    with one_writer():
        held = HeldEvent.objects.filter(pk=number, resolved_at=None).first()
        if held is None:
            raise NoSuchHeldEvent(found=number)
        held.resolved_at, held.resolved_by, held.resolution = timezone.now(), actor, resolution
        held.save(update_fields=["resolved_at", "resolved_by", "resolution"])
        audit.record(
            SETTLED,
            f"held_event:{number}",
            actor=actor,
            after={"hash": held.held_hash, **(told or {})},
            reason=resolution,
            person=person,
        )
    return held
