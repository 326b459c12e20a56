"""Operations on books of cases: the template of a process, and a filled-in one brought in."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile

from kaifang.exchange.sheets import MEDIA_TYPES
from kaifang.programme.intake import bringing, holding
from kaifang.programme.intake.errors import CaseBookRefused
from kaifang.programme.reporting.uploading import received
from kaifang.site.acting import acting
from kaifang.site.api.answers import CLASHED, REFUSED, Told, download, file_answer
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.forms import BookProblem, Speech
from kaifang.site.api.problems import problem
from kaifang.site.api.reporting import programme_of

router = Router(auth=SIGNED_IN)
_XLSX = MEDIA_TYPES[".xlsx"]
_BOOK = "/packs/{pack}/processes/{process}/cases-book"


class CaseBookQuery(Schema):
    """Whether the cases on record stand in it."""

    filled: bool = False


class IntakeQuery(Schema):
    """Whether a book is only looked at."""

    check: bool = False


@router.get(
    _BOOK,
    response=REFUSED,
    openapi_extra=file_answer(_XLSX),
    summary=_("The workbook by which cases are imported"),
)
def show_case_book(
    request: HttpRequest,
    pack: str,
    process: str,
    wanted: Query[CaseBookQuery],
    speech: Query[Speech],
) -> HttpResponse:
    """With drop-downs, for whoever keeps cases; blank, or with those on record to go on with."""
    actor, programme = acting(request), programme_of(request, pack)
    data = bringing.template(actor, programme, process, speech.lang, filled=wanted.filled)
    return download(data, _XLSX, f"{process}.xlsx")


@router.post(
    _BOOK,
    response={200: Told, **CLASHED, 400: BookProblem},
    summary=_("Import cases with their history"),
)
def bring_case_book(
    request: HttpRequest,
    pack: str,
    process: str,
    file: File[UploadedFile],
    wanted: Query[IntakeQuery],
    speech: Query[Speech],
) -> Told | HttpResponse:
    """All or nothing; the same book twice changes nothing. With `check` nothing is recorded.

    One with wrong cells is refused whole: `marked` says where its marked copy is fetched.
    """
    actor, programme = acting(request), programme_of(request, pack)
    name = file.name or ""
    looked = bringing.look_at(actor, programme, process, received(name, file), name)
    if not looked.is_sound:
        marked = f"/api/v1/marked/{holding.keep_marked(actor, looked, speech.lang)}"
        refusal = CaseBookRefused(looked.plan.findings, where=name)
        return problem(request, refusal, HTTPStatus.BAD_REQUEST, marked=marked)
    found = looked.plan
    if not wanted.check:
        found = bringing.record_looked_at(actor, programme, looked)
    counts = {"new": found.new, "continued": found.continued, "unchanged": found.unchanged}
    return {**counts, "acts": len(found.acts), "recorded": not wanted.check}
