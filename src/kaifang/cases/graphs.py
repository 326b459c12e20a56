"""The directly-follows graph: what came next, how often, and after what time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kaifang.cases.logs import EventLog
from kaifang.cases.spreads import Spread, spreads_by

Codes = npt.NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True, slots=True)
class Edge:
    """One activity directly followed by another in the same case; times in seconds."""

    source: str
    target: str
    took: Spread

    @property
    def seconds(self) -> float:
        """The time that passed here in all cases together."""
        return self.took.mean * self.took.count


@dataclass(frozen=True, slots=True)
class Graph:
    """The directly-follows graph of a log, and with which activities its cases start and end."""

    edges: tuple[Edge, ...]
    starts: dict[str, int]
    ends: dict[str, int]

    def edge(self, source: str, target: str) -> Edge | None:
        """One edge by its ends; None when it never happened."""
        ends = (source, target)
        return next((edge for edge in self.edges if (edge.source, edge.target) == ends), None)

    def bottlenecks(self) -> list[Edge]:
        """The edges by the time that passed in them in all, the longest first."""
        return sorted(self.edges, key=lambda edge: -edge.seconds)


def directly_follows(log: EventLog) -> Graph:
    """Count and time each pair of activities that follow one another.

    >>> from kaifang.cases import log_of
    >>> log = log_of(
    ...     [("a", "arrive", 0), ("a", "leave", 60), ("b", "arrive", 5), ("b", "leave", 15)]
    ... )
    >>> directly_follows(log).edge("arrive", "leave").took.median
    35.0
    """
    return Graph(
        tuple(_edges(log)),
        _counts(log, log.activity[log.offsets[:-1]]),
        _counts(log, log.activity[log.offsets[1:] - 1]),
    )


def edge_codes(log: EventLog) -> Codes:
    """The edge between each event and the next: source times activities plus target.

    uint8 or wider [events - 1]; between the last event of a case and the next case it is the
    square of the number of activities.
    """
    among = len(log.activities)
    wide = np.min_scalar_type(among**2)
    codes = log.activity[:-1].astype(wide)
    codes *= wide.type(among)
    codes += log.activity[1:]
    codes[log.offsets[1:-1] - 1] = among**2
    return codes


def _edges(log: EventLog) -> Iterator[Edge]:
    if log.events < 2:
        return
    among = len(log.activities)
    steps = np.diff(log.ticks)
    steps[log.offsets[1:-1] - 1] = 0
    for code, took in spreads_by(edge_codes(log), steps, log.ticks_per_second):
        if code < among**2:
            yield Edge(log.activities[code // among], log.activities[code % among], took)


def _counts(log: EventLog, codes: Codes) -> dict[str, int]:
    """How often each activity stands in `codes`, the most frequent first."""
    counts = np.bincount(codes, minlength=len(log.activities))
    order = np.argsort(-counts, kind="stable")
    return {log.activities[code]: int(counts[code]) for code in order if counts[code]}
