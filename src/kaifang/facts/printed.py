"""Printed figures against exact ones: whether they agree, and what a printed growth implies."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Agreement(StrEnum):
    """How a printed figure stands to the exact one."""

    SAME = "same"
    ROUNDED_ON_THE_WAY = "rounded_on_the_way"
    DIFFERENT = "different"


def agreement(printed: Decimal, exact: Fraction) -> Agreement:
    """Compare a printed figure with the exact one at the last digit that it prints.

    Some offices round the inputs before they subtract: two roundings of the inputs and one of
    the answer move it by one and a half units of the last printed digit at most.

    >>> agreement(Decimal("6.9"), Fraction("6.83"))
    <Agreement.ROUNDED_ON_THE_WAY: 'rounded_on_the_way'>
    """
    units = abs(Fraction(printed) - exact) / last_unit(printed)
    if units <= Fraction(1, 2):
        return Agreement.SAME
    return Agreement.ROUNDED_ON_THE_WAY if units <= Fraction(3, 2) else Agreement.DIFFERENT


def printed_digits(printed: Decimal) -> int:
    """Return how many decimals are printed: 1 for 17.6, 0 for 850.

    >>> printed_digits(Decimal("6.0"))
    1
    """
    exponent = printed.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(-exponent, 0)


def last_unit(printed: Decimal) -> Fraction:
    """Return one unit of the last digit that is printed.

    >>> last_unit(Decimal("17.6")), last_unit(Decimal("850"))
    (Fraction(1, 10), Fraction(1, 1))
    """
    return Fraction(1, 10 ** printed_digits(printed))


@dataclass(frozen=True, slots=True)
class Interval:
    """All that an exact value may be, both ends included."""

    low: Fraction
    high: Fraction


def implied_base(level: Decimal, printed_growth: Decimal) -> Interval | None:
    """Return the bases that a printed level and a printed growth allow; None at −100% or less.

    >>> base = implied_base(Decimal(7724), Decimal("17.6"))
    >>> from kaifang.facts.rounding import half_up
    >>> half_up(base.low, 1), half_up(base.high, 1)
    (Decimal('6564.8'), Decimal('6571.2'))
    """
    half_level, half_rate = last_unit(level) / 2, last_unit(printed_growth) / 2
    low_rate, high_rate = (1 + (Fraction(printed_growth) + s * half_rate) / 100 for s in (-1, 1))
    if low_rate <= 0:
        return None
    return Interval(
        (Fraction(level) - half_level) / high_rate, (Fraction(level) + half_level) / low_rate
    )
