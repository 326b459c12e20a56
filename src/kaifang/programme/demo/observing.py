"""All that was announced of 示例省 until its today, as observations of status demo."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaifang.core.observation import Measure, Observation
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.programme.demo.cells import Cells, Release, growth_cells
from kaifang.programme.demo.counts import counted
from kaifang.programme.demo.releases import TODAY
from kaifang.programme.demo.series import Series, all_series

PACK, SOURCE = "demo", "演示"


def demo_observations() -> Iterator[Observation]:
    """Every value of the demo, indicator by indicator; the same ones every time."""
    for series in counted():
        yield from _announced(series, series.cells, Measure.LEVEL)
    for series in all_series():
        yield from _announced(series, series.cells, Measure.LEVEL)
        growth = growth_cells(series.cells, series.indicator, series.org)
        yield from _announced(series, growth, Measure.GROWTH)


def _announced(series: Series, cells: Cells, measure: Measure) -> Iterator[Observation]:
    for period, releases in cells.items():
        for release in releases:
            if release.announced <= TODAY:
                yield _observation(series, period, release, measure)


def _observation(series: Series, period: Period, release: Release, measure: Measure) -> Observation:
    is_level = measure is Measure.LEVEL
    digits = series.digits if is_level else 1
    return Observation(
        indicator=series.indicator,
        org=series.org,
        period=period,
        value=None if release.steps is None else Decimal(release.steps).scaleb(-digits),
        unit=series.unit if is_level else "%",
        measure=measure,
        base="" if is_level else "previous_year",
        authority=Authority.DEMO,
        source=SOURCE,
        definition=series.definition,
        announced=release.announced,
        pack=PACK,
        reason=release.reason,
    )
