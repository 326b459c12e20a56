"""Clearance: how long each step takes, where goods wait, what may be promised, and single cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaifang.core.period import Period
from kaifang.core.statement import Explanation
from kaifang.exchange.tables import Table as Sheet
from kaifang.exchange.tables import write_book
from kaifang.programme.clearance import comparing, consignments, promising, trending
from kaifang.programme.clearance.banding import hold_bands
from kaifang.programme.clearance.explaining import explain_step
from kaifang.programme.clearance.flows import study_flow
from kaifang.programme.clearance.limiting import study_limits
from kaifang.programme.clearance.parts import part_named
from kaifang.programme.clearance.picking import (
    BASE_YEAR,
    Selection,
    groupings,
    select,
    studied,
)
from kaifang.programme.clearance.release_study import release_study
from kaifang.programme.clearance.studying import study_selected
from kaifang.programme.clearance.tracing import explain_part
from kaifang.programme.errors import UnknownChoice
from kaifang.site.acting import acting
from kaifang.site.asking import Asked, answered, spoken
from kaifang.site.clearance import forms, tables
from kaifang.site.components.addresses import keep
from kaifang.site.components.places import Crumb, choices
from kaifang.site.components.tables import Table
from kaifang.site.exporting import WRITERS, asked_for

SIDES = ("now", "then")
XLSX = WRITERS["xlsx"][1]
View = Callable[..., HttpResponse]


def on_cases(view: View) -> View:
    """Give a view the cases that the address asks for; without a process say what would be here."""

    @answered
    @wraps(view)
    def answer(request: HttpRequest, asked: Asked, *args: object, **named: object) -> HttpResponse:
        picked = picked_by(asked)
        if picked is None:
            return nothing(request, asked)
        return view(request, asked, picked, *args, **named)

    return answer


def picked_by(asked: Asked, mark: str = "") -> Selection | None:
    """The cases that the address asks for; None where the programme studies no process."""
    if not studied(asked.programme) and not asked.query.get("process"):
        return None
    query = asked.query
    return select(
        asked.programme,
        query.get("process", ""),
        first=query.get(f"first{mark}", ""),
        last=query.get(f"last{mark}", ""),
        where=forms.like(query, mark),
        moment=asked.moment,
    )


def about(
    asked: Asked, picked: Selection, form: forms.ClearanceFilters | None
) -> dict[str, object]:
    """What every page of the area says on top."""
    return {
        "form": form,
        "picked": picked,
        "period": picked.period.name() if picked.period else "",
        "cases": int(picked.now.sum()),
        "base_cases": int(picked.then.sum()),
        "is_demo": asked.law.head.demo,
    }


def nothing(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Say what would be here; what documents state of it is shown all the same."""
    stated = tables.stated(asked, BASE_YEAR, request.GET)
    if file := asked_for(request, asked, stated):
        return file
    return render(request, "clearance/nothing.html", {"stated": stated if stated.rows else None})


def _page(
    request: HttpRequest,
    asked: Asked,
    picked: Selection,
    form: forms.ClearanceFilters | None,
    shown: Sequence[Table | None],
    context: Mapping[str, object],
) -> HttpResponse:
    """A page of the area, named as its view is; or of the tables shown the one to be taken out."""
    if file := asked_for(request, asked, *shown):
        return file
    name = request.resolver_match.url_name
    return render(request, f"clearance/{name}.html", {**about(asked, picked, form), **context})


@on_cases
def index(request: HttpRequest, asked: Asked, picked: Selection) -> HttpResponse:
    """Show the time of each step, in whose hands, against the same months of the base year."""
    form = forms.filters(asked, picked, forms.GroupFilters)
    study = study_selected(picked, form.chosen("by"), is_demo=asked.law.head.demo)
    steps = tables.steps(asked, picked, study, request.GET)
    holders = tables.holders(asked, picked, study, request.GET)
    stated = tables.stated(asked, picked.base_year, request.GET)
    return _page(request, asked, picked, form, (steps, holders, stated), {
        "study": study,
        "steps": steps,
        "chart": tables.steps_chart(asked, study) if not study.by else None,
        "holders": holders,
        "holders_chart": tables.holders_chart(asked, study),
        "stated": stated if stated.rows else None,
    })  # fmt: skip


@on_cases
def promises(request: HttpRequest, asked: Asked, picked: Selection) -> HttpResponse:
    """Show what may be promised for each port, mode and class of goods."""
    form = forms.filters(asked, picked, forms.StepFilters)
    fields = [one for one in groupings(picked.process) if one.id not in picked.where]
    by = [one for one in fields if asked.query.get("each") in (None, "", one.id)]
    found = promising.promises(picked, [one.id for one in by], form.chosen("step"))
    table = tables.promises(asked, picked, by, found, request.GET)
    return _page(request, asked, picked, form, (table,), {
        "table": table,
        "step": promising.step_named(picked.process, form.chosen("step")),
        "ways": choices(request.GET, "each", [
            ("", _("each combination")), *((one.id, one.name.text) for one in fields),
        ]),
    })  # fmt: skip


@on_cases
def bottlenecks(request: HttpRequest, asked: Asked, picked: Selection) -> HttpResponse:
    """Show where cases wait, which ways they take, what is done again, and limits."""
    flow = study_flow(picked)
    limits = study_limits(picked, asked.law)
    shown = tables.flow(asked, picked, flow, limits, request.GET)
    return _page(request, asked, picked, forms.filters(asked, picked), list(shown.values()), {
        "flow": flow,
        "deviating": tables.deviating(asked, picked, flow),
        "chart": tables.bottlenecks_chart(asked, picked, flow),
        **shown,
    })  # fmt: skip


