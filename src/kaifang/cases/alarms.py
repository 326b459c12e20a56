"""Alarms 预警: the rungs that a clock has come to; each is told once a generation."""

from __future__ import annotations

from typing import NamedTuple

from kaifang.cases.clocks import ClockState
from kaifang.cases.folding import CaseState
from kaifang.packs.schema.processes import ProcessAlarm


class Rung(NamedTuple):
    """A rung reached; (clock, number, generation) tells it from every other of the case."""

    clock: str
    number: int
    generation: int
    alarm: ProcessAlarm


def rungs(state: CaseState) -> list[Rung]:
    """The alarms that a case has come to by its clocks; one not started or stopped rings none."""
    return [
        Rung(alarm.clock, number, clock.generation, alarm)
        for number, alarm in enumerate(state.definition.process.alarms)
        if _reached(alarm, clock := state.clocks[alarm.clock])
    ]


def _reached(alarm: ProcessAlarm, clock: ClockState) -> bool:
    if clock.status not in ("running", "suspended") or clock.used is None:
        return False
    if alarm.after:
        return clock.used >= alarm.after.n
    return clock.share is not None and alarm.share is not None and clock.share >= alarm.share
