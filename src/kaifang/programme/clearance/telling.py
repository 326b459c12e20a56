"""A time release study as plain values, for the command line and the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kaifang.cases.spreads import Spread
from kaifang.core.bilingual import Lang, Text
from kaifang.core.messages import message
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.clearance.banding import BandFinding
from kaifang.programme.clearance.comparing import Comparison
from kaifang.programme.clearance.flows import FlowStudy
from kaifang.programme.clearance.promising import Promise
from kaifang.programme.clearance.studying import ClearanceStudy, StepFinding

_HOUR = 3600


def tell_study(study: ClearanceStudy, lang: Lang) -> dict[str, Any]:
    """The study in one language; hours and per cents are decimal texts, what is missing is null."""
    return {
        "process": study.process.id,
        "name": study.process.name.text.in_(lang),
        "period": study.period.code if study.period else None,
        "base_year": study.base_year,
        "by": study.by.id if study.by else None,
        "cases": study.cases,
        "base_cases": study.base_cases,
        "is_demo": study.is_demo,
        "left_out": study.left_out,
        "steps": [_step(one, study, lang) for one in study.findings],
        "held": [
            {
                "holder": one.holder or None,
                "name": holder_name(study.process, one.holder).in_(lang),
                "share": percent(one.share * 100),
            }
            for one in study.held
        ],
    }


def hours(seconds: float | None) -> str | None:
    """Seconds in hours, to a hundredth."""
    return None if seconds is None else format(Decimal(seconds / _HOUR), ".2f")


def percent(value: float | None) -> str | None:
    return None if value is None else format(Decimal(value), ".1f")


def group_name(finding: StepFinding, study: ClearanceStudy) -> Text:
    """The value that a group has in common; a choice by its name."""
    if finding.group is None:
        return message("clearance.not_told")
    choices = {one.id: one.name.text for one in study.by.choices} if study.by else {}
    return choices.get(finding.group, Text(finding.group, finding.group))


def holder_name(process: ProcessEntry, holder: str | None) -> Text:
    """Who holds the clock; of a step that several have in hands, that."""
    named = {one.id: one.name.text for one in process.holders}
    return named.get(holder or "", message("clearance.several"))


def _step(one: StepFinding, study: ClearanceStudy, lang: Lang) -> dict[str, Any]:
    change = one.change
    return {
        "group": one.group or None,
        "group_name": group_name(one, study).in_(lang) if study.by else None,
        "step": one.step.id,
        "name": one.step.name.text.in_(lang),
        "holder": one.step.holder,
        "cases": one.cases,
        **_spread("", one.took),
        "promise_median_hours": hours(one.promise.median) if one.promise else None,
        "promise_p90_hours": hours(one.promise.p90) if one.promise else None,
        "still_open": one.still_open,
        "backwards": one.backwards,
        "base_cases": one.base_cases,
        **_spread("base_", change.then.took),
        "change_of_mean": percent(change.of_mean),
        "change_of_median": percent(change.of_median),
        "change_of_p90": percent(change.of_p90),
        "why_no_times": _why(one.why_no_times, lang),
        "why_no_promise": _why(one.why_no_promise, lang),
        "why_no_change": _why(one.why_no_change, lang),
    }


def _spread(before: str, took: Spread | None) -> dict[str, str | None]:
    names = ("mean", "median", "p90")
    return {f"{before}{n}_hours": hours(getattr(took, n)) if took else None for n in names}


def _why(reason: Text | None, lang: Lang) -> str | None:
    return None if reason is None else reason.in_(lang)


def tell_flow(study: FlowStudy, process: ProcessEntry, lang: Lang) -> dict[str, Any]:
    """Bottlenecks, variants, rework and deviations; what is not shown is only counted."""
    return {
        "process": process.id,
        "cases": study.cases,
        "hidden": study.hidden,
        "bottlenecks": [
            {
                "source": one.edge.source,
                "target": one.edge.target,
                "times": one.edge.took.count,
                "share": percent(one.share * 100),
                **_spread("", one.edge.took),
            }
            for one in study.bottlenecks
        ],
        "variants": [
            {"activities": list(one.activities), "cases": one.count} for one in study.variants
        ],
        "rework": [
            {"activity": one.activity, "cases": one.cases, "repeats": one.repeats}
            for one in study.rework
        ],
        "deviations": [
            {"kind": one.kind, "activities": list(one.activities), "cases": one.cases}
            for one in study.deviations
        ],
        "deviating": None if study.deviating is None else percent(study.deviating * 100),
        "names": {id: name.text.in_(lang) for id, name in process.events.items()},
    }


def tell_promises(
    found: Sequence[Promise], fields: Sequence[str], lang: Lang
) -> list[dict[str, Any]]:
    """Promises with the values that each is for; null with the reason where there is none."""
    return [
        {
            "values": dict(zip(fields, one.values, strict=True)),
            "cases": one.cases,
            "median_hours": hours(one.took.median) if one.took else None,
            "p90_hours": hours(one.took.p90) if one.took else None,
            "why_no_promise": _why(one.reason, lang),
        }
        for one in found
    ]


def tell_comparison(found: Comparison, lang: Lang) -> dict[str, Any]:
    """Mean hours of both sides and what each step adds; `rest_hours` is of what is not shown."""
    whole = found.found
    return {
        "before_hours": hours(whole.before) if whole else None,
        "after_hours": hours(whole.after) if whole else None,
        "why": _why(found.reason, lang),
        "rest_hours": hours(found.rest),
        "steps": [
            {
                "source": one.source,
                "target": one.target,
                "hours": hours(one.seconds),
                "by_time_hours": hours(one.by_time),
                "by_frequency_hours": hours(one.by_frequency),
                "share": None if one.share is None else percent(one.share * 100),
            }
            for one in found.steps
        ],
    }


def tell_bands(found: Sequence[BandFinding], lang: Lang) -> list[dict[str, Any]]:
    """Each band, place and month with its standing: within, above, below or unknown."""
    return [
        {
            "band": one.band.id,
            "name": one.band.name.text.in_(lang),
            "step": one.step.id,
            "of": one.band.of,
            "place": one.place or None,
            "month": one.month.code,
            "cases": one.cases,
            "value_hours": hours(one.value),
            "low_hours": hours(one.low),
            "high_hours": hours(one.high),
            "standing": one.standing,
            "why": _why(one.reason, lang),
        }
        for one in found
    ]
