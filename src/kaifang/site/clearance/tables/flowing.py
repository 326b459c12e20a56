"""Where cases wait and how they go: bottlenecks, variants, rework, deviations and limits."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.programme.clearance.explaining import event_name
from kaifang.programme.clearance.flows import FlowStudy
from kaifang.programme.clearance.limiting import LimitFinding
from kaifang.programme.clearance.parts import OFF_THE_WAY, FlowPart
from kaifang.programme.clearance.picking import Selection
from kaifang.site.asking import Asked
from kaifang.site.clearance.tables.leading import part_opened
from kaifang.site.clearance.tables.naming import (
    demo_line,
    edge_name,
    process_line,
)
from kaifang.site.components.addresses import own_query
from kaifang.site.components.charts import Chart, Series
from kaifang.site.components.durations import (
    HOURS,
    PERCENT,
    counted,
    in_hours,
    in_percent,
    limit_text,
)
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named


def flow(
    asked: Asked,
    picked: Selection,
    found: FlowStudy,
    limits: Sequence[LimitFinding],
    query: QueryDict,
) -> dict[str, Table]:
    """The tables of the page by their names."""
    made = (
        _edges(asked, picked, found, query),
        _variants(asked, picked, found, query),
        _rework(asked, picked, found, query),
        _deviations(asked, picked, found, query),
        _limits(asked, picked, limits, query),
    )
    return {table.name: table for table in made}


def _edges(asked: Asked, picked: Selection, found: FlowStudy, query: QueryDict) -> Table:
    columns = [
        Column("edge", _("From one event to the next")),
        Column("times", _("Times"), kind="number"),
        Column("share", _("Share of all waiting"), PERCENT, "number"),
        Column("mean", _("Mean"), HOURS, "number"),
        Column("median", _("Median"), HOURS, "number"),
        Column("p90", _("90th percentile"), HOURS, "number"),
    ]
    rows = []
    for one in found.bottlenecks:
        ends = (one.edge.source, one.edge.target)
        also = part_opened(asked, picked, FlowPart("edge", ends))
        rows.append(Row({
            "edge": named(edge_name(picked.process, *ends)),
            "times": counted(one.edge.took.count, **also),
            "share": in_percent(one.share, **also),
            **{n: in_hours(getattr(one.edge.took, n), **also) for n in ("mean", "median", "p90")},
        }))  # fmt: skip
    return Table("bottlenecks", _("Where the time passes"), columns, rows,
                 own_query(query, "bottlenecks"), source=process_line(picked.process),
                 empty=_("Too few cases to tell."))  # fmt: skip


def deviating(asked: Asked, picked: Selection, found: FlowStudy) -> Figure:
    """The share of the cases that left the declared way."""
    return in_percent(found.deviating, **part_opened(asked, picked, FlowPart(OFF_THE_WAY)))


def bottlenecks_chart(asked: Asked, picked: Selection, found: FlowStudy) -> Chart | None:
    """The edges with most of the waiting."""
    top = found.bottlenecks[:8]
    if not top:
        return None
    worst = edge_name(picked.process, top[0].edge.source, top[0].edge.target)
    return Chart(
        "bottlenecks-share",
        _("Most of the time passes here: %(edge)s") % {"edge": worst},
        [edge_name(picked.process, one.edge.source, one.edge.target) for one in top],
        [Series(_("share of all waiting"), [in_percent(one.share).value for one in top])],
        unit=PERCENT, digits=1, kind="rows", label_head=_("From one event to the next"),
        source=demo_line(asked),
    )  # fmt: skip


def _variants(asked: Asked, picked: Selection, found: FlowStudy, query: QueryDict) -> Table:
    columns = [
        Column("way", _("Order of events")),
        Column("cases", _("Count"), kind="number"),
        Column("share", _("Share"), PERCENT, "number"),
    ]
    rows = []
    for one in found.variants:
        also = part_opened(asked, picked, FlowPart("variant", one.activities))
        rows.append(Row({
            "way": " → ".join(said(event_name(picked.process, e)) for e in one.activities),
            "cases": counted(one.count, **also),
            "share": in_percent(one.count / found.cases, **also),
        }))  # fmt: skip
    return Table("variants", _("Variants"), columns, rows, own_query(query, "variants"),
                 empty=_("Too few cases to tell."))  # fmt: skip


def _rework(asked: Asked, picked: Selection, found: FlowStudy, query: QueryDict) -> Table:
    columns = [
        Column("event", _("Event")),
        Column("cases", _("Count"), kind="number"),
        Column("repeats", _("Times too many"), kind="number"),
    ]
    rows = []
    for one in found.rework:
        also = part_opened(asked, picked, FlowPart("rework", (one.activity,)))
        rows.append(Row({
            "event": event_name(picked.process, one.activity),
            "cases": counted(one.cases, **also),
            "repeats": counted(one.repeats, **also),
        }))  # fmt: skip
    return Table("rework", _("Done again"), columns, rows, own_query(query, "rework"),
                 empty=_("No event happened twice in a case."))  # fmt: skip


def _deviations(asked: Asked, picked: Selection, found: FlowStudy, query: QueryDict) -> Table:
    columns = [
        Column("what", _("Deviation")),
        Column("events", _("Events")),
        Column("cases", _("Count"), kind="number"),
    ]
    kinds = {
        "start": _("began with another event"),
        "step": _("followed out of order"),
        "end": _("stopped at another event"),
        "missing": _("never happened"),
    }
    rows = [
        Row({
            "what": kinds[one.kind],
            "events": " → ".join(said(event_name(picked.process, e)) for e in one.activities),
            "cases": counted(
                one.cases, **part_opened(asked, picked, FlowPart(one.kind, one.activities))
            ),
        })
        for one in found.deviations
    ]  # fmt: skip
    return Table("deviations", _("Off the declared way"), columns, rows,
                 own_query(query, "deviations"),
                 source=_("Nothing is refused: what happened elsewhere is stored, and the deviation is the finding. Cases still open count as well."),
                 empty=_("Every case kept to the declared way."))  # fmt: skip


def _limits(
    asked: Asked, picked: Selection, found: Sequence[LimitFinding], query: QueryDict
) -> Table:
    columns = [
        Column("clock", _("Clock")),
        Column("limit", _("Limit"), kind="short"),
        Column("ended", _("Count"), kind="number"),
        Column("over", _("Beyond the limit"), kind="number"),
        Column("share", _("Share"), PERCENT, "number"),
    ]
    rows = []
    for one in found:
        opened = part_opened(asked, picked, FlowPart("limit", (one.clock.id,)))
        why = {"authority": opened["authority"], "reason": one.reason} if one.reason else opened
        rows.append(Row({
            "clock": one.clock.name.text,
            "limit": limit_text(one.clock.limit.n, one.clock.counted_in) if one.clock.limit else "",
            "ended": counted(one.ended, **why),
            "over": counted(one.over, **why),
            "share": in_percent(one.share, **why),
        }))  # fmt: skip
    return Table("limits", _("Limits"), columns, rows, own_query(query, "limits"),
                 source=_("Of the cases that ran the clock to its end; working time by the calendar of the pack."),
                 empty=_("No clock of this process has a limit."))  # fmt: skip
