"""The map."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.bilingual import same
from kaifang.core.errors import nearest
from kaifang.core.period import Period
from kaifang.packs.schema.places import GridEntry
from kaifang.programme.atlas import Atlas, grids_of, mapped, open_atlas
from kaifang.programme.errors import UnknownChoice
from kaifang.site.asking import Asked, answered
from kaifang.site.components.addresses import keep
from kaifang.site.components.places import Choice
from kaifang.site.exporting import download, leaving
from kaifang.site.maps import tables
from kaifang.site.maps.forms import MapFilters

PERIODS = 8


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show one measure of one indicator over the tiles, ranked beside them."""
    grids = grids_of(asked.law)
    form = _form(asked, grids)
    if not grids or not form.first("indicator"):
        return render(request, "maps/index.html", {"form": form, "grids": grids})
    atlas = _atlas(asked, form)
    request.twin = {"indicator": atlas.indicator.id}
    ranking = tables.ranking(asked, atlas, request.GET)
    if "format" in request.GET:
        return download(leaving(ranking, asked), request.GET["format"])
    return render(request, "maps/index.html", {
        "form": form,
        "grids": grids,
        "atlas": atlas,
        "map": tables.tile_map(asked, atlas),
        "ranking": ranking,
        "periods": _periods(request, atlas),
    })  # fmt: skip


def _form(asked: Asked, grids: list[GridEntry]) -> MapFilters:
    law = asked.law
    chosen = next((one for one in grids if one.org == asked.query.get("org")), None)
    shown = chosen or next(iter(grids), None)
    known = mapped(asked.figures, shown) if shown else []
    ordered = dict.fromkeys([*(one for one in law.head.headline if one in known), *known])
    wanted = asked.query.get("indicator", "")
    if wanted in law.indicators:
        ordered[wanted] = None  # one may ask for what is missing everywhere
    return MapFilters(
        asked,
        [(one, law.indicators[one].name.text) for one in ordered],
        [(one.org, one.name.text) for one in grids],
    )


def _atlas(asked: Asked, form: MapFilters) -> Atlas:
    period = asked.query.get("period", "")
    return open_atlas(
        asked.programme,
        form.first("indicator"),
        _measure(form.first("measure")),
        form.first("org"),
        Period.parse(period) if period else None,
        as_of=asked.moment.as_of,
        seen_at=asked.moment.seen_at,
    )


def _measure(text: str) -> str:
    if text not in tables.LABELS:
        raise UnknownChoice(name=same(_("Measure")), found=text, near=nearest(text, tables.LABELS))
    return text


def _periods(request: HttpRequest, atlas: Atlas) -> list[Choice]:
    """The newest periods side by side, the one shown marked."""
    cumulative = atlas.indicator.kind == "flow"
    return [
        Choice(one.name(cumulative=cumulative), keep(request.GET, period=one.code if i else None),
               one == atlas.period)
        for i, one in enumerate(atlas.periods[:PERIODS])
    ]  # fmt: skip
