"""Numerals are found and read as Chinese and English spell them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.numerals import chinese_number, english_number, find_numerals
from kaifang.core.numerals.spelling import approximate, number
from kaifang.core.units import NotANumber

DIGITS = "零一二三四五六七八九"


def spelled(n: int) -> str:
    """Spell a whole number below 10**16 in Chinese, by the school rule."""
    if n >= 10**8:
        head, tail, word = n // 10**8, n % 10**8, "亿"
    elif n >= 10**4:
        head, tail, word = n // 10**4, n % 10**4, "万"
    else:
        return below_ten_thousand(n)
    zero = "零" if tail and tail < 10 ** (7 if word == "亿" else 3) else ""
    return spelled(head) + word + zero + (spelled(tail) if tail else "")


def below_ten_thousand(n: int) -> str:
    text, zero = "", False
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // size % 10
        if digit:
            text += ("零" if zero else "") + DIGITS[digit] + word
        zero = bool(text) and digit == 0
    return text or "零"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两千七百二十三亿", "272300000000"),
        ("一百二十二", "122"),
        ("六十五点四", "65.4"),
        ("零点五", "0.5"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("一百一十", "110"),
        ("一百零二", "102"),
        ("一百二", "120"),
        ("三千零五十", "3050"),
        ("一万五", "15000"),
        ("一万零五", "10005"),
        ("一万五千", "15000"),
        ("一亿三千万", "130000000"),
        ("两亿五", "250000000"),
        ("三万亿", "3000000000000"),
        ("万亿", "1000000000000"),
        ("百亿", "10000000000"),
        ("千万", "10000000"),
        ("亿", "100000000"),
        ("十二亿三千四百五十六万七千八百九十", "1234567890"),
        ("二〇二二", "2022"),
        ("一二七八", "1278"),
        ("半", "0.5"),
        ("零", "0"),
    ],
)
def test_chinese_numerals_are_read(text: str, value: str) -> None:
    assert chinese_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "点", "点五", "甲", "三三十", "十十", "百千", "一半", "12", "五点十", "两三", "五六十"],
)
def test_what_is_no_chinese_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber) as caught:
        chinese_number(text)
    assert caught.value.code == "KF-CORE-005"


@given(st.integers(0, 10**16 - 1))
def test_every_spelled_number_is_read(n: int) -> None:
    assert chinese_number(spelled(n)) == n


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("两三", 2, 3),
        ("三五", 3, 5),
        ("二三十", 20, 30),
        ("五六百", 500, 600),
        ("十七八", 17, 18),
        ("一千二三百", 1200, 1300),
    ],
)
def test_two_neighbours_are_a_range(text: str, low: int, high: int) -> None:
    assert approximate(text) == (low, high)


@pytest.mark.parametrize("text", ["二〇二二", "一二三四五", "四三", "二十三", "三十五", "十"])
def test_one_number_is_not_a_range(text: str) -> None:
    assert approximate(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("three", 3),
        ("Twelve", 12),
        ("forty-five", 45),
        ("two hundred and six", 206),
        ("two million three hundred thousand", 2300000),
        ("one billion", 10**9),
    ],
)
def test_english_numbers_are_read(text: str, value: int) -> None:
    assert english_number(text) == value


def test_an_english_word_is_no_number() -> None:
    with pytest.raises(NotANumber):
        english_number("many")


def test_digits_may_be_grouped() -> None:
    assert number("12,345,678.90") == Decimal("12345678.90")
    assert str(number("3312.60")) == "3312.60"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全省货物进出口7724亿元", ["7724", "亿"]),
        ("12项任务、百分之六十", ["12", "百", "六十"]),
        ("压缩一半,两项", ["一半", "两"]),
        ("1,100.5 and 3.4.5", ["1,100.5", "3.4.5"]),
        ("achieve 6.2 billion, three berths, dozens", ["6.2", "billion", "three", "dozens"]),
        ("Double or half of them", ["Double", "half"]),
        ("someone often benefits", []),
        ("双引擎、若干", []),
    ],
)
def test_every_stretch_that_looks_like_a_number_is_found(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_numerals(text)] == found
