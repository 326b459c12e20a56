"""Rows of the board on a page: what is asked, what is known, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from kaifang.core.units import unit
from kaifang.facts.measures import PER_CENT, POINTS
from kaifang.programme.boards import BoardRow
from kaifang.site.asking import Asked
from kaifang.site.components.sparklines import Sparkline
from kaifang.site.components.tables import Column, Row, named
from kaifang.site.components.targets import asked_for, light, with_unit

STATED = ("latest", "month", "growth", "growth_computed", "share")
STANDING = ("attainment", "ahead", "needed")
# What a further target of the same indicator need not say again.
SAID_ONCE = (
    "name",
    "rank",
    "period",
    "latest",
    "month",
    "growth",
    "growth_computed",
    "share",
    "trend",
)


def columns(first: object, *after: Column) -> list[Column]:
    """The columns of a board, its first one named `first`.

    The light stands beside the target: it is the answer, and no width may push it off the page.
    """
    percent, points = unit(PER_CENT), unit(POINTS)
    latest, growth, target = _("Latest"), _("Growth"), _("Target")
    return [
        Column("name", first),
        *after,
        Column("target", _("Target (strength)")),
        Column("light", _("Light"), kind="light"),
        Column("period", _("Period"), kind="short"),
        Column("latest", _("To date"), kind="number", group=latest),
        Column("month", _("Single month"), kind="number", group=latest),
        Column("growth", _("published"), percent, "number", group=growth),
        Column("growth_computed", _("computed"), percent, "number", group=growth),
        Column("share", _("Share of the nation"), percent, "number"),
        Column("base", _("Base"), kind="number", group=target),
        Column("attainment", _("Attainment"), percent, "number", group=target),
        Column("ahead", _("Ahead of schedule"), points, "number", group=target),
        Column("needed", _("Needed a month"), kind="number", group=target),
        Column("trend", _("Course"), kind="spark"),
    ]


def rows(asked: Asked, listed: Iterable[BoardRow]) -> Iterator[Row]:
    """Rows named by their indicators."""
    for row in listed:
        yield drawn(asked, row, indicator_name(asked, row))


def drawn(asked: Asked, row: BoardRow, name: object, **more: object) -> Row:
    """One row of the board."""
    progress = row.progress
    about = row.indicator.id if row.indicator else ""
    cells = {
        "name": name,
        "target": target_cell(asked, row),
        "period": row.period.name(cumulative=True) if row.period else "",
        "trend": trend(row),
        "light": light(progress) if progress else "",
        **more,
    }
    if row.indicator is not None:
        cells |= {key: asked.figure(getattr(row, key)) for key in STATED}
    if row.indicator is not None and progress is not None:
        base = progress.base()
        cells |= {key: asked.figure(getattr(progress, key)()) for key in STANDING}
        cells["base"] = asked.figure(base) if base else ""
    empty = dict.fromkeys((*STATED, *STANDING, "base"), "")
    return Row(empty | cells, key=f"{row.org.id} {about}")


def said_once(listed: Iterable[Row]) -> Iterator[Row]:
    """The same rows; of several targets of one indicator only the first repeats its figures."""
    for _key, alike in groupby(listed, key=lambda row: row.key):
        for place, row in enumerate(alike):
            again = dict.fromkeys(SAID_ONCE, "") if place and row.key.split(" ")[1] else {}
            yield Row({**row.cells, **again}, row.key, row.level, row.total, row.band)


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
