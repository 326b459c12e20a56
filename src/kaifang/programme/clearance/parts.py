"""Parts 流程片段: the rows of a flow study, each with a key for its address and the cases behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kaifang.cases.logs import EventLog, Mask, Ticks
from kaifang.core.errors import KaifangError
from kaifang.packs.law import Law
from kaifang.programme.clearance.flows import FlowStudy, conformance_of, study_flow
from kaifang.programme.clearance.hands import time_held
from kaifang.programme.clearance.limiting import run_over, study_limits
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.studying import held_of
from kaifang.programme.clearance.traces import deviating, following, repeating, taking, time_in

_KEY = 16
OFF_THE_WAY = "off"


class UnknownPart(KaifangError):
    """A row of a flow study was asked for that the selection does not show."""

    code = "KF-CASE-401"


@dataclass(frozen=True, slots=True)
class FlowPart:
    """A row of a flow study: `kind` is edge, variant, rework, limit, holder, a kind of deviation, off.

    names: the activities, of a limit the id of its clock, of a holder his; of `off`, which is all
    that left the declared way, none.
    """

    kind: str
    names: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What names it in an address: an order of activities may be long, and called anything."""
        told = hashlib.sha256("\0".join(self.names).encode()).hexdigest()
        return f"{self.kind}-{told[:_KEY]}"


def parts_of(flow: FlowStudy) -> Iterator[FlowPart]:
    """The parts that a flow study shows."""
    yield from (FlowPart("edge", (one.edge.source, one.edge.target)) for one in flow.bottlenecks)
    yield from (FlowPart("variant", one.activities) for one in flow.variants)
    yield from (FlowPart("rework", (one.activity,)) for one in flow.rework)
    yield from (FlowPart(one.kind, one.activities) for one in flow.deviations)
    if flow.deviating is not None:
        yield FlowPart(OFF_THE_WAY)


def part_named(picked: Selection, law: Law, key: str) -> FlowPart:
    """The part of a key, among those that are shown of a selection. Raises: UnknownPart."""
    limits = [
        FlowPart("limit", (one.clock.id,)) for one in study_limits(picked, law) if not one.reason
    ]
    holders = [FlowPart("holder", (one.holder,)) for one in held_of(picked)]
    known = {one.key: one for one in [*parts_of(study_flow(picked)), *limits, *holders]}
    if key not in known:
        raise UnknownPart(found=key)
    return known[key]


def cases_of(picked: Selection, law: Law, part: FlowPart) -> tuple[Mask, Ticks]:
    """The cases of the log that are behind a part, and what each took, in ticks.

    Of an edge the time in it, of a holder that in his hands, of a limit the hours of the clock that
    it held, of all else the time from first event to last.
    """
    if part.kind == "limit":
        return _beyond(picked, law, part)
    log = picked.log.only(picked.now)
    cases, took = np.zeros(picked.log.cases, np.bool_), np.zeros(picked.log.cases, np.int64)
    own = _time(picked, log, part)
    took[picked.now] = own
    cases[picked.now] = own > 0 if part.kind == "holder" else _having(picked, log, part)
    return cases, took


def _time(picked: Selection, log: EventLog, part: FlowPart) -> Ticks:
    if part.kind == "edge":
        return time_in(log, *part.names)
    if part.kind == "holder":
        return time_held(picked.process, log, *part.names)
    return log.last.astype(np.int64) - log.first


def _having(picked: Selection, log: EventLog, part: FlowPart) -> Mask:
    if part.kind == "edge":
        return taking(log, *part.names)
    if part.kind == "variant":
        return following(log, part.names)
    if part.kind == "rework":
        return repeating(log, *part.names)
    if part.kind == OFF_THE_WAY:
        return ~conformance_of(picked, log).fits
    return deviating(log, part.kind, part.names)


def _beyond(picked: Selection, law: Law, part: FlowPart) -> tuple[Mask, Ticks]:
    (clock,) = [one for one in picked.process.clocks if one.id == part.names[0]]
    _, over = run_over(picked, law, clock)
    took = picked.log.time_of(clock.stop[0])[0] - picked.log.time_of(clock.start[0])[0]
    return over & picked.now, took
