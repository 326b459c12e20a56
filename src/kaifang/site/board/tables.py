"""The table of the board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.programme.boards import BoardRow, Ranked
from kaifang.programme.naming import org_kind_text
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components import boards
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import element, said
from kaifang.site.components.tables import Column, Row, Table, named


def board(asked: Asked, listed: Sequence[Ranked], query: QueryDict, by_rank: bool) -> Table:
    """Rows under a heading each: organisations, or indicators in rank order."""
    rank = [Column("rank", _("Rank"), kind="number")] if by_rank else []
    rows = _by_indicator(asked, listed) if by_rank else _by_org(asked, listed)
    return Table(
        "board",
        _("Targets and figures"),
        boards.columns(_("Organisation") if by_rank else _("Indicator"), *rank),
        list(boards.said_once(rows)),
        query,
        source_line(asked.programme, asked.figures.versions),
        wide=True,
        empty=_("No row passes these filters. Take one of them away."),
    ).trimmed()


def _by_org(asked: Asked, listed: Sequence[Ranked]) -> Iterator[Row]:
    for id, of_org in groupby(listed, key=lambda one: one.row.org.id):
        name = named(asked.law.orgs[id].name, asked.address(f"/orgs/{id}/"))
        yield Row({"about": name}, band=True)
        yield from boards.rows(asked, (one.row for one in of_org))


def _by_indicator(asked: Asked, listed: Sequence[Ranked]) -> Iterator[Row]:
    for _group, of_one in groupby(listed, key=lambda one: one.group):
        first, *others = of_one
        yield Row({"about": _heading(asked, first.row)}, band=True)
        for one in (first, *others):
            name = named(one.row.org.name, asked.address(f"/orgs/{one.row.org.id}/"))
            yield boards.drawn(asked, one.row, name, rank=_rank(asked, one))


def _heading(asked: Asked, row: BoardRow) -> object:
    """What is ranked, and among whom."""
    kind = element("span", said(org_kind_text(row.org.kind)), class_="unit")
    return element(
        "span", boards.indicator_name(asked, row), kind, class_="of-unit of-unit--ranked"
    )


def _rank(asked: Asked, one: Ranked) -> Figure:
    rank = None if one.rank is None else Decimal(one.rank)
    authority = "demo" if asked.law.orgs[one.row.org.id].is_demo else "published"
    return Figure(rank, digits=0, authority=authority, reason=_("not ranked"))
