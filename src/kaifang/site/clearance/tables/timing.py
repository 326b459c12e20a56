"""Times of the steps and who holds the clock: tables and charts."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.programme.clearance.parts import FlowPart
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.stating import stated_reductions
from kaifang.programme.clearance.studying import ClearanceStudy, StepFinding
from kaifang.programme.clearance.telling import group_name, holder_name
from kaifang.site.asking import Asked
from kaifang.site.clearance.forms import parameters
from kaifang.site.clearance.tables.leading import part_opened, step_address
from kaifang.site.clearance.tables.naming import (
    authority,
    demo_line,
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
)
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named


def _narrowed(picked: Selection, found: StepFinding, study: ClearanceStudy) -> dict[str, str]:
    return parameters({study.by.id: found.group}) if study.by and found.group else {}


def steps(asked: Asked, picked: Selection, study: ClearanceStudy, query: QueryDict) -> Table:
    """One row a step, or a step of a group: times, what is not in them, and the base year."""
    year = study.base_year
    columns = [
        *([Column("group", study.by.name.text)] if study.by else []),
        Column("step", _("Step")),
        Column("holder", _("In whose hands")),
        Column("cases", _("Count"), kind="number"),
        Column("mean", _("Mean"), HOURS, "number"),
        Column("median", _("Median"), HOURS, "number"),
        Column("p90", _("90% within"), HOURS, "number"),
        Column("open", _("Still open"), kind="number"),
        Column("backwards", _("End before start"), kind="number"),
        Column("base", _("Median of %(year)s") % {"year": year}, HOURS, "number"),
        Column("change", _("Change of median"), PERCENT, "number"),
    ]  # fmt: skip
    rows = [_step(asked, picked, study, one) for one in study.findings]
    empty = _("No events are recorded yet. They come by kaifang clearance load, or by the API.")
    return Table("steps", _("Times of the steps"), columns, rows, own_query(query, "steps"),
                 source=process_line(study.process), empty=empty)  # fmt: skip


def _step(asked: Asked, picked: Selection, study: ClearanceStudy, one: StepFinding) -> Row:
    own = _narrowed(picked, one, study)
    opens = one.group is not None  # those of which nobody says the value have no address
    href = step_address(asked, picked, one.step.id, **own) if opens else ""
    then = step_address(asked, picked, one.step.id, side="then", **own) if opens else ""
    took, base, mark = one.took, one.change.then.took, authority(asked)
    why = {"reason": one.why_no_times or "", "href": href, "authority": mark}
    no_base = {"reason": one.why_no_change or "", "href": then, "authority": mark}
    change = one.change.of_median
    times = {
        name: in_hours(getattr(took, name) if took else None, **why)
        for name in ("mean", "median", "p90")
    }
    return Row({
        **({"group": named(group_name(one, study))} if study.by else {}),
        "step": one.step.name.text,
        "holder": holder_name(study.process, one.step.holder),
        "cases": counted(one.cases, href=href, authority=mark),
        **times,
        "open": counted(one.still_open, href=href, authority=mark),
        "backwards": counted(one.backwards, href=href, authority=mark),
        "base": in_hours(base.median if base else None, **no_base),
        "change": in_percent(None if change is None else change / 100, signed=True, **no_base),
    }, key=one.step.id)  # fmt: skip


def steps_chart(asked: Asked, study: ClearanceStudy) -> Chart | None:
    """The median of each step as lying bars."""
    found = [one for one in study.findings if one.took]
    parts = [one for one in found if one.step.holder]  # not the whole
    if not parts:
        return None
    longest = max(parts, key=lambda one: one.took.median if one.took else 0)
    return Chart(
        "step-times",
        _("The step with the longest median: %(step)s") % {"step": said(longest.step.name.text)},
        [one.step.name.text for one in found],
        [Series(_("median"), [in_hours(one.took.median).value for one in found if one.took])],
        unit=HOURS, digits=2, kind="rows", label_head=_("Step"), source=demo_line(asked),
    )  # fmt: skip


def holders(asked: Asked, picked: Selection, study: ClearanceStudy, query: QueryDict) -> Table:
    """Who holds the clock, and his share of all waiting."""
    columns = [
        Column("holder", _("In whose hands")),
        Column("share", _("Share of the time"), PERCENT, "number"),
        Column("mean", _("Mean a case"), HOURS, "number"),
        Column("median", _("Median"), HOURS, "number"),
        Column("p90", _("90th percentile"), HOURS, "number"),
    ]
    rows = []
    for one in study.held:
        also = part_opened(asked, picked, FlowPart("holder", (one.holder,)))
        rows.append(Row({
            "holder": holder_name(study.process, one.holder),
            "share": in_percent(one.share, **also),
            **{n: in_hours(getattr(one.took, n), **also) for n in ("mean", "median", "p90")},
        }))  # fmt: skip
    empty = _("Too few cases to tell.")
    return Table("holders", _("Who holds the clock"), columns, rows, own_query(query, "holders"),
                 source=_("By the state that a case is in after each event; a case still open counts to its last event."),
                 empty=empty)  # fmt: skip


def holders_chart(asked: Asked, study: ClearanceStudy) -> Chart | None:
    """The share of the waiting by holder."""
    if not study.held:
        return None
    first = holder_name(study.process, study.held[0].holder)
    return Chart(
        "holders-share",
        _("Most of the time the goods are in the hands of: %(holder)s") % {"holder": said(first)},
        [holder_name(study.process, one.holder) for one in study.held],
        [Series(_("share of the time"), [in_percent(one.share).value for one in study.held])],
        unit=PERCENT, digits=1, kind="rows", label_head=_("In whose hands"),
        source=demo_line(asked),
    )  # fmt: skip


def stated(asked: Asked, base_year: int, query: QueryDict) -> Table:
    """What documents state against the base year; hours that they do not print stay missing."""
    columns = [
        Column("indicator", _("Indicator")),
        Column("period", _("Period"), kind="short"),
        Column(
            "reduction",
            _("Cut against %(year)s, as stated") % {"year": base_year},
            PERCENT,
            "number",
        ),
        Column("hours", _("Hours"), HOURS, "number"),
        Column("note", _("Note")),
    ]
    rows = []
    for fact in stated_reductions(asked.law, base_year):
        told = asked.figures.statement(
            fact.indicator, fact.org, fact.period, fact.measure.value, base=fact.over
        )
        level = asked.figure(asked.figures.statement(fact.indicator, fact.org, fact.period))
        if told.quantity is None:
            continue
        rows.append(Row({
            "indicator": named(
                asked.law.indicator(fact.indicator).name.text,
                asked.address(f"/indicators/{fact.indicator}/"),
            ),
            "period": fact.period.name(),
            "reduction": asked.figure(told),
            "hours": level if level.value is not None else Figure(
                None, reason=_("hours not stated by the documents"), href=level.href
            ),
            "note": fact.note.text if fact.note else "",
        }))  # fmt: skip
    return Table("stated", _("What documents state"), columns, rows, own_query(query, "stated"),
                 source=_("As stated, with its citation: neither hours nor base are computed from it."))  # fmt: skip
