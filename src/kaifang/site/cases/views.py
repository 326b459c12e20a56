"""Cases: the registers, the list of a process, a new case, and one case with what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kaifang.cases.definition import Definition
from kaifang.cases.renaming import is_of_earlier
from kaifang.core.errors import KaifangError, nearest
from kaifang.packs.schema.duplicates import MERGED_STATE
from kaifang.packs.schema.processes import CaseField
from kaifang.programme.alarms.tracing import tasks_of_case
from kaifang.programme.casework import evidence, keeping
from kaifang.programme.casework.earlier import is_outdated
from kaifang.programme.casework.errors import ActRefused
from kaifang.programme.casework.history import case_history, corrected_on, instant_on
from kaifang.programme.casework.keeping import Given
from kaifang.programme.casework.listing import (
    PROJECT,
    case_name,
    case_number,
    chosen,
    registers,
)
from kaifang.programme.casework.offering import (
    Offer,
    OfferedAct,
    asked_act,
    asked_again,
    correctable,
    offer,
    opening_orgs,
    openings,
)
from kaifang.programme.casework.past import case_at, cases_at
from kaifang.programme.casework.path import state_path
from kaifang.programme.casework.reading import CaseView, case_list, case_state, commanded
from kaifang.programme.casework.referring import referable
from kaifang.programme.duplicates.histories import absorbed, counted_in
from kaifang.programme.errors import UnknownChoice
from kaifang.programme.naming import org_name
from kaifang.programme.rights import Act, NotAllowed, may
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.cases import forms, tables
from kaifang.site.cases.forms import CaseActForm, CorrectionForm, NewCaseForm
from kaifang.site.components.markup import said
from kaifang.site.components.places import Choice, Crumb, choices, paged
from kaifang.site.exporting import asked_for
from kaifang.site.worklist.tables import task_links
from kaifang.store.errors import ChangedMeanwhile

ROWS_A_PAGE = 50


@never_cache
@login_required
@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the registers of the pack."""
    moment = asked.moment if _is_past(asked) else None
    found = registers(acting(request), asked.programme, moment)
    table = tables.register_table(asked, found, request.GET)
    if file := asked_for(request, asked, table):
        return file
    return render(request, "cases/index.html", {"table": table if found else None})


@never_cache
@login_required
@answered
def listed(request: HttpRequest, asked: Asked, process: str) -> HttpResponse:
    """List the cases of a process that whoever asks may see, or show them by their stages."""
    own = commanded(asked.law, process)
    merged = MERGED_STATE if request.GET.get("state") == MERGED_STATE else ""
    past, actor = _is_past(asked), acting(request)
    every = (
        cases_at(actor, asked.programme, process, asked.moment, merged)
        if past
        else case_list(actor, asked.programme, process, merged)
    )
    orgs = [asked.law.orgs[id] for id in _in_order(asked, {one.org for one in every})]
    filters = forms.CaseFilters(
        asked, own, orgs, any(is_of_earlier(one.state, own.process) for one in every)
    )
    found = chosen(asked.law, every, filters.wanted)
    page, leaves = paged(request.GET, found, ROWS_A_PAGE), "format" in request.GET
    by_stage = request.GET.get("view") == "stages" and not leaves
    told = found if leaves else () if by_stage else page.object_list  # a file holds them all
    empty = _("No case matches.") if every else _("There is no case yet that you may see.")
    table = tables.case_table(asked, own, told, request.GET, _words(request, asked), empty)
    if file := asked_for(request, asked, table):
        return file
    new, openers = ("", "") if past else _opening(request, asked, own)
    ways = [("list", _("As a list")), ("stages", _("By stage"))]
    return render(request, "cases/list.html", {
        "name": own.process.name.text,
        "own": own,
        "table": None if by_stage else table,
        "page": page,
        "stages": tables.stages(asked, own, found) if by_stage else (),
        "filters": filters,
        "ways": choices(request.GET, "view", ways),
        "none": not every,
        "count": len(found),
        "new": new,
        "openers": openers,
        "past": past,
        "trail": _trail(asked, own),
    })  # fmt: skip


