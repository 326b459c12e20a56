"""Half-up rounding of exact ratios, one at a time and over whole columns, equal to the last digit.

Columns are int64 at a power of ten. A column is worked in float64 with a rigorous bound of the
error; only rows that lie within the bound of a rounding tie are worked again with Python's
integers. So the answer is always the half-up rounding of the exact ratio, at NumPy's speed.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kaifang.core.units import EXACT

Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Term: TypeAlias = tuple[int | Ints, int | Ints]

# A sum of up to four products errs by less than four units of the last binary place of its size.
_DOUBT = 8 * 2.0**-52
_SURE = 2.0**-20
_LARGEST = 2**63 - 1


def half_up(value: Fraction, digits: int) -> Decimal:
    """Round to `digits` decimals, halves away from zero.

    >>> half_up(Fraction(1, 8), 2), half_up(Fraction(-5, 2), 0)
    (Decimal('0.13'), Decimal('-3'))
    """
    return Decimal(nearest_step(value * 10**digits)).scaleb(-digits, EXACT)


def nearest_step(value: Fraction) -> int:
    """Round to an integer, halves away from zero.

    >>> [nearest_step(Fraction(n, 2)) for n in (-3, -1, 1, 3)]
    [-2, -1, 1, 2]
    """
    return nearest_quotient(value.numerator, value.denominator)


def nearest_quotient(top: int, bottom: int) -> int:
    """Divide two integers and round, halves away from zero; `bottom` is not zero.

    >>> nearest_quotient(7, -2)
    -4
    """
    size, by = abs(top), abs(bottom)
    steps = (2 * size + by) // (2 * by)
    return steps if (top < 0) == (bottom < 0) else -steps


def rounded_ratios(
    top: Sequence[Term], bottom: Sequence[Term], known: Mask, factor: int
) -> tuple[Ints, Mask]:
    """Divide two sums of products row by row and round half up, exactly.

    `top` and `bottom` are sums of terms `(coefficient, column)`, each an int or int64[n]; the
    caller has put False into `known` wherever the bottom is zero. Returns `factor · top / bottom`
    as int64[n] and the rows that have an answer: those known whose answer fits into int64.

    >>> rounded_ratios(
    ...     [(1, np.array([1, 2]))], [(1, np.array([8, 3]))], np.array([True, True]), 100
    ... )
    (array([13, 67]), array([ True,  True]))
    """
    has = known.copy()
    ratio, doubt = float_ratios(top, bottom, factor)
    with np.errstate(all="ignore"):
        size = np.abs(ratio)
        is_clear = np.abs(size - np.floor(size) - 0.5) > doubt
    steps = np.zeros(known.shape, np.int64)
    clear = known & is_clear
    steps[clear] = np.copysign(np.floor(size[clear] + 0.5), ratio[clear]).astype(np.int64)
    for row in np.flatnonzero(known & ~is_clear).tolist():
        answer = nearest_quotient(exact_sum(top, row) * factor, exact_sum(bottom, row))
        if abs(answer) > _LARGEST:
            has[row] = False
        else:
            steps[row] = answer
    return steps, has


def float_ratios(
    top: Sequence[Term], bottom: Sequence[Term], factor: int = 1
) -> tuple[Floats, Floats]:
    """Return `factor · top / bottom` in float64, and by how much it may be wrong at most.

    The second is infinite where the bottom is zero or lost in cancellation.

    >>> ratio, doubt = float_ratios([(1, np.array([1]))], [(1, np.array([3]))], 100)
    >>> round(float(ratio[0]), 9), bool(doubt[0] < 1e-12)
    (33.333333333, True)
    """
    above, above_size = _sum(top)
    below, below_size = _sum(bottom)
    with np.errstate(all="ignore"):
        ratio = above * factor / below
        below_doubt = below_size / np.abs(below) * _DOUBT
        doubt = np.abs(ratio) * (below_doubt + _DOUBT)
        doubt += above_size * factor / np.abs(below) * _DOUBT
    return ratio, np.where(below_doubt < _SURE, doubt, np.inf)


def exact_sum(terms: Sequence[Term], row: int) -> int:
    """Add up one row of a sum of products in Python's integers.

    >>> exact_sum([(2, np.array([2**62])), (-1, 5)], 0) == 2**63 - 5
    True
    """
    return sum(_at(coefficient, row) * _at(column, row) for coefficient, column in terms)


def _sum(terms: Sequence[Term]) -> tuple[Floats, Floats]:
    """Add up in float64; beside it the sum of sizes, which bounds the error of the first."""
    products = [np.asarray(by, np.float64) * np.asarray(of, np.float64) for by, of in terms]
    total, size = products[0], np.abs(products[0])
    for product in products[1:]:
        total, size = total + product, size + np.abs(product)
    return total, size


def _at(column: int | Ints, row: int) -> int:
    return column if isinstance(column, int) else int(column[row])
