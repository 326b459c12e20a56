"""What is stalled, and the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.units import unit
from kaifang.facts.rounding import half_up
from kaifang.programme.projects.fields import STALLED_WHY, YUAN, amount
from kaifang.programme.projects.portfolio import Portfolio
from kaifang.programme.projects.stalled import ReasonRow, Stall
from kaifang.site.asking import Asked
from kaifang.site.components.charts import Chart, Series
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table
from kaifang.site.projects.tables.writing import (
    demo_source,
    field_unit,
    lacking,
    listing,
    number,
    percent,
    project_name,
    standing,
    table,
    told,
    unit_beneath_projects,
)


def stalled_table(
    asked: Asked,
    portfolio: Portfolio,
    found: Sequence[Stall],
    reasons: Mapping[str, Text],
    query: QueryDict,
) -> Table:
    columns = [
        Column("project", _("Project")),
        Column("org", _("Organisation"), kind="told"),
        Column("stage", _("Stalled at"), kind="short"),
        Column("reason", pgettext("why stalled", "Reason"), kind="short"),
        Column("why", _("What holds it up")),
        Column("days", _("Days stalled"), _("days"), "number", sort=True),
        Column("yuan", _("Planned investment"), field_unit(portfolio, *YUAN), "number", sort=True),
        Column("steward", _("Steward"), kind="short"),
    ]
    rows = [
        Row({
            "project": project_name(asked, portfolio, one.project),
            **standing(asked, portfolio, one.project),
            "stage": portfolio.definition.label("states", one.stage) if one.stage else lacking("no_stage"),
            "reason": reasons[one.reason],
            "why": told(one.project.told(*STALLED_WHY)),
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
        Column("reason", pgettext("why stalled", "Reason")),
        Column("count", pgettext("count", "Projects"), unit_beneath_projects(), "number"),
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
        digits=0, kind="rows", label_head=pgettext("why stalled", "Reason"), query=query, source=demo_source(asked),
    )  # fmt: skip