@never_cache
@login_required
@answered
def new(request: HttpRequest, asked: Asked, process: str) -> HttpResponse:
    """Begin a case by the act that its definition begins with."""
    actor, own = acting(request), commanded(asked.law, process)
    acts = {one.event: one for one in openings(asked.programme, process)}
    act = _named(acts, request.POST.get("act") or request.GET.get("act") or next(iter(acts)))
    orgs = opening_orgs(actor, asked.programme, process, act.event)
    form = NewCaseForm(asked.law, act, 0, asked.moment.as_of, *_posted(request), orgs=orgs,
                       others=_others(request, asked))  # fmt: skip
    tried = Tried(form)
    if form.is_bound:
        tried = _opened(request, asked, own, form)
        if tried.view:
            messages.success(request, _("The case is open."))
            return HttpResponseRedirect(tables.address(asked, own, tried.view))
    return render(request, "cases/new.html", {
        "own": own,
        "form": form,
        "tried": tried,
        "ways": _ways(asked, own, acts.values(), act) if len(acts) > 1 else (),
        "trail": [*_trail(asked, own, here=False), Crumb(_("New"))],
    }, status=tried.status)  # fmt: skip


@never_cache
@login_required
@answered
def show(request: HttpRequest, asked: Asked, process: str, case: str) -> HttpResponse:
    """Show one case; a POST does what its form asks, or says which rule speaks against it."""
    actor, programme = acting(request), asked.programme
    past = _is_past(asked)  # nothing is done to what was
    view = (
        case_at(actor, programme, process, case, asked.moment)
        if past and request.method != "POST"
        else case_state(actor, programme, process, case)
    )
    tried = Tried()
    if request.method == "POST":
        tried = _tried(request, asked, process, view)
        if tried.view:
            messages.success(request, _("Done, and recorded."))
            return HttpResponseRedirect(tables.address(asked, view.state.definition, view))
        view = case_state(actor, programme, process, case)
    own, now = view.state.definition, commanded(asked.law, process)
    history = case_history(actor, programme, process, view)
    merged = [(one, case_history(actor, programme, process, one))
              for one in absorbed(actor, programme, process, view)]  # fmt: skip
    offered = Offer() if past else offer(actor, programme, view)
    right = frozenset() if past else correctable(actor, programme, view)
    words = _words(request, asked)
    facts, unknown = _facts(request, asked, view, words)
    if tried.form is None and "correct" in request.GET:
        tried = Tried(_correction(request, asked, view, request.GET["correct"]))
    return render(request, "cases/show.html", {
        "view": view,
        "own": own,
        "name": case_name(view),
        "number": case_number(view.case),
        "subject": f"case:{view.case}",
        "org": org_name(asked.law, view.org),
        "is_demo": tables.is_demo(asked, view),
        "state_name": own.label("states", view.state.state or ""),
        "path": state_path(view.state),
        "facts": facts,
        "unknown": unknown,
        "clocks": tables.clocks(view),
        "entries": tables.joined_timeline(
            asked,
            tables.timeline(asked, view, history, right, words),
            merged,
            words,
        ),
        "held": [
            (case_name(one), org_name(asked.law, one.org), tables.address(asked, own, one))
            for one, _history in merged
        ],
        "present": now.version,
        "outdated": is_outdated(own, now),
        "migrates": may(actor, Act.KEEP_CASE, asked.law.head.org or "", asked.law.orgs),
        "counted": _counted(asked, counted_in(actor, programme, process, view)),
        "deviations": view.state.deviations,
        "tasks": task_links(asked, tasks_of_case(actor, programme, process, case)),
        "acts": _forms(request, asked, view, offered, tried),
        "withheld": offered.withheld,
        "keeps": may(actor, Act.KEEP_CASE, view.org, asked.law.orgs),
        "tried": tried,
        "past": past,
        "trail": [*_trail(asked, own, here=False), Crumb(case_name(view))],
    }, status=tried.status)  # fmt: skip


def _counted(asked: Asked, found: CaseView | None) -> tuple[str, str] | None:
    """The case in which a merged one counts, where whoever asks may see it."""
    if found is None:
        return None
    return case_name(found), tables.address(asked, found.state.definition, found)


@never_cache
@login_required
@answered
def file(request: HttpRequest, asked: Asked, process: str, case: str, sha256: str) -> HttpResponse:
    """Hand out a file of a case, always as a download."""
    found, data = evidence.read_file(acting(request), asked.programme, process, case, sha256)
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


# -- acts -----------------------------------------------------------------------------------------


