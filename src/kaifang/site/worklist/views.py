"""Tasks under way: the list, what is mine today, the chart of their times, and one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.errors import KaifangError, nearest
from kaifang.core.orgs import Org
from kaifang.programme.alarms.tracing import task_origin
from kaifang.programme.errors import UnknownChoice
from kaifang.programme.naming import org_name
from kaifang.programme.people.naming import names_of
from kaifang.programme.rights import Act, NotAllowed, demand, may
from kaifang.programme.tasks import keeping, listing
from kaifang.programme.tasks.evidence import attach_evidence, read_evidence
from kaifang.programme.tasks.owning import assign, owners
from kaifang.programme.tasks.reading import Milestone, TaskStep, TaskView
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.components.gantt import Gantt, Span
from kaifang.site.components.markup import in_words, said
from kaifang.site.components.places import Crumb
from kaifang.site.exporting import asked_for
from kaifang.site.worklist import forms
from kaifang.site.worklist.tables import standing, work_table


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the tasks that whoever asks may see."""
    every = listing.tasks(acting(request), asked.programme)
    leads = {one.row.lead for one in every}
    filters = forms.WorkFilters(asked, [asked.law.orgs[id] for id in _in_order(asked, leads)])
    wanted = filters.wanted
    shown = [one for one in every if wanted.keeps(one)]
    table = work_table(asked, shown, request.GET, _("No task is under way."))
    if file := asked_for(request, asked, table):
        return file
    return render(request, "worklist/index.html", {
        "table": table, "filters": filters, "can_add": bool(_own_orgs(request, asked)),
        "overdue": sum(one.is_overdue for one in every),
    })  # fmt: skip


@answered
def mine(request: HttpRequest, asked: Asked) -> HttpResponse:
    """What is the reader's own to do, those due first on top."""
    tasks = listing.mine(acting(request), asked.programme)
    table = work_table(asked, tasks, request.GET, _("Nothing is waiting for you."))
    if file := asked_for(request, asked, table):
        return file
    overdue = sum(one.is_overdue for one in tasks)
    return render(request, "worklist/mine.html", {"table": table, "overdue": overdue})


