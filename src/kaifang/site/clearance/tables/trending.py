"""A step month by month, as a table and a chart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.messages import message
from kaifang.packs.schema.processes import ProcessStep
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.trending import MonthTimes
from kaifang.programme.figures import TOO_FEW_FIRMS
from kaifang.site.asking import Asked
from kaifang.site.clearance.tables.leading import step_address
from kaifang.site.clearance.tables.naming import (
    authority,
    demo_line,
    process_line,
)
from kaifang.site.components.addresses import own_query
from kaifang.site.components.charts import Chart, Series
from kaifang.site.components.durations import (
    HOURS,
    counted,
    in_hours,
)
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table


def months(
    asked: Asked,
    picked: Selection,
    step: ProcessStep,
    found: Sequence[MonthTimes],
    query: QueryDict,
) -> Table:
    """One row a month: count, mean, median, p90, and the same month of the base year."""
    columns = [
        Column("month", _("Month"), kind="short"),
        Column("cases", _("Count"), kind="number"),
        Column("mean", _("Mean"), HOURS, "number"),
        Column("median", _("Median"), HOURS, "number"),
        Column("p90", _("90th percentile"), HOURS, "number"),
        Column("base", _("Median of %(year)s") % {"year": picked.base_year}, HOURS, "number"),
    ]
    rows = [_month(asked, picked, step, one) for one in found]
    return Table("months", step.name.text, columns, rows, own_query(query, "months"),
                 source=process_line(picked.process), empty=_("No cases."))  # fmt: skip


def _month(asked: Asked, picked: Selection, step: ProcessStep, one: MonthTimes) -> Row:
    code, mark = one.month.code, authority(asked)
    href = step_address(asked, picked, step.id, first=code, last=code)
    few, none = message(TOO_FEW_FIRMS), message("clearance.no_cases")
    why = {"authority": mark, "href": href, "reason": few if one.is_withheld else none}
    base = {
        "authority": mark,
        "reason": few if one.base_is_withheld else message("clearance.no_base"),
        "href": step_address(asked, picked, step.id, first=code, last=code, side="then"),
    }
    count = one.took.count if one.took else None if one.is_withheld else 0
    return Row({
        "month": one.month.name(),
        "cases": counted(count, authority=mark, href=href),
        **{n: in_hours(getattr(one.took, n) if one.took else None, **why) for n in ("mean", "median", "p90")},
        "base": in_hours(one.base.median if one.base else None, **base),
    }, key=code)  # fmt: skip


def months_chart(
    asked: Asked, picked: Selection, step: ProcessStep, found: Sequence[MonthTimes]
) -> Chart | None:
    """Median and p90 month by month, beside the base year's median."""
    if not any(one.took for one in found):
        return None

    def of(name: str) -> list[Decimal | None]:
        return [in_hours(getattr(one.took, name)).value if one.took else None for one in found]

    base = [in_hours(one.base.median).value if one.base else None for one in found]
    return Chart(
        "months-trend",
        _("%(step)s, month by month") % {"step": said(step.name.text)},
        [one.month.code for one in found],
        [
            Series(pgettext("spread", "median"), of("median"), main=True),
            Series(_("nine in ten within"), of("p90")),
            Series(_("median of %(year)s") % {"year": picked.base_year}, base, dashed=True),
        ],
        unit=HOURS, digits=2, label_head=_("Month"), source=demo_line(asked),
    )  # fmt: skip
