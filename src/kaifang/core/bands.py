"""Bands: from where to where a value usually lies, by median and MAD, so that a freak moves nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

FEWEST = 4  # past values from which a median says anything
# How many median absolute deviations are usual: three standard deviations of a normal spread.
_USUAL = 3 * 1.4826


@dataclass(frozen=True, slots=True)
class Band:
    """What is likely, and from where to where is usual."""

    likely: float
    low: float
    high: float

    def holds(self, value: float | Decimal) -> bool:
        return self.low <= value <= self.high


def band_of(ratios: Sequence[float], factor: float, base: float = 1.0) -> Band | None:
    """The band of `base` times what ratios usually are; never narrower than `factor` either way.

    Half is as far as double: logarithms are compared. None of fewer than four positive ratios.

    >>> band_of([1.0, 1.0, 1.0, 1.0, 9.0], 2.0, base=10.0)
    Band(likely=10.0, low=5.0, high=20.0)
    """
    if len(ratios) < FEWEST or min(ratios) <= 0:
        return None
    logs = [math.log(ratio) for ratio in ratios]
    middle = median(logs)
    spread = median([abs(one - middle) for one in logs])
    likely = math.exp(middle) * base
    width = math.exp(max(math.log(factor), _USUAL * spread))
    return Band(likely, likely / width, likely * width)
