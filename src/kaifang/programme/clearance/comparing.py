"""Two periods or two ports against each other: which steps make the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaifang.cases.contrasts import Contrast, Contribution, contrast
from kaifang.cases.logs import EventLog
from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.programme.clearance.flows import firms_of_edges
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.remembering import remembered
from kaifang.programme.clearance.withholding import withheld
from kaifang.programme.figures import TOO_FEW_FIRMS


class NothingToCompare(KaifangError):
    """Two selections are the same, or of different processes."""

    code = "KF-CASE-221"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Mean times from first event to last of two selections, and what each step adds.

    rest: what the steps that are not shown add together, in seconds; None where all are shown.
    `found` None where `reason` says why.
    """

    one: Selection
    other: Selection
    found: Contrast | None
    steps: Sequence[Contribution]
    rest: float | None
    reason: Text | None = None


def compare(one: Selection, other: Selection) -> Comparison:
    """Split the difference of two selections over the steps. Raises: NothingToCompare."""
    if one.process.id != other.process.id or _asked(one) == _asked(other):
        raise NothingToCompare(found=one.process.name.text)
    return remembered(one, f"contrast {_asked(other)}", lambda: _compare(one, other))


def _asked(one: Selection) -> tuple[object, ...]:
    return (one.period, tuple(sorted(one.where.items())))


def _compare(one: Selection, other: Selection) -> Comparison:
    if any(each.is_too_few(each.everybody) for each in (one, other)):
        return Comparison(one, other, None, [], None, message(TOO_FEW_FIRMS))
    before, after = (each.log.only(each.now) for each in (one, other))
    found = contrast(before, after)
    if found is None:
        return Comparison(one, other, None, [], None, message("clearance.nothing_on_a_side"))
    hidden = _hidden(one, other, found.steps, before, after)
    shown = [step for place, step in enumerate(found.steps) if place not in hidden]
    rest = sum(found.steps[place].seconds for place in hidden) if hidden else None
    return Comparison(one, other, found, shown, rest)


def _hidden(
    one: Selection,
    other: Selection,
    steps: Sequence[Contribution],
    before: EventLog,
    after: EventLog,
) -> set[int]:
    """The steps that rest on too few firms on either side."""
    if not one.withholds:
        return set()
    pairs = [(step.source, step.target) for step in steps]
    sides = (firms_of_edges(one, before, pairs), firms_of_edges(other, after, pairs))
    return withheld(sides[0]) | withheld(sides[1])
