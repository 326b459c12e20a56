"""Tables and charts of clearance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.cases.contrasts import Contribution
from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.exchange.tables import Cell
from kaifang.exchange.tables import Table as Sheet
from kaifang.packs.schema.processes import CaseField, ProcessEntry, ProcessStep
from kaifang.programme.clearance.banding import BandFinding
from kaifang.programme.clearance.comparing import Comparison
from kaifang.programme.clearance.flows import FlowStudy
from kaifang.programme.clearance.limiting import LimitFinding
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.promising import Promise
from kaifang.programme.clearance.ringing import place_name
from kaifang.programme.clearance.stating import stated_reductions
from kaifang.programme.clearance.studying import ClearanceStudy, StepFinding
from kaifang.programme.clearance.telling import group_name, holder_name
from kaifang.programme.clearance.trending import MonthTimes
from kaifang.programme.figures import TOO_FEW_FIRMS
from kaifang.site.asking import Asked
from kaifang.site.clearance.forms import parameters
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
from kaifang.site.components.lights import Light
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named

MOST_ON_A4 = 8  # columns of figures that an upright sheet has room for
_GROUP = "group"


# -- figures ----------------------------------------------------------------------------------


def authority(asked: Asked) -> str:
    """Whose figures these are: worked out, or invented."""
    return "demo" if asked.law.head.demo else "derived"


# -- where a page leads -----------------------------------------------------------------------


def _selection(picked: Selection) -> dict[str, str]:
    """What stands in the address for a selection."""
    months = picked.period.each_month() if picked.period else []
    ends = {"first": months[0].code, "last": months[-1].code} if months else {}
    return {"process": picked.process.id, **ends, **parameters(picked.where)}


def step_address(asked: Asked, picked: Selection, step: str, **more: str) -> str:
    """Where the times of a step are explained."""
    return asked.address("/clearance/step/", **{**_selection(picked), "step": step, **more})


def case_links(asked: Asked, picked: Selection) -> list[tuple[object, str]]:
    """Where the cases behind a step's figures are listed, for those who may see them."""
    held = {**_selection(picked), "step": asked.query.get("step", "")}
    return [
        (label, asked.address("/clearance/cases/", **{**held, "way": way})) for way, label in ways()
    ]


def ways() -> list[tuple[str, object]]:
    """What cases may be to a step."""
    return [
        ("through", _("Cases that went through")),
        ("open", _("Cases still open")),
        ("backwards", _("Cases that went backwards")),
    ]


def _narrowed(picked: Selection, found: StepFinding, study: ClearanceStudy) -> dict[str, str]:
    return parameters({study.by.id: found.group}) if study.by and found.group else {}


def selection_name(asked: Asked, picked: Selection) -> str:
    """The months and what the goods are like, in words."""
    fields = {one.id: one for one in picked.process.fields}
    like = [value_name(fields[id], value) for id, value in picked.where.items()]
    months = [picked.period.name()] if picked.period else []
    return said(joined([*like, *months], " · ", " · "))


def value_name(field: CaseField, value: str | None) -> Text:
    """A value of a field by its name."""
    if value is None:
        return message("clearance.not_told")
    choices = {one.id: one.name.text for one in field.choices}
    return choices.get(value, Text(value, value))


# -- steps ------------------------------------------------------------------------------------


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
        Column("backwards", _("In reverse"), kind="number"),
        Column("base", _("Median of %(year)s") % {"year": year}, HOURS, "number"),
        Column("change", _("Change of median"), PERCENT, "number"),
    ]  # fmt: skip
    rows = [_step(asked, picked, study, one) for one in study.findings]
    empty = _("No events are recorded yet. They come by kaifang clearance load, or by the API.")
    return Table("steps", _("Times of the steps"), columns, rows, own_query(query, "steps"),
                 source=_source(study.process), empty=empty)  # fmt: skip


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
        _("Half of the cases take longest in: %(step)s") % {"step": said(longest.step.name.text)},
        [one.step.name.text for one in found],
        [Series(_("median"), [in_hours(one.took.median).value for one in found if one.took])],
        unit=HOURS, digits=2, kind="rows", label_head=_("Step"), source=_demo_line(asked),
    )  # fmt: skip


