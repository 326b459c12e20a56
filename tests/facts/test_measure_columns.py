"""Columns of measures against exact fractions."""

from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kaifang.facts import measure_columns, measures
from tests.facts.columns import AMOUNTS, DIGITS, column, mask, only, steps_of


@given(AMOUNTS, AMOUNTS, st.booleans(), st.booleans(), DIGITS)
def test_ratio_columns_equal_the_exact_ratio(
    now: int, base: int, has_now: bool, has_base: bool, digits: int
) -> None:
    pair = (Decimal(now) if has_now else None, Decimal(base) if has_base else None)
    rows = (column(now), column(base), mask(has_now), mask(has_base), digits)
    for one, many in (
        (measures.growth, measure_columns.growth_rates),
        (measures.multiple, measure_columns.multiples),
        (measures.reduction, measure_columns.reductions),
        (measures.share, measure_columns.shares),
        (measures.attainment, measure_columns.attainments),
    ):
        assert only(many(*rows)) == steps_of(one(*pair), digits), one.__name__


@given(st.integers(1, 10**6), st.integers(0, 10**9), DIGITS)
def test_growth_columns_are_exact_on_ties(base: int, steps: int, digits: int) -> None:
    # growth of exactly (steps + ½) at the last digit
    now, base = base * (2 * steps + 1) + base * 200 * 10**digits, base * 200 * 10**digits
    pair = (column(now), column(base), mask(True), mask(True), digits)
    expected = steps + 1 if now < 2**63 else None
    if expected is not None:
        assert only(measure_columns.growth_rates(*pair)) == expected


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.booleans(), DIGITS)
def test_pull_and_contribution_columns_equal_the_exact_ratio(
    part_now: int, part_base: int, whole_now: int, whole_base: int, has: bool, digits: int
) -> None:
    amounts = part_now, part_base, whole_now, whole_base
    exact = [Decimal(n) if has else None for n in amounts]
    columns = [column(n) for n in amounts]
    rates = measure_columns.contribution_rates(*columns, mask(has), digits)
    assert only(rates) == steps_of(measures.contribution_rate(*exact), digits)
    pulls = measure_columns.pulls(columns[0], columns[1], columns[3], mask(has), digits)
    assert only(pulls) == steps_of(measures.pull(exact[0], exact[1], exact[3]), digits)


@given(AMOUNTS, AMOUNTS, st.integers(0, 6), DIGITS)
def test_lead_columns_equal_the_exact_difference(
    ours: int, theirs: int, given_digits: int, digits: int
) -> None:
    scaled = [Decimal(n).scaleb(-given_digits) for n in (ours, theirs)]
    rows = (column(ours), column(theirs), mask(True), mask(True), given_digits, digits)
    assert only(measure_columns.leads(*rows)) == steps_of(measures.lead(*scaled), digits)


@given(AMOUNTS, AMOUNTS, st.integers(1, 10), DIGITS)
def test_mean_growth_columns_equal_the_exact_root(
    last: int, first: int, years: int, digits: int
) -> None:
    rows = (column(last), column(first), mask(True), mask(True), years, digits)
    one = measures.annual_growth(Decimal(last), Decimal(first), years, digits)
    assert only(measure_columns.annual_growths(*rows)) == steps_of(one, digits)


CLOSE = st.integers(-(10**4), 10**4)


@given(st.integers(10**15, 9 * 10**18), CLOSE, CLOSE, CLOSE, DIGITS)
def test_small_changes_of_large_amounts_are_exact(
    large: int, part: int, whole: int, base: int, digits: int
) -> None:
    """Differences that float64 loses: both sides of 10**18 are 128 apart there."""
    amounts = large + part, large, large + whole, large + base
    columns = [column(n) for n in amounts]
    rates = measure_columns.contribution_rates(*columns, mask(True), digits)
    exact = measures.contribution_rate(*[Decimal(n) for n in amounts])
    assert only(rates) == steps_of(exact, digits)
    grown = measure_columns.growth_rates(columns[0], columns[1], mask(True), mask(True), 18)
    assert only(grown) == steps_of(measures.growth(Decimal(amounts[0]), Decimal(large)), 18)


def test_extremes_of_int64_do_not_wrap_around() -> None:
    low, high = -(2**63), 2**63 - 1
    rows = (column(low, high, high), column(high, high, 1), mask(*[True] * 3), mask(*[True] * 3))
    steps, has = measure_columns.growth_rates(*rows, 1)
    # −2**63 against 2**63 − 1 is −200% to any printed digit; the last is beyond int64
    assert steps.tolist()[:2] == [-2000, 0]
    assert has.tolist() == [True, True, False]


def test_cumulated_columns_stop_at_the_first_gap() -> None:
    months = column(5, 6, 7, 8).reshape(1, 4)
    has = mask(True, True, False, True).reshape(1, 4)
    total, known = measure_columns.cumulate_months(months, has)
    assert total[0, :2].tolist() == [5, 11]
    assert known.tolist() == [[True, True, False, False]]


def test_cumulated_columns_do_not_wrap_around() -> None:
    months = column(2**62, 2**62, 2**62).reshape(1, 3)
    _, known = measure_columns.cumulate_months(months, np.ones((1, 3), np.bool_))
    assert known.tolist() == [[False, False, False]]
