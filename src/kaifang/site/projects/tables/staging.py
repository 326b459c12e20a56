"""The pipeline: projects by stage and by light."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.units import Unit
from kaifang.programme.projects.fields import OWN_AMOUNT, YUAN
from kaifang.programme.projects.lights import ProjectLight, counted
from kaifang.programme.projects.pipeline import StageRow, Sums, currency_name
from kaifang.programme.projects.portfolio import Portfolio
from kaifang.site.asking import Asked
from kaifang.site.components.charts import Chart, Series
from kaifang.site.components.lights import Light
from kaifang.site.components.markup import is_english, said
from kaifang.site.components.numbers import written
from kaifang.site.components.tables import Column, Row, Table
from kaifang.site.projects.tables.writing import (
    demo_source,
    field_unit,
    listing,
    number,
    table,
    unit_beneath_projects,
    unit_of_count,
)

MILLION = 1_000_000


def pipeline_table(
    asked: Asked, portfolio: Portfolio, rows: Sequence[StageRow], query: QueryDict
) -> Table:
    columns = [
        Column("stage", _("Stage"), kind="short"),
        Column("count", pgettext("count", "Projects"), unit_beneath_projects(), "number"),
        Column("yuan", _("Planned investment"), field_unit(portfolio, *YUAN), "number"),
        Column("own", _("By currency"), kind="words"),
        Column("median", _("Median days in the stage"), _("days"), "number"),
        Column("p90", _("90th percentile"), _("days"), "number"),
        Column("overdue", _("Over the limit"), unit_of_count(), "number"),
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
    shown = [one for one in rows if one.kind not in ("ended", "earlier")]
    at_most = max(shown, key=lambda one: one.count)
    says = _("Most projects stand at “%(stage)s”: %(count)s of %(all)s on record") % {
        "stage": said(at_most.name), "count": at_most.count, "all": sum(one.count for one in rows),
    }  # fmt: skip
    return Chart(
        "stages", says, [one.name for one in shown],
        [Series(pgettext("count", "Projects"), [Decimal(one.count) for one in shown], main=True,
                links=[listing(asked, state=one.state) for one in shown])],
        unit="", digits=0, kind="rows", label_head=_("Stage"), query=query,
        source=demo_source(asked),
    )  # fmt: skip


def lights_table(
    asked: Asked, scheme: str, lights: Sequence[ProjectLight], query: QueryDict
) -> Table:
    """How many projects shine in which colour, and how many have to leave the list."""
    columns = [
        Column("light", _("Light"), kind="light"),
        Column("count", pgettext("count", "Projects"), unit_beneath_projects(), "number"),
    ]
    rows = [
        Row({
            "light": Light(colour),
            "count": number(asked, count, listing(asked, light=f"{scheme}:{colour}")),
        }, key=colour)
        for colour, count in counted(lights).items()
    ]  # fmt: skip
    return table(asked, "lights", _("Lights of the projects under way"), columns, rows, query)
