"""The tables of the first page."""

from __future__ import annotations

from collections import Counter
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
from kaifang.site.components.markup import joined, said
from kaifang.site.components.tables import Column, Row, Table, note
from kaifang.site.components.targets import light


def headline(asked: Asked) -> Table:
    """The headline indicators of the programme, one row each."""
    leads = _leads(asked)
    periods = Counter(row.period for row, _more in leads if row.period)
    usual = periods.most_common(1)[0][0] if periods else None
    return Table(
        "headline",
        _("Headline indicators"),
        _columns(usual),
        [_row(asked, row, more, usual) for row, more in leads],
        source=source_line(asked.programme, asked.figures.versions),
        wide=True,
        empty=_("The pack names no headline indicators."),
    )


def _leads(asked: Asked) -> list[tuple[BoardRow, int]]:
    """A row an indicator: of the programme's own organisation, else of the first that has one."""
    known = asked.programme.targets_known(asked.moment.as_of)
    view = asked.programme.board(
        asked.moment.as_of,
        asked.moment.seen_at,
        orgs=asked.programme.board_orgs(known),
        indicators=asked.law.head.headline,
    )
    found: dict[str, tuple[BoardRow, int]] = {}
    for row, more in leading(view, asked.law.head.period):
        if row.indicator.id not in found or row.org.id == asked.law.head.org:
            found[row.indicator.id] = row, more
    return [found[id] for id in asked.law.head.headline if id in found]


def _columns(usual: Period | None) -> Sequence[Column]:
    """The period that most figures are of stands once, in the head."""
    percent, points = unit(PER_CENT), unit(POINTS)
    when = usual.name(cumulative=True) if usual else ""
    return [
        Column("name", _("Indicator")),
        Column("target", _("Target (strength)")),
        Column("latest", _("Latest to date"), when, "number"),
        Column("growth", _("Growth published"), percent, "number",
               hint=_("over the same period last year")),
        Column("ahead", _("Ahead of schedule"), points, "number"),
        Column("share", _("Share of the nation"), percent, "number"),
        Column("trend", _("Course"), kind="spark"),
        Column("light", _("Light"), kind="light"),
    ]  # fmt: skip


def _row(asked: Asked, row: BoardRow, more: int, usual: Period | None) -> Row:
    progress = row.progress
    return Row({
        "name": _name(asked, row, usual),
        "target": _target(asked, row, more),
        "latest": asked.figure(row.latest),
        "growth": asked.figure(row.growth),
        "ahead": asked.figure(progress.ahead()) if progress else "",
        "share": asked.figure(row.share),
        "trend": boards.trend(row),
        "light": light(progress) if progress else "",
    })  # fmt: skip


def _name(asked: Asked, row: BoardRow, usual: Period | None) -> object:
    """The indicator; of whom and when it speaks, where that is not what the page speaks of."""
    other = [] if row.org.id == asked.law.head.org else [said(row.org.name)]
    if row.period not in (usual, None):
        other.append(said(row.period.name(cumulative=True)))
    return joined([boards.indicator_name(asked, row), note(" · ".join(other)) if other else None])


def _target(asked: Asked, row: BoardRow, more: int) -> object:
    lead = boards.target_cell(asked, row)
    if not lead:
        return note(_("no target in the documents"))
    others = ngettext("and %(n)s other", "and %(n)s others", more) % {"n": more}
    return joined([lead, note(others)]) if more else lead
