"""The event log 事件日志: events clustered by case and coded as integers, nine bytes an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.unsignedinteger[Any]]
Ticks = npt.NDArray[np.signedinteger[Any]]
Offsets = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Pick = Mask | npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Attribute:
    """What each case is like in one respect: `codes` int32[cases] into `values`, -1 not known."""

    values: Sequence[str]
    codes: npt.NDArray[np.int32]

    def is_one_of(self, *values: str) -> Mask:
        """The cases with one of these values; a value that no case has is nobody's."""
        wanted = [code for code, value in enumerate(self.values) if value in values]
        return np.isin(self.codes, np.array(wanted, np.int32))

    def __getitem__(self, cases: Pick) -> Attribute:
        return Attribute(self.values, self.codes[cases])


@dataclass(frozen=True)
class EventLog:
    """Events of cases, one case after the other and in the order of time within each.

    activities: the names behind `activity`.
    activity: uint8, uint16 or uint32[events].
    ticks: int32 or int64[events], ticks since `origin`; equal times keep the order of arrival.
    offsets: int64[cases + 1]; the events of case c are offsets[c] to offsets[c + 1], never none.
    case_ids: one a case, in the order in which the cases first appeared.
    ticks_per_second: 1, 1000 or 1000000, the coarsest that holds every time exactly.
    """

    activities: tuple[str, ...]
    activity: Codes
    ticks: Ticks
    offsets: Offsets
    case_ids: Sequence[str]
    origin: datetime
    ticks_per_second: int = 1
    attributes: Mapping[str, Attribute] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        return len(self.offsets) - 1

    @property
    def events(self) -> int:
        return len(self.activity)

    @cached_property
    def lengths(self) -> Offsets:
        """Events of each case."""
        return np.diff(self.offsets)

    @property
    def first(self) -> Ticks:
        """Ticks of the first event of each case."""
        return self.ticks[self.offsets[:-1]]

    @property
    def last(self) -> Ticks:
        """Ticks of the last event of each case."""
        return self.ticks[self.offsets[1:] - 1]

    def at(self, instant: datetime) -> int:
        """An aware instant in ticks of this log, rounded down."""
        since = instant.astimezone(UTC) - self.origin
        return since // timedelta(microseconds=1) * self.ticks_per_second // 1_000_000

    def instant(self, ticks: int) -> datetime:
        """The instant of a tick, in UTC."""
        return self.origin + timedelta(microseconds=ticks * 1_000_000 // self.ticks_per_second)

    def code(self, activity: str) -> int:
        """The code of an activity. Raises: ValueError when no event has it."""
        return self.activities.index(activity)

    def case_of_events(self) -> npt.NDArray[np.int64]:
        """The number of the case of each event."""
        return np.repeat(np.arange(self.cases), self.lengths)

    def has(self, activity: str) -> Mask:
        """Which cases ever had an activity."""
        if activity not in self.activities:
            return np.zeros(self.cases, np.bool_)
        here = self.activity == self.code(activity)
        return np.logical_or.reduceat(here, self.offsets[:-1]) if self.cases else here

    def time_of(self, activity: str) -> tuple[Ticks, Mask]:
        """When each case first saw an activity, and whether it did; a time not known is 0."""
        seen = np.zeros(self.cases, np.bool_)
        times = np.zeros(self.cases, np.int64)
        if activity in self.activities:
            events = np.flatnonzero(self.activity == self.code(activity))[::-1]
            cases = np.searchsorted(self.offsets, events, side="right") - 1
            seen[cases] = True
            times[cases] = self.ticks[events]  # backwards, so that the first is written last
        return times, seen

    def only(self, cases: Pick) -> EventLog:
        """The log of some cases, chosen by a mask or by their numbers.

        >>> from kaifang.cases import log_of
        >>> log = log_of([("a", "arrive", 0), ("b", "arrive", 5), ("a", "leave", 60)])
        >>> log.only(log.lengths > 1).case_ids
        ('a',)
        """
        chosen = np.flatnonzero(cases) if cases.dtype == np.bool_ else cases.astype(np.int64)
        lengths = self.lengths[chosen]
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        events = np.arange(offsets[-1]) + np.repeat(self.offsets[chosen] - offsets[:-1], lengths)
        return replace(
            self,
            activity=self.activity[events],
            ticks=self.ticks[events],
            offsets=offsets,
            case_ids=tuple(map(self.case_ids.__getitem__, chosen.tolist())),
            attributes={name: each[chosen] for name, each in self.attributes.items()},
        )
