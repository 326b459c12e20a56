"""Contrasts: why cases take longer here than there, or now than then, split over the steps."""

from __future__ import annotations

from dataclasses import dataclass

from kaifang.cases.graphs import Edge, directly_follows
from kaifang.cases.logs import EventLog


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one step adds to the difference of the mean durations, in seconds.

    `by_time`: the step takes longer; `by_frequency`: more cases take the step. Both add up to
    `seconds`, and all steps to the difference; `share` is the step's part of it.
    """

    source: str
    target: str
    seconds: float
    by_time: float
    by_frequency: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Contrast:
    """Mean durations of two logs in seconds, and the steps that make the difference."""

    before: float
    after: float
    steps: tuple[Contribution, ...]

    @property
    def change(self) -> float:
        return self.after - self.before


def contrast(before: EventLog, after: EventLog) -> Contrast | None:
    """Split the change of the mean duration over the edges; None if a log is empty.

    The mean duration is the sum over edges of frequency times mean time. Of a change of both,
    each is taken at the mean of the other before and after, so nothing is left unexplained.
    """
    if not (before.cases and after.cases):
        return None
    was, now = _edges(before), _edges(after)
    steps = [
        _step(pair, was.get(pair), now.get(pair), before.cases, after.cases)
        for pair in {**was, **now}
    ]
    change = sum(step[1] + step[2] for step in steps)
    rows = [
        Contribution(
            *pair,
            by_time + by_frequency,
            by_time,
            by_frequency,
            (by_time + by_frequency) / change if change else None,
        )
        for pair, by_time, by_frequency in steps
    ]
    rows.sort(key=lambda row: -abs(row.seconds))
    return Contrast(_mean(was, before.cases), _mean(now, after.cases), tuple(rows))


def _edges(log: EventLog) -> dict[tuple[str, str], Edge]:
    return {(edge.source, edge.target): edge for edge in directly_follows(log).edges}


def _mean(edges: dict[tuple[str, str], Edge], cases: int) -> float:
    return sum(edge.seconds for edge in edges.values()) / cases


def _step(
    pair: tuple[str, str], was: Edge | None, now: Edge | None, before: int, after: int
) -> tuple[tuple[str, str], float, float]:
    """Time and frequency effects of one edge; one that is missing has the other's time."""
    rate_was, rate_now = _rate(was, before), _rate(now, after)
    time_was = was.took.mean if was else now.took.mean if now else 0.0
    time_now = now.took.mean if now else time_was
    by_time = (time_now - time_was) * (rate_was + rate_now) / 2
    by_frequency = (rate_now - rate_was) * (time_was + time_now) / 2
    return pair, by_time, by_frequency


def _rate(edge: Edge | None, cases: int) -> float:
    return edge.took.count / cases if edge else 0.0
