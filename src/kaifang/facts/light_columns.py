"""Columns of inputs for many lights at once, compared exactly as single decimals are.

A comparison is made in float64; a row where the two sides lie closer than the error of the
floats is compared again in exact fractions. Nothing is rounded before it is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaifang.facts.rounding import Floats, Ints, Mask, Term, exact_sum, float_ratios

_APART = 10**15  # decimals of up to 15 digits are all different in float64


@dataclass(frozen=True, slots=True)
class Column:
    """One input of many lights: `floats` float64[n], `has` bool[n] where it is known.

    `doubt` float64[n] bounds the error of each float; it is 0 where the float is the one nearest
    to a decimal of at most 15 digits. `exact` gives the exact value of a row.
    """

    floats: Floats
    doubt: Floats
    has: Mask
    exact: Callable[[int], Fraction]

    @classmethod
    def of_ints(cls, values: Ints, has: Mask, digits: int = 0) -> Column:
        """Take int64[n] at 10**-digits.

        >>> Column.of_ints(np.array([105]), np.array([True]), 1).exact(0)
        Fraction(21, 2)
        """
        sizes = np.abs(values.astype(np.float64))
        floats = values / np.float64(10**digits)
        doubt = np.where(sizes < _APART, 0.0, np.abs(floats) * 1e-15)
        return cls(floats, doubt, has, lambda row: Fraction(int(values[row]), 10**digits))

    @classmethod
    def of_floats(cls, values: Floats, has: Mask) -> Column:
        """Take float64[n]; each stands for the shortest decimal that reads as it.

        >>> Column.of_floats(np.array([0.1]), np.array([True])).exact(0)
        Fraction(1, 10)
        """
        known = has & np.isfinite(values)
        return cls(
            values, np.zeros(values.shape), known, lambda row: Fraction(repr(float(values[row])))
        )

    @classmethod
    def of_truths(cls, values: Mask, has: Mask) -> Column:
        """Take bool[n].

        >>> Column.of_truths(np.array([True]), np.array([True])).exact(0)
        Fraction(1, 1)
        """
        zero = np.zeros(values.shape)
        return cls(values.astype(np.float64), zero, has, lambda row: Fraction(int(values[row])))

    @classmethod
    def of_ratios(
        cls, top: Sequence[Term], bottom: Sequence[Term], has: Mask, factor: int = 1
    ) -> Column:
        """Take `factor · top / bottom`, sums of products as in `rounded_ratios`; bottom not 0.

        Points behind schedule, from months m of 12: top `(m, target), (−12, actual)`, bottom
        `(12, target)`, factor 100.

        >>> target, actual = np.array([300]), np.array([170])
        >>> ahead = [(8, target), (-12, actual)], [(12, target)]
        >>> Column.of_ratios(*ahead, np.array([True]), 100).exact(0)
        Fraction(10, 1)
        """
        floats, doubt = float_ratios(top, bottom, factor)

        def exact(row: int) -> Fraction:
            return Fraction(exact_sum(top, row) * factor, exact_sum(bottom, row))

        return cls(floats, doubt, has, exact)


def compare(sign: Callable[[Any, Any], Any], left: Column, right: Column | Decimal | bool) -> Mask:
    """Compare row by row, exactly; rows where a side is missing are False.

    >>> import operator
    >>> compare(operator.ge, Column.of_ints(np.array([5, 6]), np.array([True, True])), Decimal(6))
    array([False,  True])
    """
    if not isinstance(right, Column):
        right = _constant(right, len(left.has))
    known = left.has & right.has
    with np.errstate(invalid="ignore"):
        doubt = left.doubt + right.doubt
        sizes = np.abs(left.floats) + np.abs(right.floats)
        doubt = np.where(doubt > 0, doubt + 1e-15 * sizes, 0.0)
        is_close = ~(np.abs(left.floats - right.floats) > doubt) & (doubt > 0)
        holds: NDArray[np.bool_] = sign(left.floats, right.floats) & known
    for row in np.flatnonzero(is_close & known).tolist():
        holds[row] = sign(left.exact(row), right.exact(row))
    return holds


def _constant(value: Decimal | bool, n: int) -> Column:
    floats = np.full(n, float(value))
    return Column(floats, np.zeros(n), np.ones(n, np.bool_), lambda _: Fraction(value))
