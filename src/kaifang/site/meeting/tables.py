"""The table of one screen of the meeting."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaifang.core.units import unit
from kaifang.facts.goals import Verdict
from kaifang.facts.lights import Colour
from kaifang.programme.boards import BoardRow
from kaifang.site.asking import Asked
from kaifang.site.components.lights import Light
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.site.components.targets import asked_for, light

PRESSING = (Colour.RED, Colour.AMBER)


def screen(
    asked: Asked, rows: Sequence[BoardRow], title: object, query: QueryDict | None = None
) -> Table:
    """The targets of one organisation, one row each; its figures where nothing is asked of it."""
    percent = unit("%")
    columns = [
        Column("name", _("Indicator")),
        Column("target", _("Target")),
        Column("latest", _("Latest to date"), kind="number"),
        Column("growth", _("Growth"), percent, "number"),
        Column("attainment", _("Attainment"), percent, "number"),
        Column("light", _("Light")),
    ]
    return Table("screen", title, columns, [_row(asked, row) for row in rows], query or QueryDict())


def _row(asked: Asked, row: BoardRow) -> Row:
    progress = row.progress
    below = said(row.indicator.unit) if row.indicator else ""
    lit = light(progress) if progress else None
    return Row({
        "name": named(row.name, "", below),
        "target": _target(asked, row),
        "latest": asked.figure(row.latest) if row.indicator else "",
        "growth": asked.figure(row.growth) if row.indicator else "",
        "attainment": asked.figure(progress.attainment()) if progress else "",
        "light": Light(lit.colour, word=lit.word) if lit else "",
    }, key=row.target.id if row.target else "")  # fmt: skip


def _target(asked: Asked, row: BoardRow) -> object:
    """What is asked, a link; nothing where the row's name says it already."""
    if row.target is None or row.indicator is None:
        return ""
    return asked_for(row.target_text, row.strength, asked.address(f"/targets/{row.target.id}/"))


def problems(rows: Sequence[BoardRow]) -> list[tuple[object, Light]]:
    """What lags, in its own words: the red ones first."""
    lit = [(row, row.progress.light) for row in rows if row.progress]
    pressing = [(row, one) for row, one in lit if one.colour in PRESSING]
    pressing.sort(key=lambda pair: PRESSING.index(pair[1].colour))
    return [(row.name, light(row.progress)) for row, _light in pressing if row.progress]


def calm(rows: Sequence[BoardRow]) -> str:
    """What to say where nothing lags: that all is in time, or that it cannot be judged."""
    asked = [row.progress for row in rows if row.progress]
    if not asked:
        return _("The documents set it no target, so nothing is judged.")
    dark = [one for one in asked if one.light.colour is Colour.GREY]
    unknown = sum(one.stands.verdict is Verdict.UNDECIDED for one in dark)
    waiting = sum(one.stands.verdict is Verdict.NOT_YET for one in dark)
    if unknown == len(asked):
        return ngettext(
            "Its %(n)s target has no data and cannot be judged yet.",
            "None of the %(n)s can be judged yet: there are no data.",
            unknown,
        ) % {"n": unknown}
    if unknown + waiting == len(asked):
        return _("None of the %(n)s can be judged yet: no data, or not yet due.") % {
            "n": len(asked)
        }
    if unknown:
        return ngettext(
            "Nothing is behind schedule as far as the data reach; %(n)s cannot be judged yet.",
            "Nothing is behind schedule as far as the data reach; %(n)s cannot be judged yet.",
            unknown,
        ) % {"n": unknown}
    return _("Nothing is behind schedule as far as the data reach.")
