"""Where cases wait: bottlenecks between events, the ways that cases take, what is done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kaifang.cases.conformance import Conformance, Deviation, conform
from kaifang.cases.definition import compile as compiled
from kaifang.cases.graphs import Edge, directly_follows, edge_codes
from kaifang.cases.logs import EventLog, Mask
from kaifang.cases.rework import Rework, rework
from kaifang.cases.variants import Variant, variants
from kaifang.programme.clearance.measuring import different
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.remembering import remembered
from kaifang.programme.clearance.traces import deviating, repeating
from kaifang.programme.clearance.withholding import withheld

MOST_SHOWN = 50
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """An edge with the share of all waiting that passed in it, 0 to 1."""

    edge: Edge
    share: float


@dataclass(frozen=True, slots=True)
class FlowStudy:
    """Bottlenecks, variants, rework and deviations of the cases selected, the weightiest first.

    cases: how many in all. hidden: how many rows of each are not shown, since they rest on fewer
    than three firms. deviating: the share of cases that left the declared way, 0 to 1.
    """

    cases: int
    bottlenecks: Sequence[Bottleneck]
    variants: Sequence[Variant]
    rework: Sequence[Rework]
    deviations: Sequence[Deviation]
    deviating: float | None
    hidden: int
    kinds: int


def study_flow(picked: Selection) -> FlowStudy:
    """Follow the cases selected from event to event."""
    return remembered(picked, "flow", lambda: _study(picked))


def firms_of_edges(picked: Selection, log: EventLog, edges: Sequence[tuple[str, str]]) -> list[int]:
    """How many firms of the log of a selection went through each edge."""
    return _Firms(picked, log).of_edges(edges)


def conformance_of(picked: Selection, log: EventLog) -> Conformance:
    """Hold the cases of a selection's log against the declared way."""
    return conform(log, compiled(picked.process, zone=picked.zone).way())


def _study(picked: Selection) -> FlowStudy:
    if picked.is_too_few(picked.everybody):
        return FlowStudy(int(picked.now.sum()), [], [], [], [], None, 1, 0)
    log = picked.log.only(picked.now)
    firms = _Firms(picked, log)
    edges = directly_follows(log).bottlenecks()
    ways = variants(log)
    again = rework(log)
    found = conformance_of(picked, log)
    shown_edges = _kept(
        picked, edges, lambda: firms.of_edges([(one.source, one.target) for one in edges])
    )
    shown_ways = _kept(picked, ways.found, lambda: firms.of_groups(ways.of_case, len(ways.found)))
    shown_again = _kept(picked, again, lambda: firms.of_rework(again))
    shown_off = _kept(picked, found.deviations, lambda: firms.of_deviations(found.deviations))
    whole = sum(edge.seconds for edge in edges)
    hidden = (
        len(edges) - len(shown_edges),
        len(ways.found) - len(shown_ways),
        len(again) - len(shown_again),
        len(found.deviations) - len(shown_off),
    )
    return FlowStudy(
        cases=log.cases,
        bottlenecks=[
            Bottleneck(edge, edge.seconds / whole if whole else 0.0) for edge in shown_edges
        ][:MOST_SHOWN],
        variants=shown_ways[:MOST_SHOWN],
        rework=shown_again,
        deviations=shown_off,
        deviating=None if found.share is None else 1 - found.share,
        hidden=sum(hidden),
        kinds=len(ways.found),
    )


def _kept(picked: Selection, rows: Sequence[Row], firms: Callable[[], Sequence[int]]) -> list[Row]:
    """The rows without those that rest on too few, and without what would give them away."""
    hidden = withheld(firms()) if picked.withholds else set()
    return [row for place, row in enumerate(rows) if place not in hidden]


class _Firms:
    """How many firms the rows of a flow rest on; where no firm is named, how many cases."""

    def __init__(self, picked: Selection, log: EventLog) -> None:
        self._log = log
        self._firm = picked.measured.firm[picked.now]

    def of_edges(self, edges: Sequence[tuple[str, str]]) -> list[int]:
        log, among = self._log, len(self._log.activities)
        if log.events < 2:
            return [0] * len(edges)
        firms = np.repeat(self._firm, log.lengths)[:-1]
        counts = different(edge_codes(log).astype(np.int64), firms, among**2 + 1)
        return [
            int(counts[log.code(source) * among + log.code(target)]) if self._knows(ends) else 0
            for ends in edges
            for source, target in [ends]
        ]

    def of_groups(self, group: npt.NDArray[np.intp], many: int) -> list[int]:
        return [int(one) for one in different(group, self._firm, many)]

    def _knows(self, activities: Sequence[str]) -> bool:
        return all(one in self._log.activities for one in activities)

    def of_rework(self, rows: Sequence[Rework]) -> list[int]:
        return [self._of(repeating(self._log, one.activity)) for one in rows]

    def of_deviations(self, rows: Sequence[Deviation]) -> list[int]:
        return [self._of(deviating(self._log, one.kind, one.activities)) for one in rows]

    def _of(self, cases: Mask) -> int:
        return len(np.unique(self._firm[cases]))
