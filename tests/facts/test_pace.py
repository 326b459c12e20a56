"""Schedule, points ahead and needed pace, by hand and from published statements."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.units import Quantity
from kaifang.facts import pace
from kaifang.facts.measures import Measured, attainment
from kaifang.facts.printed import Agreement, agreement
from tests.facts.columns import AMOUNTS, DIGITS, column, mask, only, steps_of

YEAR = Period.parse("2024")
EIGHT = Period.parse("2024-01/2024-08")


@pytest.mark.parametrize(
    ("target", "through", "expected"),
    [
        ("2021", "2021-01/2021-05", "41.67"),  # 5/12, as offices print it
        ("2021", "2021-01/2021-10", "83.33"),
        ("2021", "2021-01/2021-08", "66.67"),
        ("2021", "2021-Q1", "25.00"),
        ("2021", "2021-H1", "50.00"),
        ("2021", "2021", "100.00"),
        ("2021", "2021-01", "8.33"),
        ("2021-H1", "2021-Q1", "50.00"),
        ("2021-Q1", "2021-01", "33.33"),
        ("2021/2025", "2021/2022", "40.00"),
        ("2021-04/2022-03", "2021-04/2021-09", "50.00"),
        ("2021", "2021-01-01/2021-01-31", "8.33"),
        ("2021", "2020", "0.00"),  # before the year
        ("2021", "2021/2022", "100.00"),
    ],
)
def test_schedule_is_months_over_months(target: str, through: str, expected: str) -> None:
    share = pace.schedule(Period.parse(target), Period.parse(through))
    assert share.at(2) == Decimal(expected)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 5, 31), Fraction(5, 12)),
        (date(2021, 5, 20), Fraction(140, 365)),
        (date(2024, 2, 28), Fraction(59, 366)),  # a leap year
        (date(2021, 1, 1), Fraction(1, 365)),
        (date(2023, 12, 31), Fraction(1)),
        (date(2020, 12, 31), Fraction(0)),
    ],
)
def test_schedule_of_a_day_counts_days(day: date, expected: Fraction) -> None:
    target = Period.year(2021 if day.year < 2023 else day.year)
    assert pace.schedule(target, day).exact == expected * 100


@pytest.mark.parametrize("through", ["2021-Q2", "2021-05", "2021-02/2021-05"])
def test_a_period_that_is_not_to_date_has_no_schedule(through: str) -> None:
    share = pace.schedule(Period.parse("2021"), Period.parse(through))
    assert share.exact is None
    assert share.missing is not None
    assert "序时进度" in share.missing.zh


def test_seasonal_profile_replaces_the_even_one() -> None:
    profile = [Decimal(n) for n in (1, 1, 2)]
    quarter = Period.parse("2021-Q1")
    assert pace.schedule(quarter, Period.parse("2021-01/2021-02"), profile).at(0) == 50
    # 25% for January, and half of 25% at the middle of February
    assert pace.schedule(quarter, date(2021, 2, 14), profile).at(1) == Decimal("37.5")


def test_points_ahead_from_raw_and_from_printed_figures() -> None:
    # 325.7 of 463.4 in eight months: 70.28%, printed 70.3%; 8/12 = 66.67%
    scheduled = pace.schedule(YEAR, EIGHT)
    raw = pace.points_ahead(attainment(Decimal("325.7"), Decimal("463.4")), scheduled)
    printed = pace.points_ahead(Measured(Fraction("70.3"), "%"), scheduled)
    assert raw.text(digits=2) == "3.62个百分点"
    assert printed.text(digits=2) == "3.63个百分点"
    assert raw.exact is not None
    assert agreement(Decimal("3.63"), raw.exact) is Agreement.ROUNDED_ON_THE_WAY


def test_half_year_task_done_to_85_is_35_points_ahead() -> None:
    half = pace.schedule(Period.parse("2022"), Period.parse("2022-H1"))
    assert pace.points_ahead(Measured(Fraction("85.2"), "%"), half).at(1) == Decimal("35.2")


def test_points_ahead_carry_the_reason_of_what_is_missing() -> None:
    no_target = attainment(Decimal(5), None)
    ahead = pace.points_ahead(no_target, pace.schedule(YEAR, EIGHT))
    assert ahead.missing == message("missing.no_target")
    assert ahead.unit == "个百分点"


# -- needed pace --------------------------------------------------------------------------


def yuan(text: str) -> Quantity:
    return Quantity.parse(text + "亿元")


def test_needed_pace_spreads_the_rest_over_the_months_left() -> None:
    found = pace.needed_pace(yuan("463.4"), yuan("325.7"), YEAR, EIGHT)
    assert found.months_left == 4
    assert found.rest.text() == "137.7亿元"
    assert found.per_month.text(digits=2) == "34.43亿元"  # 137.7 / 4 = 34.425: half up
    assert found.growth.missing is not None


def test_needed_growth_compares_the_rest_with_the_same_months() -> None:
    # 1,060 − 500 = 560 in the rest; last year 1,000 − 520 = 480: +16.7%
    found = pace.needed_pace(yuan("1060"), yuan("500"), YEAR, EIGHT, yuan("1000"), yuan("520"))
    assert found.growth.text() == "16.7%"


def test_needed_pace_converts_units() -> None:
    found = pace.needed_pace(yuan("1"), Quantity.parse("4000万元"), YEAR, EIGHT)
    assert found.rest.text() == "0.6亿元"


def test_nothing_is_needed_once_the_target_is_reached() -> None:
    found = pace.needed_pace(yuan("5"), yuan("6"), YEAR, EIGHT, yuan("4"), yuan("2"))
    assert found.per_month.exact == 0
    assert found.growth.missing == message("facts.nothing_left")


def test_no_pace_after_the_end() -> None:
    found = pace.needed_pace(yuan("5"), yuan("4"), YEAR, YEAR, yuan("4"), yuan("4"))
    assert found.rest.exact == 1
    assert found.per_month.missing == message("facts.no_months_left")
    assert found.growth.missing == message("facts.no_months_left")


def test_no_pace_without_a_value() -> None:
    found = pace.needed_pace(yuan("5"), None, YEAR, EIGHT)
    assert found.rest.missing == message("missing.no_value")


def test_a_span_of_days_has_its_part_of_twelve_months() -> None:
    campaign = Period.parse("2023-03-01/2023-05-12")  # 73 days: 2.4 months
    found = pace.needed_pace(yuan("12"), yuan("0"), campaign, date(2023, 2, 1))
    assert found.months_left == Fraction(12, 5)
    assert found.per_month.at(1) == Decimal(5)


# -- columns ------------------------------------------------------------------------------


@given(AMOUNTS, AMOUNTS, st.integers(0, 60), st.integers(1, 60), DIGITS)
def test_points_ahead_columns_equal_the_exact_difference(
    actual: int, target: int, done: int, of: int, digits: int
) -> None:
    scheduled = Measured(Fraction(100 * done, of), "%")
    one = pace.points_ahead(attainment(Decimal(actual), Decimal(target)), scheduled)
    rows = column(actual), column(target), column(done), column(of)
    assert only(pace.points_ahead_each(*rows, mask(True), digits)) == steps_of(one, digits)
    assert only(pace.schedules(column(done), column(of), digits)) == steps_of(scheduled, digits)


@given(AMOUNTS, AMOUNTS, st.integers(0, 11), st.integers(0, 6), DIGITS)
def test_needed_columns_equal_the_exact_need(
    target: int, actual: int, left: int, given_digits: int, digits: int
) -> None:
    aim, done = (Quantity.of(Decimal(n).scaleb(-given_digits), "元") for n in (target, actual))
    through = Period.to_date(2024, 12 - left)
    one = pace.needed_pace(aim, done, YEAR, through).per_month
    rows = column(target), column(actual), column(left)
    many = pace.needed_each_month(*rows, mask(True), given_digits, digits)
    assert only(many) == steps_of(one, digits)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, DIGITS)
def test_needed_growth_columns_equal_the_exact_growth(
    target: int, actual: int, base: int, base_to_date: int, digits: int
) -> None:
    amounts = [Quantity.of(n, "元") for n in (target, actual, base, base_to_date)]
    one = pace.needed_pace(amounts[0], amounts[1], YEAR, EIGHT, amounts[2], amounts[3]).growth
    rows = [column(n) for n in (target, actual, base, base_to_date)]
    assert only(pace.needed_growths(*rows, mask(True), digits)) == steps_of(one, digits)


def test_a_target_without_months_has_no_schedule() -> None:
    _, has = pace.schedules(column(1), column(0), 1)
    assert not has[0]
    _, has = pace.points_ahead_each(*[column(n) for n in (1, 5, 1, 0)], mask(True), 1)
    assert not has[0]


def test_a_row_without_months_left_is_missing() -> None:
    _, has = pace.needed_each_month(column(5), column(1), column(0), np.array([True]), 0, 0)
    assert not has[0]
