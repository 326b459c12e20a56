"""The arithmetic of `measures` over whole columns, equal to it to the last printed digit.

Columns are int64[n] at one common power of ten with bool[n] that tells which rows are known; the
answer is int64[n] at `10**-digits` of the measure's unit with the rows that have an answer.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from kaifang.facts.measures import annual_steps
from kaifang.facts.rounding import Ints, Mask, rounded_ratios


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
        answer = annual_steps(Fraction(int(last[row]), int(first[row])), years, digits)
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
