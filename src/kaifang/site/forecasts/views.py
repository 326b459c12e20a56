"""The year's end of one indicator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kaifang.core.bilingual import joined
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.programme.documents import target_name
from kaifang.programme.errors import InternalOnly
from kaifang.programme.extracts import stated_of
from kaifang.programme.forecasting import YearEnd, year_end
from kaifang.programme.naming import target_text
from kaifang.site.asking import Asked, answered, spoken
from kaifang.site.components.figures import Figure
from kaifang.site.components.marks import mark
from kaifang.site.components.tables import invented
from kaifang.site.exporting import asked_for
from kaifang.site.forecasts import tables
from kaifang.site.forecasts.forms import ForecastFilters


@answered
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Forecast the year's end, with its interval, its back-test and the target's chance."""
    if not asked.programme.viewer.is_internal:
        raise InternalOnly
    form = _form(asked)
    indicator = form.chosen("indicator") or form.first("indicator")
    org = form.chosen("org") or asked.law.head.org or ""
    request.twin = {"indicator": indicator, "org": org}
    end = year_end(asked.programme, indicator, org, form.chosen("target") or _target(asked, indicator, org),
                   as_of=asked.moment.as_of, seen_at=asked.moment.seen_at)  # fmt: skip
    digits = asked.law.indicator(indicator).digits
    replays = end.forecast.backtest
    table = tables.backtest(asked, replays, end, digits, request.GET) if replays else None
    if table and asked.law.head.demo:
        table = invented(table)
    chart = tables.chart(asked, end, request.GET) if replays else None
    if file := asked_for(request, asked, table, chart.table if chart else None):
        return file
    return render(request, "forecasts/index.html", {
        "form": form,
        "end": end,
        "indicator": asked.law.indicator(indicator),
        "org": asked.law.orgs[org],
        "now": asked.figure(end.now),
        "value": _figure(asked, end, digits),
        "level": tables.percent(end.forecast.level) if end.forecast.level else "",
        "interval": _interval(end, asked.law.indicator(indicator)),
        "wanted": end.target.text(spoken(), digits) if end.target else "",
        "chance": _chance(end),
        "mark": mark("demo" if asked.law.head.demo else "derived"),
        "is_over": bool(end.now and end.now.period.end == end.period.end),
        "table": table,
        "chart": chart,
    })  # fmt: skip


def _form(asked: Asked) -> ForecastFilters:
    law = asked.law
    indicators, orgs = stated_of(asked.figures)
    orgs = sorted(orgs, key=lambda one: one.id != law.head.org)
    flows = [one for one in indicators if law.indicators[one].kind == "flow"]
    ordered = dict.fromkeys([*(one for one in law.head.headline if one in flows), *flows])
    wanted = [
        (one.id, joined([target_name(law, one), target_text(law, one)], " ", " "))
        for one in asked.programme.targets_known(asked.moment.as_of)
        if one.indicator in ordered and one.figures
    ]
    return ForecastFilters(
        asked,
        [(one, law.indicators[one].name.text) for one in ordered],
        [(one.id, one.name) for one in orgs],
        wanted,
    )


def _target(asked: Asked, indicator: str, org: str) -> str | None:
    """The target that the programme's own year sets for it, where there is one."""
    period = asked.law.head.period
    found = (
        one.id
        for one in asked.programme.targets_known(asked.moment.as_of)
        if (one.indicator, one.org, one.period) == (indicator, org, period) and one.figures
    )
    return next(found, None)


def _figure(asked: Asked, end: YearEnd, digits: int) -> Figure:
    found = end.forecast
    authority = "demo" if asked.law.head.demo else "derived"
    quantity = end.now.quantity if end.now else None
    return Figure(found.value, unit=quantity.unit if quantity else "", digits=digits,
                  authority=authority, reason=end.reason or "")  # fmt: skip


def _interval(end: YearEnd, entry: IndicatorEntry) -> str:
    """From the low to the high end, the unit said once where both have the same."""
    ends = (end.forecast.low, end.forecast.high)
    told = [tables.amount(one, entry.unit, entry.digits) for one in ends if one is not None]
    units = [one.lstrip("-−0123456789,.") for one in told]
    if len(set(units)) == 1:
        told[0] = told[0].removesuffix(units[0])
    return "–".join(told)


def _chance(end: YearEnd) -> str:
    probability = end.forecast.probability
    return "" if probability is None else tables.percent(probability)
