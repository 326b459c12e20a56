"""The tables of the first page."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaifang.core.units import unit
from kaifang.facts.measures import PER_CENT, POINTS
from kaifang.programme.boards import BoardRow, leading
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.markup import joined
from kaifang.site.components.sparklines import Sparkline
from kaifang.site.components.tables import Column, Row, Table, named, note
from kaifang.site.components.targets import asked_for, light, with_unit


def headline(asked: Asked) -> Table:
    """The headline indicators of the programme, one row each."""
    law = asked.law
    view = asked.programme.board(
        asked.moment.as_of,
        asked.moment.seen_at,
        orgs=[law.head.org or ""],
        indicators=law.head.headline,
    )
    rows = [_row(asked, row, more) for row, more in leading(view, law.head.period)]
    return Table(
        "headline",
        _("Headline indicators"),
        _columns(),
        rows,
        source=source_line(asked.programme, asked.figures.versions),
        empty=_("The pack names no headline indicators."),
    )


def _columns() -> Sequence[Column]:
    percent, points = unit(PER_CENT), unit(POINTS)
    return [
        Column("name", _("Indicator")),
        Column("target", _("Target (strength)")),
        Column("period", _("Period"), kind="short"),
        Column("latest", _("Latest to date"), kind="number"),
        Column("growth", _("Growth published"), percent, "number",
               hint=_("over the same period last year")),
        Column("ahead", _("Ahead of schedule"), points, "number"),
        Column("share", _("Share of the nation"), percent, "number"),
        Column("trend", _("Course"), kind="spark"),
        Column("light", _("Light"), kind="light"),
    ]  # fmt: skip


def _row(asked: Asked, row: BoardRow, more: int) -> Row:
    indicator, progress = row.indicator, row.progress
    assert indicator is not None
    name = named(indicator.name.text, asked.address(f"/indicators/{indicator.id}/"))
    return Row({
        "name": with_unit(name, indicator.unit),
        "target": _target(asked, row, more),
        "period": row.period.name(cumulative=True) if row.period else "",
        "latest": asked.figure(row.latest),
        "growth": asked.figure(row.growth),
        "ahead": asked.figure(progress.ahead() if progress else None),
        "share": asked.figure(row.share),
        "trend": Sparkline([value for _period, value in row.trend], indicator.digits),
        "light": light(progress) if progress else "",
    }, key=indicator.id)  # fmt: skip


def _target(asked: Asked, row: BoardRow, more: int) -> SafeString | str:
    if row.target is None:
        return note(_("no target in the documents"))
    href = asked.address(f"/targets/{row.target.id}/")
    lead = asked_for(row.target_text, row.strength, href)
    others = ngettext("and %(n)s other", "and %(n)s others", more) % {"n": more}
    return joined([lead, note(others)]) if more else lead
