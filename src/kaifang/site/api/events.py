"""Operations on events of cases: a feed sends them in batches."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from kaifang.exchange.cloud_events import events_in_body
from kaifang.programme.clearance import quarantine
from kaifang.programme.clearance.loading import MOST_BYTES, MOST_SENT, BatchTooLarge, send
from kaifang.site.acting import acting
from kaifang.site.api.answers import READ_LIST, REFUSED, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import Body, Number, Words
from kaifang.site.api.forms import Slice
from kaifang.site.api.reporting import programme_of
from kaifang.site.api.views import listed

router = Router(auth=SIGNED_IN)
_EVENT = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "subject", "time"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string"},
        "source": {"type": "string"},
        "type": {"type": "string"},
        "subject": {"type": "string"},
        "time": {"type": "string", "format": "date-time"},
        "data": {"type": "object"},
    },
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"type": "array", "items": _EVENT, "maxItems": MOST_SENT}
            },
            "application/x-ndjson": {"schema": {"type": "string"}},
        },
    }
}


class EventsTaken(Schema):
    """What became of a batch: the three add up to the events sent."""

    new: int
    same: int
    quarantined: int
    batch: int | None


class Settling(Body):
    """Which body counts, and why."""

    settlement: quarantine.Settlement
    reason: Words


class Settled(Schema):
    """`batch` is that of the amending event, where one was recorded."""

    batch: int | None


@router.get("/packs/{pack}/quarantine", response=READ_LIST, summary=_("Events set aside"))
def list_quarantine(request: HttpRequest, pack: str, part: Query[Slice]) -> Told:
    """What waits to be settled, the oldest first: both bodies, and where they differ."""
    found = quarantine.waiting(programme_of(request, pack).law, acting(request))
    return listed(found, part, quarantine.tell)


@router.post(
    "/packs/{pack}/quarantine/{number}/settle",
    response={200: Settled, **REFUSED},
    summary=_("Settle an event set aside"),
)
def settle_held(request: HttpRequest, pack: str, number: Number, asked: Settling) -> Told:
    """Keep what is recorded, or take the other body as an event that amends it."""
    law = programme_of(request, pack).law
    batch = quarantine.settle(law, number, asked.settlement, asked.reason, acting(request))
    return {"batch": batch}


@router.post(
    "/packs/{pack}/processes/{process}/events",
    response={200: EventsTaken, **REFUSED},
    summary=_("Send events of a process"),
    openapi_extra=_BODY,
)
def send_events(request: HttpRequest, pack: str, process: str) -> Told:
    """CloudEvents, as a JSON list or one a line, all or nothing; sent again they change nothing."""
    programme = programme_of(request, pack)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise BatchTooLarge(found=f"> {MOST_BYTES}", expected=MOST_BYTES)
    given = events_in_body(body, process)
    done = send(programme.law, process, given, actor=acting(request))
    return {
        "new": done.new,
        "same": done.same,
        "quarantined": done.quarantined,
        "batch": done.batch,
    }
