"""Histories of merged cases: all that they hold, in place in the history of the one that stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaifang.cases.clocks import Step
from kaifang.packs.schema.duplicates import RECEIVED
from kaifang.programme.casework.errors import NoSuchCase
from kaifang.programme.casework.reading import CaseView, case_state
from kaifang.programme.duplicates.rulings import merged_into, rulings, survivor
from kaifang.programme.rights import Actor

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


@dataclass(frozen=True, slots=True)
class JoinedStep:
    """A step of a history, and of which case it is."""

    case: str
    org: str
    step: Step


def absorbed(actor: Actor, programme: Programme, process: str, view: CaseView) -> list[CaseView]:
    """The cases that count in a case now, as far as somebody may see them, in order of merger.

    Another city's stay its own: whoever may not see them learns nothing, not even how many.
    """
    if all(step.event.type != RECEIVED for step in view.state.history):
        return []
    into = merged_into(rulings(process))
    found = []
    for gone in into:
        if survivor(into, gone) == view.case:
            try:
                found.append(case_state(actor, programme, process, gone))
            except NoSuchCase:
                continue
    return found


def counted_in(actor: Actor, programme: Programme, process: str, view: CaseView) -> CaseView | None:
    """The case in which a merged one counts, where somebody may see it."""
    if not view.state.is_merged:
        return None
    into = merged_into(rulings(process))
    try:
        return case_state(actor, programme, process, survivor(into, view.case))
    except NoSuchCase:
        return None


def joined(view: CaseView, others: list[CaseView]) -> list[JoinedStep]:
    """One history of a case and those that count in it, by when things happened."""
    steps = [
        JoinedStep(one.case, one.org, step) for one in (view, *others) for step in one.state.history
    ]
    return sorted(steps, key=lambda one: one.step.event.occurred_at)
