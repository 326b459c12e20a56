"""Survival: the share that reaches a stage by a time, where other ends compete and some still wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kaifang.cases.errors import SurvivalUnsound

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Ends = npt.NDArray[np.integer[Any]]
CENSORED = 0
_NORMAL_95 = 1.959963984540054
_SEED = 2022


@dataclass(frozen=True, slots=True)
class Incidence:
    """The share that had come to one end by each time (Aalen–Johansen), with its 95% interval.

    times: float64[k], ascending, the times at which anything ended; share, low, high: float64[k].
    at_risk: int64[k], cases still under way just before. waiting: float64[k], the share that has
    come to no end at all (Kaplan–Meier over all ends). longest: the greatest age seen.
    """

    times: Floats
    share: Floats
    low: Floats
    high: Floats
    waiting: Floats
    at_risk: Counts
    longest: float

    def at(self, time: float) -> float:
        """The share by a time; 0 before the first end."""
        return _step(self.times, self.share, time, 0.0)

    def waiting_at(self, time: float) -> float:
        """The share still under way at a time."""
        return _step(self.times, self.waiting, time, 1.0)

    def within(self, age: float, further: float) -> float | None:
        """The chance that a case which waited `age` comes to the end within `further` more.

        None where no case has been seen waiting as long, unless all have come to an end.
        """
        left, then = self.waiting_at(age), age + further
        known = left > 0 and (then <= self.longest or self.waiting_at(then) == 0)
        return (self.at(then) - self.at(age)) / left if known else None


def _step(times: Floats, values: Floats, time: float, before: float) -> float:
    place = int(np.searchsorted(times, time, side="right"))
    return float(values[place - 1]) if place else before


def incidence(
    durations: Floats, ends: Ends, end: int = 1, entered: Floats | None = None
) -> Incidence:
    """Estimate how the share that came to `end` grows with time.

    durations: float64[n], from the start of a case to its end or, where `ends` is 0, to the day
    of looking (censored). ends: int[n], 0 for still under way, else which end. entered:
    float64[n], the age from which a case was under observation (delayed entry), default 0.
    To treat the other ends as censored would overstate the share.
    Raises: SurvivalUnsound.

    >>> found = incidence(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1, 2, 1, 0]))
    >>> found.share.tolist(), found.waiting.tolist()
    ([0.25, 0.25, 0.5], [0.75, 0.5, 0.25])
    """
    entered = np.zeros(len(durations)) if entered is None else entered
    # who ends at the instant of entering was never at risk, but for those seen from the start
    later = (durations > entered) | (entered == 0)
    sound = (entered >= 0) & (durations >= 0) & later & np.isfinite(durations)
    if not sound.all():
        raise SurvivalUnsound(found=int((~sound).sum()))
    times = np.unique(durations[ends != CENSORED])
    at_risk = _at_risk(times, durations, entered)
    ended = _at(times, durations[ends != CENSORED])
    here = _at(times, durations[ends == end])
    waiting: Floats = np.cumprod((at_risk - ended) / at_risk, dtype=np.float64)
    before: Floats = np.concatenate([[1.0], waiting])[:-1]
    share: Floats = np.cumsum(before * (here / at_risk))
    error: Floats = _NORMAL_95 * np.sqrt(_variance(share, before, at_risk, ended, here))
    low, high = np.clip(share - error, 0, 1), np.clip(share + error, 0, 1)
    longest = float(durations.max(initial=0))
    return Incidence(times, share, low, high, waiting, at_risk, longest)


def _at_risk(times: Floats, durations: Floats, entered: Floats) -> Counts:
    """Cases under observation just before each time; whoever entered at 0 is there at time 0."""
    came = np.searchsorted(np.sort(entered), times, side="left")
    came[times == 0] = (entered == 0).sum()
    return came - np.searchsorted(np.sort(durations), times, side="left")


def _at(times: Floats, durations: Floats) -> Counts:
    """How many of `durations` are equal to each of `times`."""
    return np.bincount(np.searchsorted(times, durations), minlength=len(times))


def _variance(
    share: Floats, before: Floats, at_risk: Counts, ended: Counts, here: Counts
) -> Floats:
    """The variance of the share by the delta method (Marubini and Valsecchi), in one pass."""
    n = at_risk.astype(np.float64)
    left = n - ended
    hazard = np.divide(ended, n * left, out=np.zeros_like(n), where=left > 0)
    mixed = before * here / n**2
    spread = share**2 * np.cumsum(hazard) - 2 * share * np.cumsum(hazard * share)
    spread += np.cumsum(hazard * share**2) + np.cumsum(before**2 * here * (n - here) / n**3)
    spread -= 2 * (share * np.cumsum(mixed) - np.cumsum(mixed * share))
    positive: Floats = spread.clip(0.0)
    return positive


@dataclass(frozen=True, slots=True)
class Landing:
    """How many open cases are expected to come to an end by a horizon, with a 90% interval.

    `unknown` cases will be older by then than any that was seen, while others of that age still
    wait: nothing is said of them, and they count neither in `expected` nor in the interval.
    """

    open: int
    expected: float
    low: float
    high: float
    unknown: int


def expected_landing(
    durations: Floats, ends: Ends, further: Floats | float, end: int = 1, draws: int = 1000
) -> Landing:
    """Expect how many of the cases with `ends` 0 will reach `end` within `further` more.

    The interval holds both the chance of each case and how little is known of the rates: cases
    are drawn anew (bootstrap), then each open one lands or not. The same input, the same answer.
    Raises: SurvivalUnsound.
    """
    still = ends == CENSORED
    ages, ahead = (
        durations[still],
        np.broadcast_to(np.asarray(further, np.float64), still.shape)[still],
    )
    chances = _chances(incidence(durations, ends, end), ages, ahead)
    known = np.isfinite(chances)
    dice = np.random.default_rng(_SEED)
    totals = np.empty(draws)
    for draw in range(draws):
        again = dice.integers(0, len(durations), len(durations))
        drawn = _chances(incidence(durations[again], ends[again], end), ages[known], ahead[known])
        drawn = np.where(np.isfinite(drawn), drawn, chances[known])
        totals[draw] = (dice.random(len(drawn)) < drawn).sum()
    low, high = np.quantile(totals, [0.05, 0.95]) if draws else (np.nan, np.nan)
    return Landing(
        int(still.sum()), float(chances[known].sum()), float(low), float(high), int((~known).sum())
    )


def _chances(seen: Incidence, ages: Floats, ahead: Floats) -> Floats:
    """The chance of each age to come to the end within `ahead`; NaN where none was seen so old.

    Where all have come to an end by the greatest age, nothing is left to be seen behind it.
    """
    share = np.concatenate([[0.0], seen.share])
    waiting = np.concatenate([[1.0], seen.waiting])
    now = np.searchsorted(seen.times, ages, side="right")
    then = np.searchsorted(seen.times, ages + ahead, side="right")
    left = waiting[now]
    nobody_left = bool(waiting[-1] == 0)
    seen_so_old = (left > 0) & (nobody_left | (ages + ahead <= seen.longest))
    chances = np.full(len(ages), np.nan)
    np.divide(share[then] - share[now], left, out=chances, where=seen_so_old)
    return chances
