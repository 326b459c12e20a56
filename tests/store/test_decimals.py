"""Values to the last digit, or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.store.decimals import decimal_of, digits_of
from kaifang.store.errors import NotFinite, TooManyDecimals, TooManyDigits


@given(st.integers(-(2**63) + 1, 2**63 - 1), st.integers(0, 6))
def test_every_value_of_64_bits_comes_back(digits: int, scale: int) -> None:
    value = Decimal(digits).scaleb(-scale)
    back = decimal_of(*digits_of(value))
    assert back is not None
    assert str(back) == str(value)


@pytest.mark.parametrize(
    "value", ["9223372036854775808", "-9223372036854775808", "123456789012345678.90", "1E+19"]
)
def test_value_of_too_many_digits_is_refused(value: str) -> None:
    with pytest.raises(TooManyDigits):
        digits_of(Decimal(value))


def test_enormous_exponent_is_refused_at_once() -> None:
    with pytest.raises(TooManyDigits):
        digits_of(Decimal("1E+999999"))


def test_seventh_decimal_is_refused_unless_it_is_nothing() -> None:
    with pytest.raises(TooManyDecimals):
        digits_of(Decimal("0.0000001"))
    assert digits_of(Decimal("1.50000000")) == (1_500_000, 6)


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(NotFinite):
        digits_of(Decimal(value))
