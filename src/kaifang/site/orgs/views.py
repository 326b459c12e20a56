"""Organisations: the tree, and one with its figures, its targets and its members compared."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.orgs import Org
from kaifang.programme.boards import BoardView, known_first
from kaifang.programme.indicators import holders, periods_of, standings
from kaifang.programme.naming import org_kind_text
from kaifang.programme.tables import board_table
from kaifang.site.asking import Asked, answered, spoken
from kaifang.site.components.addresses import own_query
from kaifang.site.components.places import Crumb, choices
from kaifang.site.exporting import asked_for, download
from kaifang.site.indicators.tables import standings_table, tile_map
from kaifang.site.orgs.forms import ChildrenBy
from kaifang.site.orgs.tables import figures_table, tree_table


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the organisations of the programme as a tree."""
    table = tree_table(asked, _of_programme(asked), request.GET)
    if file := asked_for(request, asked, table):
        return file
    return render(request, "orgs/index.html", {"table": table})


@answered
def show(request: HttpRequest, asked: Asked, id: str) -> HttpResponse:
    """Show one organisation."""
    org = asked.org(id)
    view = asked.programme.board(asked.moment.as_of, asked.moment.seen_at, orgs=[id])
    members = asked.drawn(f"members of {id}", lambda: _members(request, asked, org, view))
    if "format" in request.GET and "table" not in request.GET:
        return download(board_table(asked.programme, view, spoken()), request.GET["format"])
    if file := asked_for(request, asked, members.get("standings")):
        return file
    return render(request, "orgs/show.html", {
        "org": org,
        "kind": org_kind_text(org.kind),
        "table": asked.drawn(
            f"organisation {id}",
            lambda: figures_table(asked, known_first(view.rows), request.GET),
        ),
        "trail": _trail(asked, org),
        **members,
    })  # fmt: skip


def _of_programme(asked: Asked) -> list[Org]:
    """The programme's own organisation and all below it, and whoever else it speaks of."""
    orgs, head = asked.law.orgs, asked.law.head
    inside = {org.id for org in orgs.within(head.org or "")}
    known = asked.programme.targets_known(asked.moment.as_of)
    inside |= set(asked.programme.board_orgs(known)) | {head.nation}
    return [org for org in orgs if org.id in inside]


def _members(request: HttpRequest, asked: Asked, org: Org, view: BoardView) -> dict[str, object]:
    """The members of an organisation, compared by one indicator that several of them have."""
    members = asked.law.orgs.children(org.id)
    ids = {one.id for one in members}
    entries = [
        asked.law.indicators[id] for id in view.indicators
        if sum(one.id in ids for one in holders(asked.figures, id)) > 1
    ]  # fmt: skip
    if not entries:
        return {"members": [(one, asked.address(f"/orgs/{one.id}/")) for one in members]}
    form = ChildrenBy(asked, entries)
    entry = asked.law.indicators[form.settle(entries[0].id)]
    period = periods_of(asked.figures, entry.id, members)[0]
    found = standings(asked.figures, entry.id, period, ids)
    orders = [("", _("administrative order")), ("rank", _("rank order"))]
    return {
        "form": form,
        "orders": choices(request.GET, "by", orders),
        "standings": standings_table(
            asked, entry, period, found, own_query(request.GET, "standings")
        ),
        "map": tile_map(asked, entry, period, found, org),
    }


def _trail(asked: Asked, org: Org) -> list[Crumb]:
    above: list[Crumb] = []
    at = org.parent
    while at in asked.law.orgs:
        parent = asked.law.orgs[at]
        above.insert(0, Crumb(parent.name, asked.address(f"/orgs/{parent.id}/")))
        at = parent.parent
    return [Crumb(_("Organisations"), asked.address("/orgs/")), *above, Crumb(org.name)]