@answered
def chart(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Draw when each task runs, with its milestones and today."""
    tasks = [one for one in listing.tasks(acting(request), asked.programme) if one.row.due]
    gantt = Gantt([_span(asked, one) for one in tasks], asked.moment.as_of)
    return render(request, "worklist/chart.html", {"gantt": gantt if tasks else None})


@answered
def new(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Put a task on the list: a decision of a meeting, or a measure of a document."""
    own = _own_orgs(request, asked)
    if not own:
        demand(acting(request), Act.KEEP_TASK, asked.law.head.org or "", asked.law.orgs)
    law_task = asked.law.tasks.get(request.GET.get("task", ""))
    first = {"title": said(law_task.name.text), "lead": (law_task.lead or ("",))[0],
             "partners": list(law_task.partners)} if law_task else {}  # fmt: skip
    data = request.POST if request.method == "POST" else None
    form = forms.NewTaskForm(own, data, initial=first)
    if data is not None and form.is_valid():
        try:
            task = keeping.add_task(
                acting(request), asked.programme, form.task(law_task.id if law_task else "")
            )
        except KaifangError as refusal:
            form.add_error(None, in_words(refusal))
        else:
            messages.success(request, _("The task is on the list; its lead body has been told."))
            return HttpResponseRedirect(asked.address(f"/worklist/{task.pk}/"))
    status = 400 if form.errors else 200
    return render(request, "worklist/new.html", {
        "form": form, "law_task": law_task, "trail": _trail(asked, _("New task")),
    }, status=status)  # fmt: skip


@answered
def show(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Show one task; a POST does what its form asks."""
    task = listing.task(acting(request), asked.programme, number)
    wrong: forms.ActForm | None = None
    if request.method == "POST":
        wrong = _done(request, asked, task)
        if wrong is None:
            return HttpResponseRedirect(request.get_full_path())
        task = listing.task(acting(request), asked.programme, number)
    allowed = may(acting(request), Act.KEEP_TASK, task.row.lead, asked.law.orgs)
    law_task = asked.law.tasks.get(task.row.law_task)
    named = names_of([task.row.owner, *(one.content.get("owner", "") for one in task.steps)])
    return render(request, "worklist/show.html", {
        "task": task,
        "subject": f"task:{task.row.pk}",
        "standing": standing(task),
        "law_task": law_task,
        "law_href": asked.address(f"/tasks/{law_task.id}/") if law_task else "",
        "citations": asked.law.citations(law_task) if law_task else (),
        "steps": [(step, org_name(asked.law, step.org), _stage(task, step),
                   named.get(step.content.get("owner", ""), ""))
                  for step in reversed(task.steps)],
        "origin": task_origin(acting(request), asked.programme, task),
        "owner": named.get(task.row.owner, ""),
        "lead": org_name(asked.law, task.row.lead),
        "partners": [org_name(asked.law, one) for one in task.row.partners],
        "forms": _offered(task, wrong) if allowed else {},
        "wrong": wrong,
        "evidence_base": asked.address(f"/worklist/{number}/evidence/"),
        "trail": _trail(asked, task.row.title),
    }, status=400 if wrong else 200)  # fmt: skip


@answered
def evidence(request: HttpRequest, asked: Asked, number: int, sha256: str) -> HttpResponse:
    """Hand out a file, always as a download."""
    task = listing.task(acting(request), asked.programme, number)
    found, data = read_evidence(task.row, sha256)
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _done(request: HttpRequest, asked: Asked, task: TaskView) -> forms.ActForm | None:
    """Do what was asked; the form with its errors where that cannot be."""
    name = request.POST.get("act", "")
    if name not in _FORMS:
        raise UnknownChoice(name=_("Act"), found=name, near=nearest(name, _FORMS))
    form = _form(name, task, request.POST, request.FILES)
    if not form.is_valid():
        return form
    try:
        _ACTS[name](request, asked, task, form.cleaned_data)
    except NotAllowed:
        raise  # told on a page of its own
    except KaifangError as refusal:
        form.add_error(None, in_words(refusal))
        return form
    messages.success(request, _("Recorded."))
    return None


Doing = Callable[[HttpRequest, Asked, TaskView, Mapping[str, Any]], object]


def _doing(act: Callable[..., None], *names: str) -> Doing:
    """Hand what a form gave to the act of the programme."""

    def do(request: HttpRequest, asked: Asked, task: TaskView, given: Mapping[str, Any]) -> None:
        words = [given[name] for name in names]
        act(acting(request), asked.programme, task.row, *words, version=given["version"])

    return do


def _attach(request: HttpRequest, asked: Asked, task: TaskView, given: Mapping[str, Any]) -> object:
    file = given["file"]
    return attach_evidence(acting(request), asked.programme, task.row, file.name, file,
                           given["text"], version=given["version"])  # fmt: skip


_ACTS: Mapping[str, Doing] = {
    "report": _doing(keeping.report, "text", "percent"),
    "reach": _doing(keeping.reach, "milestone", "on"),
    "block": _doing(keeping.block, "reason"),
    "unblock": _doing(keeping.unblock, "reason"),
    "finish": _doing(keeping.finish, "text"),
    "cancel": _doing(keeping.cancel, "reason"),
    "reopen": _doing(keeping.reopen, "reason"),
    "reschedule": _doing(keeping.reschedule, "due", "reason"),
    "assign": _doing(assign, "owner", "reason"),
    "evidence": _attach,
}
_FORMS: Mapping[str, type[forms.ActForm]] = {
    "report": forms.ReportForm,
    "reach": forms.MilestoneForm,
    "block": forms.ReasonForm,
    "unblock": forms.ReasonForm,
    "finish": forms.DoneForm,
    "cancel": forms.ReasonForm,
    "reopen": forms.ReasonForm,
    "reschedule": forms.DueForm,
    "assign": forms.OwnerForm,
    "evidence": forms.EvidenceForm,
}
_OPEN = ("report", "reach", "evidence", "block", "reschedule", "assign", "finish", "cancel")
_BLOCKED = ("report", "reach", "evidence", "unblock", "reschedule", "assign", "finish", "cancel")
_OFFERED = {"open": _OPEN, "blocked": _BLOCKED, "done": ("reopen",), "cancelled": ("reopen",)}


def _offered(task: TaskView, wrong: forms.ActForm | None) -> dict[str, forms.ActForm]:
    """The forms of what can be done now; the wrong one as it was typed."""
    left = [one for one in task.milestones if one.reached is None]
    names = [name for name in _OFFERED[task.row.state] if name != "reach" or left]
    typed = {wrong["act"].value(): wrong} if wrong else {}
    return {name: typed.get(name) or _form(name, task) for name in names}


def _form(name: str, task: TaskView, data: object = None, files: object = None) -> forms.ActForm:
    form = _FORMS[name](name, task.row.version, data, files)
    if isinstance(form, forms.MilestoneForm):
        left = [one for one in task.milestones if one.reached is None]
        form.fields["milestone"].choices = [(one.number, one.title) for one in left]
    if isinstance(form, forms.OwnerForm):
        form.fields["owner"].choices = [("", _("nobody in particular")), *owners(task.row).items()]
        form.fields["owner"].initial = task.row.owner
    return form


def _stage(task: TaskView, step: TaskStep) -> Milestone | None:
    """The milestone that was reached in a step."""
    number = step.content.get("milestone")
    return next((one for one in task.milestones if one.number == number), None)


def _own_orgs(request: HttpRequest, asked: Asked) -> list[Org]:
    """The organisations that whoever asks may give a task to, in administrative order."""
    orgs, actor = asked.law.orgs, acting(request)
    top = asked.law.head.org
    return (
        [org for org in orgs.within(top) if may(actor, Act.KEEP_TASK, org.id, orgs)] if top else []
    )


def _in_order(asked: Asked, ids: set[str]) -> list[str]:
    return sorted((id for id in ids if id in asked.law.orgs), key=asked.law.orgs.place)


def _span(asked: Asked, one: TaskView) -> Span:
    start = one.row.start or one.row.opened_at.date()
    due: date = one.row.due
    marks = [(stage.due, stage.title, stage.reached is not None)
             for stage in one.milestones if stage.due]  # fmt: skip
    tone = "late" if one.is_overdue else ("watch" if one.row.state == "blocked" else "plain")
    return Span(one.row.title, asked.address(f"/worklist/{one.row.pk}/"), min(start, due), due,
                one.percent, tone, said(standing(one)), marks)  # fmt: skip


def _trail(asked: Asked, label: object) -> list[Crumb]:
    return [Crumb(_("Tasks under way"), asked.address("/worklist/")), Crumb(label)]
