"""The funnel: from stage to stage."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.cases.renaming import EARLIER
from kaifang.core.messages import message
from kaifang.core.units import unit
from kaifang.programme.projects.funnel import FunnelStage
from kaifang.site.asking import Asked
from kaifang.site.components.charts import Chart, Series
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table
from kaifang.site.projects.tables.writing import (
    days,
    demo_source,
    listing,
    number,
    percent,
    table,
    unit_of_count,
)


def funnel_table(asked: Asked, stages: Sequence[FunnelStage], query: QueryDict) -> Table:
    columns = [
        Column("stage", _("Stage")),
        Column("entered", _("Came to it"), unit_of_count(), "number"),
        Column("on", _("Went on"), unit_of_count(), "number"),
        Column("share", _("Share that went on"), unit("%"), "number"),
        Column("dropped", _("Dropped"), unit_of_count(), "number"),
        Column("open", _("Still there"), unit_of_count(), "number"),
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
    why = message("projects.last_stage" if one.is_last else "projects.nobody_went_on")
    nobody = why if one.is_last or one.entered else message("projects.nobody_there")
    return Row({
        "stage": one.name,
        "entered": counted_as("entered"),
        "on": number(asked, None, reason=why) if one.is_last else counted_as("on"),
        "share": percent(asked, share, nobody),
        "dropped": counted_as("dropped"),
        "open": counted_as("open"),
        "median": days(asked, one.took and one.took.median, why),
        "p90": days(asked, one.took and one.took.p90, why),
    }, key=one.state)  # fmt: skip


def funnel_chart(asked: Asked, stages: Sequence[FunnelStage], query: QueryDict) -> Chart:
    """How many came to each stage; the sentence names the step at which most are lost."""
    stages = [one for one in stages if one.state != EARLIER]
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
        digits=0, kind="rows", label_head=_("Stage"), query=query, source=demo_source(asked),
    )  # fmt: skip
