"""Two selections against each other: means and contributions."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.cases.contrasts import Contribution
from kaifang.programme.clearance.comparing import Comparison
from kaifang.site.asking import Asked
from kaifang.site.clearance.tables.naming import (
    authority,
    demo_line,
    edge_name,
    selection_name,
)
from kaifang.site.components.addresses import own_query
from kaifang.site.components.charts import Chart, Series
from kaifang.site.components.durations import (
    HOURS,
    PERCENT,
    in_hours,
    in_percent,
)
from kaifang.site.components.figures import Figure
from kaifang.site.components.tables import Column, Row, Table, named


def contributions(asked: Asked, found: Comparison, query: QueryDict) -> Table:
    """What each step adds to the change of the mean time from first event to last."""
    columns = [
        Column("edge", _("From one event to the next")),
        Column("adds", _("Adds"), HOURS, "number"),
        Column("by_time", _("because it takes longer or shorter"), HOURS, "number"),
        Column("by_frequency", _("because more or fewer cases take it"), HOURS, "number"),
        Column("share", _("Share of the change"), PERCENT, "number"),
    ]
    rows = [_contribution(asked, found, one) for one in found.steps]
    if found.rest is not None:
        change = found.found.change if found.found else 0
        mark = authority(asked)
        rows.append(Row({
            "edge": _("what is not shown, together"),
            "adds": in_hours(found.rest, signed=True, authority=mark),
            "by_time": "", "by_frequency": "",
            "share": in_percent(found.rest / change if change else None, authority=mark),
        }))  # fmt: skip
    return Table("contributions", _("What each step contributes"), columns, rows,
                 own_query(query, "contributions"),
                 source=_("The mean time is the sum over all steps of how often a case takes a step and its mean time; the contributions add up to the change."),
                 empty=found.reason or "")  # fmt: skip


def _contribution(asked: Asked, found: Comparison, one: Contribution) -> Row:
    also = {"signed": True, "authority": authority(asked)}
    return Row({
        "edge": named(edge_name(found.one.process, one.source, one.target)),
        "adds": in_hours(one.seconds, **also),
        "by_time": in_hours(one.by_time, **also),
        "by_frequency": in_hours(one.by_frequency, **also),
        "share": in_percent(one.share, authority=also["authority"]),
    })  # fmt: skip


def contributions_chart(asked: Asked, found: Comparison) -> Chart | None:
    """The steps that move the mean most."""
    top = found.steps[:8]
    if not top or found.found is None:
        return None
    change = in_hours(found.found.change).value
    says = (_("The mean time rose by %(hours)s hours; the steps add") if change > 0
            else _("The mean time fell by %(hours)s hours; the steps add"))  # fmt: skip
    return Chart(
        "contributions-hours",
        says % {"hours": f"{abs(change):.2f}"},
        [edge_name(found.one.process, one.source, one.target) for one in top],
        [Series(_("hours added"), [in_hours(one.seconds).value for one in top])],
        unit=HOURS, digits=2, kind="rows", label_head=_("From one event to the next"),
        source=demo_line(asked),
    )  # fmt: skip


def means(asked: Asked, found: Comparison) -> list[tuple[str, Figure, int]]:
    """Both sides with their mean times and how many cases they rest on."""
    mark = authority(asked)
    before = found.found.before if found.found else None
    after = found.found.after if found.found else None
    return [
        (
            selection_name(asked, side),
            in_hours(seconds, authority=mark, reason=found.reason or ""),
            int(side.now.sum()),
        )
        for side, seconds in ((found.one, before), (found.other, after))
    ]
