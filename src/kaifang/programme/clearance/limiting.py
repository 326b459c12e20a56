"""Limits of clocks held against what cases took, in the time that each limit counts in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaifang.cases.limits import over_limit, working_days, working_seconds
from kaifang.cases.logs import Mask
from kaifang.cases.worktables import WorkTable
from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import ProcessClock
from kaifang.programme.calendars import work_calendar
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.remembering import remembered
from kaifang.programme.figures import TOO_FEW_FIRMS

_HOUR = 3600


@dataclass(frozen=True, slots=True)
class LimitFinding:
    """How many cases ran a clock to its end, and how many of them beyond its limit.

    ended, over: None where `reason` says why they are not told.
    """

    clock: ProcessClock
    ended: int | None
    over: int | None
    reason: Text | None = None

    @property
    def share(self) -> float | None:
        """The share beyond the limit, 0 to 1."""
        return self.over / self.ended if self.over is not None and self.ended else None


def study_limits(picked: Selection, law: Law) -> Sequence[LimitFinding]:
    """Hold the cases selected against the limits of their clocks, by the calendar as known then."""
    clocks = [one for one in picked.process.clocks if one.limit]
    return remembered(picked, "limits", lambda: [_finding(picked, law, one) for one in clocks])


def _finding(picked: Selection, law: Law, clock: ProcessClock) -> LimitFinding:
    if clock.pause or clock.extend or len(clock.start) > 1 or len(clock.stop) > 1:
        return LimitFinding(clock, None, None, message("clearance.limit_by_case"))
    if clock.counted_in == "natural_day":
        return LimitFinding(clock, None, None, message("clearance.limit_in_days"))
    ended, over = run_over(picked, law, clock)
    if picked.is_too_few(ended) or picked.is_too_few(over) or picked.is_too_few(ended & ~over):
        return LimitFinding(clock, None, None, message(TOO_FEW_FIRMS))
    return LimitFinding(clock, int((ended & picked.now).sum()), int((over & picked.now).sum()))


def run_over(picked: Selection, law: Law, clock: ProcessClock) -> tuple[Mask, Mask]:
    """The cases that ran the clock to its end, and those of them that were beyond its limit.

    Only of a clock that a finding has figures for: others are counted case by case.
    """
    (start,), (stop,) = clock.start, clock.stop
    assert clock.limit is not None  # chosen by it
    log, zone, n = picked.log, law.head.zone, clock.limit.n
    if clock.counted_in == "hour":
        began, has_begun = log.time_of(start)
        ended, has_ended = log.time_of(stop)
        known = has_begun & has_ended & (ended >= began)
        return known, known & (ended - began > n * _HOUR * log.ticks_per_second)
    table = WorkTable.of(work_calendar(law).known_on(picked.moment.known_in(zone)))
    if clock.counted_in == "working_day":
        assert clock.count_from is not None  # held by the schema
        taken = working_days(log, start, stop, table, count_from=clock.count_from, zone=zone)
        return taken[1], over_limit(taken, n)
    taken = working_seconds(log, start, stop, table, zone=zone)
    return taken[1], over_limit(taken, n * _HOUR)
