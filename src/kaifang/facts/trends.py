"""Trends: the last values of one series, period by period, for a line."""

from __future__ import annotations

from decimal import Decimal

from kaifang.core.period import Period
from kaifang.facts.cube import Snapshot

_FEW = 2


def trend(
    snapshot: Snapshot, indicator: str, org: str, part: str = "", *, last: int = 24
) -> list[tuple[Period, Decimal | None]]:
    """Return the last levels of periods of one length; a month that is missing is None.

    Single months where there are several of them, else the length of the newest figure.
    January and February, told together (1-2月), are no gap.
    """
    points = snapshot.points(indicator, org, part)
    months = {period: value for period, value in points if period.months == 1}
    if len(months) > _FEW:
        every = Period(min(months).start, max(months).end).each_month()
        told = {m for p, _ in points if p.is_to_date and p.months == 2 for m in p.each_month()}
        return [(m, months.get(m)) for m in every if m in months or m not in told][-last:]
    wanted = points[-1][0].months if points else 0
    alike: dict[Period, Decimal | None] = {p: value for p, value in points if p.months == wanted}
    return list(alike.items())[-last:]
