"""Cuts 截面: of all that is recorded, what had occurred by one instant and was recorded by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from kaifang.cases.building import EPOCH
from kaifang.store.models import EventBatch

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cut:
    """Up to which instants a log reaches, both included; None: as far as there are events.

    occurred_by: what happened later is not there. recorded_by: what the store took in later is not
    there, corrections among it.
    """

    occurred_by: datetime | None = None
    recorded_by: datetime | None = None

    def reaches(self, microseconds: int) -> bool:
        """Whether what occurred at a time, in microseconds since 1970, is there."""
        return self.occurred_by is None or microseconds <= self._last

    def occurred(self, microseconds: npt.NDArray[np.int64]) -> Mask:
        """Which events had occurred."""
        if self.occurred_by is None:
            return np.ones(len(microseconds), np.bool_)
        found: Mask = microseconds <= self._last
        return found

    def holds(self, recorded_at: datetime) -> bool:
        """Whether what was recorded at an instant is there."""
        return self.recorded_by is None or recorded_at <= self.recorded_by

    def recorded(self, numbers: npt.NDArray[np.int64]) -> Mask:
        """Which events were recorded, by their numbers in ascending order.

        Whole batches are taken in, so the batches of later are asked for, not the events.
        """
        found = np.ones(len(numbers), np.bool_)
        if self.recorded_by is not None:
            later = EventBatch.objects.filter(recorded_at__gt=self.recorded_by)
            spans = np.array(list(later.values_list("first_event", "last_event")), np.int64)
            starts, stops = spans.reshape(-1, 2).T
            starts = np.searchsorted(numbers, starts)
            stops = np.searchsorted(numbers, stops, side="right")
            for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
                found[start:stop] = False
        return found

    @property
    def _last(self) -> int:
        assert self.occurred_by is not None  # asked where it is given
        return (self.occurred_by - EPOCH) // timedelta(microseconds=1)


WHOLE = Cut()
