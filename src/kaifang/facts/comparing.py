"""Comparators 比较词: when a found value reaches a wanted one, edges exact.

Values are compared before rounding. `docs/decisions/0010-edges-of-comparators.md` says why each
edge lies where it lies.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kaifang.facts.printed import last_unit, printed_digits
from kaifang.facts.rounding import half_up

_FAR, _LITTLE = Fraction(10**30), Fraction(1, 10**30)


class Comparator(StrEnum):
    """How a document sets a figure as the mark."""

    EQ = "eq"
    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    ABOUT = "about"
    APPROX = "approx"
    RANGE = "range"


class Better(StrEnum):
    """Which way an indicator improves."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


def reaches(
    found: Fraction,
    wanted: Decimal,
    comparator: Comparator = Comparator.EQ,
    *,
    high: Decimal | None = None,
    better: Better = Better.UP,
) -> bool:
    """Tell whether `found` reaches `wanted`, both in one unit.

    - 以上 不低于 (ge), 超过 突破 (gt), 以内 以下 (le), 近 低于 (lt): as written; the figure itself
      reaches ge and le, never gt and lt.
    - No word (eq): a target is a mark to reach, at the figure or beyond it on the better side;
      where no side is better, the value must print as the figure.
    - 左右 (about), 约 (approx): the figure less half a unit of its last printed digit reaches it,
      so 6%左右 is reached from 5.5%, 6.0%左右 from 5.95%.
    - A range 3~5: its nearer end reaches it; where no side is better, the value lies within.

    >>> reaches(Fraction("5.5"), Decimal(6), Comparator.ABOUT)
    True
    >>> reaches(Fraction(6), Decimal(6), Comparator.GT)
    False
    """
    low, top = _bounds(wanted, comparator, high)
    if comparator is Comparator.GT:
        return found > low
    if comparator is Comparator.LT:
        return found < top
    match direction(comparator, better):
        case Better.UP:
            return found >= low
        case Better.DOWN:
            return found <= top
    if comparator is Comparator.EQ:
        return half_up(found, printed_digits(wanted)) == wanted
    return low <= found <= top


def surely(
    judge: Callable[[Fraction], bool],
    found: Decimal,
    stated: Comparator,
    high: Decimal | None = None,
) -> bool | None:
    """Judge a figure that was stated with a comparator; None where its values differ in it.

    >>> surely(lambda value: value >= 500, Decimal(500), Comparator.GT)
    True
    >>> surely(lambda value: value >= 600, Decimal(500), Comparator.GT) is None
    True
    """
    low, top = _bounds(found, stated, high)
    if stated in (Comparator.GE, Comparator.GT):
        low, top = low + (_LITTLE if stated is Comparator.GT else 0), _FAR
    elif stated in (Comparator.LE, Comparator.LT):
        low, top = -_FAR, top - (_LITTLE if stated is Comparator.LT else 0)
    answers = {judge(low), judge(top)}
    return answers.pop() if len(answers) == 1 else None


def direction(comparator: Comparator, better: Better) -> Better:
    """Tell which way leads to the mark: the comparator's word goes before the indicator.

    >>> direction(Comparator.LE, Better.UP), direction(Comparator.EQ, Better.UP)
    (<Better.DOWN: 'down'>, <Better.UP: 'up'>)
    """
    if comparator in (Comparator.GE, Comparator.GT):
        return Better.UP
    return Better.DOWN if comparator in (Comparator.LE, Comparator.LT) else better


def _bounds(
    wanted: Decimal, comparator: Comparator, high: Decimal | None
) -> tuple[Fraction, Fraction]:
    slack = Fraction(0)
    if comparator in (Comparator.ABOUT, Comparator.APPROX):
        slack = last_unit(wanted) / 2
    return Fraction(wanted) - slack, Fraction(wanted if high is None else high) + slack
