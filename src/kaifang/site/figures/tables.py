"""The vintages of a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from kaifang.core.observation import Measure
from kaifang.core.units import unit
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.programme.indicators import Vintage
from kaifang.site.components.cards import source_text
from kaifang.site.components.figures import Figure
from kaifang.site.components.tables import Column, Row, Table

# What installing a pack writes as its reason: the pack and its version.
OF_PACK = re.compile(r"[a-z0-9][a-z0-9.+-]* \d+(\.\d+)+\S*")


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
