"""The tables of dispatch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.statement import Statement
from kaifang.core.units import unit
from kaifang.facts.measures import PER_CENT, POINTS
from kaifang.programme.dispatch.circulating import Circulated
from kaifang.programme.dispatch.desk import clock
from kaifang.programme.dispatch.freezing import Frozen, text_of
from kaifang.programme.dispatch.levels import level
from kaifang.programme.dispatch.periods import PeriodProgress
from kaifang.programme.dispatch.relations import SlipKind
from kaifang.programme.dispatch.table import DispatchLine, DispatchTable
from kaifang.programme.naming import org_kind_text, org_name
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.figures import Figure, missing
from kaifang.site.components.lights import Light
from kaifang.site.components.markup import element, joined, said
from kaifang.site.components.tables import FORMATS, Column, Row, Table, named, note
from kaifang.site.components.targets import light
from kaifang.store.models import Dispatch, Slip

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
    for (_about, kind), of_item in groupby(lines, key=_item):
        first, *others = of_item
        what = element("span", said(org_kind_text(kind)), class_="unit")
        heading = element("span", item_name(asked, first), what, class_="of-unit of-unit--ranked")
        yield Row({"name": heading}, band=True)
        for line in (first, *others):
            href = asked.address(f"/orgs/{line.org.id}/")
            yield drawn(asked, line, named(line.org.name, href), speaks)


def _item(line: DispatchLine) -> tuple[str, str]:
    return line.target.indicator or line.target.id, line.org.kind


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
    return element("span", said(line.lead), partners, class_="cell-words")


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


# -- as it was shown ------------------------------------------------------------------------------


def frozen_table(
    rows: Iterable[Frozen],
    caption: object,
    source: object,
    query: QueryDict,
    formats: Sequence[str] = FORMATS,
) -> Table:
    """Rows as they were shown when they were given out or issued: texts, no live figures."""
    shown = columns(_("Item"), inside=True)
    listed: list[Row] = []
    for _org, of_org in groupby(rows, key=lambda row: row["org"]):
        first, *others = of_org
        listed.append(Row({"name": named(text_of(first["org_name"]))}, band=True))
        listed += [_frozen(row) for row in (first, *others)]
    return Table("issued", caption, shown, listed, query, source, formats, wide=True)


def _frozen(row: Frozen) -> Row:
    cells: dict[str, object] = {
        "name": named(text_of(row["name"]), "", text_of(row["unit"]) if row["unit"] else ""),
        "lead": _broken(text_of(row["lead"])) if row["lead"] else "",
        "target": _broken(text_of(row["target"])),
        "light": Light(row["light"]["colour"], text_of(row["light"]["says"])),
        "rank": Figure(Decimal(row["rank"]), digits=0) if row["rank"] else "",
        "problem": _broken(row["problem"]) if row["problem"] else "",
        "next_step": _broken(row["next_step"]) if row["next_step"] else "",
        "due": row["due"],
    }
    for key in ("schedule", "actual", "attainment", "ahead", "growth"):
        cells[key] = _kept(row[key], demo=row["demo"]) if row["indicator"] else ""
    return Row(cells, key=row["item"])


def _broken(words: object) -> object:
    """Words that break over lines inside their cell."""
    return element("span", said(words), class_="cell-words")


def _kept(one: Frozen | None, *, demo: bool) -> Figure:
    authority = "demo" if demo else "published"
    if one is None:
        return Figure(None, reason=_("no data"), authority=authority)
    value = None if one["value"] is None else Decimal(one["value"])
    reason = said(text_of(one["missing"])) if one["missing"] else ""
    return Figure(value, digits=one["digits"], authority=authority, reason=reason)


def adjusted_table(rows: Iterable[Frozen], since: object) -> Table:
    """What was adjusted since the table before."""
    shown = [
        Column("org", _("Organisation")),
        Column("item", _("Item")),
        Column("measure", _("Measure"), kind="short"),
        Column("period", _("Period"), kind="short"),
        Column("before", _("As issued"), kind="short"),
        Column("now", _("Now"), kind="short"),
        Column("reason", _("Reason")),
    ]
    listed = [
        Row({
            "org": text_of(row["org_name"]),
            "item": text_of(row["name"]),
            "measure": message(f"measure.{row['measure']}"),
            "period": text_of(row["period"]),
            "before": text_of(row["before"]),
            "now": text_of(row["now"]),
            "reason": row["reason"] or _("none was recorded"),
        }, key=row["item"])
        for row in rows
    ]  # fmt: skip
    caption = _("What was adjusted since the table of %(period)s") % {"period": said(since)}
    return Table("adjusted", caption, shown, listed)


# -- checking -------------------------------------------------------------------------------------


def editions_table(asked: Asked, found: Sequence[Dispatch], period: Callable[[str], Text]) -> Table:
    """Every table that was given out, the newest first."""
    shown = [
        Column("period", _("Period")),
        Column("edition", _("Edition"), kind="number"),
        Column("state", _("State"), kind="short"),
    ]
    rows = [
        Row({
            "period": named(period(one.period), asked.address(_where(one))),
            "edition": Figure(Decimal(one.edition), digits=0),
            "state": message(f"dispatch.state.{one.state}"),
        }, key=str(one.pk))
        for one in found
    ]  # fmt: skip
    empty = _("No table has been given out for checking yet.")
    return Table("editions", _("Tables given out"), shown, rows, empty=empty)


def _where(one: Dispatch) -> str:
    folder = "issued" if one.state == "issued" else "issuing"
    return f"/dispatch/{folder}/{one.pk}/"


def answers_table(asked: Asked, out: Circulated) -> Table:
    """What each city answered."""
    shown = [
        Column("org", _("Organisation")),
        Column("answer", pgettext("checking", "Answer"), kind="short"),
        Column("reason", _("Reason")),
        Column("items", _("Items")),
        Column("at", _("When"), kind="short"),
    ]
    names = {row["item"]: text_of(row["name"]) for row in out.rows}
    rows = [
        Row({
            "org": org_name(asked.law, one.org),
            "answer": _verdict(one.verdict, late=one.is_late),
            "reason": one.reason,
            "items": "、".join(said(names[item]) for item in one.items),
            "at": f"{one.at:%Y-%m-%d %H:%M}" if one.at else "",
        }, key=one.org)
        for one in out.answers.values()
    ]  # fmt: skip
    return Table("answers", _("Answers of the cities"), shown, rows)


def _verdict(verdict: str, *, late: bool) -> object:
    if not verdict:
        return element("span", _("no answer yet"), class_="quiet")
    words = said(message(f"dispatch.verdict.{verdict}"))
    return element("span", words, note(_("after the limit")) if late else None)


# -- slips ----------------------------------------------------------------------------------------


def slips_table(asked: Asked, found: Sequence[Slip], query: QueryDict) -> Table:
    """Slips, the unanswered first."""
    shown = [
        Column("serial", _("Number"), kind="short"),
        Column("title", _("Matter")),
        Column("to", pgettext("letter", "To")),
        Column("from", pgettext("letter", "From")),
        Column("level", _("Level"), kind="short"),
        Column("state", _("State"), kind="short"),
        Column("due", _("Due"), kind="short"),
    ]
    rows = [_slip(asked, one) for one in found]
    empty = _("No slip has been sent, or none is yours to see.")
    return Table("slips", _("Slips"), shown, rows, query, empty=empty)


def _slip(asked: Asked, one: Slip) -> Row:
    left = clock(asked.programme, one)
    due = one.due.isoformat() if one.due else ""
    says = element(
        "span", said(left.says), class_=f"cell-note{' slip-late' if left.is_overdue else ''}"
    ) if left.says else None  # fmt: skip
    return Row({
        "serial": element("a", one.serial, href=asked.address(f"/dispatch/slips/{one.pk}/")),
        "title": named(one.title, "", SlipKind(one.kind).label),
        "to": org_name(asked.law, one.to_org),
        "from": org_name(asked.law, one.from_org),
        "level": level(asked.law, one.level).name,
        "state": message(f"slip.state.{one.state}"),
        "due": element("span", due, says),
    }, key=str(one.pk))  # fmt: skip
