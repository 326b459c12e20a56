"""The table of the board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.units import unit
from kaifang.facts.measures import PER_CENT, POINTS
from kaifang.programme.boards import BoardRow, Ranked
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.figures import Figure
from kaifang.site.components.sparklines import Sparkline
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.site.components.targets import asked_for, light, with_unit


def board(asked: Asked, rows: Sequence[Ranked], query: QueryDict, by_rank: bool) -> Table:
    """Rows under a heading each: organisations, or indicators in rank order."""
    drawn = _by_indicator(asked, rows) if by_rank else _by_org(asked, rows)
    return Table(
        "board",
        _("Targets and figures"),
        _columns(by_rank),
        list(drawn),
        query,
        source_line(asked.programme, asked.figures.versions),
        wide=True,
        empty=_("No row passes these filters. Take one of them away."),
    )


def _columns(by_rank: bool) -> list[Column]:
    percent, points = unit(PER_CENT), unit(POINTS)
    growth, target = _("Growth"), _("Target")
    return [
        Column("name", _("Organisation") if by_rank else _("Indicator")),
        *([Column("rank", _("Rank"), kind="number")] if by_rank else []),
        Column("target", _("Target (strength)")),
        Column("period", _("Period"), kind="short"),
        Column("latest", _("To date"), kind="number", group=_("Latest")),
        Column("month", _("Month"), kind="number", group=_("Latest")),
        Column("growth", _("published"), percent, "number", group=growth),
        Column("growth_computed", _("computed"), percent, "number", group=growth),
        Column("share", _("Share of the nation"), percent, "number"),
        Column("base", _("Base"), kind="number", group=target),
        Column("attainment", _("Attainment"), percent, "number", group=target),
        Column("ahead", _("Ahead of schedule"), points, "number", group=target),
        Column("needed", _("Needed a month"), kind="number", group=target),
        Column("trend", _("Course"), kind="spark"),
        Column("light", _("Light"), kind="light"),
    ]


def _by_org(asked: Asked, rows: Sequence[Ranked]) -> Iterator[Row]:
    for id, of_org in groupby(rows, key=lambda one: one.row.org.id):
        yield _band(asked.law.orgs[id].name, asked.address(f"/orgs/{id}/"))
        for one in of_org:
            yield _row(asked, one.row, _indicator(asked, one.row))


def _by_indicator(asked: Asked, rows: Sequence[Ranked]) -> Iterator[Row]:
    for _key, of_one in groupby(rows, key=lambda one: one.group):
        listed = list(of_one)
        yield Row({"name": _indicator(asked, listed[0].row)}, band=True)
        for one in listed:
            name = named(one.row.org.name, asked.address(f"/orgs/{one.row.org.id}/"))
            rank = Figure(one.rank and Decimal(one.rank), digits=0, reason=_("not ranked"))
            yield _row(asked, one.row, name, rank)


def _band(name: Text, href: str) -> Row:
    return Row({"name": named(name, href)}, band=True)


def _indicator(asked: Asked, row: BoardRow) -> object:
    if row.indicator is None:
        return named(row.name, asked.address(f"/targets/{row.target.id}/"))
    name = named(row.indicator.name.text, asked.address(f"/indicators/{row.indicator.id}/"))
    return with_unit(name, row.indicator.unit)


def _row(asked: Asked, row: BoardRow, name: object, rank: Figure | None = None) -> Row:
    progress, digits = row.progress, row.indicator.digits if row.indicator else None
    return Row({
        "name": name,
        "rank": rank,
        "target": _target(asked, row),
        "period": row.period.name(cumulative=True) if row.period else "",
        "latest": asked.figure(row.latest),
        "month": asked.figure(row.month),
        "growth": asked.figure(row.growth),
        "growth_computed": asked.figure(row.growth_computed),
        "share": asked.figure(row.share),
        "base": asked.figure(progress.base() if progress else None),
        "attainment": asked.figure(progress.attainment() if progress else None),
        "ahead": asked.figure(progress.ahead() if progress else None),
        "needed": asked.figure(progress.needed() if progress else None),
        "trend": Sparkline([value for _period, value in row.trend], digits),
        "light": light(progress) if progress else "",
    })  # fmt: skip


def _target(asked: Asked, row: BoardRow) -> object:
    if row.target is None:
        return ""
    href = asked.address(f"/targets/{row.target.id}/")
    return asked_for(row.target_text, row.strength, href)
