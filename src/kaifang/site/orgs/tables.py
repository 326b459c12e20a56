"""The tables of organisations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.orgs import Org
from kaifang.programme.boards import BoardRow
from kaifang.programme.naming import org_kind_text
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components import boards
from kaifang.site.components.figures import Figure
from kaifang.site.components.tables import Column, Row, Table, named

DEEPEST = 3


def tree_table(asked: Asked, orgs: Sequence[Org], query: QueryDict) -> Table:
    """Organisations in administrative order, each under the one it belongs to."""
    columns = [
        Column("name", _("Organisation")),
        Column("kind", _("Kind"), kind="short"),
        Column("targets", _("Targets"), kind="number"),
        Column("figures", _("Indicators with figures"), kind="number"),
        Column("code", _("Code"), kind="short"),
    ]
    source = source_line(asked.programme, asked.figures.versions)
    rows = list(_tree(asked, orgs))
    return Table("orgs", _("Organisations of the programme"), columns, rows, query, source)


def _tree(asked: Asked, orgs: Sequence[Org]) -> Iterator[Row]:
    known = asked.programme.targets_known(asked.moment.as_of)
    targets = Counter(one.org for one in known)
    figures = Counter(
        org.id for org in orgs for one in asked.programme.indicators()
        if asked.figures.snapshot.cube.series(one, org.id) >= 0
    )  # fmt: skip
    shown = {org.id for org in orgs}
    for org in orgs:
        yield Row({
            "name": named(org.name, asked.address(f"/orgs/{org.id}/")),
            "kind": org_kind_text(org.kind),
            "targets": _count(targets[org.id]),
            "figures": _count(figures[org.id]),
            "code": org.id,
        }, key=org.id, level=_depth(asked, org, shown))  # fmt: skip


def _count(number: int) -> Figure | str:
    return Figure(Decimal(number), digits=0) if number else ""


def _depth(asked: Asked, org: Org, shown: set[str]) -> int:
    depth, at = 0, org.parent
    while at in shown and depth < DEEPEST:
        depth, at = depth + 1, asked.law.orgs[at].parent
    return depth


def figures_table(asked: Asked, listed: Sequence[BoardRow], query: QueryDict) -> Table:
    """Targets and figures of one organisation."""
    return Table(
        "figures",
        _("Targets and figures"),
        boards.columns(_("Indicator")),
        list(boards.said_once(boards.rows(asked, listed))),
        query,
        source_line(asked.programme, asked.figures.versions),
        wide=True,
        leaves=boards.leaves(_("Indicator")),
        empty=_("The documents state and ask nothing of this organisation."),
    ).trimmed()
