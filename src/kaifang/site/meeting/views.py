"""One organisation after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from kaifang.core.orgs import Org
from kaifang.programme.boards import BoardRow
from kaifang.programme.extracts import stated_of
from kaifang.site.asking import Asked, answered
from kaifang.site.components.addresses import keep
from kaifang.site.components.places import choices
from kaifang.site.exporting import asked_for
from kaifang.site.meeting.tables import calm, problems, screen

ROWS_A_SCREEN = 7
# Whom a meeting goes through, in this order, where something is asked of them or stated.
KINDS = {
    "city": _("Cities"),
    "zone": _("Zones"),
    "ftz": _("Free-trade zones"),
    "province": _("Province"),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """One screen: an organisation and some of its rows; the `part`-th of `parts`."""

    org: Org
    rows: Sequence[BoardRow]
    part: int
    parts: int


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the screen that the address names."""
    walked = _walked(asked)
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in walked)]
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in kinds else next(iter(kinds), "")
    stops = list(_stops(asked, [one for one in walked if one.kind == kind]))
    ways = choices(request.GET, "kind", [(one, KINDS[one]) for one in kinds]) if kinds else []
    context = {"ways": ways if len(ways) > 1 else [], "leave": asked.address("/board/")}
    if stops:
        context |= _screen(request, asked, stops)
        if left := asked_for(request, asked, context["table"]):
            return left
    return render(request, "meeting/index.html", context)


def _walked(asked: Asked) -> list[Org]:
    """Whoever has a target, and whoever belongs to the programme's place and has a figure."""
    orgs, head = asked.law.orgs, asked.law.head.org
    having = {one.org for one in asked.programme.targets_known(asked.moment.as_of)}
    _indicators, stated = stated_of(asked.figures)
    having |= {one.id for one in stated if head and orgs.is_within(one.id, head)}
    return sorted((orgs[id] for id in having if id in orgs), key=lambda one: orgs.place(one.id))


def _stops(asked: Asked, walked: Sequence[Org]) -> Iterator[Stop]:
    """The screens in administrative order; an organisation with many rows takes several.

    Where no target of an organisation is about an indicator, its figures are shown too.
    """
    if not walked:
        return
    ids = [one.id for one in walked]
    view = asked.programme.board(asked.moment.as_of, asked.moment.seen_at, orgs=ids)
    for id, grouped in groupby(view.rows, key=lambda row: row.org.id):
        every = list(grouped)
        targets = [row for row in every if row.target]
        listed = targets if any(row.indicator for row in targets) else every
        parts = -(-len(listed) // ROWS_A_SCREEN)
        each = -(-len(listed) // parts)
        for part in range(parts):
            of_part = listed[part * each : (part + 1) * each]
            yield Stop(asked.law.orgs[id], of_part, part + 1, parts)


def _screen(request: HttpRequest, asked: Asked, stops: Sequence[Stop]) -> dict[str, object]:
    at = min(max(_number(request.GET.get("at", "1")), 1), len(stops))
    stop = stops[at - 1]
    return {
        "stop": stop,
        "at": at,
        "of": len(stops),
        "table": screen(asked, stop.rows, stop.org.name, request.GET),
        "problems": problems(stop.rows),
        "calm": calm(stop.rows),
        "before": (stops[at - 2].org, keep(request.GET, at=at - 1)) if at > 1 else None,
        "after": (stops[at].org, keep(request.GET, at=at + 1)) if at < len(stops) else None,
        "first": keep(request.GET, at=None),
        "last": keep(request.GET, at=len(stops)),
    }


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1