@on_cases
def compare(request: HttpRequest, asked: Asked, other: Selection) -> HttpResponse:
    """Set two periods or two ports against each other, step by step."""
    if other.period is None:  # of no events nothing can be compared: the first page says so
        return HttpResponseRedirect(asked.address("/clearance/"))
    form = forms.filters(asked, other, again=forms.AGAIN)
    one = _before(asked, other)
    found = comparing.compare(one, other)
    table = tables.contributions(asked, found, request.GET)
    return _page(request, asked, other, form, (table,), {
        "found": found,
        "one": tables.selection_name(asked, one),
        "other": tables.selection_name(asked, other),
        "means": tables.means(asked, found),
        "table": table,
        "chart": tables.contributions_chart(asked, found),
    })  # fmt: skip


@on_cases
def trend(request: HttpRequest, asked: Asked, picked: Selection) -> HttpResponse:
    """Show a step month by month."""
    form = forms.filters(asked, picked, forms.StepFilters)
    chosen = promising.step_named(picked.process, form.chosen("step"))
    months = trending.trend_of(picked, chosen.id)
    table = tables.months(asked, picked, chosen, months, request.GET)
    return _page(request, asked, picked, form, (table,), {
        "table": table,
        "chart": tables.months_chart(asked, picked, chosen, months),
    })  # fmt: skip


@on_cases
def bands(request: HttpRequest, asked: Asked, picked: Selection) -> HttpResponse:
    """Hold steps against their bands, and list those that have left them."""
    found = hold_bands(picked)
    left = [one for one in found if one.left]
    shown = found if request.GET.get("show") == "all" else left
    table = tables.bands(asked, picked, shown, request.GET)
    return _page(request, asked, picked, forms.filters(asked, picked), (table,), {
        "table": table,
        "left": len(left),
        "of": len(found),
        "bands": tables.band_words(asked, picked),
        "ways": choices(request.GET, "show", [("", _("outside")), ("all", _("all"))]),
    })  # fmt: skip


@on_cases
def report(request: HttpRequest, asked: Asked, picked: Selection) -> HttpResponse:
    """Show the time release study as a report on A4, or give it out as a workbook."""
    sheets = release_study(asked.programme, picked, spoken())
    if "format" in request.GET:
        return _book(request, asked, sheets)
    return render(request, "clearance/report.html", {
        **about(asked, picked, forms.filters(asked, picked)),
        "sheets": [tables.sheet(one) for one in sheets],
        "book": keep(request.GET, format="xlsx"),
        "source": sheets[0].source,
        "watermark": sheets[0].watermark,
    })  # fmt: skip


def _book(request: HttpRequest, asked: Asked, sheets: Sequence[Sheet]) -> HttpResponse:
    if request.GET["format"] != "xlsx":
        raise UnknownChoice(name=_("Format"), found=request.GET["format"], near=["xlsx"])
    answer = HttpResponse(write_book(sheets, spoken()), content_type=XLSX)
    name = quote(f"release-study-{asked.law.id}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


@on_cases
def step(request: HttpRequest, asked: Asked, picked: Selection) -> HttpResponse:
    """Explain the times of a step: alone for the panel, as a page for everybody else."""
    side = asked.query.get("side") or "now"
    if side not in SIDES:
        raise UnknownChoice(name=_("Side"), found=side, near=list(SIDES))
    told = explain_step(asked.programme, picked, asked.query.get("step", ""), then=side == "then")
    return _explained(
        request, asked, told, tables.case_links(asked, picked) if side == "now" else []
    )


@on_cases
def part(request: HttpRequest, asked: Asked, picked: Selection) -> HttpResponse:
    """Explain a row of the flow: alone for the panel, as a page for everybody else."""
    found = part_named(picked, asked.law, asked.query.get("part", ""))
    told = explain_part(asked.programme, picked, found)
    return _explained(request, asked, told, tables.part_links(asked, picked, found))


def _explained(
    request: HttpRequest, asked: Asked, told: Explanation, links: Sequence[tuple[object, str]]
) -> HttpResponse:
    """A figure's explanation, with its cases for those who may see them."""
    panel = "X-Panel" in request.headers
    return render(request, "clearance/step_fragment.html" if panel else "clearance/step.html", {
        "explanation": told,
        "links": links if consignments.sees_cases(acting(request)) else [],
        "trail": [Crumb(_("Clearance"), asked.address("/clearance/")), Crumb(_("Figure"))],
    })  # fmt: skip


def _before(asked: Asked, other: Selection) -> Selection:
    """The second selection that the address names, else the same months a year earlier."""
    again = [name for name in asked.query if name.endswith(forms.AGAIN) and asked.query[name]]
    if again or other.period is None:
        found = picked_by(asked, forms.AGAIN)
        assert found is not None  # the other was found by the same process
        return found
    year = other.period.last_year()
    return select(
        asked.programme, other.process.id, where=other.where, moment=other.moment,
        first=_month(year.start.year, year.start.month), last=_month(year.end.year, year.end.month),
    )  # fmt: skip


def _month(year: int, month: int) -> str:
    return Period.month(year, month).code
