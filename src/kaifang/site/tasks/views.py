"""Tasks: the list by document, and one with its clause, its lead body and its targets."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.packs.schema.rules import TaskEntry
from kaifang.programme.naming import org_name
from kaifang.programme.provisions import open_task
from kaifang.site.asking import Asked, answered
from kaifang.site.components.addresses import own_query
from kaifang.site.components.places import Crumb
from kaifang.site.exporting import asked_for
from kaifang.site.targets.tables import targets_table
from kaifang.site.tasks.tables import tasks_table


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the numbered measures of the programme's own documents."""
    table = tasks_table(asked, _own(asked), request.GET)
    if file := asked_for(request, asked, table):
        return file
    return render(request, "tasks/index.html", {"table": table})


@answered
def show(request: HttpRequest, asked: Asked, id: str) -> HttpResponse:
    """Show one measure."""
    law = asked.law
    task = open_task(law, id)
    under = [one for one in law.tasks.values() if one.parent == id]
    inside = {id, *(one.id for one in under)}
    targets = [one for one in law.targets.values() if one.task in inside]
    shown = (
        targets_table(asked, targets, own_query(request.GET, "targets")) if targets else None,
        tasks_table(asked, under, own_query(request.GET, "tasks")) if under else None,
    )
    if file := asked_for(request, asked, *shown):
        return file
    return render(request, "tasks/show.html", {
        "task": task,
        "document": law.documents[task.doc],
        "citations": law.citations(task),
        "leads": [(org_name(law, one), _org_address(asked, one)) for one in task.lead],
        "partners": [(org_name(law, one), _org_address(asked, one)) for one in task.partners],
        "targets": shown[0],
        "under": shown[1],
        "parent": law.tasks.get(task.parent or ""),
        "trail": _trail(asked, task),
    })  # fmt: skip


def _own(asked: Asked) -> list[TaskEntry]:
    return [task for id, task in asked.law.tasks.items() if id in asked.law.pack.entries["tasks"]]


def _org_address(asked: Asked, id: str) -> str:
    return asked.address(f"/orgs/{id}/") if id in asked.law.orgs else ""


def _trail(asked: Asked, task: TaskEntry) -> list[Crumb]:
    above: list[Crumb] = []
    at = asked.law.tasks.get(task.parent or "")
    while at is not None:
        above.insert(0, Crumb(at.name.text, asked.address(f"/tasks/{at.id}/")))
        at = asked.law.tasks.get(at.parent or "")
    return [Crumb(_("Tasks"), asked.address("/tasks/")), *above, Crumb(task.name.text)]
