"""The tables and charts of projects: each number opens to the projects behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.core.units import Unit, unit
from kaifang.facts.rounding import half_up
from kaifang.packs.schema.rates import ProcessRate
from kaifang.programme.casework.listing import case_number
from kaifang.programme.naming import org_name
from kaifang.programme.projects.channels import ChannelList
from kaifang.programme.projects.fields import (
    CENTRAL_ENTERPRISE,
    INVESTOR,
    NAME,
    OWN_AMOUNT,
    STALLED_WHY,
    STEWARD,
    YUAN,
    amount,
)
from kaifang.programme.projects.funnel import FunnelStage
from kaifang.programme.projects.landing import MOST_MONTHS, LandingCurve
from kaifang.programme.projects.lights import ProjectLight, counted
from kaifang.programme.projects.occasions import OccasionRow, cost_unit
from kaifang.programme.projects.picking import value_text
from kaifang.programme.projects.pipeline import StageRow, Sums, currency_name
from kaifang.programme.projects.places import PlaceRow
from kaifang.programme.projects.portfolio import Portfolio, Project
from kaifang.programme.projects.rates import OUTCOMES, CohortRow, RateGroup, rate_groups
from kaifang.programme.projects.stalled import ReasonRow, Stall
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.addresses import own_query
from kaifang.site.components.charts import Chart, Series
from kaifang.site.components.figures import Figure
from kaifang.site.components.lights import Light
from kaifang.site.components.maps import Tile, TileMap
from kaifang.site.components.markup import is_english, said
from kaifang.site.components.numbers import written
from kaifang.site.components.tables import Column, Row, Table, invented, named, note

DAY, MILLION = 86_400, 1_000_000
LEAST_MONTHS = 6  # a younger cohort stands in the table only
LINES = 6  # a chart of more cohorts names none of them legibly
HERE = "/projects/list/"


# -- figures --------------------------------------------------------------------------------


def listing(asked: Asked, **picks: str) -> str:
    """The address of the list of some projects."""
    return asked.address(HERE, **picks)


def number(
    asked: Asked, value: int | Decimal | None, href: str = "", digits: int = 0, reason: object = ""
) -> Figure:
    """A number that leads to its list; a nought leads nowhere."""
    told = None if value is None else Decimal(value)
    authority = "demo" if asked.law.head.demo else "published"
    link = href if told else ""
    return Figure(told, link, digits=digits, authority=authority, reason=reason, panel=False)


def percent(asked: Asked, share: Fraction | None, reason: object = "", href: str = "") -> Figure:
    """A share in per cent to one digit."""
    value = None if share is None else half_up(share * 100, 1)
    return number(asked, value, href, 1, reason)


def days(asked: Asked, seconds: float | None, reason: object = "") -> Figure:
    """Seconds in days to one digit."""
    value = None if seconds is None else Decimal(repr(seconds)) / DAY
    return number(asked, value, digits=1, reason=reason)


def table(
    asked: Asked,
    name: str,
    caption: object,
    columns: Sequence[Column],
    rows: Sequence[Row],
    query: QueryDict,
    **more: Any,
) -> Table:
    """A table of this area, ready to be taken out, with every figure of a demo marked."""
    source = source_line(asked.programme, asked.figures.versions)
    made = Table(name, caption, columns, rows, own_query(query, name), source, **more)
    return invented(made) if asked.law.head.demo else made


def part(whole: Table, rows: Sequence[Row]) -> Table:
    """The same table with some of its rows."""
    return replace(whole, rows=rows)


def field_unit(portfolio: Portfolio, *fields: str) -> object:
    """The unit of the first of some fields that the process declares."""
    units = {one.id: one.unit for one in portfolio.process.fields}
    code = next((units[one] for one in fields if units.get(one)), "")
    return unit(code) if code else ""


def project_name(asked: Asked, portfolio: Portfolio, one: Project, below: object = "") -> object:
    """A project's name as a link to its page; before signing its code name."""
    told = one.told(*NAME)
    href = asked.address(f"/cases/{portfolio.process.id}/{one.case}/")
    return named(str(told) if told else case_number(one.case), href, below)


