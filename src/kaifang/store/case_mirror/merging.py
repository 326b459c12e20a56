"""Cases ruled to be another: they count there alone, and no ruling is a step of a case."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from kaifang.packs.schema.duplicates import MERGED, RULED_EVENTS, SEPARATED
from kaifang.store.case_mirror.arrays import CodedEvents

Mask = npt.NDArray[np.bool_]


def has_rulings(coded: CodedEvents) -> bool:
    """Whether any case of a process was ruled on."""
    return any(event in coded.activities for event in RULED_EVENTS)


def merged_away(coded: CodedEvents, there: Mask | None = None) -> Mask:
    """Mark the rulings, and all events of the cases that are merged into others now.

    there: which events count, with them the rulings; None: all.
    """
    if not has_rulings(coded):
        return np.zeros(len(coded), np.bool_)
    activity, case = coded.columns["activity"], coded.columns["case"]
    gone = np.isin(activity, _codes(coded, *RULED_EVENTS))
    rulings = np.isin(activity, _codes(coded, MERGED, SEPARATED))
    ruled = np.flatnonzero(rulings if there is None else rulings & there)
    # of several rulings on a case the last one stands: a later write overwrites an earlier one
    order = ruled[np.argsort(coded.columns["microseconds"][ruled], kind="stable")]
    is_merged = np.zeros(len(coded.cases), np.bool_)
    for place in order.tolist():
        is_merged[case[place]] = activity[place] == coded.activities.get(MERGED)
    return gone | is_merged[case]


def _codes(coded: CodedEvents, *events: str) -> npt.NDArray[Any]:
    return np.array([coded.activities[one] for one in events if one in coded.activities], np.int32)
