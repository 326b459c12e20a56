"""Which events of a mirror count once corrections have replaced or taken away others."""

from __future__ import annotations

import json
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from kaifang.cases.amending import standing
from kaifang.store.case_mirror.arrays import Amending, CodedEvents, attributes_of
from kaifang.store.case_mirror.cuts import WHOLE, Cut
from kaifang.store.events.reading import named_all, of_case

Mask = npt.NDArray[np.bool_]


def dropped(coded: CodedEvents, process: str, cut: Cut = WHOLE) -> Mask:
    """Mark the events of a process that no longer count; the rule is the fold's own.

    With a cut: by the corrections recorded then, whatever time these are of.
    """
    gone = np.zeros(len(coded), np.bool_)
    if coded.amending:
        named = [one for one in named_all(_names(coded.amending)) if cut.holds(one.recorded_at)]
        involved = [one.for_fold() for one in named if one.event.process == process]
        count = {one.seq for one in standing(involved).events}
        numbers = [one.seq for one in involved if one.seq not in count]
        gone[np.isin(coded.columns["number"], np.array(numbers, np.int64))] = True
    return gone


def retold(process: str, case: str, cut: Cut = WHOLE) -> dict[str, str]:
    """What the events of a case that still count tell of it; the first in time counts."""
    told: dict[str, str] = {}
    recorded = of_case(process, case, cut.recorded_by)
    events = [
        one
        for one in standing(one.for_fold() for one in recorded).events
        if cut.occurred_by is None or one.occurred_at <= cut.occurred_by
    ]
    for one in sorted(events, key=lambda event: (event.occurred_at, event.seq)):
        for name, value in attributes_of(one.org, json.dumps(dict(one.data))):
            told.setdefault(name, value)
    return told


def _names(amending: Iterable[Amending]) -> set[tuple[str, str]]:
    found = set()
    for one in amending:
        found |= {(one.source, one.event), (one.amends_source, one.amends)}
    return found
