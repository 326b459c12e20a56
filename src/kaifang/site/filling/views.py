"""One form: filled in, submitted, reviewed, corrected on its page or as a workbook, and signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kaifang.core.errors import KaifangError
from kaifang.exchange.sheets import MEDIA_TYPES
from kaifang.facts.form_values import Finding
from kaifang.packs.law import Law
from kaifang.programme.naming import org_name
from kaifang.programme.people.naming import names_of
from kaifang.programme.reporting import correcting, filling, reviewing, signing, uploading
from kaifang.programme.reporting.acting import Saved
from kaifang.programme.reporting.books import template
from kaifang.programme.reporting.duties import duty_of
from kaifang.programme.reporting.errors import FormRefused
from kaifang.programme.reporting.forms import FormLine, OpenForm, open_form
from kaifang.programme.reporting.history import DRAFT
from kaifang.programme.reporting.telling import standing_text
from kaifang.programme.rights import Act, NotAllowed, may
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered, spoken
from kaifang.site.components.markup import in_words, said
from kaifang.site.components.places import Crumb
from kaifang.site.filling import forms, tables
from kaifang.store.errors import ChangedMeanwhile

XLSX = MEDIA_TYPES[".xlsx"]


@never_cache
@login_required
@answered
def show(request: HttpRequest, asked: Asked, form: str, org: str, period: str) -> HttpResponse:
    """Show a form; a POST saves, submits, uploads, reviews or corrects it."""
    opened = open_form(acting(request), asked.programme, form, org, period)
    if request.method != "POST":
        return _page(request, asked, opened)
    given = forms.GridPost(asked.law, opened.duty.form, request.POST)
    name = request.POST.get("act", "")
    if "X-Autosave" in request.headers:
        return _autosaved(request, asked, opened, given)
    if name == "upload":
        return _uploaded(request, asked, opened)
    act = _ACTS.get(name, _save)
    try:
        told = act(request, asked, opened, given)
    except NotAllowed:
        raise
    except KaifangError as refusal:
        return _refused(request, asked, opened, given, refusal)
    messages.success(request, told)
    return HttpResponseRedirect(asked.address(opened.duty.link))


Doing = Callable[[HttpRequest, Asked, OpenForm, forms.GridPost], str]


def _key(opened: OpenForm) -> tuple[str, str, str]:
    duty = opened.duty
    return duty.form.id, duty.org, duty.period.code


def _save(request: HttpRequest, asked: Asked, opened: OpenForm, given: forms.GridPost) -> str:
    _saved(request, asked, opened, given)
    return _saved_at()


def _saved(request: HttpRequest, asked: Asked, opened: OpenForm, given: forms.GridPost) -> Saved:
    return filling.save_draft(acting(request), asked.programme, *_key(opened), given.changes(),
                              given.version)  # fmt: skip


def _submit(request: HttpRequest, asked: Asked, opened: OpenForm, given: forms.GridPost) -> str:
    """What was typed is saved first, so that a refusal loses nothing."""
    version = given.version
    if given.changes():
        saved = _saved(request, asked, opened, given)
        version = saved.version if saved.changed else version
    filling.submit(acting(request), asked.programme, *_key(opened), {}, version)
    return _("Submitted. Whoever reviews it has been told.")


def _accept(request: HttpRequest, asked: Asked, opened: OpenForm, given: forms.GridPost) -> str:
    reviewing.accept(acting(request), asked.programme, *_key(opened), given.version)
    return _("Accepted.")


def _return(request: HttpRequest, asked: Asked, opened: OpenForm, given: forms.GridPost) -> str:
    cells = given.returned()
    reviewing.reject(acting(request), asked.programme, *_key(opened), cells, given.version)
    return _("Returned: only the cells you ticked can be changed now.")


def _ask(request: HttpRequest, asked: Asked, opened: OpenForm, given: forms.GridPost) -> str:
    correcting.ask_correction(acting(request), asked.programme, *_key(opened), given.changes(),
                              given.reason, given.version)  # fmt: skip
    return _("The correction is asked for. Nothing moves before it is approved.")


def _approve(request: HttpRequest, asked: Asked, opened: OpenForm, given: forms.GridPost) -> str:
    correcting.approve_correction(acting(request), asked.programme, *_key(opened), given.version)
    return _("Approved: the new values are recorded, and the earlier ones stay on record.")


def _refuse(request: HttpRequest, asked: Asked, opened: OpenForm, given: forms.GridPost) -> str:
    correcting.refuse_correction(acting(request), asked.programme, *_key(opened), given.reason,
                                 given.version)  # fmt: skip
    return _("Refused: everything stays as it was.")


_ACTS: Mapping[str, Doing] = {
    "save": _save,
    "submit": _submit,
    "accept": _accept,
    "return": _return,
    "ask": _ask,
    "approve": _approve,
    "refuse": _refuse,
}


def _autosaved(
    request: HttpRequest, asked: Asked, opened: OpenForm, given: forms.GridPost
) -> HttpResponse:
    """Answer the script of the grid: the version to go on from, and what is wrong now."""
    try:
        saved = _saved(request, asked, opened, given)
    except NotAllowed:
        raise
    except KaifangError as refusal:
        stands = {line.key: tables.field_text(line.given) for line in opened.lines}
        return JsonResponse({
            "says": in_words(refusal),
            "version": opened.filled.version, "stands": stands,
        }, status=_status(refusal))  # fmt: skip
    fresh = open_form(acting(request), asked.programme, *_key(opened))
    return JsonResponse({
        "version": saved.version, "says": _saved_at(), **_fragments(request, fresh),
    })  # fmt: skip


def _fragments(request: HttpRequest, opened: OpenForm) -> dict[str, object]:
    """The findings on top and at each cell, as HTML."""
    found = _findings(opened)
    told, blank = tables.spoken_findings(opened, found, loud=_is_loud(opened))
    shown = [finding for _line, finding in told]
    top = render_to_string("filling/findings.html", {"told": told, "blank": blank}, request)
    rows = {
        line.key: render_to_string(
            "filling/cell_findings.html",
            {"findings": [one for one in shown if one.cell.row == line.key]},
            request,
        ).strip()
        for line in opened.lines
    }
    return {"top": top, "rows": rows}


def _uploaded(request: HttpRequest, asked: Asked, opened: OpenForm) -> HttpResponse:
    """A workbook comes in whole, or comes back marked."""
    file = request.FILES.get("book")
    form = forms.BookForm(request.POST, request.FILES)
    if file is None or not form.is_valid():
        return _page(request, asked, opened, upload=form, status=HTTPStatus.BAD_REQUEST)
    actor = acting(request)
    data = b""
    try:
        data = uploading.received(file.name, file)
        came = uploading.submit_upload(actor, asked.programme, opened.duty, data, file.name)
    except FormRefused as refusal:
        return _marked(request, asked, opened, data, refusal)
    except NotAllowed:
        raise
    except KaifangError as refusal:
        return _page(request, asked, opened, problem=refusal, status=_status(refusal))
    told = (
        _("The workbook is submitted: %(count)s cells say something new.") % {"count": came.changed}
        if came.changed
        else _("The workbook says nothing new; nothing was changed.")
    )
    messages.success(request, told)
    return HttpResponseRedirect(asked.address(opened.duty.link))


def _marked(
    request: HttpRequest, asked: Asked, opened: OpenForm, data: bytes, refusal: FormRefused
) -> HttpResponse:
    """All that is wrong with a workbook, and the way to its marked copy."""
    secret = uploading.keep_copy(acting(request), data, refusal, spoken())
    return _page(
        request, asked, opened, problem=refusal, findings=refusal.findings,
        copy=asked.address(f"/forms/marked/{secret}/"), status=HTTPStatus.BAD_REQUEST,
    )  # fmt: skip


def _refused(
    request: HttpRequest,
    asked: Asked,
    opened: OpenForm,
    given: forms.GridPost,
    refusal: KaifangError,
) -> HttpResponse:
    """The page once more with all that was typed and what is wrong with it."""
    fresh = open_form(acting(request), asked.programme, *_key(opened))
    found = refusal.findings if isinstance(refusal, FormRefused) else None
    return _page(
        request, asked, fresh, given=given, problem=refusal, findings=found,
        mode="correct" if request.POST.get("act") == "ask" else "", status=_status(refusal),
    )  # fmt: skip


def _status(refusal: KaifangError) -> int:
    is_late = isinstance(refusal, ChangedMeanwhile)
    return HTTPStatus.CONFLICT if is_late else HTTPStatus.BAD_REQUEST


def _page(
    request: HttpRequest,
    asked: Asked,
    opened: OpenForm,
    *,
    given: forms.GridPost | None = None,
    problem: KaifangError | None = None,
    findings: Sequence[Finding] | None = None,
    copy: str = "",
    upload: forms.BookForm | None = None,
    mode: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    mode = mode or _mode(request, opened)
    found = _findings(opened) if findings is None else findings
    loud = findings is not None or _is_loud(opened)
    told, blank = tables.spoken_findings(opened, found, loud=loud)
    lines = tables.grid(
        asked, opened, is_open=_openness(mode),
        typed=given.cells if given else {}, ticked=given.returned() if given else {},
        findings=[finding for _line, finding in told],
    )  # fmt: skip
    duty = opened.duty
    return render(request, "filling/show.html", {
        "opened": opened, "form": duty.form, "lines": lines, "mode": mode,
        "head": _head(asked.law, opened),
        "standing": standing_text(opened.filled) if opened.owed.state else "",
        "told": told, "blank": blank, "problem": problem, "copy": copy,
        "is_refused": isinstance(problem, FormRefused),
        "why": given.reason if given else "",
        "upload": upload or forms.BookForm(),
        "asked_by": names_of([opened.filled.asked_by]).get(opened.filled.asked_by, ""),
        "base": duty.link,
        "has_official": any(line.official is not None for line in opened.lines),
        "is_demo": asked.law.head.demo,
        "trail": _trail(asked, duty.title(asked.law)),
    }, status=status)  # fmt: skip


def _mode(request: HttpRequest, opened: OpenForm) -> str:
    """What the grid is for: filling in, review, asking for a correction, or reading."""
    if opened.may_fill:
        return "fill"
    if opened.may_review:
        return "review"
    if opened.may_ask and "correct" in request.GET:
        return "correct"
    return "decide" if opened.may_decide else "read"


def _openness(mode: str) -> Callable[[FormLine], bool]:
    if mode == "correct":
        return lambda _line: True
    return lambda line: mode == "fill" and line.is_unlocked


def _findings(opened: OpenForm) -> list[Finding]:
    return [finding for line in opened.lines for finding in line.findings]


def _is_loud(opened: OpenForm) -> bool:
    """On a draft, cells that are still blank are counted, not listed one by one."""
    return opened.filled.state != DRAFT


def _head(law: Law, opened: OpenForm) -> dict[str, object]:
    """What the law wants on a form."""
    duty = opened.duty
    return {
        "org": org_name(law, duty.org),
        "issuer": org_name(law, duty.form.issuer),
        "approval": duty.form.approval.text if duty.form.approval else "",
        "period": duty.period.name(),
        "due": duty.due, "law_due": duty.law_due,
    }  # fmt: skip


@login_required
@require_safe
@answered
def workbook(request: HttpRequest, asked: Asked, form: str, org: str, period: str) -> HttpResponse:
    """Hand out a form as a workbook, with what stands on it now."""
    data = template(acting(request), asked.programme, form, org, period, spoken())
    title = said(duty_of(asked.law, form, org, period).title(asked.law)).replace(" · ", "-")
    return _file(data, f"{title}.xlsx", XLSX)


@login_required
@require_safe
@answered
def marked_copy(request: HttpRequest, asked: Asked, secret: str) -> HttpResponse:
    """Hand out the marked copy of what this reader has just uploaded."""
    return _file(uploading.copy_of(acting(request), secret), _("marked.xlsx"), XLSX)


@never_cache
@login_required
@answered
def signed(request: HttpRequest, asked: Asked, form: str, org: str, period: str) -> HttpResponse:
    """Show the sheet to be signed; a POST keeps the scan of the signed one."""
    actor = acting(request)
    opened = open_form(actor, asked.programme, form, org, period)
    key = _key(opened)
    sent = request.method == "POST"
    typed = (request.POST, request.FILES) if sent else (None, None)
    upload = forms.ScanForm(*typed, initial={"version": opened.filled.version})
    if sent and upload.is_valid():
        file = upload.cleaned_data["file"]
        try:
            signing.attach_scan(actor, asked.programme, *key, file.name, file,
                                upload.cleaned_data["version"])  # fmt: skip
        except NotAllowed:
            raise
        except KaifangError as refusal:
            upload.add_error("file", in_words(refusal))
        else:
            messages.success(request, _("The signed sheet is kept."))
            return HttpResponseRedirect(asked.address(f"{opened.duty.link}sign-off/"))
    sheet = signing.sign_off(actor, asked.programme, *key)
    names = names_of(one.who for one in sheet.scans)
    fills = any(may(actor, act, org, asked.law.orgs) for act in (Act.FILL, Act.FILL_FOR))
    return render(request, "filling/signed.html", {
        "form": opened.duty.form, "head": _head(asked.law, opened),
        "sheet": sheet, "scans": [(one, names.get(one.who, "")) for one in sheet.scans],
        "upload": upload if fills and opened.filled.version else None,
        "lines": [(line, tables.given_text(line.given)) for line in opened.lines],
        "base": f"{opened.duty.link}sign-off/",
        "standing": standing_text(opened.filled) if opened.owed.state else "",
        "trail": [*_trail(asked, opened.title, opened.duty.link), Crumb(_("Sign-off sheet"))],
    }, status=HTTPStatus.BAD_REQUEST if upload.errors else HTTPStatus.OK)  # fmt: skip


@login_required
@require_safe
@answered
def scan(
    request: HttpRequest, asked: Asked, form: str, org: str, period: str, sha256: str
) -> HttpResponse:
    """Hand out a signed sheet, always as a download."""
    key = (form, org, period)
    found, data = signing.read_scan(acting(request), asked.programme, *key, sha256)
    return _file(data, found.name, "application/octet-stream")


def _file(data: bytes, name: str, media_type: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _saved_at() -> str:
    return _("Saved %(time)s") % {"time": f"{localtime():%H:%M}"}


def _trail(asked: Asked, label: object, href: str = "") -> list[Crumb]:
    last = Crumb(label, asked.address(href) if href else "")
    return [Crumb(_("Forms"), asked.address("/forms/")), last]
