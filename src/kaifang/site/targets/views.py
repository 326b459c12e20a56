"""Targets: the list, and one with its clause, its course and its light."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import IndicatorEntry, TargetEntry
from kaifang.packs.schema.rules import TaskEntry
from kaifang.programme.documents import target_name
from kaifang.programme.lighting import DEFAULT_SCHEME
from kaifang.programme.naming import (
    compared_text,
    form_text,
    org_name,
    quantity_text,
    strength_text,
    target_text,
)
from kaifang.programme.progress import Progress
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked, answered
from kaifang.site.components.courses import target_chart
from kaifang.site.components.figures import Figure
from kaifang.site.components.places import Crumb, paged
from kaifang.site.components.targets import light
from kaifang.site.exporting import asked_for, download, leaving
from kaifang.site.linking import differences_of
from kaifang.site.targets.forms import TargetFilters
from kaifang.site.targets.tables import targets_table

ROWS_A_PAGE = 50


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """List the targets of the programme."""
    known = asked.programme.targets_known(asked.moment.as_of)
    every = [Progress.of(asked.figures, one, one.org) for one in known]
    form = TargetFilters(asked, every)
    kept = [one.target for one in form.kept_of(every)]
    if "format" in request.GET:
        return download(leaving(targets_table(asked, kept), asked), request.GET["format"])
    page = paged(request.GET, kept, ROWS_A_PAGE)
    table = targets_table(asked, page.object_list, request.GET)
    return render(request, "targets/index.html", {"form": form, "page": page, "table": table})


@answered
def show(request: HttpRequest, asked: Asked, id: str) -> HttpResponse:
    """Show one target: what is asked, where it stands, what it rests on."""
    target = asked.programme.target(id)
    progress = Progress.of(asked.figures, target, target.org)
    name = target_name(asked.law, target)
    chart = target_chart(asked, progress, request.GET)
    if file := asked_for(request, asked, chart.table if chart else None):
        return file
    return render(request, "targets/show.html", {
        "target": target,
        "name": name,
        "trail": [Crumb(_("Targets"), asked.address("/targets/")), Crumb(name)],
        "tasks": _tasks(asked, target),
        "differences": differences_of(asked, target.id),
        "chart": chart,
        "source": source_line(asked.programme, asked.figures.versions),
        **_asks(asked, target),
        **_stands(asked, progress),
        **_light(asked.law, progress),
    })  # fmt: skip


def _asks(asked: Asked, target: TargetEntry) -> dict[str, object]:
    """What the target asks for, of whom, in which words."""
    law = asked.law
    indicator = law.indicators.get(target.indicator or "")
    return {
        "asked_words": target_text(law, target),
        "strength": strength_text(target.strength),
        "org": org_name(law, target.org),
        "org_href": asked.address(f"/orgs/{target.org}/") if target.org in law.orgs else "",
        "indicator": indicator,
        "indicator_href": asked.address(f"/indicators/{target.indicator}/") if indicator else "",
        "period": target.period.name(),
        "form": form_text(target.target.form),
        "compared": compared_text(target.comparator) if target.figures else None,
        "leads": [org_name(law, lead) for lead in target.lead],
        "citations": law.citations(target),
    }


def _stands(asked: Asked, progress: Progress) -> dict[str, object]:
    """The figures of its standing, each a link; what cannot be asked of it is left out."""
    latest, base, known = progress.latest(), progress.base(), progress.period
    target = progress.target
    indicator = asked.law.indicators.get(target.indicator or "")
    return {
        "latest": asked.figure(latest) if latest else None,
        "beside": _beside(asked, progress),
        "latest_period": known.name(cumulative=True) if known else "",
        "base": asked.figure(base) if base else None,
        "level": _level(progress, indicator),
        "standing": [
            (label, asked.figure(one))
            for label, one in (
                (_("Attainment"), progress.attainment()),
                (_("Ahead of schedule"), progress.ahead()),
                (_("Needed a month"), progress.needed()),
            )
            if target.figures and one.missing != message("missing.not_applicable")
        ],
    }


def _beside(asked: Asked, progress: Progress) -> list[tuple[str, Figure]]:
    """What else is known of the same period: the month, growth as published and computed, share."""
    period, target = progress.period, progress.target
    if period is None or target.indicator is None:
        return []
    told = [
        (label, asked.figures.statement(
            target.indicator, progress.org, period, measure, part=target.part_code))
        for label, measure in (
            (_("Single month"), "month"),
            (_("Growth"), "growth"),
            (_("Growth, computed"), "growth_computed"),
            (_("Share of the nation"), "share_of_nation"),
        )
    ]  # fmt: skip
    return [
        (label, asked.figure(one)) for label, one in told
        if one.quantity or one.measure == "growth"
    ]  # fmt: skip


def _light(law: Law, progress: Progress) -> dict[str, object]:
    """The light with the rule that gave it."""
    scheme = law.lights[progress.target.light or law.head.lights or DEFAULT_SCHEME]
    return {
        "light": light(progress),
        "scheme": scheme,
        "scheme_citations": law.citations(scheme),
    }


def _level(progress: Progress, indicator: IndicatorEntry | None) -> Text | None:
    """The level that a growth over a known base comes to."""
    level = progress.stands.target_level
    if level is None or indicator is None or progress.target.target.form == "level":
        return None
    return quantity_text(level.to(indicator.unit), digits=indicator.digits)


def _tasks(asked: Asked, target: TargetEntry) -> list[tuple[TaskEntry, str]]:
    """The numbered measure that a target stands in, with those above it."""
    found, at = [], target.task
    while at and at in asked.law.tasks:
        task = asked.law.tasks[at]
        found.append((task, asked.address(f"/tasks/{task.id}/")))
        at = task.parent
    return found
