"""One organisation after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from kaifang.core.orgs import Org
from kaifang.packs.schema.figures import TargetEntry
from kaifang.programme.boards import BoardRow
from kaifang.site.asking import Asked, answered
from kaifang.site.components.addresses import keep
from kaifang.site.components.places import choices
from kaifang.site.meeting.tables import problems, screen

ROWS_A_SCREEN = 7
# Whom a meeting goes through, in this order, where the programme asks something of them.
KINDS = {
    "city": _("Cities"),
    "zone": _("Zones"),
    "ftz": _("Free-trade zones"),
    "province": _("Province"),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """One screen: an organisation and some of its targets; the `part`-th of `parts`."""

    org: Org
    targets: Sequence[TargetEntry]
    part: int
    parts: int


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the screen that the address names."""
    targets = asked.programme.targets_known(asked.moment.as_of)
    kinds = [kind for kind in KINDS if any(_kind(asked, one) == kind for one in targets)]
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in kinds else next(iter(kinds), "")
    stops = list(_stops(asked, [one for one in targets if _kind(asked, one) == kind]))
    ways = choices(request.GET, "kind", [(one, KINDS[one]) for one in kinds]) if kinds else []
    context = {"ways": ways if len(ways) > 1 else [], "leave": asked.address("/board/")}
    if stops:
        context |= _screen(request, asked, stops)
    return render(request, "meeting/index.html", context)


def _kind(asked: Asked, target: TargetEntry) -> str:
    orgs = asked.law.orgs
    return orgs[target.org].kind if target.org in orgs else ""


def _stops(asked: Asked, targets: Sequence[TargetEntry]) -> Iterator[Stop]:
    """The screens in administrative order; an organisation with many targets takes several."""
    orgs = asked.law.orgs
    ordered = sorted(targets, key=lambda one: orgs.place(one.org))
    for org, grouped in groupby(ordered, key=lambda one: one.org):
        listed = list(grouped)
        parts = -(-len(listed) // ROWS_A_SCREEN)
        each = -(-len(listed) // parts)
        for part in range(parts):
            yield Stop(orgs[org], listed[part * each : (part + 1) * each], part + 1, parts)


def _screen(request: HttpRequest, asked: Asked, stops: Sequence[Stop]) -> dict[str, object]:
    at = min(max(_number(request.GET.get("at", "1")), 1), len(stops))
    stop = stops[at - 1]
    rows = _rows(asked, stop)
    return {
        "stop": stop,
        "at": at,
        "of": len(stops),
        "table": screen(asked, rows, stop.org.name),
        "problems": problems(rows),
        "before": (stops[at - 2].org, keep(request.GET, at=at - 1)) if at > 1 else None,
        "after": (stops[at].org, keep(request.GET, at=at + 1)) if at < len(stops) else None,
        "first": keep(request.GET, at=None),
        "last": keep(request.GET, at=len(stops)),
    }


def _rows(asked: Asked, stop: Stop) -> list[BoardRow]:
    """The board's rows of the targets of one screen, in their order."""
    view = asked.programme.board(asked.moment.as_of, asked.moment.seen_at, orgs=[stop.org.id])
    place = {target.id: number for number, target in enumerate(stop.targets)}
    found = [row for row in view.rows if row.target and row.target.id in place]
    return sorted(found, key=lambda row: place[row.target.id] if row.target else 0)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1
