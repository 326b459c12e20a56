"""Funds in place: by month and organisation, and the ledger of one case with its corrections."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kaifang.programme.casework.listing import case_name
from kaifang.programme.casework.reading import case_state
from kaifang.programme.naming import org_name
from kaifang.programme.projects.errors import NoProjects
from kaifang.programme.projects.funds import (
    LedgerSum,
    NoLedger,
    ledger,
    ledger_of,
    ledger_totals,
    unit_of,
)
from kaifang.programme.projects.portfolio import project_process
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.components.markup import said
from kaifang.site.components.places import Crumb
from kaifang.site.exporting import asked_for
from kaifang.site.ledgers import tables
from kaifang.site.ledgers.forms import OrgFilters


@never_cache
@login_required
@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show what arrived month by month of one organisation, and the year so far of all."""
    try:
        process = project_process(asked.law)
        declared = ledger_of(asked.law, process.id)
    except (NoProjects, NoLedger):
        return render(request, "ledgers/index.html", {"declared": None})
    actor, day = acting(request), asked.moment.as_of
    month = day.isoformat()[:7]
    found = ledger_totals(actor, asked.programme, process.id, seen_at=asked.moment.seen_at)
    known = [one for one in found if one.month <= month]
    orgs = _orgs(asked, known)
    form = OrgFilters(asked, orgs)
    chosen = form.chosen("org") or orgs[0][0]
    unit = unit_of(asked.law, process.id, declared)
    months = tables.month_table(
        asked, process, declared, [one for one in known if one.org == chosen], unit, request.GET
    )
    year = [one for one in known if one.month[:4] == month[:4]]
    places = tables.org_table(asked, process, declared, year, unit, month, request.GET)
    if file := asked_for(request, asked, months, places):
        return file
    return render(request, "ledgers/index.html", {
        "declared": declared,
        "form": form,
        "months": months if known else None,
        "orgs": places,
    })  # fmt: skip


@never_cache
@login_required
@answered
def show(request: HttpRequest, asked: Asked, process: str, case: str) -> HttpResponse:
    """Show every entry of a case, with what stood there before it was corrected."""
    actor, programme, seen = acting(request), asked.programme, asked.moment.seen_at
    view = case_state(actor, programme, process, case, seen)
    found = ledger(actor, programme, process, case, seen_at=seen)
    own = asked.law.processes[process]
    table = tables.entry_table(asked, own, found, request.GET)
    if file := asked_for(request, asked, table):
        return file
    name = case_name(view)
    here = tables.case_address(asked, process, case)
    every = asked.address(reverse("cases:list", args=[process]))
    return render(request, "ledgers/show.html", {
        "name": name,
        "org": org_name(asked.law, view.org),
        "declared": found.declared,
        "table": table if found.entries else None,
        "trail": [
            Crumb(_("Projects"), asked.address(reverse("projects:index"))),
            Crumb(own.name.text, every),
            Crumb(name, here),
            Crumb(found.declared.name.text),
        ],
    })  # fmt: skip


def _orgs(asked: Asked, sums: list[LedgerSum]) -> list[tuple[str, object]]:
    """The organisations that have funds, in the order of the tree: the highest one first."""
    having = {one.org for one in sums}
    orgs = [one.id for one in asked.law.orgs if one.id in having]
    orgs.sort(key=lambda org: len(tables.orgs_above(asked, org)))
    return [(id, said(org_name(asked.law, id))) for id in orgs] or [("", _("all"))]
