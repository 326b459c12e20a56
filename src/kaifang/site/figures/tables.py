"""The vintages of a figure."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from kaifang.core.units import Quantity, unit
from kaifang.programme.indicators import Vintage
from kaifang.site.components.figures import Figure
from kaifang.site.components.tables import Column, Row, Table


def vintages_table(vintages: Sequence[Vintage], caption: object) -> Table:
    """What was stated of a period, release after release; the leading value says so."""
    columns = [
        Column("announced", _("Announced")),
        Column("value", _("Value"), kind="number"),
        Column("source", _("Source body")),
        Column("recorded", _("Recorded")),
        Column("leads", _("Standing")),
    ]
    rows = [_row(one) for one in reversed(vintages)]
    return Table("vintages", caption, columns, rows, formats=())


def _row(vintage: Vintage) -> Row:
    one = vintage.observation
    quantity = None if one.value is None else Quantity.of(one.value, one.unit)
    digits = None if one.value is None else max(0, -int(one.value.as_tuple().exponent))
    return Row({
        "announced": one.announced.isoformat() if one.announced else "",
        "value": Figure(
            one.value, "", unit(one.unit), digits, one.authority.value, _("stated without a number")
        ) if quantity or one.value is None else "",
        "source": one.source,
        "recorded": timezone.localtime(one.recorded).strftime("%Y-%m-%d %H:%M") if one.recorded else "",
        "leads": _("leads") if vintage.leads else one.reason,
    })  # fmt: skip