@dataclass
class Tried:
    """What became of an act: the case as it stands then, or the form and what speaks against it."""

    form: CaseActForm | None = None
    view: CaseView | None = None
    refusal: ActRefused | None = None
    changed: ChangedMeanwhile | None = None

    @property
    def status(self) -> int:
        if self.changed:
            return 409
        if self.refusal:
            return 403 if self.refusal.is_forbidden else 400
        return 400 if self.form is not None and self.form.is_bound and self.form.errors else 200


def _opened(request: HttpRequest, asked: Asked, own: Definition, form: NewCaseForm) -> Tried:
    _keep_files(request, asked, form, str(form.data.get("org", "")))
    if not form.is_valid():
        return Tried(form)
    process, org = own.process.id, form.cleaned_data["org"]
    at = instant_on(asked.programme, process, form.cleaned_data["on"], None)
    given = Given(form.proofs, form.values, form.cleaned_data.get("reason", ""), at)
    try:
        view = keeping.open_case(
            acting(request), asked.programme, process, org, given, form.asked.event
        )
    except KaifangError as error:
        return _refused(form, error)
    return Tried(view=view)


def _tried(request: HttpRequest, asked: Asked, process: str, view: CaseView) -> Tried:
    """Do what was posted, or tell why not; what was typed stays in the form."""
    name = request.POST.get("act", "")
    if name == "correct":
        form: CaseActForm = _correction(request, asked, view, request.POST.get("event", ""))
    else:
        act = asked_act(view.state, name)
        if act is None:
            raise UnknownChoice(name=_("Act"), found=name, near=nearest(name, _events(view)))
        form = CaseActForm(
            asked.law, act, view.version, asked.moment.as_of, request.POST, request.FILES,
            others=_others(request, asked),
        )  # fmt: skip
    _keep_files(request, asked, form, view.org, view)
    if not form.is_valid():
        return Tried(form)
    try:
        return Tried(view=_do(request, asked, process, view, form))
    except KaifangError as error:
        tried = _refused(form, error)
    if tried.changed:
        now = case_state(acting(request), asked.programme, process, view.case)
        form.data["version"] = now.version
    return tried


def _do(
    request: HttpRequest, asked: Asked, process: str, view: CaseView, form: CaseActForm
) -> CaseView:
    actor, given, day = acting(request), form.cleaned_data, form.cleaned_data["on"]
    version, reason = given["version"], given.get("reason", "")
    if isinstance(form, CorrectionForm):
        at = corrected_on(asked.programme, form.old.occurred_at, day)
        proofs, data = {**form.unasked_proofs, **form.proofs}, {**form.unasked, **form.values}
        return keeping.correct(
            actor, asked.programme, process, view.case, given["event"],
            Given(proofs, data, reason, at), version=version,
        )  # fmt: skip
    at = instant_on(asked.programme, process, day, view.state.position.last)
    told = Given(form.proofs, form.values, reason, at)
    return keeping.act(actor, asked.programme, process, view.case, form.asked.event, told,
                       version=version)  # fmt: skip


def _refused(form: CaseActForm, error: KaifangError) -> Tried:
    if isinstance(error, NotAllowed):
        raise error  # told on a page of its own
    if isinstance(error, ActRefused):
        return Tried(form, refusal=error)
    if isinstance(error, ChangedMeanwhile):
        return Tried(form, changed=error)
    form.add_error(None, f"{said(error.says)} {said(error.remedy)}")
    return Tried(form)


def _keep_files(
    request: HttpRequest, asked: Asked, form: CaseActForm, org: str, view: CaseView | None = None
) -> None:
    actor, own = acting(request), {one.sha256: one for one in _files(view)}

    def known(sha256: str) -> evidence.CaseFile | None:
        return own.get(sha256) or evidence.kept_file(actor, sha256)

    def keep(name: str, source: Any) -> evidence.CaseFile:
        return evidence.keep_file(actor, asked.programme, org, name, source)

    form.keep_files(keep, known)


def _files(view: CaseView | None) -> list[evidence.CaseFile]:
    if view is None:
        return []
    own = view.state.definition
    given = [one for step in view.state.history
             for one in evidence.given_evidence(own, step.event.data)]  # fmt: skip
    return [one.file for one in given if one.file]


