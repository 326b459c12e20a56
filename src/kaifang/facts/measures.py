"""The arithmetic of the field: growth, share, pull, contribution rate, multiple, attainment.

Each measure exists twice, equal to the last printed digit. The singular (`growth`) takes
decimals and answers with a `Measured`, exact until it is printed, or with the reason why there
is no answer. The plural (`growth_rates`) takes columns: int64[n] at one common power of ten and
bool[n] that tells which rows are known; it answers with int64[n] at `10**-digits` of the
measure's unit and with the rows that have an answer. Missing is never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

import numpy as np

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.units import EXACT, Quantity
from kaifang.facts.rounding import Ints, Mask, half_up, rounded_ratios

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
    steps = _annual_steps(Fraction(last) / Fraction(first), years, digits)
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


# -- against what was printed -------------------------------------------------------------


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


# -- whole columns ------------------------------------------------------------------------


def growth_rates(
    now: Ints, base: Ints, has_now: Mask, has_base: Mask, digits: int
) -> tuple[Ints, Mask]:
    """Return `growth` for each row: int64[n] at 10**-digits per cent, and bool[n].

    Zero, negative or missing bases give missing.

    >>> growth_rates(np.array([5949]), np.array([4680]), np.array([True]), np.array([True]), 1)
    (array([271]), array([ True]))
    """
    known = has_now & has_base & (base > 0)
    return rounded_ratios([(1, now), (-1, base)], [(1, base)], known, 100 * 10**digits)


def multiples(
    now: Ints, base: Ints, has_now: Mask, has_base: Mask, digits: int
) -> tuple[Ints, Mask]:
    """Return `multiple` for each row, at 10**-digits times.

    >>> multiples(np.array([5]), np.array([2]), np.array([True]), np.array([True]), 0)[0]
    array([3])
    """
    known = has_now & has_base & (base > 0)
    return rounded_ratios([(1, now)], [(1, base)], known, 10**digits)


def reductions(
    now: Ints, base: Ints, has_now: Mask, has_base: Mask, digits: int
) -> tuple[Ints, Mask]:
    """Return `reduction` for each row, at 10**-digits per cent.

    >>> reductions(np.array([367]), np.array([973]), np.array([True]), np.array([True]), 1)[0]
    array([623])
    """
    known = has_now & has_base & (base > 0)
    return rounded_ratios([(1, base), (-1, now)], [(1, base)], known, 100 * 10**digits)


def leads(
    ours: Ints, theirs: Ints, has_ours: Mask, has_theirs: Mask, given: int, digits: int
) -> tuple[Ints, Mask]:
    """Return `lead` for each row; both columns are at 10**-given points.

    >>> leads(np.array([176]), np.array([214]), np.array([True]), np.array([True]), 1, 1)[0]
    array([-38])
    """
    one = np.full(ours.shape, 10**given, np.int64)
    return rounded_ratios([(1, ours), (-1, theirs)], [(1, one)], has_ours & has_theirs, 10**digits)


def shares(
    part: Ints, whole: Ints, has_part: Mask, has_whole: Mask, digits: int
) -> tuple[Ints, Mask]:
    """Return `share` for each row, at 10**-digits per cent.

    >>> shares(np.array([251]), np.array([384]), np.array([True]), np.array([True]), 1)[0]
    array([654])
    """
    known = has_part & has_whole & (whole > 0)
    return rounded_ratios([(1, part)], [(1, whole)], known, 100 * 10**digits)


def pulls(
    part_now: Ints, part_base: Ints, whole_base: Ints, has: Mask, digits: int
) -> tuple[Ints, Mask]:
    """Return `pull` for each row, at 10**-digits points; `has` is where all three are known.

    >>> pulls(np.array([30]), np.array([20]), np.array([200]), np.array([True]), 1)[0]
    array([50])
    """
    known = has & (whole_base > 0)
    top = [(1, part_now), (-1, part_base)]
    return rounded_ratios(top, [(1, whole_base)], known, 100 * 10**digits)


def contribution_rates(
    part_now: Ints, part_base: Ints, whole_now: Ints, whole_base: Ints, has: Mask, digits: int
) -> tuple[Ints, Mask]:
    """Return `contribution_rate` for each row, at 10**-digits per cent.

    >>> columns = [np.array([n]) for n in (30, 20, 240, 200)]
    >>> contribution_rates(*columns, np.array([True]), 1)[0]
    array([250])
    """
    rose, fell = part_now > part_base, part_now < part_base
    opposite = (rose & (whole_now < whole_base)) | (fell & (whole_now > whole_base))
    known = has & (whole_now != whole_base) & ~opposite
    top, bottom = [(1, part_now), (-1, part_base)], [(1, whole_now), (-1, whole_base)]
    return rounded_ratios(top, bottom, known, 100 * 10**digits)


def attainments(
    actual: Ints, target: Ints, has_actual: Mask, has_target: Mask, digits: int
) -> tuple[Ints, Mask]:
    """Return `attainment` for each row, at 10**-digits per cent.

    >>> attainments(np.array([3257]), np.array([4634]), np.array([True]), np.array([True]), 2)[0]
    array([7028])
    """
    return shares(actual, target, has_actual, has_target, digits)


def annual_growths(
    last: Ints, first: Ints, has_last: Mask, has_first: Mask, years: int, digits: int
) -> tuple[Ints, Mask]:
    """Return `annual_growth` for each row, at 10**-digits per cent.

    >>> pair = np.array([5949]), np.array([4680]), np.array([True]), np.array([True])
    >>> annual_growths(*pair, 2, 1)[0]
    array([127])
    """
    has = has_last & has_first & (last > 0) & (first > 0)
    steps = np.zeros(last.shape, np.int64)
    scale = 100 * 10**digits
    with np.errstate(all="ignore"):
        root = (last / first) ** (1 / years) * scale
        is_clear = np.abs(root - np.floor(root) - 0.5) > 1e-9 + root * 1e-14
    steps[has & is_clear] = np.floor(root[has & is_clear] + 0.5).astype(np.int64) - scale
    for row in np.flatnonzero(has & ~is_clear).tolist():
        answer = _annual_steps(Fraction(int(last[row]), int(first[row])), years, digits)
        has[row] = abs(answer) < 2**63
        steps[row] = answer if has[row] else 0
    return steps, has


def cumulate_months(months: Ints, has: Mask) -> tuple[Ints, Mask]:
    """Add up months along the rows: int64[n, 12] to int64[n, 12], January to month N.

    From the first missing month on, nothing is known; nor where the sum leaves int64.

    >>> cumulate_months(np.array([[1, 2, 3]]), np.array([[True, False, True]]))
    (array([[1, 1, 4]]), array([[ True, False, False]]))
    """
    filled = np.where(has, months, 0)
    fits = np.cumsum(np.abs(filled.astype(np.float64)), axis=1) < 2.0**62
    return np.cumsum(filled, axis=1), np.logical_and.accumulate(has & fits, axis=1)


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


def _annual_steps(ratio: Fraction, years: int, digits: int) -> int:
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


def _gap(at: date, period: Period) -> Text:
    month = Period.month(at.year, at.month)
    return (month if month.start == at and period.contains(month) else period).name()
