"""The vintages of a figure, and the cases that it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.observation import REGISTER, Measure
from kaifang.core.statement import Statement
from kaifang.core.units import unit
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.programme.casework.counting import counted_cases
from kaifang.programme.casework.feeding import NothingFeeds
from kaifang.programme.casework.listing import case_name
from kaifang.programme.casework.reading import CaseView
from kaifang.programme.indicators import Vintage
from kaifang.programme.naming import org_name
from kaifang.site.acting import acting
from kaifang.site.asking import Asked
from kaifang.site.components.cards import source_text
from kaifang.site.components.figures import Figure
from kaifang.site.components.tables import Column, Row, Table

# What installing a pack writes as its reason: the pack and its version.
OF_PACK = re.compile(r"[a-z0-9][a-z0-9.+-]* \d+(\.\d+)+\S*")
_MOST_CASES = 50  # shown with the figure; the register has them all


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One case that a figure counts, with where it stands."""

    name: str
    href: str
    org: Text
    state: Text


@dataclass(frozen=True, slots=True)
class CountedList:
    """The cases that a figure counts, as far as whoever asks may see them."""

    register: Text
    href: str
    total: int
    lines: Sequence[CountedLine]

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


def counted_list(
    request: HttpRequest, asked: Asked, statement: Statement, figure: str
) -> CountedList | None:
    """The cases behind a figure that a register made; None behind any other, or none to see."""
    if not figure.startswith(REGISTER):
        return None
    about = statement.indicator, statement.org, statement.period
    try:
        found = counted_cases(acting(request), asked.programme, *about, asked.moment.seen_at)
    except NothingFeeds:  # it did once
        return None
    if not found.total:
        return None
    href = asked.address(reverse("cases:list", args=[found.process.id]))
    lines = [_line(asked, one) for one in found.seen[:_MOST_CASES]]
    return CountedList(found.process.name.text, href, found.total, lines)


def _line(asked: Asked, one: CaseView) -> CountedLine:
    own = one.state.definition
    href = asked.address(reverse("cases:show", args=[own.process.id, one.case]))
    state = own.label("states", one.state.state or "")
    return CountedLine(case_name(one), href, org_name(asked.law, one.org), state)


def vintages_table(
    vintages: Sequence[Vintage],
    entry: IndicatorEntry | None,
    query: QueryDict,
    caption: object = "",
) -> Table:
    """What was stated of a period, the latest release first; the leading value says so."""
    units = {one.observation.unit for one in vintages}
    columns = [
        Column("announced", _("Announced"), kind="short"),
        Column("value", _("Value"), unit(units.pop()) if len(units) == 1 else "", "number"),
        Column("source", _("Source body")),
        Column("recorded", _("Recorded"), kind="short"),
        Column("leads", _("Standing")),
    ]
    caption = caption or _("What was stated, release after release")
    rows = [_row(one, entry) for one in reversed(vintages)]
    return Table("vintages", caption, columns, rows, query)


def _row(vintage: Vintage, entry: IndicatorEntry | None) -> Row:
    one = vintage.observation
    printed = 0 if one.value is None else max(0, -int(one.value.as_tuple().exponent))
    digits = max(entry.digits, printed) if entry and one.measure == Measure.LEVEL else printed
    recorded = timezone.localtime(one.recorded) if one.recorded else None
    reason = "" if OF_PACK.fullmatch(one.reason) else one.reason
    return Row({
        "announced": one.announced.isoformat() if one.announced else "",
        "value": Figure(
            one.value, "", unit(one.unit), digits, one.authority.value, _("stated without a number")
        ),
        "source": source_text(one.source, entry),
        "recorded": f"{recorded:%Y-%m-%d %H:%M}" if recorded else "",
        "leads": _("leads") if vintage.leads else reason,
    })  # fmt: skip
