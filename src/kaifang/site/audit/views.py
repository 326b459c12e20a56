"""Read the audit, one entry of it, a range as a file; verify the chain. Nothing here changes it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kaifang.core.errors import KaifangError
from kaifang.programme.auditing import checking, exporting, reading, wording
from kaifang.programme.errors import UnknownChoice
from kaifang.programme.people.errors import UnknownUser
from kaifang.programme.rights import Act, Actor, demand
from kaifang.site.acting import acting
from kaifang.site.asking import read, spoken
from kaifang.site.audit import tables
from kaifang.site.audit.forms import EntriesForm, VerifyForm
from kaifang.site.components.markup import said
from kaifang.site.components.places import Crumb, paged
from kaifang.store.audit import head

ENTRIES_A_PAGE = 50
AUDIT, WALK = "/audit/", "audit_walk"
KINDS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the entries that the filter finds, the newest first."""
    actor = acting(request)
    form = EntriesForm(_filtered(request), reading.acts_found(actor))
    try:
        page = paged(request.GET, tables.Entries(actor, form.wanted), ENTRIES_A_PAGE)
    except UnknownUser as refusal:
        form.add_error("person", said(refusal.says))
        page = paged(request.GET, [], ENTRIES_A_PAGE)
    return render(request, "audit/index.html", {
        "filter": form,
        "table": tables.entries(page.object_list, request.GET, _names(request)),
        "page": page,
        "head": head(),
        "range": _range(request),
    }, status=200 if form.is_valid() or not form.is_bound else 400)  # fmt: skip


@never_cache
@login_required
@require_safe
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show one entry whole: who, from where, what it changed, why, and its seal."""
    entry, known = reading.entry_numbered(acting(request), number), _names(request)
    return render(request, "audit/show.html", {
        "entry": entry,
        "at": tables.stamp(entry.at),
        "act": wording.act_in_words(entry.act),
        "subject": wording.subject_in_words(entry.subject, known),
        "table": tables.differences(entry, known),
        "newest": head().number,
        "trail": [Crumb(_("Audit"), AUDIT), Crumb(_("No. %(n)s") % {"n": number})],
    })  # fmt: skip


@never_cache
@login_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Verify the chain when asked, and hold it against a head that was printed earlier.

    A long chain is gone through part by part, each in a request of its own; how far it has come
    stays with the login, so that one may leave and come back.
    """
    actor, asked = acting(request), "head" in request.GET
    demand(actor, Act.READ_AUDIT)
    form, found = VerifyForm(request.GET if asked else None), None
    if asked and form.is_valid():
        try:
            found = _gone_on(request, actor, form.cleaned_data["head"].strip())
        except KaifangError as refusal:
            form.add_error("head", f"{said(refusal.says)} {said(refusal.remedy)}")
    return render(request, "audit/verify.html", {
        "form": form,
        "found": found,
        "goes_on": asked and WALK in request.session,
        "waiting": None if asked else request.session.get(WALK),
        "head": head(),
        "trail": [Crumb(_("Audit"), AUDIT), Crumb(_("Verify"))],
    }, status=400 if form.errors else 200)  # fmt: skip


def _gone_on(request: HttpRequest, actor: Actor, printed: str) -> checking.ChainVerified:
    """One part more, from the start or from where the same verification stood.

    It ends early where more faults were found than a page lists.
    """
    stood = request.session.pop(WALK, None)
    goes_on = bool(stood) and "from" in request.GET and stood["head"] == printed
    found = (
        checking.verify_part(
            actor, printed, tables.walk_of(stood), events=tables.event_walk_of(stood)
        )
        if goes_on
        else checking.verify_part(actor, printed)
    )
    if not found.is_over and len(found.all_faults) <= tables.FAULTS_SHOWN:
        request.session[WALK] = tables.kept_walk(found, printed)
    return found


@never_cache
@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give out a range of the chain that an outsider can verify."""
    format = request.GET.get("format", "csv")
    demand(acting(request), Act.READ_AUDIT)
    if format not in KINDS:
        raise UnknownChoice(name=_("Format"), found=format, near=list(KINDS))
    wanted = EntriesForm(request.GET).wanted
    made = exporting.export(acting(request), wanted, format, spoken())
    answer = HttpResponse(made.content, content_type=KINDS[format])
    answer["Content-Disposition"] = f'attachment; filename="audit-{made.head.printed}.{format}"'
    return answer


def _filtered(request: HttpRequest) -> object:
    """The filter of the address; None where it holds none, so that nothing is offered to clear."""
    return request.GET if any(request.GET.get(name) for name in EntriesForm.base_fields) else None


def _range(request: HttpRequest) -> str:
    """What of the address bounds an export."""
    query = request.GET.copy()
    for name in set(query) - {"from_day", "to_day", "first", "last"}:
        del query[name]
    return query.urlencode()


def _names(request: HttpRequest) -> wording.Names:
    """What codes are called, as far as the programme that is meant knows them."""
    asked = read(request)
    return wording.NOBODY if asked is None else wording.names_in(asked.law)
