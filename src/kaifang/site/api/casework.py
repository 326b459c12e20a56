"""Operations on cases of a process: the list, one of them, what is done to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Path, Query, Router, Schema
from ninja.files import UploadedFile

from kaifang.programme.casework import evidence, keeping, past, reading
from kaifang.programme.casework.telling import tell_case, tell_case_whole, tell_file
from kaifang.programme.duplicates.telling import tell_merger
from kaifang.site.acting import acting
from kaifang.site.api import bodies
from kaifang.site.api.answers import (
    READ_LIST,
    READ_ONE,
    REFUSED,
    WROTE,
    Told,
    download,
    file_answer,
)
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import Id, Word
from kaifang.site.api.forms import Slice, Speech
from kaifang.site.api.reporting import programme_of
from kaifang.site.api.views import listed

router = Router(auth=SIGNED_IN)
_BYTES = "application/octet-stream"
_PROCESS = "/packs/{pack}/processes/{process}"
_CASES = f"{_PROCESS}/cases"
_CASE = f"{_CASES}/{{case}}"


class CaseQuery(Schema):
    """Which cases."""

    state: Id = ""
    org: Id = ""


class MomentQuery(Schema):
    """At the end of a day; as the store knew it at an instant, or at the end of a day."""

    as_of: Word = ""
    seen_at: Word = ""


@router.get(_CASES, response=READ_LIST, summary=_("Cases of a process (signed-in users)"))
def list_cases(
    request: HttpRequest,
    pack: str,
    process: str,
    wanted: Query[CaseQuery],
    when: Query[MomentQuery],
    speech: Query[Speech],
    part: Query[Slice],
) -> Told:
    """Those that one may see, the one that began last on top."""
    programme = programme_of(request, pack)
    asked = acting(request), programme, process
    if when.as_of or when.seen_at:
        moment = programme.moment(when.as_of, when.seen_at)
        found = past.cases_in(*asked, moment, wanted.state, wanted.org)
    else:
        found = reading.case_list(*asked, wanted.state, wanted.org)
    return listed(found, part, lambda one: tell_case(programme.law, one, speech.lang))


@router.get(_CASE, response=READ_ONE, summary=_("One case (signed-in users)"))
def show_case(
    request: HttpRequest,
    pack: str,
    process: str,
    case: Path[Id],
    when: Query[MomentQuery],
    speech: Query[Speech],
) -> Told:
    """Where it stands with its clocks, its history, and what one may do next."""
    actor, programme = acting(request), programme_of(request, pack)
    moment = programme.moment(when.as_of, when.seen_at)
    if when.as_of:
        found = past.case_at(actor, programme, process, case, moment)
    else:
        found = reading.case_state(actor, programme, process, case, moment.seen_at)
    return {
        **tell_case_whole(actor, programme, found, speech.lang),
        **tell_merger(actor, programme, process, found, speech.lang),
    }


@router.post(_CASES, response=WROTE, summary=_("Open a case"))
def open_case(request: HttpRequest, pack: str, process: str, asked: bodies.CaseOpened) -> Told:
    """Of an organisation; refused with the rule and its source."""
    actor, programme = acting(request), programme_of(request, pack)
    told = _given(asked)
    found = keeping.open_case(actor, programme, process, asked.org, told, asked.act)
    return tell_case_whole(actor, programme, found, "zh")


@router.post(f"{_CASE}/acts", response=WROTE, summary=_("Act upon a case"))
def act_on_case(
    request: HttpRequest, pack: str, process: str, case: Path[Id], asked: bodies.CaseMoved
) -> Told:
    """With evidence, fields and a reason; refused with the rule and its source."""
    actor, programme = acting(request), programme_of(request, pack)
    told, version = _given(asked), asked.expected_version
    found = keeping.act(actor, programme, process, case, asked.act, told, version=version)
    return tell_case_whole(actor, programme, found, "zh")


@router.post(f"{_CASE}/corrections", response=WROTE, summary=_("Correct an event of a case"))
def correct_case(
    request: HttpRequest, pack: str, process: str, case: Path[Id], asked: bodies.CaseCorrected
) -> Told:
    """What is given replaces the event as a whole; what was there stays readable as of then."""
    actor, programme = acting(request), programme_of(request, pack)
    given, version = _given(asked), asked.expected_version
    told = replace(given, data={**given.data, "because": asked.because})
    found = keeping.correct(actor, programme, process, case, asked.event, told, version=version)
    return tell_case_whole(actor, programme, found, "zh")


@router.post(
    f"{_PROCESS}/evidence", response=WROTE, summary=_("Keep a file as evidence of an act to come")
)
def keep_file(
    request: HttpRequest, pack: str, process: str, file: File[UploadedFile], org: Form[Id]
) -> Told:
    """PDF, PNG, JPEG, DOCX or XLSX without macros, up to 20 MB; an act names it by its hash."""
    actor, programme = acting(request), programme_of(request, pack)
    reading.commanded(programme.law, process)
    name = (file.name or "").replace("\0", "")
    return tell_file(evidence.keep_file(actor, programme, org, name, file))


@router.get(
    f"{_CASE}/evidence/{{sha256}}",
    response=REFUSED,
    openapi_extra=file_answer(_BYTES),
    summary=_("A file of a case (signed-in users)"),
)
def show_file(
    request: HttpRequest, pack: str, process: str, case: Path[Id], sha256: str
) -> HttpResponse:
    """Always as a download."""
    actor, programme = acting(request), programme_of(request, pack)
    found, data = evidence.read_file(actor, programme, process, case, sha256)
    return download(data, _BYTES, found.name)


def _given(asked: bodies.CaseTold) -> keeping.Given:
    given: dict[str, Any] = {
        kind: what if isinstance(what, str) else what.model_dump()
        for kind, what in asked.evidence.items()
    }
    return keeping.Given(given, asked.data, asked.reason, asked.occurred_at)
