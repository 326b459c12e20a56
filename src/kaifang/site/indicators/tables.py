"""The tables of indicators, and the map of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.core.units import unit
from kaifang.facts.measures import PER_CENT
from kaifang.packs.schema.figures import FactEntry, IndicatorEntry
from kaifang.packs.schema.places import Tile as GridTile
from kaifang.programme.indicators import Standing
from kaifang.programme.naming import area_of, area_text, measure_text, org_kind_text, org_name
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.figures import Figure
from kaifang.site.components.maps import Tile, TileMap
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.site.components.targets import with_unit


def indicators_table(asked: Asked, entries: Sequence[IndicatorEntry], query: QueryDict) -> Table:
    """Indicators by area, with what the programme itself says of each."""
    columns = [
        Column("name", _("Indicator")),
        Column("latest", _("Latest to date"), kind="number"),
        Column("growth", _("Growth"), unit(PER_CENT), "number"),
        Column("period", _("Period"), kind="short"),
        Column("targets", _("Targets"), kind="number"),
        Column("facts", _("Published figures"), kind="number"),
        Column("source", _("Source body")),
    ]
    rows = list(_by_area(asked, entries))
    source = source_line(asked.programme, asked.figures.versions)
    empty = _("This programme states and asks nothing by number.")
    return Table("indicators", _("Indicators by area"), columns, rows, query, source, empty=empty)


def _by_area(asked: Asked, entries: Sequence[IndicatorEntry]) -> Iterator[Row]:
    ordered = sorted(entries, key=lambda entry: area_of(entry.id))
    for area, listed in groupby(ordered, key=lambda entry: area_of(entry.id)):
        yield Row({"name": said(area_text(area))}, band=True)
        yield from (_indicator(asked, entry) for entry in listed)


def _indicator(asked: Asked, entry: IndicatorEntry) -> Row:
    law, figures = asked.law, asked.figures
    org = law.head.org or ""
    period = figures.newest([entry.id], org)
    latest = figures.statement(entry.id, org, period) if period else None
    growth = figures.statement(entry.id, org, period, "growth") if period else None
    name = named(entry.name.text, asked.address(f"/indicators/{entry.id}/"))
    return Row({
        "name": with_unit(name, entry.unit),
        "latest": asked.figure(latest) if period else "",
        "growth": asked.figure(growth) if period else "",
        "period": period.name(cumulative=True) if period else "",
        "targets": _count(sum(one.indicator == entry.id for one in law.targets.values())),
        "facts": _count(sum(one.indicator == entry.id for one in law.facts.values())),
        "source": entry.source.text,
    }, key=entry.id)  # fmt: skip


def _count(number: int) -> Figure | str:
    return Figure(Decimal(number), digits=0) if number else ""


# -- one indicator --------------------------------------------------------------------------


def standings_table(
    asked: Asked, entry: IndicatorEntry, period: Period, found: Sequence[Standing], query: QueryDict
) -> Table:
    """Where everybody stands in one period: in administrative order, or the leading one first."""
    columns = [
        Column("org", _("Organisation")),
        Column("value", period.name(cumulative=entry.kind == "flow"), entry.unit, "number"),
        Column("growth", _("Growth"), unit(PER_CENT), "number"),
        Column("share", _("Share of the nation"), unit(PER_CENT), "number"),
        Column("rank", _("Rank"), kind="number"),
    ]
    rows = list(_by_kind(asked, found, query.get("by") == "rank"))
    source = source_line(asked.programme, asked.figures.versions)
    return Table("standings", _("Where everybody stands"), columns, rows, query, source)


def _by_kind(asked: Asked, found: Sequence[Standing], by_rank: bool) -> Iterator[Row]:
    for kind in dict.fromkeys(one.org.kind for one in found):
        listed = [one for one in found if one.org.kind == kind]
        if by_rank:
            listed.sort(key=lambda one: one.rank or len(found) + 1)
        if len(listed) > 1:
            yield Row({"org": said(org_kind_text(kind))}, band=True)
        yield from (_standing(asked, one) for one in listed)


def _standing(asked: Asked, one: Standing) -> Row:
    authority = "demo" if one.org.is_demo else "published"
    return Row({
        "org": named(one.org.name, asked.address(f"/orgs/{one.org.id}/")),
        "value": asked.figure(one.value),
        "growth": asked.figure(one.growth),
        "share": asked.figure(one.share),
        "rank": Figure(Decimal(one.rank), digits=0, authority=authority) if one.rank else "",
    }, key=one.org.id)  # fmt: skip


def tile_map(
    asked: Asked,
    entry: IndicatorEntry,
    period: Period,
    found: Sequence[Standing],
    org: Org | None = None,
) -> TileMap | None:
    """The grid of the members of an organisation (the programme's own), where any has a value."""
    whole = org.id if org else asked.law.head.org
    values = {one.org.id: one for one in found}
    for grid in asked.law.grids.values():
        if grid.org == whole and any(tile.org in values for tile in grid.tiles):
            break
    else:
        return None
    when = period.name(cumulative=entry.kind == "flow")
    demo = asked.law.orgs[grid.org].is_demo
    return TileMap(
        "map",
        f"{said(entry.name.text)} · {said(when)}",
        [_tile(asked, tile, values.get(tile.org)) for tile in grid.tiles],
        entry.unit,
        max(one.value.digits for one in found),
        "demo" if demo else "published",
    )


def _tile(asked: Asked, tile: GridTile, one: Standing | None) -> Tile:
    org = asked.law.orgs[tile.org]
    value = asked.figure(one.value) if one else None
    href = value.href if value else asked.address(f"/orgs/{org.id}/")
    reason = "" if value else _("no data yet")
    return Tile(org.name, tile.col, tile.row, value.value if value else None, href, reason)


def facts_table(asked: Asked, facts: Sequence[FactEntry], query: QueryDict) -> Table:
    """What the documents of the packs state of an indicator."""
    columns = [
        Column("period", _("Period"), kind="short"),
        Column("org", _("Organisation")),
        Column("measure", _("What is said")),
        Column("value", _("Value")),
        Column("quote", _("Quotation")),
    ]
    ordered = sorted(facts, key=lambda one: (one.period.end, one.org), reverse=True)
    rows = [_fact(asked, one) for one in ordered]
    return Table("facts", _("What the documents state"), columns, rows, query)


def _fact(asked: Asked, fact: FactEntry) -> Row:
    known = fact.org in asked.law.orgs
    statement = (
        asked.figures.statement(
            fact.indicator, fact.org, fact.period, fact.measure, part=fact.part_code
        )
        if known
        else None
    )
    cites = asked.law.citations(fact)
    return Row({
        "period": fact.period.name(),
        "org": org_name(asked.law, fact.org),
        "measure": measure_text(fact.measure),
        "value": asked.figure(statement) if statement else (fact.value.text() if fact.value else ""),
        "quote": cites[0].quote or said(cites[0].reason),
    }, key=fact.id)  # fmt: skip
