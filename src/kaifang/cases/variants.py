"""Variants 变体: the different orders of activities that cases went through."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kaifang.cases.logs import EventLog

_BITS = 64


@dataclass(frozen=True, slots=True)
class Variant:
    """One sequence of activities and how many cases followed it."""

    activities: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Variants:
    """The variants of a log, the most frequent first; `of_case` int[cases] says which is whose."""

    found: tuple[Variant, ...]
    of_case: npt.NDArray[np.intp]


def variants(log: EventLog) -> Variants:
    """Tell the cases apart by the sequence of their activities, exactly and at any length.

    >>> from kaifang.cases import log_of
    >>> log = log_of([("a", "x", 0), ("b", "x", 1), ("a", "y", 2), ("c", "x", 3)])
    >>> variants(log).found
    (Variant(activities=('x',), count=2), Variant(activities=('x', 'y'), count=1))
    """
    _, example, variant, counts = np.unique(
        _signatures(log), return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((example, -counts))
    rank = np.empty(len(order), np.intp)
    rank[order] = np.arange(len(order))
    found = tuple([Variant(_path(log, example[one]), int(counts[one])) for one in order])
    return Variants(found, rank[variant])


def _path(log: EventLog, case: int) -> tuple[str, ...]:
    codes = log.activity[log.offsets[case] : log.offsets[case + 1]]
    return tuple([log.activities[code] for code in codes])


def _signatures(log: EventLog) -> npt.NDArray[np.uint64]:
    """One number a case, equal for two cases only where their sequences are.

    As many activities as 64 bits hold are packed at a time; before the next are packed, what
    there is so far is numbered anew, so a long case is as exact as a short one.
    """
    base = len(log.activities) + 2  # 0 is no activity, and a log of none has a base as well
    signature = np.zeros(log.cases, np.uint64)
    live = np.arange(log.cases)
    room, place, weight = _room(0, base), 0, 1
    while len(live):
        if not room:
            signature, known = _renumbered(signature)
            room, weight = _room(known, base), known
        codes = log.activity[log.offsets[live] + place].astype(np.uint64)
        codes += np.uint64(1)
        codes *= np.uint64(weight)
        signature[live] += codes
        weight, room, place = weight * base, room - 1, place + 1
        live = live[log.lengths[live] > place]
    return signature


def _room(known: int, base: int) -> int:
    """How many activities still fit beside numbers below `known`."""
    left, fits = (1 << _BITS) // max(known, 1), 0
    while left >= base:
        left, fits = left // base, fits + 1
    return fits


def _renumbered(signature: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], int]:
    values, numbers = np.unique(signature, return_inverse=True)
    return numbers.astype(np.uint64), len(values)
