"""The table of targets."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.units import unit
from kaifang.facts.measures import PER_CENT, POINTS
from kaifang.packs.schema.figures import TargetEntry
from kaifang.programme.documents import target_name
from kaifang.programme.naming import org_name, strength_text, target_text
from kaifang.programme.progress import Progress
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.site.components.targets import asked_for, light


def targets_table(
    asked: Asked,
    targets: Iterable[TargetEntry],
    query: QueryDict | None = None,
    *,
    of_one: bool = False,
) -> Table:
    """Targets with what they ask for, how far they are, and their lights.

    The light stands second, so that a phone shows it without moving the table.
    `of_one` says that all are about one indicator, so that the organisation leads.
    """
    who = Column("org", _("Organisation"))
    columns = [
        *([who] if of_one else [Column("name", _("Target"))]),
        Column("light", _("Light"), kind="light"),
        Column("asked", _("What is asked (strength)")),
        *([] if of_one else [who]),
        Column("period", _("Period"), kind="short"),
        Column("attainment", _("Attainment"), unit(PER_CENT), "number"),
        Column("ahead", _("Ahead of schedule"), unit(POINTS), "number"),
    ]
    rows = [_row(asked, Progress.of(asked.figures, one, one.org)) for one in targets]
    source = source_line(asked.programme, asked.figures.versions)
    empty = _("No target passes these filters. Take one of them away.")
    return Table(
        "targets",
        _("Targets and where they stand"),
        columns,
        rows,
        query or QueryDict(),
        source,
        wide=True,
        empty=empty,
    )


def _row(asked: Asked, progress: Progress) -> Row:
    law, target = asked.law, progress.target
    href = asked.address(f"/targets/{target.id}/")
    org = org_name(law, target.org)
    known = target.org in law.orgs
    words = target_text(law, target)
    name = target_name(law, target)
    return Row({
        "name": named(name, href),
        "asked": asked_for(words if words != name else "", strength_text(target.strength), href),
        "org": named(org, asked.address(f"/orgs/{target.org}/") if known else ""),
        "period": target.period.name(),
        "attainment": asked.figure(progress.attainment()),
        "ahead": asked.figure(progress.ahead()),
        "light": light(progress),
    }, key=target.id)  # fmt: skip
