"""Counts that 示例省 tells twice a year: few, small and never revised."""

from __future__ import annotations

from collections.abc import Iterator

from kaifang.core.period import Period
from kaifang.programme.demo.cells import Release
from kaifang.programme.demo.places import PROVINCE
from kaifang.programme.demo.releases import STATISTICS
from kaifang.programme.demo.series import Series

_HALVES = ((2022, 6), (2022, 12), (2023, 6))
_COUNTS = (
    ("enterprises.exhibitors", "家", (96, 241, 168)),
    ("port.container_routes_new", "条", (1, 2, 2)),
    ("zones.national_applied", "家", (0, 1, 1)),
)


def counted() -> Iterator[Series]:
    """The counts, from the beginning of the year to the end of each half."""
    for indicator, unit, counts in _COUNTS:
        cells = {
            Period.to_date(*half): (Release(STATISTICS.days(*half)[0], count, ""),)
            for half, count in zip(_HALVES, counts, strict=True)
        }
        yield Series(indicator, PROVINCE, unit, 0, cells)
