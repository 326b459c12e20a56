"""Rows of the board on a page: what is asked, what is known, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from django.utils.translation import gettext as _

from kaifang.core.statement import Authority
from kaifang.core.units import unit
from kaifang.facts.measures import PER_CENT, POINTS
from kaifang.programme.boards import BoardRow
from kaifang.site.asking import Asked
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import element, joined
from kaifang.site.components.sparklines import Sparkline
from kaifang.site.components.tables import Column, Row, Stack, named
from kaifang.site.components.targets import asked_for, light, with_unit

STATED = ("latest", "month", "growth", "growth_computed", "share")
STANDING = ("attainment", "ahead", "needed")
# What a further target of the same indicator need not say again.
SAID_ONCE = ("name", "rank", "period", "now", "grown", "trend", *STATED)


def columns(first: object, *after: Column) -> list[Column]:
    """The columns of a board on a page, its first one named `first`.

    The target stands beneath the indicator, the period beneath the value, the computed growth
    beneath the published: so the answer, down to the light, needs no scrolling at 1,280 pixels.
    """
    percent, points, target = unit(PER_CENT), unit(POINTS), _("Target")
    return [
        Column("about", joined([first, " · ", _("Target (strength)")])),
        *after,
        Column("now", _("To date"), kind="number"),
        Column("grown", _("Growth"), percent, "number"),
        Column("attainment", _("Attainment"), percent, "number", group=target),
        Column("ahead", _("Ahead of schedule"), points, "number", group=target),
        Column("needed", _("Needed a month"), kind="number", group=target),
        Column("light", _("Light"), kind="light"),
        Column("month", _("Single month"), kind="number"),
        Column("share", _("Share of the nation"), percent, "number"),
        Column("base", _("Base"), kind="number"),
        Column("trend", _("Course"), kind="spark"),
    ]


def leaves(first: object, *after: Column) -> list[Column]:
    """The columns of a board in a file: one value a column."""
    percent, points = unit(PER_CENT), unit(POINTS)
    return [
        Column("name", first),
        *after,
        Column("target", _("Target (strength)")),
        Column("light", _("Light")),
        Column("period", _("Period")),
        Column("latest", _("To date"), kind="number"),
        Column("month", _("Single month"), kind="number"),
        Column("growth", _("Growth, published"), percent, "number"),
        Column("growth_computed", _("Growth, computed"), percent, "number"),
        Column("share", _("Share of the nation"), percent, "number"),
        Column("base", _("Base"), kind="number"),
        Column("attainment", _("Attainment"), percent, "number"),
        Column("ahead", _("Ahead of schedule"), points, "number"),
        Column("needed", _("Needed a month"), kind="number"),
    ]


def rows(asked: Asked, listed: Iterable[BoardRow]) -> Iterator[Row]:
    """Rows named by their indicators."""
    for row in listed:
        yield drawn(asked, row, indicator_name(asked, row))


def drawn(asked: Asked, row: BoardRow, name: object, **more: object) -> Row:
    """One row of the board."""
    progress = row.progress
    about = row.indicator.id if row.indicator else ""
    target = target_cell(asked, row)
    cells = {
        "name": name,
        "target": target,
        "about": joined([name, target]),
        "period": row.period.name(cumulative=True) if row.period else "",
        "trend": trend(row),
        "light": light(progress) if progress else "",
        **more,
    }
    if row.indicator is not None:
        cells |= {key: asked.figure(getattr(row, key)) for key in STATED}
        cells |= {"now": Stack(cells["latest"], cells["period"]), "grown": _grown(row, cells)}
    if row.indicator is not None and progress is not None:
        base = progress.base()
        cells |= {key: asked.figure(getattr(progress, key)()) for key in STANDING}
        cells["base"] = asked.figure(base) if base else ""
    empty = dict.fromkeys((*STATED, *STANDING, "base", "now", "grown"), "")
    return Row(empty | cells, key=f"{row.org.id} {about}")


def _grown(row: BoardRow, cells: Mapping[str, Figure]) -> Stack:
    """The published growth with the computed beneath it; where it is computed the word says so."""
    leading, computed = cells["growth"], cells["growth_computed"]
    word = element("span", _("computed"), class_="quiet")
    if row.growth is not None and row.growth.authority is Authority.DERIVED:
        return Stack(leading, word)
    if leading.value is None:
        return Stack(leading)
    return Stack(leading, joined([word, " ", replace(computed, authority="published").html()]))


def said_once(listed: Iterable[Row]) -> Iterator[Row]:
    """The same rows; of several targets of one indicator only the first repeats its figures."""
    for _key, alike in groupby(listed, key=lambda row: row.key):
        for place, row in enumerate(alike):
            if not place or not row.key.split(" ")[1]:
                yield row
                continue
            again = dict.fromkeys(SAID_ONCE, "") | {"about": row.cells["target"]}
            yield replace(row, cells={**row.cells, **again})


def indicator_name(asked: Asked, row: BoardRow) -> object:
    """An indicator with its unit; a target without one by its own name."""
    if row.indicator is None:
        return named(row.name, asked.address(f"/targets/{row.target.id}/"))
    name = named(row.indicator.name.text, asked.address(f"/indicators/{row.indicator.id}/"))
    return with_unit(name, row.indicator.unit)


def target_cell(asked: Asked, row: BoardRow) -> object:
    """What the target asks for, a link to its page; nothing where there is none."""
    if row.target is None:
        return ""
    href = asked.address(f"/targets/{row.target.id}/")
    words = row.target_text if row.target_text != row.name else row.target.period.name()
    return asked_for(words, row.strength, href)


def trend(row: BoardRow) -> Sparkline | str:
    """The course of the last periods."""
    if row.indicator is None:
        return ""
    return Sparkline([value for _period, value in row.trend], row.indicator.digits)
