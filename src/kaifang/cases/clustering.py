"""Cluster events by case: the one sort, after which every question is a pass over arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.integer[Any]]
Ticks = npt.NDArray[np.signedinteger[Any]]
_BITS = 63


def order_by_case(cases: Integers, ticks: Integers, ranks: Integers | None = None) -> Integers:
    """Return the order that puts events case by case, within a case by time.

    Equal times keep the order of arrival, or that of `ranks` first, where given: in a log that
    knows days only, the definition says what comes before what.

    >>> order_by_case(np.array([1, 0, 1, 0]), np.array([5, 7, 3, 7])).tolist()
    [1, 3, 2, 0]
    """
    if ranks is not None:
        return np.lexsort((ranks, ticks, cases))
    order = order_by_code(cases)
    return _in_time(order, cases, ticks)


def order_by_code(codes: Integers) -> Integers:
    """The stable order of codes that are not negative: sorts code and place packed in one number."""
    n = len(codes)
    place = max(n - 1, 0).bit_length()
    highest = int(codes.max()) if n else 0
    if place + highest.bit_length() > _BITS:
        return np.argsort(codes, kind="stable")
    packed = codes.astype(np.int64)
    packed <<= place
    packed |= np.arange(n, dtype=np.int64)
    packed.sort()
    packed &= (1 << place) - 1
    return packed


def _in_time(order: Integers, cases: Integers, ticks: Integers) -> Integers:
    """Sort anew only the cases whose events did not arrive in the order of time."""
    by_case, by_time = cases[order], ticks[order]
    early = (by_time[1:] < by_time[:-1]) & (by_case[1:] == by_case[:-1])
    if not early.any():
        return order
    out_of_order = np.zeros(int(cases.max()) + 1, np.bool_)
    out_of_order[by_case[1:][early]] = True
    places = np.flatnonzero(out_of_order[by_case])
    order[places] = order[places][np.lexsort((by_time[places], by_case[places]))]
    return order


def smallest_codes(codes: Integers, count: int) -> npt.NDArray[np.unsignedinteger[Any]]:
    """The same codes in as few bytes as `count` different ones need."""
    return codes.astype(np.min_scalar_type(max(count - 1, 0)))


def coarsest(microseconds: npt.NDArray[np.int64]) -> tuple[Ticks, int]:
    """The same times in the coarsest of seconds, milliseconds, microseconds that is exact.

    Returns ticks (int32 where they fit) and ticks per second.

    >>> coarsest(np.array([0, 2_000_000]))
    (array([0, 2], dtype=int32), 1)
    >>> coarsest(np.array([0, 2_000]))
    (array([0, 2], dtype=int32), 1000)
    """
    for per_second in (1, 1_000, 1_000_000):
        step = 1_000_000 // per_second
        if step == 1 or not (microseconds % step).any():
            break
    ticks = microseconds // step
    fits = not len(ticks) or (ticks.min() >= -(2**31) and ticks.max() < 2**31)
    return (ticks.astype(np.int32) if fits else ticks), per_second
