"""Add to an event log: cases that went on take their new events, new cases follow at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from kaifang.cases.building import EPOCH
from kaifang.cases.clustering import Integers, order_by_case, smallest_codes
from kaifang.cases.logs import Attribute, EventLog, Mask

_INT32 = np.iinfo(np.int32)


def in_ticks(log: EventLog, microseconds: npt.NDArray[np.int64]) -> Integers | None:
    """Instants in the ticks of a log; None where they are before it or too fine or far for it."""
    since = microseconds - (log.origin - EPOCH) // timedelta(microseconds=1)
    step = 1_000_000 // log.ticks_per_second
    if len(since) and (since.min() < 0 or (since % step).any()):
        return None
    ticks = since // step
    if log.ticks.dtype != np.int32:
        return ticks
    return ticks.astype(np.int32) if not len(ticks) or ticks.max() <= _INT32.max else None


def with_cases(
    log: EventLog,
    case: Integers,
    activity: Integers,
    ticks: Integers,
    case_ids: Sequence[str],
    names: Sequence[str],
    attributes: Mapping[str, Attribute],
    ranks: Integers | None = None,
) -> EventLog:
    """The log with all events of some cases in place of those that it had of them.

    case, activity, ticks, ranks: [events] of these cases alone, coded by the whole of `case_ids`
    and `names`, which begin as those of the log; every case that the log lacks is among them.
    """
    lengths = np.zeros(len(case_ids), np.int64)
    lengths[: log.cases] = log.lengths
    told = np.zeros(len(case_ids), np.bool_)
    told[case] = True
    lengths[told] = np.bincount(case, minlength=len(case_ids))[told]
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    placed = order_by_case(case, ticks, ranks)
    into, out_of = _spans(offsets, told), _spans(log.offsets, told[: log.cases])
    codes = np.min_scalar_type(max(len(names) - 1, 0))
    return replace(
        log,
        activities=tuple(names),
        activity=_woven(
            log.activity.astype(codes, copy=False), smallest_codes(activity, len(names))[placed],
            out_of, into,
        ),
        ticks=_woven(log.ticks, ticks[placed], out_of, into),
        offsets=offsets,
        case_ids=case_ids,
        attributes=attributes,
    )  # fmt: skip


def _spans(offsets: npt.NDArray[np.int64], cases: Mask) -> Mask:
    """Mark the events of some cases of a clustered log."""
    edges = np.zeros(int(offsets[-1]) + 1, np.int8)
    chosen = np.flatnonzero(cases)
    edges[offsets[chosen]] += 1
    edges[offsets[chosen + 1]] -= 1
    return np.cumsum(edges[:-1], dtype=np.int8).view(np.bool_)


def _woven(kept: npt.NDArray[Any], fresh: npt.NDArray[Any], out_of: Mask, into: Mask) -> Any:
    """What is kept of a column, with the fresh where `into` says."""
    woven = np.empty(len(into), kept.dtype)
    woven[~into] = kept[~out_of]
    woven[into] = fresh
    return woven
