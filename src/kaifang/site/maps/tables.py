"""The map and the table beside it."""

from __future__ import annotations

from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.programme.atlas import Atlas, Place
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.figures import Figure
from kaifang.site.components.maps import Tile, TileMap
from kaifang.site.components.markup import said
from kaifang.site.components.statements import address_of
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.site.maps.forms import LABELS


def title(atlas: Atlas) -> Text:
    """What is shown, of when: 货物进出口总额 同比 · 2023年1—6月."""
    name, measure = atlas.indicator.name.text, LABELS[atlas.measure]
    words = (
        name
        if atlas.measure == "level"
        else Text(f"{name.zh} {measure.zh}", f"{name.en}, {measure.en}")
    )
    if atlas.period is None:
        return words
    period = atlas.period.name(cumulative=atlas.indicator.kind == "flow")
    return Text(f"{words.zh} · {period.zh}", f"{words.en} · {period.en}")


def tile_map(asked: Asked, atlas: Atlas) -> TileMap:
    """The tiles, each a link to its figure."""
    return TileMap(
        "map",
        title(atlas),
        [_tile(asked, one) for one in atlas.places],
        atlas.unit,
        atlas.digits,
        "demo" if asked.law.head.demo else "published",
        _legend_note(atlas),
    )


def _tile(asked: Asked, one: Place) -> Tile:
    href = address_of(one.statement, **asked.state) if one.value is not None else ""
    return Tile(one.org.name, one.column, one.row, one.value, href, one.missing or "")


def _legend_note(atlas: Atlas) -> Text:
    """Who drew the grid."""
    cites = atlas.figures.law.citations(atlas.grid)
    return next((cite.reason for cite in cites if cite.reason), Text("", ""))


def ranking(asked: Asked, atlas: Atlas, query: QueryDict) -> Table:
    """The places by rank; those without a value last, in administrative order."""
    columns = [
        Column("org", _("Organisation")),
        Column("rank", _("Rank"), kind="number"),
        Column("value", LABELS[atlas.measure], atlas.unit, "number"),
    ]
    ordered = sorted(atlas.places, key=lambda one: (one.rank is None, one.rank or 0))
    rows = [_row(asked, atlas, one) for one in ordered]
    return Table(
        "ranking", title(atlas), columns, rows, query,
        source_line(asked.programme, asked.figures.versions),
    )  # fmt: skip


def _row(asked: Asked, atlas: Atlas, one: Place) -> Row:
    authority = "demo" if one.org.is_demo else _authority(atlas, one)
    href = address_of(one.statement, **asked.state)
    return Row({
        "org": named(one.org.name, asked.address(f"/orgs/{one.org.id}/")),
        "rank": Figure(one.rank and Decimal(one.rank), digits=0,
                       authority="demo" if one.org.is_demo else "published",
                       reason=_("not ranked")),
        "value": Figure(one.value, href, digits=atlas.digits, authority=authority,
                        reason=said(one.missing)),
    }, key=one.org.id)  # fmt: skip


def _authority(atlas: Atlas, one: Place) -> str:
    if atlas.measure == "share":
        return "derived"
    return one.statement.authority.value if one.statement.authority else "published"
