"""Operations on events of cases: a feed sends them in batches."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from kaifang.exchange.cloud_events import events_in_body
from kaifang.programme.clearance.loading import MOST_BYTES, MOST_SENT, BatchTooLarge, send
from kaifang.site.acting import acting
from kaifang.site.api.answers import REFUSED, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.reporting import programme_of

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
