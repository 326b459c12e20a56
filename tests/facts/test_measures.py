"""Measures by hand calculation, from the documents, and columns against exact fractions."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.facts import measures
from kaifang.facts.measures import Agreement
from kaifang.facts.rounding import half_up
from tests.facts.columns import AMOUNTS, DIGITS, column, mask, only, steps_of

# -- by hand ------------------------------------------------------------------------------


def test_landed_of_signed_projects_of_2020() -> None:
    # document 000: 251 of 384 projects, printed 65.4%
    assert measures.share(Decimal(251), Decimal(384)).text() == "65.4%"


def test_mean_growth_of_funds_from_2019_to_2021() -> None:
    # document 000: 4,680 to 5,949 in two years; sqrt(1.271153...) = 1.12745, printed 13%
    grown = measures.annual_growth(Decimal(5949), Decimal(4680), 2)
    assert grown.text() == "12.7%"
    assert measures.annual_growth(Decimal(5949), Decimal(4680), 2, digits=0).text(digits=0) == "13%"


def test_industrial_share_of_half_year_projects() -> None:
    # 140 of 196 projects, printed 71.4%
    assert measures.share(Decimal(140), Decimal(196)).at(1) == Decimal("71.4")


def test_growth_that_is_told_in_the_dispatch_page() -> None:
    # seed 000: 179 trains are 2.4 times 2020, so 2020 was about 74.6
    assert measures.multiple(Decimal(179), Decimal("74.6")).at(1) == Decimal("2.4")
    # 3,720 / 95 = 39.2, printed as 29.2 times: a contradiction of the source
    times = measures.multiple(Decimal(3720), Decimal(95))
    assert times.at(1) == Decimal("39.2")
    assert times.exact is not None
    assert measures.agreement(Decimal("29.2"), times.exact) is Agreement.DIFFERENT


@pytest.mark.parametrize(
    ("now", "base", "digits", "expected"),
    [
        ("100.05", "100", 1, "0.1"),  # 0.05 exactly: up
        ("99.95", "100", 1, "-0.1"),  # -0.05 exactly: away from zero
        ("100.049999999999999999", "100", 1, "0.0"),
        ("9", "8", 0, "13"),  # 12.5
        ("7", "8", 0, "-13"),
    ],
)
def test_growth_rounds_halves_away_from_zero(
    now: str, base: str, digits: int, expected: str
) -> None:
    assert measures.growth(Decimal(now), Decimal(base)).at(digits) == Decimal(expected)


def test_growth_over_a_zero_base_is_missing_with_the_reason() -> None:
    zero = measures.growth(Decimal(3), Decimal(0), Period.parse("2020").name())
    assert zero.exact is None
    assert zero.missing == message("missing.zero_base", period=Period.parse("2020").name())
    assert zero.missing.zh == "2020年基数为零，增速无意义"
    assert zero.text() == "—"


def test_growth_over_a_negative_base_is_missing_with_the_reason() -> None:
    loss = measures.growth(Decimal(3), Decimal(-2))
    assert loss.missing == message("facts.negative_base", period=message("facts.previous_year"))


def test_growth_without_base_or_value_says_which() -> None:
    year = Period.parse("2020").name()
    assert measures.growth(Decimal(3), None, year).missing == message(
        "missing.no_base", period=year
    )
    assert measures.growth(None, Decimal(3)).missing == message("missing.no_value")


def test_growth_in_points_is_in_points_and_not_in_per_cent() -> None:
    # Liaoning's trade grew by 17.6%, the nation's by 21.4%: 3.8 points less
    behind = measures.lead(Decimal("17.6"), Decimal("21.4"))
    assert behind.quantity(1) is not None
    assert behind.text() == "−3.8个百分点"
    assert behind.text("en") == "−3.8 percentage points"
    assert measures.lead(None, Decimal(1)).missing == message("missing.no_value")


def test_share_of_nothing_is_missing() -> None:
    assert measures.share(Decimal(1), Decimal(0)).missing == message("facts.zero_whole")
    assert measures.share(Decimal(1), Decimal(-1)).missing == message("facts.negative_whole")
    assert measures.share(Decimal(0), Decimal(5)).at(1) == 0


def test_contribution_rate_is_refused_where_it_misleads() -> None:
    # exports +20, imports -10, total +10: exports would give 200%, imports -100%
    exports = measures.contribution_rate(Decimal(120), Decimal(100), Decimal(210), Decimal(200))
    imports = measures.contribution_rate(Decimal(90), Decimal(100), Decimal(210), Decimal(200))
    still = measures.contribution_rate(Decimal(120), Decimal(100), Decimal(200), Decimal(200))
    assert exports.at(0) == 200
    assert imports.missing == message("facts.opposite_signs")
    assert still.missing == message("facts.no_change_of_whole")


def test_contribution_to_a_fall_is_positive_where_both_fell() -> None:
    fall = measures.contribution_rate(Decimal(90), Decimal(100), Decimal(160), Decimal(200))
    assert fall.at(0) == 25


def test_pull_needs_the_base_of_the_whole() -> None:
    assert measures.pull(Decimal(1), Decimal(1), Decimal(0)).exact is None
    assert measures.pull(Decimal(1), None, Decimal(5)).missing == message("missing.no_value")


def test_attainment_is_blank_without_a_target() -> None:
    assert measures.attainment(Decimal(5), None).missing == message("missing.no_target")
    assert measures.attainment(None, Decimal(5)).missing == message("missing.no_value")
    assert measures.attainment(Decimal(5), Decimal(0)).missing == message("facts.zero_target")


def test_mean_growth_has_no_meaning_across_a_sign() -> None:
    across = measures.annual_growth(Decimal(5), Decimal(-1), 3)
    assert across.missing == message("facts.sign_change")
    no_years = measures.annual_growth(Decimal(5), Decimal(1), 0)
    assert no_years.missing == message("missing.not_applicable")


def test_mean_growth_on_a_tie_goes_away_from_zero() -> None:
    # 0.985**2 = 0.970225: −1.5% a year exactly
    assert measures.annual_growth(Decimal("0.970225"), Decimal(1), 2, 0).at(0) == -2
    assert measures.annual_growth(Decimal("1.030225"), Decimal(1), 2, 0).at(0) == 2


# -- accumulation -------------------------------------------------------------------------


def monthly(year: int, *values: str) -> dict[Period, Decimal]:
    return {Period.month(year, m): Decimal(v) for m, v in enumerate(values, 1)}


def test_to_date_growth_compares_the_same_months() -> None:
    values = monthly(2021, "10", "10", "10", "999") | monthly(2022, "11", "12", "13")
    grown = measures.growth_to_date(values, Period.parse("2022-01/2022-03"))
    assert grown.at(1) == Decimal("20.0")  # 36 over 30; April 2021 is left out


def test_to_date_growth_names_the_month_that_is_missing() -> None:
    values = monthly(2021, "10", "10") | monthly(2022, "11", "12", "13")
    grown = measures.growth_to_date(values, Period.parse("2022-Q1"))
    assert grown.missing == message("facts.no_pieces", period=Period.parse("2021-03").name())


def test_combined_january_and_february_count_as_one_piece() -> None:
    values = {Period.parse("2022-01/2022-02"): Decimal(20)} | monthly(2022, "99")
    values[Period.parse("2022-03")] = Decimal(5)
    assert measures.cumulate(values, Period.parse("2022-Q1")) == (Decimal(25), None)


def test_cumulated_columns_stop_at_the_first_gap() -> None:
    months = column(5, 6, 7, 8).reshape(1, 4)
    has = mask(True, True, False, True).reshape(1, 4)
    total, known = measures.cumulate_months(months, has)
    assert total[0, :2].tolist() == [5, 11]
    assert known.tolist() == [[True, True, False, False]]


def test_cumulated_columns_do_not_wrap_around() -> None:
    months = column(2**62, 2**62, 2**62).reshape(1, 3)
    _, known = measures.cumulate_months(months, np.ones((1, 3), np.bool_))
    assert known.tolist() == [[False, False, False]]


# -- printed against exact ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "exact", "expected"),
    [
        ("65.4", Fraction(25100, 384), Agreement.SAME),
        ("6.9", Fraction("6.83"), Agreement.ROUNDED_ON_THE_WAY),
        ("3.63", Fraction(325700, 4634) - Fraction(200, 3), Agreement.ROUNDED_ON_THE_WAY),
        ("3.62", Fraction(325700, 4634) - Fraction(200, 3), Agreement.SAME),
        ("3.7", Fraction("3.5"), Agreement.DIFFERENT),
        ("3.7", Fraction("3.55"), Agreement.ROUNDED_ON_THE_WAY),  # one and a half units exactly
        ("13", Fraction("12.5"), Agreement.SAME),
    ],
)
def test_printed_figures_agree_within_the_roundings_of_offices(
    printed: str, exact: Fraction, expected: Agreement
) -> None:
    assert measures.agreement(Decimal(printed), exact) is expected


def test_implied_base_carries_both_roundings() -> None:
    # 7,723.5 / 1.1765 = 6,564.81 and 7,724.5 / 1.1755 = 6,571.25
    base = measures.implied_base(Decimal(7724), Decimal("17.6"))
    assert base is not None
    assert half_up(base.low, 2) == Decimal("6564.81")
    assert half_up(base.high, 2) == Decimal("6571.25")
    assert measures.implied_base(Decimal(5), Decimal(-100)) is None


# -- columns equal the exact fractions ----------------------------------------------------


@given(AMOUNTS, AMOUNTS, st.booleans(), st.booleans(), DIGITS)
def test_ratio_columns_equal_the_exact_ratio(
    now: int, base: int, has_now: bool, has_base: bool, digits: int
) -> None:
    pair = (Decimal(now) if has_now else None, Decimal(base) if has_base else None)
    rows = (column(now), column(base), mask(has_now), mask(has_base), digits)
    for one, many in (
        (measures.growth, measures.growth_rates),
        (measures.multiple, measures.multiples),
        (measures.reduction, measures.reductions),
        (measures.share, measures.shares),
        (measures.attainment, measures.attainments),
    ):
        assert only(many(*rows)) == steps_of(one(*pair), digits), one.__name__


@given(st.integers(1, 10**6), st.integers(0, 10**9), DIGITS)
def test_growth_columns_are_exact_on_ties(base: int, steps: int, digits: int) -> None:
    # growth of exactly (steps + ½) at the last digit
    now, base = base * (2 * steps + 1) + base * 200 * 10**digits, base * 200 * 10**digits
    pair = (column(now), column(base), mask(True), mask(True), digits)
    expected = steps + 1 if now < 2**63 else None
    if expected is not None:
        assert only(measures.growth_rates(*pair)) == expected


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.booleans(), DIGITS)
def test_pull_and_contribution_columns_equal_the_exact_ratio(
    part_now: int, part_base: int, whole_now: int, whole_base: int, has: bool, digits: int
) -> None:
    amounts = part_now, part_base, whole_now, whole_base
    exact = [Decimal(n) if has else None for n in amounts]
    columns = [column(n) for n in amounts]
    rates = measures.contribution_rates(*columns, mask(has), digits)
    assert only(rates) == steps_of(measures.contribution_rate(*exact), digits)
    pulls = measures.pulls(columns[0], columns[1], columns[3], mask(has), digits)
    assert only(pulls) == steps_of(measures.pull(exact[0], exact[1], exact[3]), digits)


@given(AMOUNTS, AMOUNTS, st.integers(0, 6), DIGITS)
def test_lead_columns_equal_the_exact_difference(
    ours: int, theirs: int, given_digits: int, digits: int
) -> None:
    scaled = [Decimal(n).scaleb(-given_digits) for n in (ours, theirs)]
    rows = (column(ours), column(theirs), mask(True), mask(True), given_digits, digits)
    assert only(measures.leads(*rows)) == steps_of(measures.lead(*scaled), digits)


@given(AMOUNTS, AMOUNTS, st.integers(1, 10), DIGITS)
def test_mean_growth_columns_equal_the_exact_root(
    last: int, first: int, years: int, digits: int
) -> None:
    rows = (column(last), column(first), mask(True), mask(True), years, digits)
    one = measures.annual_growth(Decimal(last), Decimal(first), years, digits)
    assert only(measures.annual_growths(*rows)) == steps_of(one, digits)


CLOSE = st.integers(-(10**4), 10**4)


@given(st.integers(10**15, 9 * 10**18), CLOSE, CLOSE, CLOSE, DIGITS)
def test_small_changes_of_large_amounts_are_exact(
    large: int, part: int, whole: int, base: int, digits: int
) -> None:
    """Differences that float64 loses: both sides of 10**18 are 128 apart there."""
    amounts = large + part, large, large + whole, large + base
    columns = [column(n) for n in amounts]
    rates = measures.contribution_rates(*columns, mask(True), digits)
    exact = measures.contribution_rate(*[Decimal(n) for n in amounts])
    assert only(rates) == steps_of(exact, digits)
    grown = measures.growth_rates(columns[0], columns[1], mask(True), mask(True), 18)
    assert only(grown) == steps_of(measures.growth(Decimal(amounts[0]), Decimal(large)), 18)


def test_extremes_of_int64_do_not_wrap_around() -> None:
    low, high = -(2**63), 2**63 - 1
    rows = (column(low, high, high), column(high, high, 1), mask(*[True] * 3), mask(*[True] * 3))
    steps, has = measures.growth_rates(*rows, 1)
    # −2**63 against 2**63 − 1 is −200% to any printed digit; the last is beyond int64
    assert steps.tolist()[:2] == [-2000, 0]
    assert has.tolist() == [True, True, False]


# -- decompositions -----------------------------------------------------------------------


PARTS = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=8)


@given(PARTS)
def test_pulls_add_up_to_the_growth(parts: list[tuple[int, int]]) -> None:
    now, base = (sum(column) for column in zip(*parts, strict=True))
    growth = measures.growth(Decimal(now), Decimal(base))
    pulls = [measures.pull(Decimal(n), Decimal(b), Decimal(base)).exact for n, b in parts]
    if base:
        assert sum(pulls) == growth.exact
    else:
        assert pulls == [None] * len(parts)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=8))
def test_contributions_of_parts_that_all_grew_add_up_to_100(grown: list[tuple[int, int]]) -> None:
    parts = [(base + more, base) for base, more in grown]
    now, base = (Decimal(sum(column)) for column in zip(*parts, strict=True))
    rates = [measures.contribution_rate(Decimal(n), Decimal(b), now, base).exact for n, b in parts]
    if now != base:
        assert sum(rates) == 100