def _correction(request: HttpRequest, asked: Asked, view: CaseView, number: str) -> CorrectionForm:
    """The form of a correction, with what the event says now."""
    old = next((s.event for s in view.state.history if str(s.event.seq) == number), None)
    if old is None:
        raise keeping.NotAnEventOfTheCase(found=number)
    act, posted = asked_again(view.state, old.type, old.data), _posted(request)
    return CorrectionForm(asked.law, act, view.version, asked.moment.as_of, *posted, old=old,
                          others=_others(request, asked))  # fmt: skip


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _others(request: HttpRequest, asked: Asked) -> forms.Others:
    """The cases of a process that whoever asks may name, as fields of his forms offer them."""

    @cache
    def found(process: str) -> list[tuple[str, str]]:
        return referable(acting(request), asked.programme, process)

    return found


def _words(request: HttpRequest, asked: Asked) -> tables.Words:
    """What values are called; the cases of another process are asked for once."""
    others = _others(request, asked)
    return tables.Words(asked.law, cache(lambda process: dict(others(process))))


def _is_past(asked: Asked) -> bool:
    """Whether a page tells what stood on another day or was known at another instant."""
    return bool(asked.seen_at or asked.as_of)


# -- what is shown --------------------------------------------------------------------------------


def _forms(
    request: HttpRequest, asked: Asked, view: CaseView, offered: Offer, tried: Tried
) -> list[CaseActForm]:
    """The forms of what can be done now; the one that was tried as it was typed."""
    typed = {tried.form.name: tried.form} if tried.form is not None else {}
    others = _others(request, asked)
    found = [
        typed.get(one.event)
        or CaseActForm(asked.law, one, view.version, asked.moment.as_of, others=others)
        for one in offered.acts
    ]
    lost = [one for name, one in typed.items() if one not in found and name != "correct"]
    return [*lost, *found]  # what can be done no more stands there too, for what was typed


def _facts(
    request: HttpRequest, asked: Asked, view: CaseView, words: tables.Words
) -> tuple[list[tuple[object, object]], list[object]]:
    """The declared fields that are known, and the names of the others."""
    own, values = view.state.definition.process, view.state.values
    told = [
        (one.name.text, _fact(request, asked, one, values[one.id], words))
        for one in own.fields
        if one.id in values
    ]
    return told, [one.name.text for one in own.fields if one.id not in values]


def _fact(
    request: HttpRequest, asked: Asked, field: CaseField, value: object, words: tables.Words
) -> object:
    """A value in words; another case as a link to it, where whoever asks may see it."""
    if field.kind == "case" and field.of:
        try:
            other = case_state(acting(request), asked.programme, field.of, str(value))
        except KaifangError:
            return words.of(field, value)
        return tables.linked(asked, other)
    return words.of(field, value)


def _events(view: CaseView) -> list[str]:
    own = view.state.definition
    return [*own.events, *own.extensions]


def _named(acts: dict[str, OfferedAct], name: str) -> OfferedAct:
    if name not in acts:
        raise UnknownChoice(name=_("Act"), found=name, near=nearest(name, acts) or list(acts))
    return acts[name]


def _ways(asked: Asked, own: Definition, acts: Any, act: OfferedAct) -> list[Choice]:
    here = reverse("cases:new", args=[own.process.id])
    return [Choice(one.name, asked.address(here, act=one.event), one is act) for one in acts]


def _opening(request: HttpRequest, asked: Asked, own: Definition) -> tuple[str, str]:
    """Where whoever asks may begin a case; where he may not, who does."""
    try:
        first = openings(asked.programme, own.process.id)[0]
        opening_orgs(acting(request), asked.programme, own.process.id, first.event)
    except KaifangError as error:
        return "", said(error.remedy)
    return asked.address(reverse("cases:new", args=[own.process.id])), ""


def _in_order(asked: Asked, ids: set[str]) -> list[str]:
    return sorted((id for id in ids if id in asked.law.orgs), key=asked.law.orgs.place)


def _trail(asked: Asked, own: Definition, here: bool = True) -> list[Crumb]:
    """Where a page stands: beneath the registers, or beneath the projects."""
    is_project = own.process.object == PROJECT
    label, name = (_("Projects"), "projects") if is_project else (_("Registers"), "cases")
    above = Crumb(label, asked.address(reverse(f"{name}:index")))
    href = "" if here else asked.address(reverse("cases:list", args=[own.process.id]))
    return [above, Crumb(own.process.name.text, href)]
