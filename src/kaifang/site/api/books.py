"""Operations on workbooks: a form as a workbook, a returned one, the due dates as a calendar."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Query, Router
from ninja.files import UploadedFile

from kaifang.exchange.sheets import MEDIA_TYPES
from kaifang.programme.proofs import MOST_BYTES, EvidenceTooLarge
from kaifang.programme.reporting.books import submit_book, template
from kaifang.programme.reporting.duties import duty_of
from kaifang.programme.reporting.errors import FormRefused
from kaifang.programme.reporting.feed import due_feed
from kaifang.programme.reporting.plain import tell_saved
from kaifang.programme.reporting.uploading import copy_of, keep_copy
from kaifang.site.acting import acting
from kaifang.site.api.answers import CLASHED, REFUSED, Told, download, file_answer
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.forms import BookProblem, Speech
from kaifang.site.api.problems import problem
from kaifang.site.api.reporting import period_of, programme_of

router = Router(auth=SIGNED_IN)
_XLSX, _CALENDAR = MEDIA_TYPES[".xlsx"], "text/calendar"


@router.get(
    "/packs/{pack}/forms/{form}/{org}/{period}/workbook",
    response=REFUSED,
    openapi_extra=file_answer(_XLSX),
    summary=_("One form as a workbook (signed-in users)"),
)
def show_workbook(
    request: HttpRequest, pack: str, form: str, org: str, period: str, speech: Query[Speech]
) -> HttpResponse:
    """With what stands on it; locked cells, drop-downs, last time's values beside."""
    programme, code = programme_of(request, pack), period_of(period)
    data = template(acting(request), programme, form, org, code, speech.lang)
    slug = duty_of(programme.law, form, org, code).period.slug
    return download(data, _XLSX, f"{form}-{org}-{slug}.xlsx")


@router.post("/packs/{pack}/workbooks", response={200: Told, **CLASHED, 400: BookProblem},
             summary=_("Submit a workbook"))  # fmt: skip
def submit_workbook(
    request: HttpRequest, pack: str, file: File[UploadedFile], speech: Query[Speech]
) -> Told | HttpResponse:
    """For all its organisations or for none; the same book twice changes nothing.

    One with wrong cells is refused whole: `marked` says where its marked copy is fetched.
    """
    name, data = file.name or "", file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise EvidenceTooLarge(name=name, found="> 20 MB", expected="20 MB")
    try:
        done = submit_book(acting(request), programme_of(request, pack), data, name)
    except FormRefused as refusal:
        secret = keep_copy(acting(request), data, refusal, speech.lang)
        return problem(request, refusal, HTTPStatus.BAD_REQUEST, marked=f"/api/v1/marked/{secret}")
    saved = {org: tell_saved(one) for org, one in done.saved.items()}
    return {"form": done.form, "period": done.period, "changed": done.changed, "saved": saved}


@router.get(
    "/marked/{secret}",
    response=REFUSED,
    openapi_extra=file_answer(_XLSX),
    summary=_("The marked copy of a refused workbook"),
)
def show_marked(request: HttpRequest, secret: str) -> HttpResponse:
    """For 12 hours, and only to whoever sent the workbook."""
    return download(copy_of(acting(request), secret), _XLSX, "marked.xlsx")


@router.get(
    "/packs/{pack}/due.ics",
    response=REFUSED,
    openapi_extra=file_answer(_CALENDAR),
    summary=_("Due dates as a calendar (signed-in users)"),
)
def show_calendar(request: HttpRequest, pack: str, speech: Query[Speech]) -> HttpResponse:
    """One's own organisations' forms, for a diary that subscribes to it."""
    address = f"{request.scheme}://{request.get_host()}"
    text = due_feed(acting(request), programme_of(request, pack), speech.lang, address)
    return download(text.encode(), _CALENDAR, "due.ics")
