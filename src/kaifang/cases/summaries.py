"""The summary of a log: what a first look at it wants to know, as plain values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from kaifang.cases.durations import lead_times
from kaifang.cases.graphs import Edge, directly_follows
from kaifang.cases.logs import EventLog
from kaifang.cases.spreads import Spread
from kaifang.cases.variants import variants


def summary(log: EventLog) -> dict[str, Any]:
    """Count cases, events, activities and variants, and time edges and whole cases.

    Times are seconds; of a log without events they are None.

    >>> from kaifang.cases import log_of
    >>> summary(log_of([("a", "arrive", 0), ("a", "leave", 60)]))["variants"]
    [{'activities': ['arrive', 'leave'], 'count': 1}]
    """
    graph = directly_follows(log)
    counts = np.bincount(log.activity, minlength=len(log.activities)).tolist()
    return {
        "cases": log.cases,
        "events": log.events,
        "activities": dict(zip(log.activities, counts, strict=True)),
        "variants": [
            {"activities": [*one.activities], "count": one.count} for one in variants(log).found
        ],
        "start_activities": graph.starts,
        "end_activities": graph.ends,
        "edges": [_edge(edge) for edge in graph.edges],
        "durations": _spread(lead_times(log)),
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {"source": edge.source, "target": edge.target, **(_spread(edge.took) or {})}


def _spread(took: Spread | None) -> dict[str, Any] | None:
    return None if took is None else asdict(took)