def holders(asked: Asked, study: ClearanceStudy, query: QueryDict) -> Table:
    """Who holds the clock, and his share of all waiting."""
    columns = [
        Column("holder", _("In whose hands")),
        Column("share", _("Share of the time"), PERCENT, "number"),
        Column("mean", _("Mean a case"), HOURS, "number"),
        Column("median", _("Median"), HOURS, "number"),
        Column("p90", _("90th percentile"), HOURS, "number"),
    ]
    mark = authority(asked)
    rows = [
        Row({
            "holder": holder_name(study.process, one.holder),
            "share": in_percent(one.share, authority=mark),
            "mean": in_hours(one.took.mean, authority=mark),
            "median": in_hours(one.took.median, authority=mark),
            "p90": in_hours(one.took.p90, authority=mark),
        })
        for one in study.held
    ]  # fmt: skip
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
        source=_demo_line(asked),
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


# -- promises ---------------------------------------------------------------------------------


def promises(
    asked: Asked,
    picked: Selection,
    by: Sequence[CaseField],
    found: Iterable[Promise],
    query: QueryDict,
) -> Table:
    """One row a combination: half within so many hours, nine in ten within so many."""
    columns = [
        *(Column(f"of{place}", field.name.text) for place, field in enumerate(by)),
        Column("cases", _("Count"), kind="number", sort=True),
        Column("median", _("Half within"), HOURS, "number", sort=True),
        Column("p90", _("Nine in ten within"), HOURS, "number", sort=True),
        Column("why", _("Why nothing is promised")),
    ]
    rows = [_promise(asked, picked, by, one) for one in found]
    table = Table("promises", _("Stable expectation"), columns, rows, own_query(query, "promises"),
                  source=_source(picked.process), empty=_("No cases."))  # fmt: skip
    return table.sorted()


def _promise(asked: Asked, picked: Selection, by: Sequence[CaseField], one: Promise) -> Row:
    mark = authority(asked)
    like = {field.id: value for field, value in zip(by, one.values, strict=True) if value}
    opens = len(like) == len(one.values)
    href = (
        step_address(asked, picked, asked.query.get("step", ""), **parameters(like))
        if opens
        else ""
    )
    why = {"reason": one.reason or "", "href": href, "authority": mark}
    return Row({
        **{f"of{place}": value_name(field, one.values[place]) for place, field in enumerate(by)},
        "cases": counted(one.cases, href=href, authority=mark),
        "median": in_hours(one.took.median if one.took else None, **why),
        "p90": in_hours(one.took.p90 if one.took else None, **why),
        "why": one.reason or "",
    })  # fmt: skip


# -- bottlenecks ------------------------------------------------------------------------------


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
        _limits(asked, limits, query),
    )
    return {table.name: table for table in made}


def event_name(process: ProcessEntry, id: str) -> Text:
    """An event by its name."""
    known = process.events
    return known[id].text if id in known else Text(id, id)


def _edge(process: ProcessEntry, source: str, target: str) -> str:
    return f"{said(event_name(process, source))} → {said(event_name(process, target))}"


def _edges(asked: Asked, picked: Selection, found: FlowStudy, query: QueryDict) -> Table:
    columns = [
        Column("edge", _("From one event to the next")),
        Column("times", _("Times"), kind="number"),
        Column("share", _("Share of all waiting"), PERCENT, "number"),
        Column("mean", _("Mean"), HOURS, "number"),
        Column("median", _("Median"), HOURS, "number"),
        Column("p90", _("90th percentile"), HOURS, "number"),
    ]
    mark = authority(asked)
    rows = [
        Row({
            "edge": named(_edge(picked.process, one.edge.source, one.edge.target)),
            "times": counted(one.edge.took.count, authority=mark),
            "share": in_percent(one.share, authority=mark),
            **{n: in_hours(getattr(one.edge.took, n), authority=mark) for n in ("mean", "median", "p90")},
        })
        for one in found.bottlenecks
    ]  # fmt: skip
    return Table("bottlenecks", _("Where the time passes"), columns, rows,
                 own_query(query, "bottlenecks"), source=_source(picked.process),
                 empty=_("Too few cases to tell."))  # fmt: skip


