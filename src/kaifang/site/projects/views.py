"""The pages of projects: where they stand, what became of each cohort, what holds them up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from kaifang.cases.renaming import EARLIER
from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.packs.schema.rates import ProcessRate
from kaifang.programme.casework.offering import opening_orgs, openings
from kaifang.programme.projects import occasions
from kaifang.programme.projects import stalled as stalling
from kaifang.programme.projects.channels import ChannelList, channel_lists
from kaifang.programme.projects.errors import NoProjects
from kaifang.programme.projects.fields import YUAN, is_central
from kaifang.programme.projects.funnel import funnel as funnel_of
from kaifang.programme.projects.landing import landing_curves, year_end
from kaifang.programme.projects.lights import ProjectLight, is_own, project_lights, schemes
from kaifang.programme.projects.picking import PICKS, pick, pick_text, stage_text
from kaifang.programme.projects.pipeline import pipeline
from kaifang.programme.projects.places import place_rows
from kaifang.programme.projects.portfolio import Portfolio, open_portfolio
from kaifang.programme.projects.rates import cohort_rows, landing_rate, rate_of
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered
from kaifang.site.components.markup import said
from kaifang.site.components.places import paged
from kaifang.site.exporting import asked_for
from kaifang.site.projects import tables
from kaifang.site.projects.forms import LightFilters, ListFilters, MapFilters, RateFilters

PAGE = 50
Page = Callable[[HttpRequest, Asked, Portfolio], HttpResponse]


def over_projects(view: Page) -> Callable[..., HttpResponse]:
    """Give a page the projects that whoever asks may see; without any say why there are none."""

    @never_cache
    @login_required
    @answered
    @wraps(view)
    def answer(request: HttpRequest, asked: Asked) -> HttpResponse:
        day, seen = asked.as_of or None, asked.seen_at or None
        try:
            portfolio = open_portfolio(acting(request), asked.programme, as_of=day, seen_at=seen)
        except NoProjects:
            return render(
                request, "projects/nothing.html", {"heading": _heading(view), "declared": False}
            )
        if not portfolio.projects:
            return _none_yet(request, asked, portfolio, _heading(view))
        return view(request, asked, portfolio)

    return answer


def _heading(view: Page) -> str:
    """What a page is called while it has nothing to show."""
    names = {
        "listed": _("List of projects"),
        "funnel": _("Funnel"),
        "cohorts": _("Cohorts"),
        "map": _("Map of projects"),
        "stalled": _("Stalled projects"),
        "events": _("Promotion events"),
        "central": _("Central enterprises and green channel"),
    }
    return names.get(view.__name__, _("Investment projects"))


def _none_yet(
    request: HttpRequest, asked: Asked, portfolio: Portfolio, heading: str
) -> HttpResponse:
    """Teach what would stand here, and lead whoever may to the first registration."""
    process, new, openers = portfolio.process.id, "", ""
    first = openings(asked.programme, process)[0]
    try:
        opening_orgs(acting(request), asked.programme, process, first.event)
        new = asked.address(reverse("cases:new", args=[process]))
    except KaifangError as error:
        openers = said(error.remedy)
    return render(request, "projects/nothing.html", {
        "heading": heading, "declared": True, "new": new, "openers": openers,
    })  # fmt: skip


@over_projects
def index(request: HttpRequest, asked: Asked, portfolio: Portfolio) -> HttpResponse:
    """Show the pipeline, the lights and what the year's end may bring."""
    found, rate = pipeline(portfolio), _landing(portfolio)
    table = tables.pipeline_table(asked, portfolio, found.rows, request.GET)
    form = _light_form(asked)
    light = _lights(portfolio, form.chosen("scheme"))
    lights = tables.lights_table(asked, light[0].id, light[1], request.GET) if light else None
    chart = tables.pipeline_chart(asked, found.rows, request.GET)
    if file := asked_for(request, asked, table, lights, chart.table):
        return file
    return render(request, "projects/index.html", {
        "portfolio": portfolio,
        "readings": _readings(asked, found),
        "table": table,
        "chart": chart,
        "form": form,
        "lights": lights,
        "scheme": light and light[0],
        "scheme_cites": asked.law.citations(light[0]) if light else (),
        "scheme_is_own": bool(light) and is_own(asked.law, light[0].id),
        "rate": rate,
        "end": rate and year_end(portfolio, rate),
        "landed_href": rate and tables.listing(asked, cohort=f"{rate.id}::reached"),
    })  # fmt: skip