# -- pipeline -------------------------------------------------------------------------------


def pipeline_table(
    asked: Asked, portfolio: Portfolio, rows: Sequence[StageRow], query: QueryDict
) -> Table:
    columns = [
        Column("stage", _("Stage"), kind="short"),
        Column("count", pgettext("count", "Projects"), kind="number"),
        Column("yuan", _("Planned investment"), field_unit(portfolio, *YUAN), "number"),
        Column("own", _("By currency"), kind="words"),
        Column("median", _("Median days in the stage"), _("days"), "number"),
        Column("p90", _("90th percentile"), _("days"), "number"),
        Column("overdue", _("Over the limit"), kind="number"),
    ]
    made = [_stage_row(asked, portfolio, one) for one in rows]
    return table(asked, "pipeline", _("Projects by stage"), columns, made, query, wide=True)


def _stage_row(asked: Asked, portfolio: Portfolio, one: StageRow) -> Row:
    here = listing(asked, state=one.state)
    late = listing(asked, state=one.state, standing="overdue")
    empty = message("projects.nobody_there")
    return Row({
        "stage": one.name,
        "count": number(asked, one.count, here),
        "yuan": number(asked, one.sums.yuan, reason=_why_no_sum(one)),
        "own": currencies(portfolio, one.sums),
        "median": number(asked, _whole(one.days and one.days.median), digits=1, reason=empty),
        "p90": number(asked, _whole(one.days and one.days.p90), digits=1, reason=empty),
        "overdue": number(asked, one.overdue, late),
    }, key=one.state, level=0 if one.kind == "stage" else 1)  # fmt: skip


def _why_no_sum(one: StageRow) -> Text:
    return message("projects.no_amount" if one.count else "projects.nobody_there")


