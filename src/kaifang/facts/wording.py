"""Verdicts in words, as a notice writes them: 低于序时进度3.2个百分点."""

from __future__ import annotations

from fractions import Fraction

from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.core.units import number_text
from kaifang.facts.comparing import Better
from kaifang.facts.goals import Form, Goal, Verdict
from kaifang.facts.measures import Measured
from kaifang.facts.rounding import half_up

_AGAINST = {Form.GROWTH_ABOVE: "peers", Form.SHARE_NOT_BELOW: "before"}


def verdict_in_words(
    goal: Goal,
    verdict: Verdict,
    attainment: Measured,
    ahead: Measured,
    lead: Measured,
    why: Text | None,
) -> Text:
    """Word a verdict with the one figure that bears it; `why` is the reason of what is missing."""
    if verdict is Verdict.UNDECIDED:
        return message("facts.says.undecided", why=why or message("missing.no_value"))
    if verdict is Verdict.NOT_YET and ahead.exact is not None:
        return ahead_in_words(ahead.exact, is_ceiling=goal.direction is Better.DOWN)
    detail = _detail(goal.form, attainment, lead)
    if verdict is Verdict.NOT_YET:
        return detail or why or verdict.label
    return with_detail(verdict, detail) if detail else verdict.label


def ahead_in_words(points: Fraction, digits: int = 1, *, is_ceiling: bool = False) -> Text:
    """Say how many points ahead of schedule or behind it; of a ceiling, what is used of it.

    >>> print(ahead_in_words(Fraction("-3.2")))
    低于序时进度3.2个百分点
    """
    return _beside("ceiling" if is_ceiling else "schedule", points, digits)


def with_detail(verdict: Verdict, detail: Text) -> Text:
    """Put the verdict before its detail: 未完成，完成率96.5%."""
    return joined([verdict.label, detail], "，", ", ")


def _detail(form: Form, attainment: Measured, lead: Measured) -> Text | None:
    if lead.exact is not None:
        return _beside(_AGAINST.get(form, "mark"), lead.exact, 1)
    if attainment.exact is not None:
        return message("facts.says.attained", value=number_text(half_up(attainment.exact, 1)))
    return None


def _beside(what: str, points: Fraction, digits: int) -> Text:
    size = half_up(abs(points), digits)
    if not size:
        return message(f"facts.says.{what}_{'near' if points else 'even'}")
    way = "above" if points > 0 else "below"
    return message(f"facts.says.{what}_{way}", points=number_text(size))