def _readings(asked: Asked, found: object) -> list[tuple[str, object]]:
    words = {
        "projects": (_("Projects on record"), {}),
        "open": (_("Under way"), {"standing": "open"}),
        "stalled": (_("Stalled"), {"standing": "stalled"}),
        "overdue": (_("Over the limit"), {"standing": "overdue"}),
    }
    return [
        (label, tables.number(asked, getattr(found, name), tables.listing(asked, **picks)))
        for name, (label, picks) in words.items()
    ]


@over_projects
def listed(request: HttpRequest, asked: Asked, portfolio: Portfolio) -> HttpResponse:
    """List projects: all that one sees, or those behind a number."""
    picks = {name: asked.query[name] for name in PICKS if asked.query.get(name)}
    form = _list_form(asked, portfolio)
    chosen = pick(portfolio, picks)
    light = _lights(portfolio, "")
    lights = {one.project.case: one for one in light[1]} if light else {}
    names = _event_names(request, portfolio)
    words = pick_text(portfolio, picks, names)
    caption = Text(words.zh, capfirst(words.en)) if words.zh else _("All projects")
    table = tables.list_table(asked, chosen, caption, lights, request.GET)
    if file := asked_for(request, asked, table):
        return file
    page = paged(request.GET, table.rows, PAGE)
    return render(request, "projects/list.html", {
        "form": form,
        "table": tables.part(table, page.object_list),
        "page": page,
        "count": len(chosen.projects),
        "query": request.GET,
    })  # fmt: skip


@over_projects
def funnel(request: HttpRequest, asked: Asked, portfolio: Portfolio) -> HttpResponse:
    """Show how many went on from stage to stage, and how long that took."""
    stages = funnel_of(portfolio)
    table = tables.funnel_table(asked, stages, request.GET)
    chart = tables.funnel_chart(asked, stages, request.GET)
    if file := asked_for(request, asked, table, chart.table):
        return file
    return render(request, "projects/funnel.html", {"table": table, "chart": chart})


@over_projects
def cohorts(request: HttpRequest, asked: Asked, portfolio: Portfolio) -> HttpResponse:
    """Show each cohort's rate as of the day, and how it grew month by month."""
    rates = portfolio.process.rates
    if not rates:
        return render(request, "projects/cohorts.html", {"rate": None})
    form = RateFilters(asked, [(one.id, one.name.text) for one in rates])
    rate = rate_of(portfolio.process, form.chosen("rate"))
    rows = cohort_rows(portfolio, rate)
    curves = landing_curves(portfolio, rate, rows)
    table = tables.cohort_table(asked, rate, rows, request.GET)
    chart = tables.cohort_chart(asked, rate, curves, request.GET) if curves else None
    names = _event_names(request, portfolio)
    groups = tables.group_table(asked, portfolio, rate, names, request.GET)
    if file := asked_for(request, asked, table, chart.table if chart else None, groups):
        return file
    return render(request, "projects/cohorts.html", {
        "groups": groups,
        "form": form,
        "rate": rate,
        "stages": [stage_text(portfolio, one) for one in (rate.numerator, rate.denominator)],
        "cites": asked.law.cited(rate.cite, portfolio.process.where),
        "table": table,
        "chart": chart,
    })  # fmt: skip


@over_projects
def map(request: HttpRequest, asked: Asked, portfolio: Portfolio) -> HttpResponse:
    """Show the projects of each city over the tiles, with the table beside."""
    actor, rate = acting(request), _landing(portfolio)
    grid, rows = place_rows(actor, portfolio, rate)
    if grid is None:
        return render(request, "projects/map.html", {"grid": None})
    measures = _measures(portfolio, rate)
    form = MapFilters(asked, [(name, label) for name, (label, _unit) in measures.items()])
    measure = form.chosen("measure") or next(iter(measures))
    label, measured = measures[measure]
    cites = asked.law.citations(grid)
    drawn_by = next((one.reason for one in cites if one.reason), Text("", ""))
    table = tables.place_table(asked, portfolio, rate, rows, request.GET)
    if file := asked_for(request, asked, table):
        return file
    return render(request, "projects/map.html", {
        "grid": grid,
        "part": not all(one.is_seen for one in rows),
        "form": form,
        "map": tables.place_map(asked, label, rows, measure, measured, drawn_by),
        "table": table,
    })  # fmt: skip


