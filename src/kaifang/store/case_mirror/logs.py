"""Make the event log of a process out of its coded events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kaifang.cases.appending import in_ticks, with_cases
from kaifang.cases.building import assemble
from kaifang.cases.clustering import order_by_case
from kaifang.cases.logs import Attribute, EventLog
from kaifang.store.case_mirror.arrays import MOST_VALUES, CodedEvents, GivenAttribute
from kaifang.store.case_mirror.cuts import WHOLE, Cut, Mask
from kaifang.store.case_mirror.merging import has_rulings
from kaifang.store.case_mirror.presence import present
from kaifang.store.case_mirror.standing import retold

Array = npt.NDArray[Any]


def log_of_coded(
    coded: CodedEvents, process: str, order: Sequence[str] = (), cut: Cut = WHOLE
) -> EventLog:
    """Cluster what counts; what was corrected shows as corrected, what was merged is left out.

    Events of one time that come from one source, all numbered there, keep its numbers; otherwise
    the activity that comes first in `order` does, then the one that was recorded first.
    """
    there, anew = present(coded, process, cut)
    columns: Mapping[str, Array] = coded.columns
    if not there.all():
        columns = {name: column[there] for name, column in columns.items()}
    case, case_ids, kept = _present(columns["case"], list(coded.cases))
    activity, names, _ = _present(columns["activity"], list(coded.activities))
    told = _attributes(coded, kept, retold_of(coded, process, anew, cut), cut_of(there, cut))
    ranks = ranks_of(columns, case, activity, names, order)
    return assemble(case, activity, columns["microseconds"], case_ids, names, told, ranks)


def log_continued(
    log: EventLog, since: int, coded: CodedEvents, process: str, order: Sequence[str] = ()
) -> EventLog:
    """The log of all that is coded, made of a log of the first `since` events and of what is new.

    Only the cases that went on are put in order anew. What is older than the log, told in finer
    times or corrects, as well as what corrections have emptied, makes the log anew.
    """
    columns, names = coded.columns, tuple(coded.activities)
    going_on = np.zeros(len(coded.cases), np.bool_)
    going_on[columns["case"][since:]] = True
    its = np.flatnonzero(going_on[columns["case"]])
    own = {name: column[its] for name, column in columns.items()}
    ticks = in_ticks(log, own["microseconds"])
    if ticks is None or coded.amending or has_rulings(coded):
        return log_of_coded(coded, process, order)
    ranks = ranks_of(own, own["case"], own["activity"], names, order)
    attributes = _attributes(coded, np.arange(len(coded.cases)), {})
    return with_cases(
        log, own["case"], own["activity"], ticks, tuple(coded.cases), names, attributes, ranks
    )


def _present(codes: Array, names: Sequence[str]) -> tuple[Array, tuple[str, ...], Array]:
    """Number anew what has events left, in the order in which it first appeared."""
    counts = np.bincount(codes, minlength=len(names))
    if counts.all():
        return codes, tuple(names), np.arange(len(names))
    kept = np.flatnonzero(counts)
    fresh = np.cumsum(counts > 0, dtype=np.int32) - np.int32(1)
    return fresh[codes], tuple([names[one] for one in kept.tolist()]), kept


def retold_of(
    coded: CodedEvents, process: str, cases: Array, cut: Cut = WHOLE
) -> dict[int, dict[str, str]]:
    """What cases are like whose events were corrected: read again, for they are few."""
    names = list(coded.cases) if len(cases) else []
    return {one: retold(process, names[one], cut) for one in cases.tolist()}


def cut_of(there: Mask, cut: Cut) -> Mask | None:
    """Which events tell what cases are like; None: whatever is recorded."""
    return None if cut == WHOLE else there


def _attributes(
    coded: CodedEvents,
    kept: Array,
    anew: Mapping[int, Mapping[str, str]],
    there: Mask | None = None,
) -> dict[str, Attribute]:
    found = {}
    for name in sorted({*coded.told, *(one for told in anew.values() for one in told)}):
        told = coded.told.get(name, GivenAttribute())
        if len(told.values) > MOST_VALUES:
            continue
        values = dict(told.values)
        codes = told.codes_of(there, len(coded.cases))
        for case, its in anew.items():
            codes[case] = values.setdefault(its[name], len(values)) if name in its else -1
        found[name] = Attribute(tuple(values), codes[kept])
    return found


def ranks_of(
    columns: Mapping[str, Array],
    case: Array,
    activity: Array,
    names: Sequence[str],
    order: Sequence[str],
) -> Array | None:
    """What decides among events of one case and time, where there are such."""
    sequence, source = columns["sequence"], columns["source"]
    if not order and (sequence < 0).all():
        return None
    placed = order_by_case(case, columns["microseconds"])
    by_case, by_time = case[placed], columns["microseconds"][placed]
    apart = (by_case[1:] != by_case[:-1]) | (by_time[1:] != by_time[:-1])
    if apart.all():
        return None
    starts = np.concatenate([[0], np.flatnonzero(apart) + 1])
    by_source, numbered = source[placed], sequence[placed]
    one_source = np.minimum.reduceat(by_source, starts) == np.maximum.reduceat(by_source, starts)
    by_sender = one_source & (np.minimum.reduceat(numbered, starts) >= 0)
    lengths = np.diff(np.append(starts, len(placed)))
    places = {name: place for place, name in enumerate(order)}
    declared = np.array([places.get(name, len(places)) for name in names], np.int64)
    ranks = np.empty(len(placed), np.int64)
    ranks[placed] = np.where(np.repeat(by_sender, lengths), numbered, declared[activity[placed]])
    return ranks
