"""Pace 进度: the schedule of the year, points ahead of it, and what the rest of the year needs.

The schedule (序时进度) is linear, months over twelve, as offices count it; a pack may give a
seasonal profile instead. A day inside a month is counted in days.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from kaifang.core.period import Period
from kaifang.core.units import EXACT, Quantity
from kaifang.facts.measures import PER_CENT, POINTS, Measured, absent, growth
from kaifang.facts.rounding import Ints, Mask, rounded_ratios


def schedule(
    target: Period, through: Period | date, profile: Sequence[Decimal] | None = None
) -> Measured:
    """Return the share of the target's period that should be done, in per cent.

    `through` is a day, or a period to date, which has to begin with the target's own. `profile`
    gives a weight for each month of the target's period; without it time passes evenly.
    Source: three published statements of points ahead reproduce with months/12.

    >>> schedule(Period.parse("2021"), Period.parse("2021-01/2021-05")).text(digits=2)
    '41.67%'
    >>> schedule(Period.parse("2021"), date(2021, 5, 20)).text(digits=2)
    '38.36%'
    """
    if isinstance(through, Period):
        if through.start != target.start and target.contains(through):
            return _not_to_date(through, target)
        through = through.end
    elapsed = elapsed_share(target, through)
    if profile is not None:
        elapsed = _seasonal(target, through, profile)
    return Measured(elapsed * 100, PER_CENT)


def elapsed_share(target: Period, day: date) -> Fraction:
    """Return how much of a period has passed at the end of a day, from 0 to 1.

    >>> elapsed_share(Period.parse("2021/2025"), date(2022, 6, 30))
    Fraction(3, 10)
    """
    if day < target.start:
        return Fraction(0)
    if day >= target.end:
        return Fraction(1)
    done = Period(target.start, day)
    if target.months and done.months:
        return Fraction(done.months, target.months)
    return Fraction(_days(done), _days(target))


def points_ahead(attainment: Measured, scheduled: Measured) -> Measured:
    """Return the points ahead of schedule (超序时进度), negative when behind.

    >>> eight = schedule(Period.parse("2024"), Period.parse("2024-01/2024-08"))
    >>> points_ahead(Measured(Fraction("70.3"), "%"), eight).text(digits=2)
    '3.63个百分点'
    """
    if attainment.exact is None or scheduled.exact is None:
        return Measured(None, POINTS, attainment.missing or scheduled.missing)
    return Measured(attainment.exact - scheduled.exact, POINTS)


@dataclass(frozen=True, slots=True)
class Pace:
    """What the rest of the period needs: in all, a month, and as growth over the same months."""

    rest: Measured
    months_left: Fraction
    per_month: Measured
    growth: Measured


def needed_pace(
    target: Quantity,
    actual: Quantity | None,
    of: Period,
    through: Period | date,
    base: Quantity | None = None,
    base_to_date: Quantity | None = None,
) -> Pace:
    """Return the pace that still reaches `target` by the end of `of`; 0 once it is reached.

    `base` is last year's value over all of `of`, `base_to_date` over the part that has passed;
    with both, `growth` is what the rest needs over the same months of last year.

    >>> year, eight = Period.parse("2024"), Period.parse("2024-01/2024-08")
    >>> done, aim = Quantity.parse("325.7亿元"), Quantity.parse("463.4亿元")
    >>> needed_pace(aim, done, year, eight).per_month.text(digits=2)
    '34.43亿元'
    """
    unit = target.unit.code
    last = through.end if isinstance(through, Period) else through
    left = (1 - elapsed_share(of, last)) * _months(of)
    if actual is None:
        unknown = absent(unit, "missing.no_value")
        return Pace(unknown, left, unknown, absent(PER_CENT, "missing.no_value"))
    rest = max(Fraction((target - actual).value), Fraction(0))
    over = absent(unit, "facts.no_months_left")
    return Pace(
        Measured(rest, unit),
        left,
        Measured(rest / left, unit) if left else over,
        _needed_growth(rest, left, target, base, base_to_date),
    )


# -- whole columns ------------------------------------------------------------------------


def schedules(months_done: Ints, months_of: Ints, digits: int) -> tuple[Ints, Mask]:
    """Return months done over months of the target for each row, at 10**-digits per cent.

    >>> schedules(np.array([5, 10]), np.array([12, 12]), 2)[0]
    array([4167, 8333])
    """
    return rounded_ratios([(1, months_done)], [(1, months_of)], months_of > 0, 100 * 10**digits)


def points_ahead_each(
    actual: Ints, target: Ints, months_done: Ints, months_of: Ints, has: Mask, digits: int
) -> tuple[Ints, Mask]:
    """Return `points_ahead` of the linear schedule for each row, at 10**-digits points.

    Attainment and schedule are subtracted before they are rounded.

    >>> columns = [np.array([n]) for n in (3257, 4634, 8, 12)]
    >>> points_ahead_each(*columns, np.array([True]), 2)[0]
    array([362])
    """
    known = has & (target > 0) & (months_of > 0)
    top = [(months_of, actual), (-months_done, target)]
    return rounded_ratios(top, [(months_of, target)], known, 100 * 10**digits)


def needed_each_month(
    target: Ints, actual: Ints, months_left: Ints, has: Mask, given: int, digits: int
) -> tuple[Ints, Mask]:
    """Return the need a month for each row; amounts at 10**-given, answers at 10**-digits.

    >>> columns = [np.array([n]) for n in (4634, 3257, 4)]
    >>> needed_each_month(*columns, np.array([True]), 1, 2)[0]
    array([3443])
    """
    known, aim = has & (months_left > 0), np.maximum(target, actual)
    return rounded_ratios([(1, aim), (-1, actual)], [(10**given, months_left)], known, 10**digits)


def needed_growths(
    target: Ints, actual: Ints, base: Ints, base_to_date: Ints, has: Mask, digits: int
) -> tuple[Ints, Mask]:
    """Return the growth that the rest of the year needs, for each row at 10**-digits per cent.

    Missing where nothing is needed any more or the base of the rest is not positive.

    >>> columns = [np.array([n]) for n in (1060, 500, 1000, 520)]
    >>> needed_growths(*columns, np.array([True]), 1)[0]
    array([167])
    """
    known = has & (base > base_to_date) & (target > actual)
    top = [(1, target), (-1, actual), (-1, base), (1, base_to_date)]
    return rounded_ratios(top, [(1, base), (-1, base_to_date)], known, 100 * 10**digits)


# -- how ----------------------------------------------------------------------------------


def _needed_growth(
    rest: Fraction,
    left: Fraction,
    target: Quantity,
    base: Quantity | None,
    base_to_date: Quantity | None,
) -> Measured:
    if not left:
        return absent(PER_CENT, "facts.no_months_left")
    if not rest:
        return absent(PER_CENT, "facts.nothing_left")
    if base is None or base_to_date is None:
        return growth(target.value, None)
    return growth(_decimal(rest), (base - base_to_date).to(target.unit).value)


def _decimal(value: Fraction) -> Decimal:
    """Return a fraction that came from decimals as the decimal it is."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def _seasonal(target: Period, day: date, profile: Sequence[Decimal]) -> Fraction:
    months = target.each_month()
    weights = [Fraction(weight) for weight in profile]
    passed = [weight * elapsed_share(m, day) for m, weight in zip(months, weights, strict=True)]
    return sum(passed, Fraction(0)) / sum(weights, Fraction(0))


def _months(of: Period) -> Fraction:
    """Length in months; a span of days counts as so many twelfths of its year."""
    if of.months:
        return Fraction(of.months)
    year = 366 if calendar.isleap(of.start.year) else 365
    return Fraction(12 * _days(of), year)


def _days(period: Period) -> int:
    return (period.end - period.start).days + 1


def _not_to_date(through: Period, target: Period) -> Measured:
    return absent(
        PER_CENT,
        "facts.not_to_date",
        period=through.name(cumulative=True),
        start=Period.day(target.start).name(),
    )
