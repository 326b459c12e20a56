"""Stalled 停滞: which projects wait, for how long, and what for (Pareto of reasons)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.programme.projects.portfolio import Portfolio, Project


@dataclass(frozen=True, slots=True)
class Stall:
    """A project that waits: since when, why, and in which stage it was before."""

    project: Project
    since: datetime
    days: int
    reason: str
    stage: str


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason with how many wait for it, and the share of all up to it, the greatest first."""

    reason: str
    name: Text
    count: int
    cumulative: Fraction


def stalls(portfolio: Portfolio) -> list[Stall]:
    """The projects that wait, the longest wait on top."""
    found = [_stall(portfolio, one) for one in portfolio.projects if one.state in portfolio.paused]
    return sorted(found, key=lambda one: (one.since, one.project.case))


def _stall(portfolio: Portfolio, project: Project) -> Stall:
    last = project.visits[-1]
    stages = [one.state for one in project.visits if one.state in portfolio.stages]
    stage = stages[-1] if stages else ""
    days = portfolio.days_since(last.entered)
    return Stall(project, last.entered, days, last.reason, stage)


def reasons(portfolio: Portfolio, found: Sequence[Stall]) -> list[ReasonRow]:
    """The reasons by how many projects they hold up; of equals the pack's order decides."""
    declared = [one.id for one in portfolio.process.reasons]
    order = {reason: place for place, reason in enumerate([*declared, ""])}
    counts: dict[str, int] = {}
    for one in found:
        counts[one.reason] = counts.get(one.reason, 0) + 1
    ranked = sorted(counts, key=lambda one: (-counts[one], order.get(one, len(order))))
    rows, sofar = [], 0
    for reason in ranked:
        sofar += counts[reason]
        share = Fraction(sofar, len(found))
        rows.append(ReasonRow(reason, reason_name(portfolio, reason), counts[reason], share))
    return rows


def reason_name(portfolio: Portfolio, reason: str) -> Text:
    """The name of a reason; none was told where it is blank."""
    if not reason:
        return message("projects.no_reason")
    return portfolio.definition.label("reasons", reason)
