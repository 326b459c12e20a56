"""The tables of dispatch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.messages import message
from kaifang.core.statement import Statement
from kaifang.core.units import unit
from kaifang.facts.measures import PER_CENT, POINTS
from kaifang.programme.dispatch.periods import PeriodProgress
from kaifang.programme.dispatch.table import DispatchLine, DispatchTable, kind_of
from kaifang.programme.naming import org_kind_text, org_name
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.figures import Figure, missing
from kaifang.site.components.markup import element, joined, said
from kaifang.site.components.tables import Column, Row, Table, named, note
from kaifang.site.components.targets import light

Speaks = Callable[[DispatchLine], str]


def columns(first: object, *, inside: bool) -> list[Column]:
    """The columns of the table; words of the organisations for insiders.

    The light stands beside its item, so that a phone shows it; the A3 sheet keeps the offices' order.
    """
    percent, points = unit(PER_CENT), unit(POINTS)
    words = [Column("problem", _("Problem")), Column("next_step", _("Next step"))]
    return [
        Column("name", first),
        Column("light", _("Light"), kind="light"),
        Column("target", _("Target (strength)")),
        Column("schedule", _("Schedule"), percent, "number"),
        Column("actual", _("Actual to date"), kind="number"),
        Column("attainment", _("Attainment"), percent, "number"),
        Column("ahead", _("Ahead of schedule"), points, "number"),
        Column("growth", _("Growth"), percent, "number"),
        Column("rank", _("Rank"), kind="number"),
        *(words if inside else []),
        Column("lead", _("Lead body"), kind="short"),
        Column("due", _("Due"), kind="short"),
    ]


def dispatch(
    asked: Asked,
    table: DispatchTable,
    lines: Sequence[DispatchLine],
    query: QueryDict,
    *,
    by_rank: bool,
    speaks: Speaks,
) -> Table:
    """Lines under a heading each: organisations, or items in rank order."""
    rows = _by_item(asked, lines, speaks) if by_rank else _by_org(asked, lines, speaks)
    inside = asked.programme.viewer.is_internal
    return Table(
        "dispatch",
        message("dispatch.caption", name=asked.law.head.name.text,
                period=table.period.name(cumulative=True)),
        columns(_("Organisation") if by_rank else _("Item"), inside=inside),
        list(rows),
        query,
        source_line(asked.programme, asked.figures.versions),
        wide=True,
        empty=_("No row passes these filters. Take one of them away."),
    )  # fmt: skip


def _by_org(asked: Asked, lines: Iterable[DispatchLine], speaks: Speaks) -> Iterator[Row]:
    for id, of_org in groupby(lines, key=lambda one: one.org.id):
        yield Row(
            {"name": named(org_name(asked.law, id), asked.address(f"/orgs/{id}/"))}, band=True
        )
        for line in of_org:
            yield drawn(asked, line, item_name(asked, line), speaks)


def _by_item(asked: Asked, lines: Iterable[DispatchLine], speaks: Speaks) -> Iterator[Row]:
    for kind, of_item in groupby(lines, key=kind_of):
        first, *others = of_item
        what = element("span", said(org_kind_text(kind.orgs)), class_="unit")
        heading = element("span", item_name(asked, first), what, class_="of-unit of-unit--ranked")
        yield Row({"name": heading}, band=True)
        for line in (first, *others):
            href = asked.address(f"/orgs/{line.org.id}/")
            yield drawn(asked, line, named(line.org.name, href), speaks)


def drawn(asked: Asked, line: DispatchLine, name: object, speaks: Speaks) -> Row:
    """One line of the table; every figure opens."""
    cells: dict[str, object] = {
        "name": name,
        "lead": lead(line),
        "target": element(
            "a",
            said(line.asked),
            href=asked.address(f"/targets/{line.target.id}/"),
            class_="cell-words",
        ),
        "light": light(line.progress),
        "rank": _rank(line),
        "due": line.due.isoformat(),
        "next_step": _words(line, "next_step"),
        "problem": _words(line, "problem", speaks(line)),
    }
    if line.target.indicator is not None:
        for key in ("schedule", "attainment", "ahead"):
            cells[key] = figure(asked, line, getattr(line, key))
        cells["actual"] = asked.figure(line.actual)
        cells["growth"] = asked.figure(line.growth)
    else:
        cells |= dict.fromkeys(("schedule", "attainment", "ahead", "actual", "growth"), "")
    return Row(cells, key=line.target.id)


def item_name(asked: Asked, line: DispatchLine) -> object:
    """An item with its unit beneath; a target without an indicator by its own name."""
    indicator = asked.law.indicators.get(line.target.indicator or "")
    if indicator is None:
        return named(line.name, asked.address(f"/targets/{line.target.id}/"))
    href = asked.address(f"/indicators/{indicator.id}/")
    return named(line.name, href, indicator.unit)


def figure(asked: Asked, line: DispatchLine, statement: Statement) -> Figure:
    """A figure of an item; one of an earlier period opens as of that period."""
    found = asked.figure(statement)
    if isinstance(line.progress, PeriodProgress) and found.href:
        mark = "&" if "?" in found.href else "?"
        return replace(found, href=f"{found.href}{mark}until={line.progress.until.isoformat()}")
    return found


def lead(line: DispatchLine) -> object:
    """The lead body with its partners beneath; nothing where the text names none."""
    if line.lead is None:
        return missing(_("the text names none"))
    partners = note(line.partners) if line.partners else None
    return element("span", said(line.lead), partners, class_="cell-words cell-bodies")


def _words(line: DispatchLine, field: str, write: str = "") -> object:
    told = [
        element(
            "span",
            getattr(one.words, field),
            note(_("as last time")) if one.is_carried else None,
            class_="remark-words",
        )
        for one in line.remarks
        if getattr(one.words, field)
    ]
    link = element("a", _("write"), href=write, class_="remark-write") if write else None
    return joined([*told, link]) if told or link else ""


def _rank(line: DispatchLine) -> Figure | str:
    if line.target.indicator is None:
        return ""
    rank = None if line.rank is None else Decimal(line.rank)
    demo = "demo" if line.org.is_demo else "published"
    return Figure(rank, digits=0, authority=demo, reason=_("not ranked"))


def brief(asked: Asked, line: DispatchLine) -> dict[str, object]:
    """A line in short, as the leader's page and the suggestions show it."""
    return {
        "name": line.name,
        "org": line.org.name,
        "target": line.asked,
        "href": asked.address(f"/targets/{line.target.id}/"),
        "actual": asked.figure(line.actual) if line.actual else "",
        "attainment": figure(asked, line, line.attainment) if line.actual else "",
        "light": light(line.progress),
    }