def _measures(
    portfolio: Portfolio, rate: ProcessRate | None
) -> Mapping[str, tuple[object, object]]:
    count = pgettext("unit", "projects")
    words = {
        "open": (_("Projects under way"), count),
        "yuan": (_("Planned investment"), tables.field_unit(portfolio, *YUAN)),
        "stalled": (_("Stalled projects"), count),
        "overdue": (_("Projects over the limit"), count),
    }
    return words | ({"share": (said(rate.name.text), "%")} if rate else {})


@over_projects
def stalled(request: HttpRequest, asked: Asked, portfolio: Portfolio) -> HttpResponse:
    """List what waits, for how long, and the reasons by how many they hold up."""
    found = stalling.stalls(portfolio)
    rows = stalling.reasons(portfolio, found)
    names = {one.reason: one.name for one in rows}
    table = tables.stalled_table(asked, portfolio, found, names, request.GET)
    reasons = tables.reasons_table(asked, rows, request.GET) if rows else None
    chart = tables.reasons_chart(asked, rows, request.GET) if rows else None
    if file := asked_for(request, asked, table, reasons, chart.table if chart else None):
        return file
    return render(request, "projects/stalled.html", {
        "table": table, "reasons": reasons, "chart": chart,
    })  # fmt: skip


@over_projects
def events(request: HttpRequest, asked: Asked, portfolio: Portfolio) -> HttpResponse:
    """Show what each fair, week or trip signed, what became of it, and what it cost."""
    rate = _landing(portfolio)
    if rate is None:
        return render(request, "projects/events.html", {"table": None})
    rows = occasions.occasion_rows(acting(request), portfolio, rate)
    table = tables.occasion_table(asked, portfolio, rate, rows, request.GET)
    if file := asked_for(request, asked, table):
        return file
    return render(request, "projects/events.html", {"table": table, "rate": rate})


@over_projects
def central(request: HttpRequest, asked: Asked, portfolio: Portfolio) -> HttpResponse:
    """List the projects with central enterprises, and those in the green channel."""
    with_central = [one for one in portfolio.projects if is_central(one)]
    table = tables.central_table(asked, portfolio, with_central, request.GET)
    found = channel_lists(portfolio)
    channels = [
        (tables.channel_table(asked, portfolio, one, request.GET), _channel_notes(one),
         asked.law.cited(one.channel.cite, portfolio.process.where))
        for one in found
    ]  # fmt: skip
    if file := asked_for(request, asked, table, *(each for each, _notes, _cites in channels)):
        return file
    return render(request, "projects/central.html", {"table": table, "channels": channels})


def _channel_notes(one: ChannelList) -> list[object]:
    """From where on a channel is open, its note, and how many cannot be compared."""
    note = one.channel.note.text if one.channel.note else ""
    return [each for each in (tables.threshold(one), note, tables.not_compared(one)) if each]


# -- what the pages share -------------------------------------------------------------------


def _landing(portfolio: Portfolio) -> ProcessRate | None:
    return landing_rate(portfolio.process) if portfolio.process.rates else None


def _event_names(request: HttpRequest, portfolio: Portfolio) -> Mapping[str, Text]:
    known = occasions.known_occasions(acting(request), portfolio)
    return {id: one.name for id, one in known.items()}


def _lights(portfolio: Portfolio, scheme: str) -> tuple[object, list[ProjectLight]] | None:
    return project_lights(portfolio, scheme) if schemes(portfolio.law) else None


def _light_form(asked: Asked) -> LightFilters:
    return LightFilters(asked, [(one.id, one.name.text) for one in schemes(asked.law)])


def _list_form(asked: Asked, portfolio: Portfolio) -> ListFilters:
    states = [(one.id, one.name.text) for one in portfolio.process.states]
    if any(portfolio.is_of_earlier(one) for one in portfolio.projects):
        states.append((EARLIER, message("projects.earlier")))
    known = portfolio.law.orgs
    orgs = {one.org for one in portfolio.projects if one.org in known}
    wanted = asked.query.get("org", "")
    if wanted in known:
        orgs.add(wanted)
    ordered = sorted(orgs, key=known.place)
    return ListFilters(asked, states, [(one, known[one].name) for one in ordered])
