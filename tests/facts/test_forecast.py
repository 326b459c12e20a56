"""The year's end by hand, and the stated level against what happens in the long run."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.messages import message
from kaifang.facts.forecast import NoSuchMonth, forecast

D = Decimal


def year(month: int, then: str, end: str = "100") -> list[Decimal | None]:
    """Totals to date of a year, of which only two are known."""
    totals: list[Decimal | None] = [None] * 12
    totals[month - 1], totals[11] = D(then), D(end)
    return totals


FIVE = {2017 + n: year(6, share) for n, share in enumerate(("44", "40", "46", "45", "42"))}


def test_the_point_is_now_over_the_median_share() -> None:
    found = forecast(D(55), 6, FIVE)
    assert found.value == D("125.0")  # 55 / 0.44
    assert found.low == D("119.6")  # 55 / 0.46
    assert found.high == D("137.5")  # 55 / 0.40
    assert found.level == Fraction(4, 6)
    assert found.shares == tuple(Fraction(n, 100) for n in (44, 40, 46, 45, 42))


def test_an_even_number_of_years_has_its_median_between_two() -> None:
    four = {y: FIVE[y] for y in (2017, 2018, 2019, 2020)}
    assert forecast(D(89), 6, four, digits=0).value == D(200)  # 0.44 and 0.45: 0.445


def test_many_years_leave_the_outermost_out() -> None:
    twenty = {1990 + n: year(6, str(40 + n)) for n in range(19)}
    found = forecast(D(50), 6, twenty, digits=0)
    assert found.level == Fraction(16, 20)  # the second smallest and the second largest
    assert (found.low, found.high) == (D(88), D(122))  # 50 / 0.57 and 50 / 0.41


def test_a_year_without_this_month_or_december_does_not_count() -> None:
    gaps = FIVE | {2017: [*year(6, "44")[:11], None], 2018: [None] * 11 + [D(100)]}
    assert len(forecast(D(55), 6, gaps).shares) == 3
    zeros = FIVE | {2017: year(6, "0"), 2018: year(6, "40", "0")}
    assert len(forecast(D(55), 6, zeros).shares) == 3


def test_january_is_a_month_too() -> None:
    three = {2018 + n: year(1, share) for n, share in enumerate(("8", "10", "9"))}
    assert forecast(D(9), 1, three, digits=0).value == D(100)


@pytest.mark.parametrize("have", [0, 1, 2])
def test_too_little_history_says_so(have: int) -> None:
    short = dict(list(FIVE.items())[:have])
    found = forecast(D(55), 6, short, target=D(100))
    assert found.reason == message("missing.no_history", need=3, have=have)
    assert (found.value, found.low, found.level, found.probability) == (None,) * 4


def test_nothing_is_forecast_from_nothing() -> None:
    assert forecast(None, 6, FIVE).reason == message("missing.no_value")
    assert forecast(D(0), 6, FIVE).reason == message("facts.forecast.nothing_yet")


def test_the_whole_year_is_no_forecast() -> None:
    found = forecast(D("99.96"), 12, {}, target=D(100))
    assert (found.value, found.low, found.high) == (D("100.0"),) * 3
    assert found.probability == 0
    assert found.backtest is None


@pytest.mark.parametrize("month", [0, 13])
def test_there_are_twelve_months(month: int) -> None:
    with pytest.raises(NoSuchMonth):
        forecast(D(1), month, FIVE)


@pytest.mark.parametrize(
    ("target", "probability"),
    [
        ("55", Fraction(1)),  # already reached
        ("119", Fraction(11, 12)),  # needs a share of 46.2% at most: all five below
        ("125", Fraction(7, 12)),  # needs 44%: 40, 42 and 44 do
        ("140", Fraction(1, 12)),  # needs 39.3%: none
    ],
)
def test_probability_of_the_target(target: str, probability: Fraction) -> None:
    assert forecast(D(55), 6, FIVE, target=D(target)).probability == probability


def test_the_back_test_leaves_one_year_out() -> None:
    three = {y: FIVE[y] for y in (2017, 2018, 2019)}  # 44, 40, 46
    tested = forecast(D(55), 6, three).backtest
    assert tested is not None
    # 2017 from 40 and 46: 44 / 0.43 = 102.33; 2018: 40 / 0.45 = 88.89; 2019: 46 / 0.42 = 109.52
    forecasts = [one.forecast for one in tested.replays]
    assert forecasts == [Fraction(4400, 43), Fraction(4000, 45), Fraction(4600, 42)]
    assert float(tested.mean_error) == pytest.approx((2.3256 + 11.1111 + 9.5238) / 3, abs=1e-3)
    assert [one.is_within for one in tested.replays] == [True, False, False]
    assert tested.coverage == Fraction(1, 3)
    assert tested.stated == Fraction(1, 3)  # two years: (2 − 1) / (2 + 1)
    assert tested.says.zh == "回测3年：平均误差7.7%，区间命中1年，应有约33%"


@given(
    st.lists(st.integers(10, 90), min_size=3, max_size=12),
    st.integers(1, 10**6),
    st.integers(1, 10**6),
)
def test_the_point_lies_within_its_interval(shares: list[int], now: int, target: int) -> None:
    history = {2000 + n: year(6, str(share)) for n, share in enumerate(shares)}
    found = forecast(D(now), 6, history, target=D(target))
    assert found.low is not None
    assert found.value is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high
    assert found.probability is not None
    assert 0 < found.probability <= 1


@pytest.mark.parametrize("years", [3, 5, 9, 19])
def test_the_stated_level_holds_in_the_long_run(years: int) -> None:
    """Shares of 1,500 invented years in any one law: the interval holds as often as it says."""
    draws = np.random.default_rng(20_220_125).beta(40, 50, size=(1500, years + 1))
    hits, level = 0, Fraction(0)
    for row in np.round(draws * 10_000).astype(int).tolist():
        history = {n: year(6, str(share), "10000") for n, share in enumerate(row[:-1])}
        found = forecast(D(row[-1]), 6, history, digits=6)
        assert found.low is not None
        assert found.high is not None
        assert found.level is not None
        level = found.level
        hits += found.low <= 10_000 <= found.high
    assert hits / 1500 == pytest.approx(float(level), abs=0.035)
