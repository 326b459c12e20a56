"""The tables of checking and issue: rows as they were shown, what was adjusted, who answered what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.programme.dispatch.circulating import Circulated
from kaifang.programme.dispatch.freezing import Frozen, text_of
from kaifang.programme.naming import org_name
from kaifang.site.asking import Asked
from kaifang.site.components.figures import Figure
from kaifang.site.components.lights import Light
from kaifang.site.components.markup import element, said
from kaifang.site.components.tables import FORMATS, Column, Row, Table, named, note
from kaifang.site.dispatch.tables import columns
from kaifang.store.models import Dispatch

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
        "light": _light(row["light"]),
        "rank": _rank(row),
        "problem": _broken(row["problem"]) if row["problem"] else "",
        "next_step": _broken(row["next_step"]) if row["next_step"] else "",
        "due": row["due"],
    }
    for key in ("schedule", "actual", "attainment", "ahead", "growth"):
        cells[key] = _kept(row[key], demo=row["demo"]) if row["indicator"] else ""
    return Row(cells, key=row["item"])


def _light(kept: Frozen) -> Light:
    return Light(kept["colour"], text_of(kept["says"]), text_of(kept["label"]))


def _rank(row: Frozen) -> Figure | str:
    if not row["indicator"]:
        return ""
    rank = Decimal(row["rank"]) if row["rank"] else None
    return Figure(rank, digits=0, reason=_("not ranked"))


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
            "reason": _broken(one.reason) if one.reason else "",
            "items": "、".join(said(names[item]) for item in one.items),
            "at": date_format(timezone.localtime(one.at), "Y-m-d H:i") if one.at else "",
        }, key=one.org)
        for one in out.answers_for(asked.programme)
    ]  # fmt: skip
    return Table("answers", _("Answers of the cities"), shown, rows)


def _verdict(verdict: str, *, late: bool) -> object:
    if not verdict:
        return element("span", _("no answer yet"), class_="quiet")
    words = said(message(f"dispatch.verdict.{verdict}"))
    return element("span", words, note(_("after the limit")) if late else None)