def _whole(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def currencies(portfolio: Portfolio, sums: Sums) -> str:
    """The sums in the currencies of the contracts, and how many projects tell none."""
    ordered = sorted(sums.own.items(), key=lambda one: (one[0] != "CNY", one[0]))
    parts = [_in_currency(portfolio, code, value) for code, value in ordered]
    if sums.untold:
        parts.append(_("%(count)s without an amount") % {"count": sums.untold})
    return pgettext("list", "; ").join(parts)


def _in_currency(portfolio: Portfolio, code: str, value: Decimal) -> str:
    """An amount as each language counts: 49,520万美元, USD 495.2 million."""
    scale = field_unit(portfolio, *OWN_AMOUNT)
    if is_english() or not isinstance(scale, Unit):
        millions = value * (scale.factor if isinstance(scale, Unit) else 1) / MILLION
        return _("%(code)s %(value)s million") % {"code": code, "value": written(millions, 1)}
    return f"{written(value, 0)}{said(scale)}{said(currency_name(portfolio, code))}"


def pipeline_chart(asked: Asked, rows: Sequence[StageRow], query: QueryDict) -> Chart:
    """How many projects stand in each stage of the way, and how many stall."""
    shown = [one for one in rows if one.kind != "ended"]
    at_most = max(shown, key=lambda one: one.count)
    says = _("Most projects stand at “%(stage)s”: %(count)s of %(all)s on record") % {
        "stage": said(at_most.name), "count": at_most.count, "all": sum(one.count for one in rows),
    }  # fmt: skip
    return Chart(
        "stages", says, [one.name for one in shown],
        [Series(pgettext("count", "Projects"), [Decimal(one.count) for one in shown], main=True,
                links=[listing(asked, state=one.state) for one in shown])],
        unit="", digits=0, kind="rows", label_head=_("Stage"), query=query,
        source=_demo_source(asked),
    )  # fmt: skip


def _demo_source(asked: Asked) -> str:
    return _("Invented for demonstration") if asked.law.head.demo else ""


def lights_table(
    asked: Asked, scheme: str, lights: Sequence[ProjectLight], query: QueryDict
) -> Table:
    """How many projects shine in which colour, and how many have to leave the list."""
    columns = [
        Column("light", _("Light"), kind="light"),
        Column("count", pgettext("count", "Projects"), kind="number"),
    ]
    rows = [
        Row({
            "light": Light(colour),
            "count": number(asked, count, listing(asked, light=f"{scheme}:{colour}")),
        }, key=colour)
        for colour, count in counted(lights).items()
    ]  # fmt: skip
    return table(asked, "lights", _("Lights of the projects under way"), columns, rows, query)


# -- list -----------------------------------------------------------------------------------


def list_table(
    asked: Asked,
    portfolio: Portfolio,
    caption: object,
    lights: Mapping[str, ProjectLight],
    query: QueryDict,
    projects: Sequence[Project] | None = None,
) -> Table:
    """Projects one a row, each a link to its page."""
    columns = [
        Column("project", _("Project")),
        Column("org", _("Organisation")),
        Column("stage", _("Stage"), kind="short"),
        Column("days", _("Days there"), _("days"), "number", sort=True),
        Column("investor", _("Investor")),
        Column("yuan", _("Planned investment"), field_unit(portfolio, *YUAN), "number", sort=True),
        Column("light", _("Light"), kind="light"),
        Column("due", _("Limit"), kind="short"),
        Column("steward", _("Steward"), kind="short"),
    ]
    chosen = portfolio.projects if projects is None else projects
    rows = [_list_row(asked, portfolio, one, lights.get(one.case)) for one in chosen]
    empty = _("No project matches.")
    return table(asked, "projects", caption, columns, rows, query, empty=empty).sorted()


def _list_row(asked: Asked, portfolio: Portfolio, one: Project, light: ProjectLight | None) -> Row:
    return Row({
        "project": project_name(asked, portfolio, one, _mark_late(one)),
        **_standing(asked, portfolio, one),
        "days": number(asked, portfolio.days_since(one.since)),
        "investor": str(one.told(*INVESTOR) or ""),
        "yuan": number(asked, amount(one, YUAN), reason=message("projects.no_amount")),
        "light": _light(light),
        "due": one.due,
    }, key=one.case)  # fmt: skip


def _standing(asked: Asked, portfolio: Portfolio, one: Project) -> dict[str, object]:
    """Whose a project is, its stage, and who looks after it."""
    return {
        "org": org_name(asked.law, one.org),
        "stage": portfolio.definition.label("states", one.state),
        "steward": str(one.told(*STEWARD) or ""),
    }


def _mark_late(one: Project) -> object:
    return _("over the limit") if one.is_overdue else ""


def _light(one: ProjectLight | None) -> object:
    if one is None:
        return ""
    words = [one.light.says, *(each for each in one.says if isinstance(each, Text))]
    return Light(one.light.colour.value, joined(words, "；", "; "))


# -- funnel ---------------------------------------------------------------------------------


def funnel_table(asked: Asked, stages: Sequence[FunnelStage], query: QueryDict) -> Table:
    columns = [
        Column("stage", _("Stage")),
        Column("entered", _("Came to it"), kind="number"),
        Column("on", _("Went on"), kind="number"),
        Column("share", _("Share that went on"), unit("%"), "number"),
        Column("dropped", _("Dropped"), kind="number"),
        Column("open", _("Still there"), kind="number"),
        Column("median", _("Median time to go on"), _("days"), "number"),
        Column("p90", _("90th percentile"), _("days"), "number"),
    ]
    rows = [_funnel_row(asked, one) for one in stages]
    return table(asked, "funnel", _("From stage to stage"), columns, rows, query)


def _funnel_row(asked: Asked, one: FunnelStage) -> Row:
    def counted_as(outcome: str) -> Figure:
        value = getattr(one, outcome)
        return number(asked, value, listing(asked, funnel=f"{one.state}:{outcome}"))

    share = Fraction(one.on, one.entered) if one.entered and not one.is_last else None
    why = message("projects.nobody_went_on")
    return Row({
        "stage": one.name,
        "entered": counted_as("entered"),
        "on": counted_as("on"),
        "share": percent(asked, share, message("projects.nobody_there") if not one.entered else why),
        "dropped": counted_as("dropped"),
        "open": counted_as("open"),
        "median": days(asked, one.took and one.took.median, why),
        "p90": days(asked, one.took and one.took.p90, why),
    }, key=one.state)  # fmt: skip


def funnel_chart(asked: Asked, stages: Sequence[FunnelStage], query: QueryDict) -> Chart:
    """How many came to each stage; the sentence names the step at which most are lost."""
    lossy = max(stages[:-1] or stages, key=lambda one: one.dropped)
    says = (
        _("Most are dropped at “%(stage)s”: %(count)s of %(of)s")
        % {"stage": said(lossy.name), "count": lossy.dropped, "of": lossy.entered}
        if lossy.dropped
        else _("No project has been dropped on the way")
    )
    return Chart(
        "funnel-chart", says, [one.name for one in stages],
        [Series(_("Came to it"), [Decimal(one.entered) for one in stages], main=True,
                links=[listing(asked, funnel=f"{one.state}:entered") for one in stages])],
        digits=0, kind="rows", label_head=_("Stage"), query=query, source=_demo_source(asked),
    )  # fmt: skip


# -- cohorts --------------------------------------------------------------------------------


def cohort_table(
    asked: Asked, rate: ProcessRate, rows: Sequence[CohortRow], query: QueryDict
) -> Table:
    columns = [
        Column("cohort", _("Cohort"), kind="short"),
        Column("of", _("In the cohort"), kind="number"),
        Column("reached", _("Reached"), kind="number"),
        Column("share", rate.name.text, unit("%"), "number"),
        Column("ended", _("Terminated or moved"), kind="number"),
        Column("open", _("Under way"), kind="number"),
        Column("seen_on", _("As of"), kind="short"),
    ]
    made = [_cohort_row(asked, rate, one) for one in rows]
    caption = rate.name.text
    return table(asked, "cohorts", caption, columns, made, query)


def _cohort_row(asked: Asked, rate: ProcessRate, one: CohortRow) -> Row:
    def counted_as(outcome: str, value: int) -> Figure:
        code = f"{rate.id}:{one.period.code}:{outcome}"
        return number(asked, value, listing(asked, cohort=code))

    ripe = "" if one.is_ripe else note(_("before its cut-off"))
    return Row({
        "cohort": one.period.name(),
        "of": counted_as("of", one.of),
        "reached": counted_as("reached", one.reached),
        "share": percent(asked, one.share, message("projects.no_members")),
        "ended": counted_as("ended", one.ended),
        "open": counted_as("open", one.open),
        "seen_on": named(one.seen_on.isoformat(), below=ripe),
    }, key=one.period.code)  # fmt: skip


def group_table(
    asked: Asked,
    portfolio: Portfolio,
    rate: ProcessRate,
    names: Mapping[str, Text],
    query: QueryDict,
) -> Table | None:
    """The rate by its own field, all cohorts together; None where it has none."""
    groups = rate_groups(portfolio, rate)
    field = next((one for one in portfolio.process.fields if one.id == rate.by), None)
    if not groups or field is None:
        return None
    columns = [
        Column("group", field.name.text),
        Column("of", _("In the cohort"), kind="number", sort=True),
        Column("reached", _("Reached"), kind="number", sort=True),
        Column("share", rate.name.text, unit("%"), "number", sort=True),
        Column("ended", _("Terminated or moved"), kind="number", sort=True),
        Column("open", _("Under way"), kind="number", sort=True),
    ]
    rows = [_group_row(asked, portfolio, rate, one, names) for one in groups]
    caption = joined([rate.name.text, field.name.text], " · ", " · ")
    return table(asked, "groups", caption, columns, rows, query).sorted()


def _group_row(
    asked: Asked,
    portfolio: Portfolio,
    rate: ProcessRate,
    one: RateGroup,
    names: Mapping[str, Text],
) -> Row:
    def counted_as(outcome: str) -> Figure:
        code = f"{rate.id}:{outcome}:{one.value or ''}"
        return number(asked, one.count(outcome), listing(asked, group=code))

    told = value_text(portfolio, rate.by or "", one.value or "", names)
    cells = {outcome: counted_as(outcome) for outcome in OUTCOMES}
    return Row(
        {"group": named(told), "share": percent(asked, one.share), **cells}, key=one.value or ""
    )


def cohort_chart(
    asked: Asked, rate: ProcessRate, curves: Sequence[LandingCurve], query: QueryDict
) -> Chart:
    """The share of each cohort that had reached the numerator by months since the denominator."""
    whole = curves[-1]
    old = [one for one in curves[:-1] if one.landed[LEAST_MONTHS] is not None]
    shown = old[-LINES:]
    year = whole.landed[12]
    says = (
        _("%(share)s%% reach it within 12 months, all cohorts together")
        % {"share": half_up(Fraction(repr(year)) * 100, 1)}
        if year is not None
        else _("No cohort is a year old yet")
    )
    series = [
        Series(
            f"{said(one.period.name() if one.period else '')} ({one.of})",
            [_points(share) for share in one.landed],
        )
        for one in shown
    ]
    series.append(
        Series(_("terminated or moved, all"), [_points(x) for x in whole.ended], dashed=True)
    )
    return Chart(
        "cohort-chart", says, [str(month) for month in range(MOST_MONTHS + 1)], series,
        unit="%", digits=1, label_head=_("Months since"), query=query,
        source=f"{said(message('projects.aalen_johansen'))} {_demo_source(asked)}".strip(),
    )  # fmt: skip


def _points(share: float | None) -> Decimal | None:
    return None if share is None else half_up(Fraction(repr(share)) * 100, 1)


# -- stalled --------------------------------------------------------------------------------


def stalled_table(
    asked: Asked,
    portfolio: Portfolio,
    found: Sequence[Stall],
    reasons: Mapping[str, Text],
    query: QueryDict,
) -> Table:
    columns = [
        Column("project", _("Project")),
        Column("org", _("Organisation")),
        Column("stage", _("Stalled at"), kind="short"),
        Column("reason", _("Reason"), kind="short"),
        Column("why", _("What holds it up")),
        Column("days", _("Days stalled"), _("days"), "number", sort=True),
        Column("yuan", _("Planned investment"), field_unit(portfolio, *YUAN), "number", sort=True),
        Column("steward", _("Steward"), kind="short"),
    ]
    rows = [
        Row({
            "project": project_name(asked, portfolio, one.project),
            **_standing(asked, portfolio, one.project),
            "stage": portfolio.definition.label("states", one.stage) if one.stage else "",
            "reason": reasons[one.reason],
            "why": str(one.project.told(*STALLED_WHY) or ""),
            "days": number(asked, one.days),
            "yuan": number(asked, amount(one.project, YUAN), reason=message("projects.no_amount")),
        }, key=one.project.case)
        for one in found
    ]  # fmt: skip
    empty = _("No project is stalled.")
    caption = _("Stalled projects, the longest wait on top")
    return table(asked, "stalled", caption, columns, rows, query, empty=empty).sorted()


def reasons_table(asked: Asked, rows: Sequence[ReasonRow], query: QueryDict) -> Table:
    columns = [
        Column("reason", _("Reason")),
        Column("count", pgettext("count", "Projects"), kind="number"),
        Column("share", _("Share up to here"), unit("%"), "number"),
    ]
    made = [
        Row({
            "reason": one.name,
            "count": number(asked, one.count, listing(asked, reason=one.reason or "none")),
            "share": percent(asked, one.cumulative),
        }, key=one.reason)
        for one in rows
    ]  # fmt: skip
    return table(asked, "reasons", _("What they wait for"), columns, made, query)


def reasons_chart(asked: Asked, rows: Sequence[ReasonRow], query: QueryDict) -> Chart:
    first = rows[0]
    says = _("Most wait for %(reason)s: %(share)s%% of the stalled") % {
        "reason": said(first.name), "share": half_up(first.cumulative * 100, 1),
    }  # fmt: skip
    return Chart(
        "reasons-chart", says, [one.name for one in rows],
        [Series(pgettext("count", "Projects"), [Decimal(one.count) for one in rows], main=True,
                links=[listing(asked, reason=one.reason or "none") for one in rows])],
        digits=0, kind="rows", label_head=_("Reason"), query=query, source=_demo_source(asked),
    )  # fmt: skip


# -- places, events, central enterprises ----------------------------------------------------


def place_table(
    asked: Asked,
    portfolio: Portfolio,
    rate: ProcessRate | None,
    rows: Sequence[PlaceRow],
    query: QueryDict,
) -> Table:
    columns = [
        Column("org", _("Organisation")),
        Column("open", _("Under way"), kind="number", sort=True),
        Column("yuan", _("Planned investment"), field_unit(portfolio, *YUAN), "number", sort=True),
        Column("signed", _("Signed"), kind="number", sort=True),
        Column("landed", _("Landed"), kind="number", sort=True),
        Column("share", rate.name.text if rate else "", unit("%"), "number", sort=True),
        Column("stalled", _("Stalled"), kind="number", sort=True),
        Column("overdue", _("Over the limit"), kind="number", sort=True),
    ]
    made = [_place_row(asked, rate, one) for one in rows]
    return table(asked, "places", _("Projects by city"), columns, made, query).sorted()


def _place_row(asked: Asked, rate: ProcessRate | None, one: PlaceRow) -> Row:
    unseen = message("projects.unseen")
    if not one.is_seen:
        blank = {key: number(asked, None, reason=unseen) for key in
                 ("open", "yuan", "signed", "landed", "share", "stalled", "overdue")}  # fmt: skip
        return Row({"org": one.org.name, **blank}, key=one.org.id)

    def here(**picks: str) -> str:
        return listing(asked, org=one.org.id, **picks)

    cohort = rate.id if rate else ""
    return Row({
        "org": named(one.org.name, here()),
        "open": number(asked, one.open, here(standing="open")),
        "yuan": number(asked, one.yuan, reason=message("projects.no_amount")),
        "signed": number(asked, one.signed, here(cohort=f"{cohort}::of")),
        "landed": number(asked, one.landed, here(cohort=f"{cohort}::reached")),
        "share": percent(asked, one.share, message("projects.no_members")),
        "stalled": number(asked, one.stalled, here(standing="stalled")),
        "overdue": number(asked, one.overdue, here(standing="overdue")),
    }, key=one.org.id)  # fmt: skip


MEASURES = ("open", "yuan", "share", "stalled", "overdue")


def place_map(
    asked: Asked, title: Text, rows: Sequence[PlaceRow], measure: str, measured: object, note: Text
) -> TileMap:
    """The tiles shaded by one measure, each a link to the projects of its city."""
    tiles = [
        Tile(one.org.name, one.column, one.row, _measure(one, measure),
             listing(asked, org=one.org.id) if one.is_seen and one.projects else "",
             "" if one.is_seen else message("projects.unseen"))
        for one in rows
    ]  # fmt: skip
    authority = "demo" if asked.law.head.demo else "published"
    digits = 1 if measure == "share" else 0
    return TileMap("map", title, tiles, measured, digits, authority, note)


def _measure(one: PlaceRow, measure: str) -> Decimal | None:
    if not one.is_seen:
        return None
    value = getattr(one, measure)
    if measure == "share" and value is not None:
        return half_up(value * 100, 1)
    return None if value is None else Decimal(value)


def occasion_table(
    asked: Asked,
    portfolio: Portfolio,
    rate: ProcessRate,
    rows: Sequence[OccasionRow],
    query: QueryDict,
) -> Table:
    code = cost_unit(portfolio)
    money = unit(code) if code else ""
    columns = [
        Column("occasion", pgettext("occasion", "Event")),
        Column("starts", _("Date"), kind="short"),
        Column("signed", _("Signed"), kind="number", sort=True),
        Column("yuan", _("Planned investment"), field_unit(portfolio, *YUAN), "number", sort=True),
        Column("landed", _("Landed"), kind="number", sort=True),
        Column("share", _("Share landed"), unit("%"), "number", sort=True),
        Column("ended", _("Terminated or moved"), kind="number"),
        Column("open", _("Under way"), kind="number"),
        Column("cost", _("Cost"), money, "number", sort=True),
        Column("per_landed", _("Cost per landed project"), money, "number", sort=True),
    ]
    made = [_occasion_row(asked, rate, one) for one in rows]
    empty = _("No event is registered, and no project names one.")
    return table(asked, "events", _("What events signed and what became of it"), columns, made, query, empty=empty, wide=True).sorted()  # fmt: skip


def _occasion_row(asked: Asked, rate: ProcessRate, one: OccasionRow) -> Row:
    def counted_as(outcome: str) -> Figure:
        code = f"{rate.id}::{outcome}"
        there = listing(asked, occasion=one.occasion.id, cohort=code)
        return number(asked, one.count(outcome), there)

    here = listing(asked, occasion=one.occasion.id)
    signed, landed = one.count("of"), one.count("reached")
    share = Fraction(landed, signed) if signed else None
    return Row({
        "occasion": named(one.occasion.name, here if signed else "", one.occasion.place),
        "starts": one.occasion.starts.isoformat() if one.occasion.starts else "",
        "signed": counted_as("of"),
        "yuan": number(asked, one.planned.yuan, reason=message("projects.no_amount")),
        "landed": counted_as("reached"),
        "share": percent(asked, share, message("projects.no_members")),
        "ended": counted_as("ended"),
        "open": counted_as("open"),
        "cost": number(asked, one.occasion.cost, digits=1, reason=_why_no_cost(one)),
        "per_landed": number(asked, one.cost_per_landed, digits=1, reason=_why_no_ratio(one)),
    }, key=one.occasion.id)  # fmt: skip


def _why_no_cost(one: OccasionRow) -> Text:
    return message("projects.no_cost" if one.occasion.is_seen else "projects.cost_unseen")


def _why_no_ratio(one: OccasionRow) -> Text:
    if one.occasion.cost is None:
        return _why_no_cost(one)
    return message("projects.none_landed" if one.whole else "projects.cost_in_part")


def central_table(
    asked: Asked, portfolio: Portfolio, projects: Sequence[Project], query: QueryDict
) -> Table:
    columns = [
        Column("project", _("Project")),
        Column("central", _("Central enterprise")),
        Column("org", _("Organisation")),
        Column("stage", _("Stage"), kind="short"),
        Column("days", _("Days there"), _("days"), "number", sort=True),
        Column("yuan", _("Planned investment"), field_unit(portfolio, *YUAN), "number", sort=True),
        Column("steward", _("Steward"), kind="short"),
    ]
    rows = [
        Row({
            "project": project_name(asked, portfolio, one, _mark_late(one)),
            "central": str(one.told(*CENTRAL_ENTERPRISE) or ""),
            **_standing(asked, portfolio, one),
            "days": number(asked, portfolio.days_since(one.since)),
            "yuan": number(asked, amount(one, YUAN), reason=message("projects.no_amount")),
        }, key=one.case)
        for one in projects
    ]  # fmt: skip
    empty = _("No project with a central enterprise is registered.")
    return table(asked, "central", message("projects.central"), columns, rows, query, empty=empty).sorted()  # fmt: skip


def channel_table(
    asked: Asked, portfolio: Portfolio, found: ChannelList, query: QueryDict
) -> Table:
    """The projects that a channel is open to, and what each is worth in the threshold's unit."""
    columns = [
        Column("project", _("Project")),
        Column("org", _("Organisation")),
        Column("stage", _("Stage"), kind="short"),
        Column("worth", _("Planned investment"), found.channel.threshold.unit, "number", sort=True),
        Column("steward", _("Steward"), kind="short"),
    ]
    rows = [
        Row({
            "project": project_name(asked, portfolio, one.project),
            **_standing(asked, portfolio, one.project),
            "worth": number(asked, one.worth, digits=2),
        }, key=one.project.case)
        for one in found.admitted
    ]  # fmt: skip
    empty = _("No project is above the threshold.")
    name = f"channel-{found.channel.id}"
    return table(asked, name, found.channel.name.text, columns, rows, query, empty=empty).sorted()
