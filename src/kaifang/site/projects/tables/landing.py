"""The cohorts: a rate by cohort, by its own field, and as it grew month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.core.units import unit
from kaifang.facts.rounding import half_up
from kaifang.packs.schema.rates import ProcessRate
from kaifang.programme.projects.landing import MOST_MONTHS, LandingCurve
from kaifang.programme.projects.picking import value_text
from kaifang.programme.projects.portfolio import Portfolio
from kaifang.programme.projects.rates import OUTCOMES, CohortRow, RateGroup, rate_groups
from kaifang.site.asking import Asked
from kaifang.site.components.charts import Chart, Series
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named, note
from kaifang.site.projects.tables.writing import (
    demo_source,
    listing,
    number,
    percent,
    table,
    unit_of_count,
)

LEAST_MONTHS = 6  # a younger cohort stands in the table only
LINES = 6  # a chart of more cohorts names none of them legibly


def cohort_table(
    asked: Asked, rate: ProcessRate, rows: Sequence[CohortRow], query: QueryDict
) -> Table:
    columns = [
        Column("cohort", _("Cohort"), kind="short"),
        Column("of", _("In the cohort"), unit_of_count(), "number"),
        Column("reached", _("Reached"), unit_of_count(), "number"),
        Column("share", rate.name.text, unit("%"), "number"),
        Column("ended", _("Terminated or moved"), unit_of_count(), "number"),
        Column("open", _("Under way"), unit_of_count(), "number"),
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
        Column("of", _("In the cohort"), unit_of_count(), "number", sort=True),
        Column("reached", _("Reached"), unit_of_count(), "number", sort=True),
        Column("share", rate.name.text, unit("%"), "number", sort=True),
        Column("ended", _("Terminated or moved"), unit_of_count(), "number", sort=True),
        Column("open", _("Under way"), unit_of_count(), "number", sort=True),
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
        _("%(rate)s within 12 months, all cohorts together: %(share)s%%")
        % {"rate": said(rate.name.text), "share": half_up(Fraction(repr(year)) * 100, 1)}
        if year is not None
        else _("No cohort is a year old yet")
    )
    series = [
        Series(
            _("%(cohort)s (%(count)s)")
            % {"cohort": said(one.period.name() if one.period else ""), "count": one.of},
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
        source=f"{said(message('projects.aalen_johansen'))} {demo_source(asked)}".strip(),
    )  # fmt: skip


def _points(share: float | None) -> Decimal | None:
    return None if share is None else half_up(Fraction(repr(share)) * 100, 1)
