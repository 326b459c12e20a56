"""The tables of the first page."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaifang.core.period import Period
from kaifang.core.units import unit
from kaifang.facts.measures import PER_CENT, POINTS
from kaifang.programme.boards import BoardRow, leading
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components import boards
from kaifang.site.components.markup import joined
from kaifang.site.components.tables import Column, Row, Table, note
from kaifang.site.components.targets import light


def headline(asked: Asked) -> Table:
    """The headline indicators of the programme, one row each."""
    law = asked.law
    view = asked.programme.board(
        asked.moment.as_of,
        asked.moment.seen_at,
        orgs=[law.head.org or ""],
        indicators=law.head.headline,
    )
    leads = leading(view, law.head.period)
    periods = {row.period for row, _more in leads if row.period}
    return Table(
        "headline",
        _("Headline indicators"),
        _columns(periods),
        [_row(asked, row, more) for row, more in leads],
        source=source_line(asked.programme, asked.figures.versions),
        wide=True,
        empty=_("The pack names no headline indicators."),
    )


def _columns(periods: set[Period]) -> Sequence[Column]:
    """Where all figures are of one period it stands once in the head."""
    percent, points = unit(PER_CENT), unit(POINTS)
    alike = next(iter(periods)).name(cumulative=True) if len(periods) == 1 else ""
    return [
        Column("name", _("Indicator")),
        Column("target", _("Target (strength)")),
        *([] if alike else [Column("period", _("Period"), kind="short")]),
        Column("latest", _("Latest to date"), alike, "number"),
        Column("growth", _("Growth published"), percent, "number",
               hint=_("over the same period last year")),
        Column("ahead", _("Ahead of schedule"), points, "number"),
        Column("share", _("Share of the nation"), percent, "number"),
        Column("trend", _("Course"), kind="spark"),
        Column("light", _("Light"), kind="light"),
    ]  # fmt: skip


def _row(asked: Asked, row: BoardRow, more: int) -> Row:
    progress = row.progress
    return Row({
        "name": boards.indicator_name(asked, row),
        "target": _target(asked, row, more),
        "period": row.period.name(cumulative=True) if row.period else "",
        "latest": asked.figure(row.latest),
        "growth": asked.figure(row.growth),
        "ahead": asked.figure(progress.ahead()) if progress else "",
        "share": asked.figure(row.share),
        "trend": boards.trend(row),
        "light": light(progress) if progress else "",
    })  # fmt: skip


def _target(asked: Asked, row: BoardRow, more: int) -> object:
    lead = boards.target_cell(asked, row)
    if not lead:
        return note(_("no target in the documents"))
    others = ngettext("and %(n)s other", "and %(n)s others", more) % {"n": more}
    return joined([lead, note(others)]) if more else lead
