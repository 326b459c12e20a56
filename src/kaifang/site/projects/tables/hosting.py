"""What each event signed, what became of it, and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.units import unit
from kaifang.packs.schema.rates import ProcessRate
from kaifang.programme.projects.fields import YUAN
from kaifang.programme.projects.occasions import OccasionRow, cost_unit
from kaifang.programme.projects.portfolio import Portfolio
from kaifang.site.asking import Asked
from kaifang.site.components.figures import Figure
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.site.projects.tables.writing import (
    field_unit,
    listing,
    number,
    percent,
    quotient,
    table,
    unit_of_count,
)


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
        Column("signed", _("Signed"), unit_of_count(), "number", sort=True),
        Column("yuan", _("Planned investment"), field_unit(portfolio, *YUAN), "number", sort=True),
        Column("landed", _("Landed"), unit_of_count(), "number", sort=True),
        Column("share", _("Share landed"), unit("%"), "number", sort=True),
        Column("ended", _("Terminated or moved"), unit_of_count(), "number"),
        Column("open", _("Under way"), unit_of_count(), "number"),
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
        "per_landed": quotient(asked, one.cost_per_landed, 1, _why_no_ratio(one)),
    }, key=one.occasion.id)  # fmt: skip


def _why_no_cost(one: OccasionRow) -> Text:
    return message("projects.no_cost" if one.occasion.is_seen else "projects.cost_unseen")


def _why_no_ratio(one: OccasionRow) -> Text:
    if one.occasion.cost is None:
        return _why_no_cost(one)
    return message("projects.none_landed" if one.whole else "projects.cost_in_part")
