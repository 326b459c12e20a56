"""The arithmetic of the field: growth, share, pull, contribution rate, multiple, attainment.

Each takes decimals and answers with a `Measured`, exact until it is printed, or with the reason
why there is no answer. Missing is never 0. `measure_columns` answers alike for whole columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.units import Quantity
from kaifang.facts.rounding import half_up

PER_CENT = "%"
POINTS = "个百分点"
TIMES = "倍"


@dataclass(frozen=True, slots=True)
class Measured:
    """An exact answer in a unit, or the reason why it is missing.

    >>> Measured(Fraction(251, 384) * 100, "%").text(digits=1)
    '65.4%'
    """

    exact: Fraction | None
    unit: str
    missing: Text | None = None

    def at(self, digits: int) -> Decimal | None:
        """Round half up to `digits` decimals; None when missing."""
        return None if self.exact is None else half_up(self.exact, digits)

    def quantity(self, digits: int) -> Quantity | None:
        """The rounded answer with its unit; None when missing."""
        value = self.at(digits)
        return None if value is None else Quantity.of(value, self.unit)

    def text(self, lang: str = "zh", digits: int = 1) -> str:
        """The rounded answer as offices write it, "—" when missing."""
        rounded = self.quantity(digits)
        return "—" if rounded is None else rounded.text(lang, digits)


def absent(unit: str, key: str, **params: object) -> Measured:
    """Make the missing answer with the reason `key` of the catalogue."""
    return Measured(None, unit, message(key, **params))


# -- one at a time ------------------------------------------------------------------------


def growth(now: Decimal | None, base: Decimal | None, period: Text | None = None) -> Measured:
    """Return the growth (同比增速) over the base in per cent; `period` names the base.

    >>> growth(Decimal("5949"), Decimal("4680")).at(1)
    Decimal('27.1')
    >>> print(growth(Decimal(5), Decimal(0)).missing)
    上年同期基数为零，增速无意义
    """
    return _over(now, base, period, PER_CENT, lambda n, b: (n - b) / b * 100)


def multiple(now: Decimal | None, base: Decimal | None, period: Text | None = None) -> Measured:
    """Return how many times the base it is (是…的N倍).

    >>> multiple(Decimal(179), Decimal("74.6")).text()
    '2.4倍'
    """
    return _over(now, base, period, TIMES, lambda n, b: n / b)


def reduction(now: Decimal | None, base: Decimal | None, period: Text | None = None) -> Measured:
    """Return by how much it fell against the base, in per cent; negative when it rose.

    >>> reduction(Decimal("36.7"), Decimal("97.3")).at(1)
    Decimal('62.3')
    """
    return _over(now, base, period, PER_CENT, lambda n, b: (b - n) / b * 100)


def lead(ours: Decimal | None, theirs: Decimal | None) -> Measured:
    """Return the lead of one rate over another, or its change over time, in points (个百分点).

    >>> lead(Decimal("17.6"), Decimal("21.4")).text()
    '−3.8个百分点'
    """
    if ours is None or theirs is None:
        return absent(POINTS, "missing.no_value")
    return Measured(Fraction(ours) - Fraction(theirs), POINTS)


def share(part: Decimal | None, whole: Decimal | None) -> Measured:
    """Return the share (占比) of a whole in per cent.

    >>> share(Decimal(251), Decimal(384)).at(1)
    Decimal('65.4')
    """
    if part is None or whole is None:
        return absent(PER_CENT, "missing.no_value")
    if whole <= 0:
        return absent(PER_CENT, "facts.negative_whole" if whole else "facts.zero_whole")
    return Measured(Fraction(part) / Fraction(whole) * 100, PER_CENT)


def pull(
    part_now: Decimal | None,
    part_base: Decimal | None,
    whole_base: Decimal | None,
    period: Text | None = None,
) -> Measured:
    """Return the pull (拉动): how many points of the whole's growth the part gave.

    The pulls of all parts add up to the growth of the whole.
    Source: (x1 − x0) / X0, as customs bulletins use it; definition at crrcn.cn/article/lrjnuv.

    >>> pull(Decimal(30), Decimal(20), Decimal(200)).text()
    '5.0个百分点'
    """
    if part_now is None or part_base is None:
        return absent(POINTS, "missing.no_value")
    change = Fraction(part_now) - Fraction(part_base)
    return _over(part_now, whole_base, period, POINTS, lambda _, whole: change / whole * 100)


def contribution_rate(
    part_now: Decimal | None,
    part_base: Decimal | None,
    whole_now: Decimal | None,
    whole_base: Decimal | None,
) -> Measured:
    """Return the contribution rate (贡献率): the part's share of the whole's increment.

    Missing when the whole has not changed, or when part and whole moved in opposite directions:
    there the rate misleads and the pull is the figure to print.
    Source: (x1 − x0) / (X1 − X0), as customs bulletins use it; definition at crrcn.cn/article/lrjnuv.

    >>> contribution_rate(Decimal(30), Decimal(20), Decimal(240), Decimal(200)).text()
    '25.0%'
    """
    if part_now is None or part_base is None or whole_now is None or whole_base is None:
        return absent(PER_CENT, "missing.no_value")
    part = Fraction(part_now) - Fraction(part_base)
    whole = Fraction(whole_now) - Fraction(whole_base)
    if not whole:
        return absent(PER_CENT, "facts.no_change_of_whole")
    if part * whole < 0:
        return absent(PER_CENT, "facts.opposite_signs")
    return Measured(part / whole * 100, PER_CENT)


def annual_growth(
    last: Decimal | None, first: Decimal | None, years: int, digits: int = 1
) -> Measured:
    """Return the mean growth a year (年均增速) between two values `years` apart.

    A root has no exact fraction: the answer is already the half-up rounding to `digits`.

    >>> annual_growth(Decimal(5949), Decimal(4680), 2).text()
    '12.7%'
    """
    if last is None or first is None:
        return absent(PER_CENT, "missing.no_value")
    if last <= 0 or first <= 0 or years < 1:
        return absent(PER_CENT, "missing.not_applicable" if years < 1 else "facts.sign_change")
    steps = annual_steps(Fraction(last) / Fraction(first), years, digits)
    return Measured(Fraction(steps, 10**digits), PER_CENT)


def attainment(actual: Decimal | None, target: Decimal | None) -> Measured:
    """Return the attainment (完成率) in per cent; blank without a target.

    >>> attainment(Decimal("325.7"), Decimal("463.4")).at(1)
    Decimal('70.3')
    """
    if target is None:
        return absent(PER_CENT, "missing.no_target")
    if actual is None:
        return absent(PER_CENT, "missing.no_value")
    if target <= 0:
        return absent(PER_CENT, "facts.zero_target")
    return Measured(Fraction(actual) / Fraction(target) * 100, PER_CENT)


# -- how ----------------------------------------------------------------------------------

_Ratio: TypeAlias = Callable[[Fraction, Fraction], Fraction]


def _over(
    now: Decimal | None,
    base: Decimal | None,
    period: Text | None,
    unit: str,
    ratio: _Ratio,
) -> Measured:
    named = period or message("facts.previous_year")
    if now is None:
        return absent(unit, "missing.no_value")
    if base is None:
        return absent(unit, "missing.no_base", period=named)
    if base <= 0:
        key = "facts.negative_base" if base else "missing.zero_base"
        return absent(unit, key, period=named)
    return Measured(ratio(Fraction(now), Fraction(base)), unit)


def annual_steps(ratio: Fraction, years: int, digits: int) -> int:
    """Round (ratio ** (1/years) − 1) · 100 half up at 10**-digits, in integers throughout."""
    scale: int = 100 * 10**digits
    power = ratio * Fraction(2 * scale) ** years
    halves = _root(power.numerator // power.denominator, years)
    is_tie = halves % 2 == 1 and halves**years == power
    return (halves + 1) // 2 - scale - (1 if is_tie and ratio < 1 else 0)


def _root(value: int, degree: int) -> int:
    """Return the integer part of the root, by bisection on bits."""
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= value else (low, middle)
    return low
