"""Spreads: count, mean, exact median and p90 together, for waiting times have heavy tails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kaifang.cases.clustering import order_by_code

Integers = npt.NDArray[np.integer[Any]]
_BITS = 63


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in seconds; a quantile between two values is interpolated."""

    count: int
    mean: float
    median: float
    p90: float
    least: float
    most: float

    @classmethod
    def of_sorted(cls, ticks: Integers, ticks_per_second: int = 1) -> Spread:
        """Take the spread of ticks in ascending order, at least one.

        >>> Spread.of_sorted(np.array([1, 2, 3, 10]))
        Spread(count=4, mean=4.0, median=2.5, p90=7.9, least=1.0, most=10.0)
        """
        return cls(
            count=len(ticks),
            mean=int(ticks.sum(dtype=np.int64)) / (len(ticks) * ticks_per_second),
            median=quantile(ticks, 5, ticks_per_second),
            p90=quantile(ticks, 9, ticks_per_second),
            least=int(ticks[0]) / ticks_per_second,
            most=int(ticks[-1]) / ticks_per_second,
        )


def spread(ticks: Integers, ticks_per_second: int = 1) -> Spread | None:
    """The spread of ticks in any order; None of none."""
    return Spread.of_sorted(np.sort(ticks), ticks_per_second) if len(ticks) else None


def spreads_by(
    codes: Integers, ticks: Integers, ticks_per_second: int = 1
) -> Iterator[tuple[int, Spread]]:
    """Give each code that occurs and the spread of its ticks, in ascending order of codes.

    codes, ticks: integers[n], not negative codes. One sort of both packed into one number.
    """
    counts = np.bincount(codes)
    ends = np.cumsum(counts)
    placed = _sorted_within(codes, ticks)
    for code in np.flatnonzero(counts):
        group = placed[ends[code] - counts[code] : ends[code]]
        yield int(code), Spread.of_sorted(group, ticks_per_second)


def _sorted_within(codes: Integers, ticks: Integers) -> Integers:
    """The ticks in order of code, ascending within a code."""
    if not len(ticks):
        return ticks
    least = int(ticks.min())
    width = (int(ticks.max()) - least).bit_length()
    if int(codes.max()).bit_length() + width > _BITS:
        order = np.argsort(ticks, kind="stable")
        return ticks[order][order_by_code(codes[order])]
    packed = codes.astype(np.int64)
    packed <<= width
    packed += ticks
    packed -= least
    packed.sort()
    packed &= (1 << width) - 1
    packed += least
    return packed


def quantile(ticks: Integers, tenths: int, ticks_per_second: int = 1) -> float:
    """The value in seconds below which so many tenths lie, exact but for the last division.

    ticks: in ascending order, at least one.
    """
    place, rest = divmod(tenths * (len(ticks) - 1), 10)
    value = int(ticks[place])
    step = int(ticks[place + 1]) - value if rest else 0
    return (value * 10 + step * rest) / (10 * ticks_per_second)
