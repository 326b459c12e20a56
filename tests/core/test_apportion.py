"""Parts add up to the total to the last digit, floors hold, fixed parts stay."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaifang.core.apportion import CannotApportion, apportion, at_least

D = Decimal
CITIES = ("沈阳", "大连", "鞍山", "抚顺", "本溪")


def cents(most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most).map(lambda n: D(n).scaleb(-2))


TOTALS = cents(10**11)
WEIGHTS = st.dictionaries(st.sampled_from(CITIES), cents(10**8), min_size=1).filter(
    lambda weights: any(weights.values())
)


def weights(*values: str) -> dict[str, Decimal]:
    return {city: D(value) for city, value in zip(CITIES, values, strict=False)}


def test_largest_remainders_take_what_is_left() -> None:
    # 100 * 41/98 = 41.84, 100 * 32/98 = 32.65, 100 * 25/98 = 25.51: two steps are left over
    assert apportion(D(100), weights("41", "32", "25"), 0) == weights("42", "33", "25")


def test_ties_go_to_the_earlier() -> None:
    assert apportion(D(2), weights("1", "1", "1"), 0) == weights("1", "1", "0")
    assert apportion(D("0.1"), weights("1", "1"), 1) == weights("0.1", "0.0")


def test_digits_are_kept_in_the_parts() -> None:
    parts = apportion(D(7724), weights("3", "1"), 1)
    assert [str(part) for part in parts.values()] == ["5793.0", "1931.0"]


def test_a_total_with_many_digits_is_split_exactly() -> None:
    parts = apportion(D("12345678901234567890123456789.01"), weights("1", "2"), 2)
    assert parts["沈阳"] == D("4115226300411522630041152263.00")
    assert parts["大连"] == D("8230452600823045260082304526.01")


def test_fixed_parts_stay_and_the_rest_is_spread() -> None:
    parts = apportion(D(100), weights("1", "1", "1"), 0, fixed={"大连": D(50)})
    assert parts == weights("25", "50", "25")


def test_a_part_is_raised_to_its_floor_at_the_others_cost() -> None:
    parts = apportion(D(100), weights("8", "1", "1"), 0, floors={"鞍山": D(20)})
    # 鞍山 takes 20; 80 over 8:1 is 71.11 and 8.89
    assert parts == weights("71", "9", "20")


def test_raising_one_may_push_another_to_its_floor() -> None:
    floors = {"大连": D(30), "鞍山": D(30)}
    assert apportion(D(90), weights("3", "3", "1"), 0, floors=floors) == weights("30", "30", "30")


def test_a_floor_between_two_steps_is_rounded_up() -> None:
    parts = apportion(D(10), weights("1", "0"), 0, floors={"大连": D("2.3")})
    assert parts == weights("7", "3")


def test_nothing_to_split_gives_zeros() -> None:
    assert apportion(D(0), weights("0", "0"), 1) == weights("0.0", "0.0")


def test_pressed_parts_are_each_rounded_up() -> None:
    assert at_least(D(100), weights("1", "1", "1"), 0) == weights("34", "34", "34")
    assert at_least(D(100), weights("1", "1"), 0) == weights("50", "50")
    assert at_least(D("100.05"), weights("1", "1"), 1) == weights("50.1", "50.1")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"total": D("1.05")}, "1.05 has more decimals"),
        ({"total": D(-1)}, "-1 is negative"),
        ({"weights": weights("1", "-1")}, "-1 is negative"),
        ({"weights": weights("0", "0")}, "nobody is left"),
        ({"fixed": {"沈阳": D(11)}}, "exceed the total"),
        ({"fixed": {"沈阳": D(1), "大连": D(1)}}, "nobody is left"),
        ({"fixed": {"沈阳": D("0.55")}}, "0.55 has more decimals"),
        ({"fixed": {"锦州": D(1)}}, "锦州 has no weight"),
        ({"floors": {"沈阳": D(6), "大连": D(5)}}, "exceed the total"),
        ({"floors": {"锦州": D(1)}}, "锦州 has no weight"),
    ],
)
def test_what_cannot_be_split_says_why(given: dict[str, Any], why: str) -> None:
    arguments: dict[str, Any] = {"total": D(10), "weights": weights("1", "1"), "digits": 1} | given
    with pytest.raises(CannotApportion) as caught:
        apportion(**arguments)
    assert why in caught.value.text("en")
    assert caught.value.text("zh")


@given(TOTALS, WEIGHTS)
def test_parts_add_up_and_stay_within_a_step_of_their_share(
    total: Decimal, shares: dict[str, Decimal]
) -> None:
    parts = apportion(total, shares, 2)
    assert sum(parts.values()) == total
    whole = sum(shares.values())
    for key, part in parts.items():
        assert abs(part - total * shares[key] / whole) < D("0.0100001")


@given(TOTALS, WEIGHTS, st.dictionaries(st.sampled_from(CITIES), cents(10**10)))
def test_floors_hold_whenever_they_fit(
    total: Decimal, shares: dict[str, Decimal], floors: dict[str, Decimal]
) -> None:
    floors = {key: floor for key, floor in floors.items() if key in shares}
    assume(sum(floors.values()) <= total)
    assume(not floors or floors.keys() != shares.keys())
    try:
        parts = apportion(total, shares, 2, floors=floors)
    except CannotApportion:
        # only where those without a floor weigh nothing
        assert not any(weight for key, weight in shares.items() if key not in floors)
        return
    assert sum(parts.values()) == total
    assert all(parts[key] >= floor for key, floor in floors.items())


@given(TOTALS, WEIGHTS, cents(10**11))
def test_fixed_parts_are_kept(total: Decimal, shares: dict[str, Decimal], part: Decimal) -> None:
    key = next(iter(shares))
    assume(part <= total and any(weight for other, weight in shares.items() if other != key))
    parts = apportion(total, shares, 2, fixed={key: part})
    assert parts[key] == part
    assert sum(parts.values()) == total


@given(TOTALS, WEIGHTS)
def test_pressed_parts_reach_the_total_and_no_more_than_needed(
    total: Decimal, shares: dict[str, Decimal]
) -> None:
    parts = at_least(total, shares, 2)
    assert total <= sum(parts.values()) < total + D("0.01") * len(parts)
