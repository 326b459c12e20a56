"""Lights 灯号 of a programme: which scheme applies to a target, and what it is told."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from kaifang.core.bilingual import Text
from kaifang.core.errors import nearest
from kaifang.core.messages import message
from kaifang.facts.goals import Form, Verdict
from kaifang.facts.lights import Colour, Light, Scheme, compile_scheme, evaluate
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law, UnknownName

if TYPE_CHECKING:
    from kaifang.programme.progress import Progress

DEFAULT_SCHEME = "default.schedule"


def light_of(progress: Progress) -> Light:
    """The light of a target by its own scheme, the programme's, or the default one.

    Where no rule decides, the light says how the target stands, not which inputs a rule lacks.
    """
    law = progress.figures.law
    id = progress.target.light or law.head.lights or DEFAULT_SCHEME
    light = evaluate(scheme_of(law, id), inputs_of(progress))
    return light if light.rule else replace(light, says=progress.stands.says)


def worded(progress: Progress) -> tuple[Text, Text]:
    """A light as people read it: its word, and the sentence beside it.

    Where the rule of the light has nothing to say, the verdict speaks; where that is open, what is
    missing.
    """
    lit, stands = progress.light, progress.stands
    if lit.colour in (Colour.AMBER, Colour.RED):
        return lit.colour.label, lit.says
    if lit.colour is Colour.GREY and stands.verdict is not Verdict.UNDECIDED:
        return stands.verdict.label, stands.says
    return lit.colour.label, _why(progress)


def _why(progress: Progress) -> Text:
    """The verdict in words; where there is none, what is missing."""
    stands = progress.stands
    has_term = progress.target.target.form in (Form.MILESTONE, Form.BY)
    if has_term or stands.verdict is not Verdict.UNDECIDED or stands.missing is None:
        return stands.says
    nothing = stands.missing == message("missing.no_value")
    return message("light.no_figures") if nothing else stands.missing


def scheme_of(law: Law, id: str) -> Scheme:
    """A compiled scheme of the law. Raises: UnknownName."""
    if id not in law.lights:
        raise UnknownName(kind=LABELS["lights"], found=id, near=nearest(id, law.lights))
    entry = law.lights[id]
    return _compiled(entry.model_dump_json(by_alias=True), entry.where)


@cache
def _compiled(entry: str, where: str) -> Scheme:
    return compile_scheme(json.loads(entry), where)


def inputs_of(progress: Progress) -> dict[str, Fraction | bool]:
    """What is known for a light rule; inputs that are not known are left out."""
    stands = progress.stands
    answers = {
        "points_behind": _negated(stands.points_ahead.exact),
        "points_short": _negated(stands.lead.exact),
        "attainment_of_schedule": _of_schedule(progress),
        "growth": _rate(progress),
        "plan_growth": _plan(progress),
    }
    known: dict[str, Fraction | bool] = {k: v for k, v in answers.items() if v is not None}
    due = progress.target.target.by or progress.target.period.end
    known["due_passed"] = progress.figures.snapshot.as_of > due
    if stands.verdict in (Verdict.MET, Verdict.NOT_MET):
        known["done"] = stands.verdict is Verdict.MET
    return known


def _negated(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _of_schedule(progress: Progress) -> Fraction | None:
    """Of a limit, to have used up much is no progress: there it is not known."""
    attained, scheduled = progress.stands.attainment.exact, progress.stands.scheduled.exact
    if attained is None or not scheduled or progress.is_ceiling:
        return None
    return attained / scheduled * 100


def _rate(progress: Progress) -> Fraction | None:
    if progress.period is None or progress.target.indicator is None:
        return None
    found = progress.figures.statement(
        progress.target.indicator,
        progress.org,
        progress.period,
        "growth",
        part=progress.target.part_code,
    )
    return Fraction(found.quantity.value) if found.quantity else None


def _plan(progress: Progress) -> Fraction | None:
    growth = progress.target.target.growth
    return Fraction(growth.value) if growth else None
