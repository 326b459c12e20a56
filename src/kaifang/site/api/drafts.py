"""Drafts of official documents: the notice of a table, the letter of a slip, that of an interview."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kaifang.programme.dispatch.circulating import open_dispatch
from kaifang.programme.dispatch.desk import open_slip
from kaifang.programme.dispatch.letters import interview_letter, slip_letter
from kaifang.programme.dispatch.notices import notice
from kaifang.programme.dispatch.table import dispatch_table
from kaifang.programme.dispatch.telling import tell_draft
from kaifang.site.acting import acting
from kaifang.site.api.answers import READ_ONE, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import Number
from kaifang.site.api.forms import PeriodQuery, Speech
from kaifang.site.api.reporting import programme_of

router = Router(auth=SIGNED_IN)


@router.get(
    "/packs/{pack}/dispatch/editions/{number}/notice",
    response=READ_ONE,
    summary=_("Draft of a notice"),
)
def draft_notice(request: HttpRequest, pack: str, number: Number, speech: Query[Speech]) -> Told:
    """Out of a table that is out for checking or has been issued."""
    programme = programme_of(request, pack)
    dispatch = open_dispatch(programme, number)
    return tell_draft(notice(acting(request), programme, dispatch), speech.lang)


@router.get(
    "/packs/{pack}/slips/{number}/letter", response=READ_ONE, summary=_("Draft of a letter")
)
def draft_letter(request: HttpRequest, pack: str, number: Number, speech: Query[Speech]) -> Told:
    """Of a slip, worded by the relation of the two organisations."""
    actor, programme = acting(request), programme_of(request, pack)
    slip = open_slip(actor, programme, number)
    return tell_draft(slip_letter(actor, programme, slip), speech.lang)


@router.get(
    "/packs/{pack}/dispatch/interviews/{rule}/{org}",
    response=READ_ONE,
    summary=_("Draft of a letter of interview"),
)
def draft_interview(
    request: HttpRequest,
    pack: str,
    rule: str,
    org: str,
    wanted: Query[PeriodQuery],
    speech: Query[Speech],
) -> Told:
    """That a person decided upon."""
    table = dispatch_table(programme_of(request, pack), wanted.period)
    return tell_draft(interview_letter(acting(request), table, rule, org), speech.lang)
