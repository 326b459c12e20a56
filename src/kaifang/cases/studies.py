"""Time release studies: how long each step takes, in whose hands, against a period long ago.

The method is the World Customs Organization's: from arrival to the physical release, step by step,
the goods of a period set against those of the same months of another year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kaifang.cases.logs import EventLog, Mask, Ticks
from kaifang.cases.spreads import Spread, spread

FEWEST = 30  # cases from which a p90 may be promised


@dataclass(frozen=True, slots=True)
class Step:
    """From the latest of some activities to another, in the hands of `holder`.

    Goods may be declared before they arrive: their clearance starts when both have happened.
    """

    name: str
    start: tuple[str, ...]
    stop: str
    holder: str = ""


@dataclass(frozen=True, slots=True)
class StepTimes:
    """What a step took. `took` None: no case has gone through it.

    still_open: cases that began the step and have not ended it; they are in no spread.
    backwards: cases that ended it before it began; they are in no spread either.
    """

    step: Step
    took: Spread | None
    still_open: int
    backwards: int

    @property
    def promise(self) -> Spread | None:
        """What may be promised: a median and a p90 that rest on enough cases."""
        return self.took if self.took and self.took.count >= FEWEST else None


def study(log: EventLog, steps: Sequence[Step]) -> list[StepTimes]:
    """Time each step over all cases.

    >>> from kaifang.cases import log_of
    >>> log = log_of([("a", "declare", 0), ("a", "arrive", 60), ("a", "release", 100)])
    >>> study(log, [Step("clear", ("arrive", "declare"), "release")])[0].took.mean
    40.0
    """
    return [_times(log, step, np.ones(log.cases, np.bool_)) for step in steps]


def study_by(
    log: EventLog, steps: Sequence[Step], attribute: str
) -> Iterator[tuple[str, list[StepTimes]]]:
    """Time each step for each value of an attribute: by port, by mode, by class of goods."""
    having = log.attributes[attribute]
    for code, value in enumerate(having.values):
        cases = having.codes == code
        if cases.any():
            yield value, [_times(log, step, cases) for step in steps]


def _times(log: EventLog, step: Step, among: Mask) -> StepTimes:
    began, has_begun = started(log, step.start)
    ended, has_ended = log.time_of(step.stop)
    took = (ended - began)[among & has_begun & has_ended]
    return StepTimes(
        step,
        spread(took[took >= 0], log.ticks_per_second),
        int((among & has_begun & ~has_ended).sum()),
        int((took < 0).sum()),
    )


def gone_through(log: EventLog, step: Step) -> Mask:
    """The cases that a step's spread rests on: those that began it and ended it later."""
    began, has_begun = started(log, step.start)
    ended, has_ended = log.time_of(step.stop)
    return has_begun & has_ended & (ended >= began)


def started(log: EventLog, activities: tuple[str, ...]) -> tuple[Ticks, Mask]:
    """When the last of some activities first happened, and which cases have seen all of them."""
    times, seen = log.time_of(activities[0])
    for activity in activities[1:]:
        other, has_other = log.time_of(activity)
        times, seen = np.maximum(times, other), seen & has_other
    return times, seen


@dataclass(frozen=True, slots=True)
class Change:
    """A step now and then; changes in per cent of then, None where either is missing or then is 0."""

    now: StepTimes
    then: StepTimes

    @property
    def of_mean(self) -> float | None:
        return self._change("mean")

    @property
    def of_median(self) -> float | None:
        return self._change("median")

    @property
    def of_p90(self) -> float | None:
        return self._change("p90")

    def _change(self, what: str) -> float | None:
        now, then = self.now.took, self.then.took
        if now is None or then is None or not getattr(then, what):
            return None
        before, after = float(getattr(then, what)), float(getattr(now, what))
        return (after - before) * 100 / before


def changes(now: EventLog, then: EventLog, steps: Sequence[Step]) -> list[Change]:
    """Set each step against the same step of another log: the same months of 2017."""
    pairs = zip(study(now, steps), study(then, steps), strict=True)
    return [Change(one, other) for one, other in pairs]


def medians_by(
    log: EventLog, step: Step, codes: npt.NDArray[np.integer[Any]], count: int
) -> Mapping[int, float]:
    """The median of a step in seconds for each code of cases that has any: a month, a port.

    Past months' medians give the band (`core.bands.band_of`) that a step should stay in.
    """
    found = {}
    for code in range(count):
        took = _times(log, step, codes == code).took
        if took is not None:
            found[code] = took.median
    return found
