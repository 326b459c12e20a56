"""How the times of a step came about: from which events to which, over which cases, by what rule."""

from __future__ import annotations

from kaifang.cases.spreads import Spread
from kaifang.cases.studies import FEWEST
from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.statement import Explanation
from kaifang.packs.schema.processes import ProcessEntry, ProcessStep
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.promising import step_named
from kaifang.programme.clearance.studying import StepFinding, study_selected
from kaifang.programme.clearance.telling import holder_name, hours
from kaifang.programme.opening import Programme


def explain_step(
    programme: Programme, picked: Selection, step: str = "", *, then: bool = False
) -> Explanation:
    """Explain the times of a step in a selection, or in the same months of the base year.

    Raises: UnknownStep.
    """
    chosen = step_named(picked.process, step)
    study = study_selected(picked, is_demo=programme.law.head.demo)
    found = next(one for one in study.findings if one.step.id == chosen.id)
    return Explanation(
        title=joined([chosen.name.text, *about(picked, then=then)], "，", ", "),
        answer=_answer(found, then=then),
        formula=formula_of(picked.process, chosen),
        citations=programme.law.citations(picked.process),
        notes=tuple(_notes(picked, found, then=then)),
        versions=programme.figures(picked.moment.as_of, picked.moment.seen_at).versions,
    )


def about(picked: Selection, *, then: bool = False) -> list[Text]:
    """The months, and what the goods are like."""
    period = picked.period
    months = (
        [] if period is None else [_months(period, picked.base_year) if then else period.name()]
    )
    named = {
        one.id: {choice.id: choice.name.text for choice in one.choices}
        for one in picked.process.fields
    }
    return months + [
        named.get(field, {}).get(value, Text(value, value)) for field, value in picked.where.items()
    ]


def _months(period: Period, year: int) -> Text:
    return message("clearance.months_of", year=year, period=period.name())


def _answer(found: StepFinding, *, then: bool) -> Text:
    took = found.change.then.took if then else found.took
    if took is None:
        reason = found.why_no_change if then else found.why_no_times
        return joined([Text("—", "—"), reason or Text("", "")], "，", ": ")
    return told(took)


def told(took: Spread) -> Text:
    """A spread in words: count, mean, median and p90 are always told together."""
    return message(
        "clearance.spread",
        count=took.count,
        mean=hours(took.mean),
        median=hours(took.median),
        p90=hours(took.p90),
    )


def event_name(process: ProcessEntry, id: str) -> Text:
    """An event by its name; one that the process does not declare by its id."""
    known = process.events
    return known[id].text if id in known else Text(id, id)


def formula_of(process: ProcessEntry, step: ProcessStep) -> Text:
    """From which events to which a step is timed, in words."""
    starts, stop = [event_name(process, one) for one in step.start], event_name(process, step.stop)
    key = "clearance.from_the_last_of" if len(starts) > 1 else "clearance.from_to"
    return message(key, start=joined(starts, "、", ", "), stop=stop)


def _notes(picked: Selection, found: StepFinding, *, then: bool) -> list[Text]:
    own = picked.process
    held = message("clearance.in_hands", holder=holder_name(own, found.step.holder))
    notes = [held, message("clearance.which_cases"), message("clearance.how_quantiles", n=FEWEST)]
    if not then and found.still_open is not None:
        notes.append(
            message("clearance.not_in_it", open=found.still_open, backwards=found.backwards or 0)
        )
    return [*notes, own.note.text] if own.note else notes
