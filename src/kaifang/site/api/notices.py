"""Operations on notices to firms: the list, one of them, and that the firm knows."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from kaifang.programme.clearance import acknowledging
from kaifang.programme.clearance.notices import notice_count, notice_list, notice_named
from kaifang.programme.clearance.notices_telling import tell_notice
from kaifang.site.acting import acting
from kaifang.site.api.answers import CLASHED, READ_LIST, READ_ONE, WROTE, Told, part_of
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import Body
from kaifang.site.api.forms import Slice, Speech
from kaifang.site.api.reporting import programme_of

router = Router(auth=SIGNED_IN)
_NOTICE = "/packs/{pack}/notices/{notice}"


class NoticeQuery(Schema):
    """Which notices."""

    standing: Literal["", "unsent", "sent", "delivered", "read", "acknowledged", "overdue"] = ""


class TokenGiven(Body):
    """The `acknowledge.token` of the message that the firm's own hook was sent."""

    token: str = Field(max_length=200)


class NoticeKnown(Schema):
    """The notice that is acknowledged now."""

    id: str


@router.get(
    "/packs/{pack}/notices", response=READ_LIST, summary=_("Notices to firms (signed-in users)")
)
def list_notices(
    request: HttpRequest,
    pack: str,
    wanted: Query[NoticeQuery],
    speech: Query[Speech],
    part: Query[Slice],
) -> Told:
    """Officers see those of their organisations, a firm its own; the newest first."""
    law, actor = programme_of(request, pack).law, acting(request)
    found = notice_list(law, actor, wanted.standing, part.offset, part.limit)
    items = [tell_notice(one, speech.lang) for one in found]
    return part_of(items, notice_count(law, actor, wanted.standing), part)


@router.get(_NOTICE, response=READ_ONE, summary=_("One notice (signed-in users)"))
def show_notice(request: HttpRequest, pack: str, notice: str, speech: Query[Speech]) -> Told:
    """What it says, and when it was sent, delivered, seen and acknowledged."""
    found = notice_named(programme_of(request, pack).law, acting(request), notice)
    return tell_notice(found, speech.lang)


@router.post(f"{_NOTICE}/acknowledge", response=WROTE, summary=_("Acknowledge a notice"))
def acknowledge(request: HttpRequest, pack: str, notice: str) -> Told:
    """By a user of the firm itself, once; recorded as an event of the case."""
    law = programme_of(request, pack).law
    return tell_notice(acknowledging.acknowledge(acting(request), law, notice), "zh")


@router.post(
    f"{_NOTICE}/acknowledge-by-token",
    response={200: NoticeKnown, **CLASHED},
    auth=None,
    summary=_("Acknowledge a notice by the token of its message"),
)
def acknowledge_by_token(request: HttpRequest, pack: str, notice: str, asked: TokenGiven) -> Told:
    """By the system that the firm's own hook reached; the token stands in the message."""
    acknowledging.acknowledge_by_token(programme_of(request, pack).law, notice, asked.token)
    return {"id": notice}
