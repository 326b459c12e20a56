"""Months and longer pieces added up, and growth over the same months."""

from decimal import Decimal

from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.facts.to_date import cumulate, growth_to_date


def monthly(year: int, *values: str) -> dict[Period, Decimal]:
    return {Period.month(year, m): Decimal(v) for m, v in enumerate(values, 1)}


def test_to_date_growth_compares_the_same_months() -> None:
    values = monthly(2021, "10", "10", "10", "999") | monthly(2022, "11", "12", "13")
    grown = growth_to_date(values, Period.parse("2022-01/2022-03"))
    assert grown.at(1) == Decimal("20.0")  # 36 over 30; April 2021 is left out


def test_to_date_growth_names_the_month_that_is_missing() -> None:
    values = monthly(2021, "10", "10") | monthly(2022, "11", "12", "13")
    grown = growth_to_date(values, Period.parse("2022-Q1"))
    assert grown.missing == message("facts.no_pieces", period=Period.parse("2021-03").name())


def test_combined_january_and_february_count_as_one_piece() -> None:
    values = {Period.parse("2022-01/2022-02"): Decimal(20)} | monthly(2022, "99")
    values[Period.parse("2022-03")] = Decimal(5)
    assert cumulate(values, Period.parse("2022-Q1")) == (Decimal(25), None)