def bottlenecks_chart(asked: Asked, picked: Selection, found: FlowStudy) -> Chart | None:
    """The edges with most of the waiting."""
    top = found.bottlenecks[:8]
    if not top:
        return None
    worst = _edge(picked.process, top[0].edge.source, top[0].edge.target)
    return Chart(
        "bottlenecks-share",
        _("Most of the time passes here: %(edge)s") % {"edge": worst},
        [_edge(picked.process, one.edge.source, one.edge.target) for one in top],
        [Series(_("share of all waiting"), [in_percent(one.share).value for one in top])],
        unit=PERCENT, digits=1, kind="rows", label_head=_("From one event to the next"),
        source=_demo_line(asked),
    )  # fmt: skip


def _variants(asked: Asked, picked: Selection, found: FlowStudy, query: QueryDict) -> Table:
    columns = [
        Column("way", _("Order of events")),
        Column("cases", _("Count"), kind="number"),
        Column("share", _("Share"), PERCENT, "number"),
    ]
    mark = authority(asked)
    rows = [
        Row({
            "way": " → ".join(said(event_name(picked.process, e)) for e in one.activities),
            "cases": counted(one.count, authority=mark),
            "share": in_percent(one.count / found.cases, authority=mark),
        })
        for one in found.variants
    ]  # fmt: skip
    return Table("variants", _("Variants"), columns, rows, own_query(query, "variants"),
                 empty=_("Too few cases to tell."))  # fmt: skip


def _rework(asked: Asked, picked: Selection, found: FlowStudy, query: QueryDict) -> Table:
    columns = [
        Column("event", _("Event")),
        Column("cases", _("Count"), kind="number"),
        Column("repeats", _("Times too many"), kind="number"),
    ]
    mark = authority(asked)
    rows = [
        Row({
            "event": event_name(picked.process, one.activity),
            "cases": counted(one.cases, authority=mark),
            "repeats": counted(one.repeats, authority=mark),
        })
        for one in found.rework
    ]  # fmt: skip
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
            "cases": counted(one.cases, authority=authority(asked)),
        })
        for one in found.deviations
    ]  # fmt: skip
    return Table("deviations", _("Off the declared way"), columns, rows,
                 own_query(query, "deviations"),
                 source=_("Nothing is refused: what happened elsewhere is stored, and the deviation is the finding. Cases still open count as well."),
                 empty=_("Every case kept to the declared way."))  # fmt: skip


def _limits(asked: Asked, found: Sequence[LimitFinding], query: QueryDict) -> Table:
    columns = [
        Column("clock", _("Clock")),
        Column("limit", _("Limit"), kind="short"),
        Column("ended", _("Count"), kind="number"),
        Column("over", _("Beyond the limit"), kind="number"),
        Column("share", _("Share"), PERCENT, "number"),
    ]
    mark = authority(asked)
    rows = []
    for one in found:
        why = {"authority": mark, "reason": one.reason or ""}
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


# -- comparison -------------------------------------------------------------------------------


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
        "edge": named(_edge(found.one.process, one.source, one.target)),
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
    change = in_hours(found.found.change, signed=True)
    return Chart(
        "contributions-hours",
        _("The mean time changes by %(hours)s hours; the steps add") % {"hours": f"{change.value:+.2f}"},
        [_edge(found.one.process, one.source, one.target) for one in top],
        [Series(_("hours added"), [in_hours(one.seconds).value for one in top])],
        unit=HOURS, digits=2, kind="rows", label_head=_("From one event to the next"),
        source=_demo_line(asked),
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


# -- trend ------------------------------------------------------------------------------------


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
                 source=_source(picked.process), empty=_("No cases."))  # fmt: skip


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
        unit=HOURS, digits=2, label_head=_("Month"), source=_demo_line(asked),
    )  # fmt: skip


