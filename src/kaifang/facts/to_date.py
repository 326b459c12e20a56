"""To date 累计: months and longer pieces added up, like with like over two years."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.units import EXACT
from kaifang.facts.measures import PER_CENT, Measured, growth


def cumulate(
    values: Mapping[Period, Decimal], period: Period
) -> tuple[Decimal | None, Text | None]:
    """Add up the pieces that fill a period: months, 1-2月 combined, quarters, or it itself.

    The longest piece is taken first. Returns the sum, or the reason that names the gap.

    >>> months = {Period.parse("2022-01/2022-02"): Decimal(9), Period.parse("2022-03"): Decimal(4)}
    >>> cumulate(months, Period.parse("2022-Q1"))[0]
    Decimal('13')
    >>> print(cumulate(months, Period.parse("2022-01/2022-04"))[1])
    2022年4月缺分月数据，不能累计
    """
    found, gap = pieces(values, period)
    if gap is not None:
        return None, gap
    return reduce(EXACT.add, (values[one] for one in found), Decimal(0)), None


def pieces(known: Collection[Period], period: Period) -> tuple[list[Period], Text | None]:
    """Find which known periods fill a period end to end, the longest first; or name the gap."""
    found: list[Period] = []
    at = period.start
    while at <= period.end:
        fitting = [one for one in known if one.start == at and one.end <= period.end]
        if not fitting:
            return found, message("facts.no_pieces", period=_gap(at, period))
        found.append(max(fitting, key=lambda one: one.end))
        at = found[-1].end + timedelta(days=1)
    return found, None


def growth_to_date(values: Mapping[Period, Decimal], period: Period) -> Measured:
    """Return the growth of a period to date, like with like: the same months of both years.

    `values` holds months or longer pieces of both years; see `cumulate`.

    >>> values = {Period.parse("2022-01/2022-02"): Decimal(11), Period.parse("2021-01"): Decimal(4)}
    >>> values |= {Period.parse("2021-02"): Decimal(6)}
    >>> growth_to_date(values, Period.parse("2022-01/2022-02")).text()
    '10.0%'
    """
    before = period.last_year()
    now, gap = cumulate(values, period)
    base, base_gap = cumulate(values, before)
    if gap or base_gap:
        return Measured(None, PER_CENT, gap or base_gap)
    return growth(now, base, before.name(cumulative=True))


def _gap(at: date, period: Period) -> Text:
    month = Period.month(at.year, at.month)
    return (month if month.start == at and period.contains(month) else period).name()
