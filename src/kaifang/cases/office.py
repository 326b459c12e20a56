"""Office hours 办公时间: the part of a working day that counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When an office works on a working day; what lies outside is clipped."""

    opens: time = time(9)
    closes: time = time(17)

    @property
    def length(self) -> int:
        """Microseconds of a working day."""
        return _of_day(self.closes) - _of_day(self.opens)

    def until(self, at: time) -> int:
        """Microseconds worked from opening until a time of the day."""
        return min(max(_of_day(at) - _of_day(self.opens), 0), self.length)


OFFICE_HOURS = OfficeHours()


def _of_day(at: time) -> int:
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond
