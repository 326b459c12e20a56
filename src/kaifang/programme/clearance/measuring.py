"""What the cases of a log measure: month, firm and the time of each step, worked out once a log."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kaifang.cases.logs import EventLog, Mask, Ticks
from kaifang.cases.months import months_of
from kaifang.cases.spreads import spread
from kaifang.cases.studies import Step, StepTimes
from kaifang.packs.schema.processes import ProcessEntry

MOST_MEASURED = 4  # logs: of some processes, and a cut of each
_CREDIT_CODE = "credit_code"
_GLANCE = 64  # of many cases the first ones tell
_OPEN, _BACKWARDS, _THROUGH = 1, 2, 3
Rows = npt.NDArray[np.intp]
Firms = npt.NDArray[np.int32]


class StepColumns(NamedTuple):
    """What a step took, in ticks, and where each case stands in it: 0 has not begun it."""

    took: Ticks
    standing: npt.NDArray[np.int8]

    @property
    def through(self) -> Mask:
        """The cases that went through the step."""
        return self.standing == _THROUGH

    @property
    def still_open(self) -> Mask:
        """The cases that began the step and have not ended it."""
        return self.standing == _OPEN


class MeasuredLog:
    """Columns over the cases of a log; each is made when it is first asked for.

    answers: what else was worked out of the log; it is forgotten with it.
    """

    def __init__(self, log: EventLog, process: ProcessEntry, zone: str) -> None:
        self.log, self.process, self.zone = log, process, zone
        self.answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._times: dict[str, tuple[Ticks, Mask]] = {}
        self._steps: dict[Step, StepColumns] = {}

    @cached_property
    def months(self) -> Mapping[date, int]:
        """The place of each month by its first day."""
        return {month: place for place, month in enumerate(self._months[0])}

    @property
    def month(self) -> Rows:
        """The place of the month in which each case began."""
        return self._months[1]

    @cached_property
    def _months(self) -> tuple[list[date], Rows]:
        return months_of(self.log, self.zone)

    @cached_property
    def firm(self) -> Firms:
        """A number for the firm of each case; one of which nobody says it counts as its own."""
        named = (one.id for one in self.process.fields if one.kind == _CREDIT_CODE)
        known = next((one for one in named if one in self.log.attributes), None)
        own = np.arange(self.log.cases, dtype=np.int32)
        if known is None:
            return own
        having = self.log.attributes[known]
        return np.where(having.codes < 0, own + np.int32(len(having.values)), having.codes)

    def step(self, step: Step) -> StepColumns:
        """What a step took in each case."""
        if step not in self._steps:
            self._steps[step] = self._measure(step)
        return self._steps[step]

    def times(self, step: Step, cases: Mask | Rows) -> StepTimes:
        """The times of a step over some cases."""
        took, standing = self.step(step)
        own = standing[cases]
        counts = np.bincount(own, minlength=_THROUGH + 1)
        through = took[cases][own == _THROUGH]
        return StepTimes(
            step,
            spread(through, self.log.ticks_per_second),
            int(counts[_OPEN]),
            int(counts[_BACKWARDS]),
        )

    def _measure(self, step: Step) -> StepColumns:
        began, has_begun = self._time_of(step.start[0])
        for activity in step.start[1:]:
            other, has_other = self._time_of(activity)
            began, has_begun = np.maximum(began, other), has_begun & has_other
        ended, has_ended = self._time_of(step.stop)
        took = ended - began
        both = has_begun & has_ended
        standing = np.zeros(self.log.cases, np.int8)
        standing[has_begun & ~has_ended] = _OPEN
        standing[both] = np.where(took[both] < 0, _BACKWARDS, _THROUGH)
        return StepColumns(took, standing)

    def _time_of(self, activity: str) -> tuple[Ticks, Mask]:
        if activity not in self._times:
            self._times[activity] = self.log.time_of(activity)
        return self._times[activity]


class MonthRoll:
    """Some cases in the order of the months in which they began: those of a month are a slice."""

    def __init__(self, measured: MeasuredLog, cases: Mask) -> None:
        rows = np.flatnonzero(cases)
        month = measured.month[rows]
        order = np.argsort(month, kind="stable")
        self._rows, self._months = rows[order], measured.months
        self._ends = np.searchsorted(month[order], np.arange(len(self._months) + 1))

    def of(self, first: date) -> Rows:
        """The cases of the month that begins on a day."""
        place = self._months.get(first)
        if place is None:
            return self._rows[:0]
        return self._rows[self._ends[place] : self._ends[place + 1]]


_kept: OrderedDict[str, MeasuredLog] = OrderedDict()
_keeping = Lock()


def measured(log: EventLog, process: ProcessEntry, zone: str, of: str) -> MeasuredLog:
    """The measures of a log; `of` names what the log is of, so that a newer one takes its place."""
    with _keeping:
        held = _kept.pop(of, None)
        if held is None or held.log is not log or held.process is not process or held.zone != zone:
            held = MeasuredLog(log, process, zone)
        _kept[of] = held
        while len(_kept) > MOST_MEASURED:
            _kept.popitem(last=False)
    return held


def is_thin(firms: Firms, fewest: int) -> bool:
    """Whether some cases are of fewer firms than may be shown, but of one at least.

    >>> [is_thin(np.array(firms, np.int32), 3) for firms in ([], [7, 7], [7, 8, 7], [7, 8, 9])]
    [False, True, True, False]
    """
    if not len(firms) or _reach(firms[:_GLANCE], fewest):
        return False
    return not _reach(firms, fewest)


def _reach(firms: Firms, fewest: int) -> bool:
    """Whether there are so many different firms: those of the first are taken away, and again."""
    for _ in range(fewest):
        if not len(firms):
            return False
        firms = firms[firms != firms[0]]
    return True


def different(groups: npt.NDArray[np.integer[Any]], firms: Firms, many: int = 0) -> Rows:
    """How many different firms there are in each group, in `many` groups at least.

    >>> different(np.array([0, 0, 2, 2, 2]), np.array([7, 7, 7, 8, 9], np.int32)).tolist()
    [1, 0, 3]
    """
    wide = int(firms.max(initial=0)) + 1
    apart = np.sort(groups.astype(np.int64) * wide + firms)
    once = apart[np.diff(apart, prepend=-1) > 0] // wide
    return np.bincount(once, minlength=many)
