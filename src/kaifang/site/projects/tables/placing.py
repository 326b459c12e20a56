"""The projects of each city: the tiles and the table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.units import unit
from kaifang.facts.rounding import half_up
from kaifang.packs.schema.rates import ProcessRate
from kaifang.programme.projects.fields import YUAN
from kaifang.programme.projects.places import PlaceRow
from kaifang.programme.projects.portfolio import Portfolio
from kaifang.site.asking import Asked
from kaifang.site.components.maps import Tile, TileMap
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.site.projects.tables.writing import (
    field_unit,
    listing,
    number,
    percent,
    table,
    unit_of_count,
)


def place_table(
    asked: Asked,
    portfolio: Portfolio,
    rate: ProcessRate | None,
    rows: Sequence[PlaceRow],
    query: QueryDict,
) -> Table:
    columns = [
        Column("org", _("Organisation")),
        Column("open", _("Under way"), unit_of_count(), "number", sort=True),
        Column("yuan", _("Planned investment"), field_unit(portfolio, *YUAN), "number", sort=True),
        Column("signed", _("Signed"), unit_of_count(), "number", sort=True),
        Column("landed", _("Landed"), unit_of_count(), "number", sort=True),
        Column("share", rate.name.text if rate else "", unit("%"), "number", sort=True),
        Column("stalled", _("Stalled"), unit_of_count(), "number", sort=True),
        Column("overdue", _("Over the limit"), unit_of_count(), "number", sort=True),
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
