"""Single consignments, for those inside: the list behind a figure, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.programme.alarms.tracing import tasks_of_case
from kaifang.programme.clearance import consignments, promising
from kaifang.programme.clearance.parts import part_named
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.tracing import part_name
from kaifang.site.acting import acting
from kaifang.site.asking import Asked
from kaifang.site.clearance.tables import ways
from kaifang.site.clearance.views import about, on_cases
from kaifang.site.components.places import Crumb, choices, paged
from kaifang.site.consignments import tables
from kaifang.site.exporting import asked_for
from kaifang.site.worklist.tables import task_links

MOST_ROWS = 50


@on_cases
def index(request: HttpRequest, asked: Asked, picked: Selection) -> HttpResponse:
    """List the cases behind a figure that the viewer may see."""
    name, found = _behind(request, asked, picked)
    page = paged(request.GET, found, MOST_ROWS)
    leaves = "format" in request.GET
    shown = consignments.expect_fits(found) if leaves else page.object_list
    table = tables.cases(asked, shown, request.GET)
    if file := asked_for(request, asked, table):
        return file
    return render(request, "consignments/cases.html", {
        **about(asked, picked, None),
        "name": name,
        "table": table,
        "page": page,
        "ways": [] if asked.query.get("part") else choices(request.GET, "way", ways()),
        "trail": [Crumb(_("Clearance"), asked.address("/clearance/")), Crumb(_("Consignments"))],
    })  # fmt: skip


def _behind(
    request: HttpRequest, asked: Asked, picked: Selection
) -> tuple[Text, Sequence[consignments.Consignment]]:
    """The name of what the address asks for, a row of the flow or a step, and its cases."""
    actor = acting(request)
    if key := asked.query.get("part", ""):
        part = part_named(picked, asked.law, key)
        return part_name(picked, part), consignments.cases_behind(
            actor, asked.programme, picked, part
        )
    way = asked.query.get("way") or consignments.WAYS[0]
    step = promising.step_named(picked.process, asked.query.get("step", ""))
    return step.name.text, consignments.consignments(actor, asked.programme, picked, step.id, way)


@on_cases
def show(request: HttpRequest, asked: Asked, picked: Selection, case: str) -> HttpResponse:
    """Show one consignment: its events, its clocks, and where it left the declared way."""
    found = consignments.consignment(
        acting(request), asked.programme, picked.process, case, asked.moment
    )
    clocks = tables.clocks(asked, found, request.GET)
    history = tables.history(asked, found, request.GET)
    if file := asked_for(request, asked, history, clocks):
        return file
    return render(request, "consignments/show.html", {
        "case": found,
        "head": tables.head(asked, found),
        "clocks": clocks,
        "history": history,
        "deviations": tables.elsewhere(found),
        "tasks": task_links(
            asked, tasks_of_case(acting(request), asked.programme, picked.process.id, case)
        ),
        "is_demo": asked.law.head.demo,
        "trail": [Crumb(_("Clearance"), asked.address("/clearance/")), Crumb(found.case)],
    })  # fmt: skip
