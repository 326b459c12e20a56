"""The table of one screen of the meeting."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaifang.core.units import unit
from kaifang.facts.lights import Colour
from kaifang.programme.boards import BoardRow
from kaifang.site.asking import Asked
from kaifang.site.components.lights import Light
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.site.components.targets import asked_for, light

PRESSING = (Colour.RED, Colour.AMBER)


def screen(asked: Asked, rows: Sequence[BoardRow], title: object) -> Table:
    """The targets of one organisation, one row each."""
    percent = unit("%")
    columns = [
        Column("name", _("Indicator")),
        Column("target", _("Target")),
        Column("latest", _("Latest"), kind="number"),
        Column("growth", _("Growth"), percent, "number"),
        Column("attainment", _("Attainment"), percent, "number"),
        Column("light", _("Light")),
    ]
    return Table("screen", title, columns, [_row(asked, row) for row in rows], formats=())


def _row(asked: Asked, row: BoardRow) -> Row:
    assert row.target is not None
    progress = row.progress
    assert progress is not None
    href = asked.address(f"/targets/{row.target.id}/")
    below = said(row.indicator.unit) if row.indicator else ""
    lit = light(progress)
    return Row({
        "name": named(row.name, "", below),
        "target": asked_for(row.target_text, row.strength, href) if row.indicator else "",
        "latest": asked.figure(row.latest) if row.indicator else "",
        "growth": asked.figure(row.growth) if row.indicator else "",
        "attainment": asked.figure(progress.attainment()),
        "light": Light(lit.colour, word=lit.word),
    }, key=row.target.id)  # fmt: skip


def problems(rows: Sequence[BoardRow]) -> list[tuple[object, Light]]:
    """What lags, in its own words: the red ones first."""
    lit = [(row, row.progress.light) for row in rows if row.progress]
    pressing = [(row, one) for row, one in lit if one.colour in PRESSING]
    pressing.sort(key=lambda pair: PRESSING.index(pair[1].colour))
    return [(row.name, light(row.progress)) for row, _light in pressing if row.progress]
