"""The wall screen: it turns slowly through the headline indicators."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kaifang.programme.atlas import Atlas, grids_of, open_atlas
from kaifang.programme.viewer import PUBLIC
from kaifang.site.asking import Asked, answered
from kaifang.site.components.addresses import keep
from kaifang.site.maps.tables import tile_map
from kaifang.site.wall import tables

# So many seconds one indicator stays; nothing on a wall may change faster than every twenty.
SECONDS = 30
PRESSING, PROMISED = 4, 12


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show headline figures, lights, and one of the indicators as map and course.

    A wall hangs where everybody passes: whoever has signed in, it shows what is public.
    """
    public = replace(asked, programme=asked.programme.for_viewer(PUBLIC))
    request.asked = public
    turns = [id for id in public.law.head.headline if public.figures.trend(id, _org(public))]
    turn = _turn(request, len(turns))
    shown = turns[turn] if turns else ""
    targets = public.programme.targets_known(public.moment.as_of)
    atlas = _atlas(public, shown)
    return render(request, "wall/index.html", {
        "headlines": tables.headlines(public, shown),
        "counts": tables.counts(public, targets),
        "total": len(targets),
        "pressing": tables.pressing(public, targets, PRESSING),
        "map": tile_map(public, atlas) if atlas else None,
        "course": tables.course(public, public.law.indicator(shown)) if shown else None,
        "promised": tables.promised(public, targets, PROMISED),
        "turn": turn + 1,
        "turns": len(turns),
        "next": keep(request.GET, turn=(turn + 1) % len(turns) + 1) if len(turns) > 1 else "",
        "seconds": SECONDS,
    })  # fmt: skip


def _org(asked: Asked) -> str:
    return asked.law.head.org or ""


def _turn(request: HttpRequest, turns: int) -> int:
    text = request.GET.get("turn", "1")
    number = int(text) if text.isdecimal() and len(text) < 6 else 1
    return (max(number, 1) - 1) % turns if turns else 0


def _atlas(asked: Asked, indicator: str) -> Atlas | None:
    """The map of an indicator over the programme's own grid, where a tile has a value."""
    if not indicator or not grids_of(asked.law):
        return None
    atlas = open_atlas(
        asked.programme, indicator, as_of=asked.moment.as_of, seen_at=asked.moment.seen_at
    )
    return atlas if any(one.value is not None for one in atlas.places) else None
