"""Indicators: the list by area, and one with its definition, its course and who stands where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.programme.indicators import (
    DefinitionCard,
    holders,
    periods_of,
    standings,
    vintages,
)
from kaifang.site.asking import Asked, answered
from kaifang.site.components import courses
from kaifang.site.components.addresses import own_query
from kaifang.site.components.cards import Card
from kaifang.site.components.places import Crumb, choices
from kaifang.site.components.tables import Table
from kaifang.site.exporting import asked_for
from kaifang.site.figures.tables import vintages_table
from kaifang.site.indicators.forms import PeriodAndPlace
from kaifang.site.indicators.tables import (
    facts_table,
    indicators_table,
    standings_table,
    tile_map,
)
from kaifang.site.targets.tables import targets_table


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the indicators of the programme, or all that its packs define."""
    every = request.GET.get("show") == "all"
    ids = asked.law.indicators if every else asked.programme.indicators()
    table = indicators_table(asked, [asked.law.indicators[id] for id in ids], request.GET)
    if file := asked_for(request, asked, table):
        return file
    shown = choices(
        request.GET, "show", [("", _("of this programme")), ("all", _("all that are defined"))]
    )
    return render(request, "indicators/index.html", {"table": table, "shown": shown})


@answered
def show(request: HttpRequest, asked: Asked, id: str) -> HttpResponse:
    """Show one indicator."""
    entry = asked.law.indicator(id)
    orgs = holders(asked.figures, id)
    context = {
        "card": Card(DefinitionCard(asked.law, entry)),
        "entry": entry,
        "trail": [Crumb(_("Indicators"), asked.address("/indicators/")), Crumb(entry.name.text)],
        "targets": asked.drawn(f"targets of {id}", lambda: _targets(request, asked, id)),
        "facts": asked.drawn(f"facts of {id}", lambda: _facts(request, asked, id)),
    }
    if orgs:
        context |= asked.drawn(f"indicator {id}", lambda: _figures(request, asked, entry, orgs))
    charts = [context[name].table for name in ("course", "growth") if context.get(name)]
    tables = (context.get("standings"), context["targets"], context.get("vintages"),
              context["facts"], *charts)  # fmt: skip
    if file := asked_for(request, asked, *tables):
        return file
    return render(request, "indicators/show.html", context)


def _figures(
    request: HttpRequest, asked: Asked, entry: IndicatorEntry, orgs: list[Org]
) -> dict[str, object]:
    own = next((org for org in orgs if org.id == asked.law.head.org), orgs[0])
    periods = periods_of(asked.figures, entry.id, orgs)
    newest = next(iter(periods_of(asked.figures, entry.id, [own])), periods[0])
    form = PeriodAndPlace(asked, periods, orgs)
    period, chosen = form.settle(newest, own)
    org = asked.law.orgs[chosen]
    found = standings(asked.figures, entry.id, period)
    orders = [("", _("administrative order")), ("rank", _("rank order"))]
    statement = asked.figures.statement(entry.id, org.id, period)
    stated = vintages(asked.programme, asked.figures, statement)
    return {
        "form": form,
        "orders": choices(request.GET, "by", orders),
        "standings": standings_table(asked, entry, period, found, request.GET),
        "map": tile_map(asked, entry, period, found),
        "course": courses.level_chart(asked, entry, org, request.GET),
        "growth": courses.growth_chart(asked, entry, _beside(asked, org), request.GET),
        "vintages": vintages_table(
            stated, entry, own_query(request.GET, "vintages"), _vintages_of(org, period)
        )
        if len(stated) > 1
        else None,
    }


def _vintages_of(org: Org, period: Period) -> Text:
    when = period.name(cumulative=True)
    return Text(f"{org.name.zh} · {when.zh}", f"{org.name.en} · {when.en}")


def _beside(asked: Asked, org: Org) -> list[Org]:
    """An organisation, the programme's own and the nation, each once."""
    ids = dict.fromkeys([org.id, asked.law.head.org or org.id, asked.law.head.nation])
    return [asked.law.orgs[id] for id in ids if id in asked.law.orgs]


def _targets(request: HttpRequest, asked: Asked, id: str) -> Table:
    known = asked.programme.targets_known(asked.moment.as_of)
    about = [one for one in known if one.indicator == id]
    about.sort(key=lambda one: asked.law.orgs.place(one.org))
    return targets_table(asked, about, own_query(request.GET, "targets"), of_one=True)


def _facts(request: HttpRequest, asked: Asked, id: str) -> Table:
    about = [one for one in asked.law.facts.values() if one.indicator == id]
    return facts_table(asked, about, own_query(request.GET, "facts"))