# -- bands and report -------------------------------------------------------------------------


def bands(asked: Asked, picked: Selection, found: Sequence[BandFinding], query: QueryDict) -> Table:
    """One row a band, place and month."""
    columns = [
        Column("band", _("Band")),
        Column("place", _("Held for")),
        Column("month", _("Month"), kind="short"),
        Column("cases", _("Count"), kind="number"),
        Column("value", _("Of the month"), HOURS, "number"),
        Column("low", _("Low"), HOURS, "number"),
        Column("high", _("High"), HOURS, "number"),
        Column("standing", _("Standing")),
    ]
    rows = [_band(asked, picked, one) for one in found]
    empty = _("No step has left its band in these months.")
    return Table("bands", _("Steps and their bands"), columns, rows, own_query(query, "bands"),
                 empty=empty)  # fmt: skip


def _band(asked: Asked, picked: Selection, one: BandFinding) -> Row:
    code, mark = one.month.code, authority(asked)
    like = parameters({one.band.by: one.place}) if one.band.by and one.place else {}
    href = step_address(asked, picked, one.step.id, **{"first": code, "last": code, **like})
    also = {"authority": mark, "reason": one.reason or _("open")}
    return Row({
        "band": one.band.name.text,
        "place": place_name(picked.process, one) if one.place != "" else _("all together"),
        "month": one.month.name(),
        "cases": counted(one.cases, authority=mark, href=href),
        "value": in_hours(one.value, href=href, **also),
        "low": in_hours(one.low, **also),
        "high": in_hours(one.high, **also),
        "standing": Light(
                "red" if one.left else "grey" if one.standing == "unknown" else "green",
                word=message(f"clearance.standing.{one.standing}"),
            ),
    })  # fmt: skip


def band_words(asked: Asked, picked: Selection) -> list[tuple[object, str, object, object]]:
    """Each band in words, with its note and its citations."""
    told = []
    for band in picked.process.bands:
        if ends := band.declared:
            words = _("declared: %(low)s to %(high)s hours") % {
                "low": ends.low if ends.low is not None else "…",
                "high": ends.high if ends.high is not None else "…",
            }
        else:
            assert band.history is not None  # the schema asks for one of the two
            words = _(
                "from history: p10 to p90 of the cases of the same month, %(n)s year(s) back"
            ) % {"n": band.history.years}
        cites = asked.law.cited(band.cite, picked.process.where)
        told.append((band.name.text, words, band.note.text if band.note else "", cites))
    return told


def sheet(one: Sheet) -> Table:
    """A sheet of the report as a table of the page; a group stands as a heading over its rows."""
    grouped = one.columns[0].key == _GROUP
    shown = one.columns[1:] if grouped else one.columns
    columns = [
        Column(c.key, c.title, c.unit or "", "number" if c.kind == "number" else "text")
        for c in shown
    ]
    rows: list[Row] = []
    headed = None
    for cells in one.rows:
        told = {c.key: _sheet_cell(cell) for c, cell in zip(one.columns, cells, strict=True)}
        if grouped and told[_GROUP] != headed:
            headed = told[_GROUP]
            rows.append(Row({shown[0].key: headed}, band=True))
        rows.append(Row(told))
    return Table(one.id, one.title, columns, rows, formats=(), wide=len(columns) > MOST_ON_A4,
                 empty=_("Nothing to tell."))  # fmt: skip


def _sheet_cell(cell: Cell) -> object:
    if isinstance(cell.value, str):
        return cell.value
    mark = "demo" if cell.demo else "derived"
    return Figure(cell.value, digits=cell.digits, authority=mark, reason=cell.note or "")


# -- foot -------------------------------------------------------------------------------------


def _source(process: ProcessEntry) -> str:
    words = _("%(process)s: hours of the clock, of the cases that began in these months.")
    return words % {"process": said(process.name.text)}


def _demo_line(asked: Asked) -> str:
    return _("Invented data, for demonstration.") if asked.law.head.demo else ""
