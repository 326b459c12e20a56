"""Import of cases: the template goes out, a filled-in book is looked at, then brought in whole."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kaifang.core.errors import KaifangError
from kaifang.exchange.sheets import MEDIA_TYPES
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.casework.listing import PROJECT
from kaifang.programme.intake import bringing, following, holding
from kaifang.programme.intake.bringing import LookedAt
from kaifang.programme.intake.planning import IntakePlan
from kaifang.programme.reporting.uploading import received
from kaifang.programme.rights import NotAllowed
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered, spoken
from kaifang.site.components.markup import said
from kaifang.site.components.places import Crumb
from kaifang.site.intake import forms, tables

XLSX = MEDIA_TYPES[".xlsx"]


@never_cache
@login_required
@answered
def index(request: HttpRequest, asked: Asked, process: str) -> HttpResponse:
    """Say how cases are imported; a POST looks at a book, or brings in one that was looked at."""
    entry = bringing.expect_kept(acting(request), asked.programme, process)
    if request.method != "POST":
        return _page(request, asked, entry)
    act = _confirmed if request.POST.get("act") == forms.CONFIRM else _checked
    try:
        return act(request, asked, entry)
    except NotAllowed:
        raise
    except KaifangError as refusal:
        return _page(request, asked, entry, problem=refusal)


@login_required
@require_safe
@answered
def workbook(request: HttpRequest, asked: Asked, process: str) -> HttpResponse:
    """Hand out the book of a process, to be filled in."""
    actor = acting(request)
    entry = bringing.expect_kept(actor, asked.programme, process)
    filled = "filled" in request.GET
    data = bringing.template(actor, asked.programme, process, spoken(), filled=filled)
    answer = HttpResponse(data, content_type=XLSX)
    name = f"{said(entry.name.text)}-{_('Import')}.xlsx"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@never_cache
@login_required
@require_safe
@answered
def progress(request: HttpRequest, asked: Asked, process: str, ticket: str) -> HttpResponse:
    """How far a book has come that one is sending oneself."""
    actor = acting(request)
    bringing.expect_kept(actor, asked.programme, process)
    found = following.progress_of(actor, ticket)
    return render(request, "intake/progress.html", {"found": found})


def _checked(request: HttpRequest, asked: Asked, entry: ProcessEntry) -> HttpResponse:
    """Look at a book and tell what its import would do; nothing is recorded yet."""
    upload = forms.CheckForm(request.POST, request.FILES)
    if not upload.is_valid():
        return _page(request, asked, entry, upload=upload, status=HTTPStatus.BAD_REQUEST)
    actor, file = acting(request), upload.cleaned_data["book"]
    data = received(file.name, file)
    with following.followed(actor, upload.cleaned_data["ticket"]) as watch:
        looked = bringing.look_at(actor, asked.programme, entry.id, data, file.name, watch)
        return _shown(request, asked, entry, looked)


def _confirmed(request: HttpRequest, asked: Asked, entry: ProcessEntry) -> HttpResponse:
    """Bring in a book that was looked at; what has become wrong meanwhile is told again."""
    form = forms.ConfirmForm(request.POST)
    actor = acting(request)
    given = form.cleaned_data if form.is_valid() else dict.fromkeys(form.fields, "")
    data = holding.held_book(actor, given["secret"])
    with following.followed(actor, given["ticket"]) as watch:
        looked = bringing.look_at(actor, asked.programme, entry.id, data, given["name"], watch)
        if not looked.is_sound:
            return _shown(request, asked, entry, looked)
        found = bringing.record_looked_at(actor, asked.programme, looked)
    messages.success(request, _told(found))
    return HttpResponseRedirect(asked.address(f"/cases/{entry.id}/"))


def _told(found: IntakePlan) -> str:
    if not found.acts:
        return _("The workbook says nothing new; nothing was changed.")
    counts = {"new": found.new, "continued": found.continued, "unchanged": found.unchanged}
    return _("Imported: %(new)s new, %(continued)s gone on, %(unchanged)s unchanged.") % counts


def _shown(
    request: HttpRequest, asked: Asked, entry: ProcessEntry, looked: LookedAt
) -> HttpResponse:
    """What was found in a book: the way to its import, or to its marked copy."""
    actor = acting(request)
    if looked.is_sound:
        secret = holding.hold(actor, looked)
        confirm = forms.ConfirmForm(initial={"secret": secret, "name": looked.name[:200]})
        return _page(request, asked, entry, looked=looked, confirm=confirm)
    copy = asked.address(f"/forms/marked/{holding.keep_marked(actor, looked, spoken())}/")
    status = HTTPStatus.BAD_REQUEST
    return _page(request, asked, entry, looked=looked, copy=copy, status=status)


def _page(
    request: HttpRequest,
    asked: Asked,
    entry: ProcessEntry,
    *,
    looked: LookedAt | None = None,
    confirm: forms.ConfirmForm | None = None,
    copy: str = "",
    upload: forms.CheckForm | None = None,
    problem: KaifangError | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    base, ticket = f"/cases/{entry.id}/", following.ticket(request.POST.get("ticket", ""))
    upload = upload or forms.CheckForm()
    for one in (upload, confirm):
        if one is not None:
            one.fields["ticket"].initial = ticket
    findings = looked.plan.findings if looked else ()
    return render(request, "intake/index.html", {
        "process": entry, "name": entry.name.text,
        "looked": looked, "found": looked.plan if looked else None,
        "count": len(findings), "more": max(0, len(findings) - tables.MOST),
        "table": tables.finding_table(findings) if findings else None,
        "confirm": confirm, "copy": copy, "problem": problem,
        "upload": upload,
        "progress": asked.address(f"{base}import/progress/{ticket}/"),
        "book": asked.address(f"{base}import/workbook/"),
        "filled": asked.address(f"{base}import/workbook/", filled=1),
        "list": asked.address(base),
        "trail": [_above(asked, entry), Crumb(entry.name.text, asked.address(base)),
                  Crumb(_("Import"))],
    }, status=HTTPStatus.BAD_REQUEST if problem else status)  # fmt: skip


def _above(asked: Asked, entry: ProcessEntry) -> Crumb:
    """What the page stands beneath: the projects, or the registers."""
    label, name = (
        (_("Projects"), "projects") if entry.object == PROJECT else (_("Registers"), "cases")
    )
    return Crumb(label, asked.address(reverse(f"{name}:index")))
