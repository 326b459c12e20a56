"""Recall the events of a process case by case: kept in memory, only what is new is read.

For processes that people work on, with thousands of cases; those that are observed have millions,
and their mirror.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from kaifang.store.events.marks import EventMark
from kaifang.store.events.reading import RecordedEvent, recorded

Cases = Mapping[str, tuple[RecordedEvent, ...]]


@dataclass(slots=True)
class _Recalled:
    """The events of a process up to `mark`."""

    mark: EventMark = field(default_factory=EventMark)
    cases: dict[str, tuple[RecordedEvent, ...]] = field(default_factory=dict)


_held: dict[str, _Recalled] = {}
_reading = threading.Lock()


def cases_of(process: str) -> Cases:
    """The events of each case in the order in which they were recorded, likewise the cases.

    A case that nothing was added to keeps the same tuple.
    """
    with _reading:
        latest = EventMark.latest()
        held = _held.get(process)
        if held is not None and held.mark == latest:
            return held.cases
        if held is None or not held.mark.is_in_store():
            held = _Recalled()
        cases = dict(held.cases)  # who reads the former one keeps it
        for one in recorded(process, after=held.mark.last_event):
            if one.number <= latest.last_event:
                cases[one.event.case] = (*cases.get(one.event.case, ()), one)
        _held[process] = _Recalled(latest, cases)
        return cases
