"""The tables of the first page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaifang.core.bilingual import joined as listed
from kaifang.core.period import Period
from kaifang.core.units import unit
from kaifang.facts.measures import PER_CENT, POINTS
from kaifang.packs.schema.figures import TargetEntry
from kaifang.packs.schema.rules import TaskEntry
from kaifang.programme.boards import FIRMEST, BoardRow, leading
from kaifang.programme.documents import target_name
from kaifang.programme.naming import org_name, strength_text, target_text
from kaifang.programme.progress import Progress
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components import boards
from kaifang.site.components.addresses import own_query
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import element, joined, said
from kaifang.site.components.statements import document_address
from kaifang.site.components.tables import Column, Row, Table, named, note
from kaifang.site.components.targets import asked_for, light

# What the first page shows of the commitments; the list of targets has them all.
MOST_COMMITMENTS = 12


def headline(asked: Asked, query: QueryDict) -> Table:
    """The headline indicators of the programme, one row each."""
    leads = _leads(asked)
    periods = Counter(row.period for row, _more in leads if row.period)
    usual = periods.most_common(1)[0][0] if periods else None
    return Table(
        "headline",
        _("Headline indicators"),
        _columns(usual),
        [_row(asked, row, more, usual) for row, more in leads],
        own_query(query, "headline"),
        source_line(asked.programme, asked.figures.versions),
        wide=True,
        empty=_("The pack names no headline indicators."),
    )


def known_share(table: Table) -> float:
    """How much of the headline has a figure; what has few may not lead the page."""
    latest = [row.cells["latest"] for row in table.rows]
    known = [one for one in latest if isinstance(one, Figure) and one.value is not None]
    return len(known) / len(latest) if latest else 0.0


def commitments(asked: Asked, targets: Iterable[TargetEntry], query: QueryDict) -> Table:
    """What the documents promise, in their words: with a number first, the firmest first."""
    columns = [
        Column("name", _("Commitment")),
        Column("asked", _("What is asked (strength)")),
        Column("quote", _("In the words of the document")),
        Column("light", _("Light"), kind="light"),
    ]
    ordered = sorted(targets, key=lambda one: (not one.figures, FIRMEST.index(one.strength)))
    rows = [_commitment(asked, one) for one in ordered[:MOST_COMMITMENTS]]
    lit = {row.cells["light"].colour for row in rows}
    if lit <= {"grey"}:  # the page says once why
        columns.pop()
    return Table("commitments", _("What the documents commit to"), columns, rows,
                 own_query(query, "commitments"),
                 source_line(asked.programme, asked.figures.versions))  # fmt: skip


def _commitment(asked: Asked, target: TargetEntry) -> Row:
    href = asked.address(f"/targets/{target.id}/")
    name, words = target_name(asked.law, target), target_text(asked.law, target)
    whose = "" if target.org == asked.law.head.org else org_name(asked.law, target.org)
    when = "" if target.period == asked.law.head.period else target.period.name()
    below = " · ".join(said(one) for one in (whose, when) if one)
    return Row({
        "name": named(name, href, below),
        "asked": asked_for(words if words != name else "", strength_text(target.strength), href),
        "quote": _quote(asked, target),
        "light": light(Progress.of(asked.figures, target, target.org)),
    }, key=target.id)  # fmt: skip


def _quote(asked: Asked, target: TargetEntry) -> object:
    """The sentence, a link to its place in the document."""
    cite = asked.law.citations(target)[0]
    if not cite.quote:
        return note(cite.reason)
    href = document_address(cite, asked.address(""))
    return element("a", f"“{cite.quote}”", href=href, class_="quote")


def measures(asked: Asked, tasks: Sequence[TaskEntry], query: QueryDict) -> Table:
    """The measures that stand under no other, with how many targets each holds."""
    columns = [
        Column("name", _("Task")),
        Column("lead", _("Lead body")),
        Column("targets", _("Targets"), kind="number"),
    ]
    held = Counter(_top(asked, one.task) for one in asked.law.targets.values())
    rows = [_measure(asked, task, held[task.id]) for task in tasks]
    table = Table("measures", _("Measures of the documents"), columns, rows,
                  own_query(query, "measures"),
                  source_line(asked.programme, asked.figures.versions))  # fmt: skip
    return table.trimmed()


def _top(asked: Asked, id: str | None) -> str | None:
    """The measure at the head of those that one stands under."""
    while id in asked.law.tasks and asked.law.tasks[id].parent:
        id = asked.law.tasks[id].parent
    return id


def _measure(asked: Asked, task: TaskEntry, held: int) -> Row:
    href = asked.address(f"/tasks/{task.id}/")
    numbered = [element("span", task.no, class_="tag")] if task.no else []
    return Row({
        "name": element("span", *numbered, named(task.name.text, href), class_="numbered"),
        "lead": listed([org_name(asked.law, one) for one in task.lead]) if task.lead else "",
        "targets": Figure(Decimal(held), digits=0) if held else "",
    }, key=task.id)  # fmt: skip


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
