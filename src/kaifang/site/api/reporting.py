"""Operations on reporting for reading: what is owed, one form, how complete, whom to call."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from kaifang.programme.opening import Programme
from kaifang.programme.reporting import plain
from kaifang.programme.reporting.closing import close
from kaifang.programme.reporting.desk import calls
from kaifang.programme.reporting.due import owed_by, punctuality
from kaifang.programme.reporting.forms import open_form
from kaifang.site.acting import acting
from kaifang.site.api.answers import READ_LIST, READ_ONE, WROTE, Told
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import ClosingAsked, Id
from kaifang.site.api.forms import Slice, Speech
from kaifang.site.api.views import asked_of, listed

router = Router(auth=SIGNED_IN)


class FormQuery(Schema):
    """Of which form and period."""

    form: Id = ""
    period: str = Field("", max_length=60)


class DutyQuery(FormQuery):
    """Which duties."""

    org: Id = ""


def programme_of(request: HttpRequest, pack: str) -> Programme:
    """A programme as whoever asks sees it. Raises: NotInstalled."""
    return asked_of(request, pack).programme


def period_of(slug: str) -> str:
    """The period of an address, in which "--" stands for "/"."""
    return slug.replace("--", "/")


@router.get("/packs/{pack}/duties", response=READ_LIST, summary=_("What is owed (signed-in users)"))
def list_duties(
    request: HttpRequest,
    pack: str,
    wanted: Query[DutyQuery],
    speech: Query[Speech],
    part: Query[Slice],
) -> Told:
    """Form by form, period by period, of the organisations that one may look into."""
    programme = programme_of(request, pack)
    found = owed_by(acting(request), programme, wanted.form, wanted.period, wanted.org)
    return listed(found, part, lambda one: plain.tell_owed(programme.law, one, speech.lang))


@router.get(
    "/packs/{pack}/forms/{form}/{org}/{period}",
    response=READ_ONE,
    summary=_("One form (signed-in users)"),
)
def show_form(
    request: HttpRequest, pack: str, form: str, org: str, period: str, speech: Query[Speech]
) -> Told:
    """Its rows with value, findings, history; what one may do with it; the version to go on from."""
    programme = programme_of(request, pack)
    found = open_form(acting(request), programme, form, org, period_of(period))
    return plain.tell_form(programme.law, found, speech.lang)


@router.post("/packs/{pack}/closings", response=WROTE, summary=_("Close a form's period"))
def close_period(request: HttpRequest, pack: str, asked: ClosingAsked) -> Told:
    """From here on a change is a correction; closing again changes nothing."""
    programme = programme_of(request, pack)
    done = close(acting(request), programme, asked.form, asked.period, asked.reason)
    return {
        "form": done.closing.form,
        "period": done.closing.period,
        "closed_at": done.closing.at.isoformat(),
        "missing": list(done.missing),
    }


@router.get(
    "/packs/{pack}/completeness",
    response=READ_LIST,
    summary=_("Completeness and timeliness (signed-in users)"),
)
def list_completeness(
    request: HttpRequest,
    pack: str,
    wanted: Query[FormQuery],
    speech: Query[Speech],
    part: Query[Slice],
) -> Told:
    """Organisation by organisation, over what has fallen due."""
    programme = programme_of(request, pack)
    found = punctuality(acting(request), programme, wanted.form, wanted.period)
    return listed(found, part, lambda one: plain.tell_punctuality(programme.law, one, speech.lang))


@router.get("/packs/{pack}/desk", response=READ_LIST, summary=_("The reminder desk"))
def list_calls(
    request: HttpRequest,
    pack: str,
    wanted: Query[FormQuery],
    speech: Query[Speech],
    part: Query[Slice],
) -> Told:
    """Who is late or due soon, whom to call, and the text to copy."""
    programme = programme_of(request, pack)
    found = calls(acting(request), programme, wanted.form, wanted.period)
    return listed(found, part, lambda one: plain.tell_call(programme.law, one, speech.lang))
