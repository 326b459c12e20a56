"""Amounts are exact, scales convert exactly, and what differs in kind never mixes."""

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.units import (
    MissingRate,
    NotANumber,
    Quantity,
    Rate,
    UnitMismatch,
    UnknownUnit,
    known_units,
    number_text,
    round_half_up,
    unit,
)

parse = Quantity.parse
RATE = Rate("USD", "CNY", Decimal("6.37"), date(2021, 12, 31), "中国人民银行")
AMOUNTS = st.decimals(-(10**15), 10**15, places=4, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("written", "code", "value"),
    [
        ("7724亿元", "元", "772400000000"),
        ("7724亿元", "万元", "77240000"),
        ("7724亿元", "万亿元", "0.7724"),
        ("2.2万亿元", "亿元", "22000"),
        ("772400000000元", "亿元", "7724"),
        ("2.2万亿元", "元", "2200000000000"),
        ("3500万元", "亿元", "0.35"),
        ("3500万元", "元", "35000000"),
        ("1元", "万亿元", "0.000000000001"),
        ("1255万标箱", "标箱", "12550000"),
        ("12550000标箱", "万标箱", "1255"),
        ("1255万TEU", "万标箱", "1255"),
        ("7.6亿吨", "万吨", "76000"),
        ("1.2万家", "家", "12000"),
        ("739万人次", "人次", "7390000"),
        ("31.5亿美元", "万美元", "315000"),
        ("12345678901234567.89元", "亿元", "123456789.0123456789"),
        ("-12.5亿元", "万元", "-125000"),
    ],
)
def test_scales_convert_exactly(written: str, code: str, value: str) -> None:
    converted = parse(written).to(code)
    assert converted.value == Decimal(value)
    assert converted == parse(written)
    assert converted.to(parse(written).unit).value == parse(written).value


def test_a_scale_word_is_its_power_of_ten() -> None:
    powers = {"": 0, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "百亿": 10}
    powers |= {"千亿": 11, "万亿": 12}
    assert {word: unit(f"{word}元").factor for word in powers} == {
        word: 10**power for word, power in powers.items()
    }


@pytest.mark.parametrize(
    ("one", "other"),
    list(permutations(["17.6%", "6个百分点", "2.4倍", "80分", "3位", "12家"], 2)),
)
def test_percent_points_and_multiples_never_mix(one: str, other: str) -> None:
    with pytest.raises(UnitMismatch):
        parse(one).to(parse(other).unit)
    assert parse(one) != parse(other)


@pytest.mark.parametrize(
    ("one", "other"),
    list(permutations(["60个工作日", "60天", "60小时", "60个工作小时", "60分钟", "60个月"], 2)),
)
def test_working_days_days_and_hours_never_mix(one: str, other: str) -> None:
    with pytest.raises(UnitMismatch):
        parse(one) + parse(other)


@pytest.mark.parametrize(
    ("alias", "code"),
    [("日", "天"), ("工作日", "个工作日"), ("百分点", "个百分点"), ("％", "%"), ("名", "人")],
)
def test_further_names_of_a_unit_are_the_same_unit(alias: str, code: str) -> None:
    assert unit(alias) is unit(code)


def test_dollars_become_yuan_with_the_rate_of_a_day_only() -> None:
    assert parse("31.5亿美元").to("亿元", RATE).value == Decimal("200.655")
    with pytest.raises(MissingRate) as caught:
        parse("31.5亿美元").to("亿元")
    assert caught.value.code == "KF-CORE-010"
    with pytest.raises(MissingRate):
        parse("31.5亿欧元").to("亿元", RATE)


def test_yuan_become_dollars_without_a_rounded_reciprocal() -> None:
    assert parse("637万元").to("万美元", RATE).value == 100
    assert parse("200.655亿元").to("亿美元", RATE).value == Decimal("31.5")


def test_a_rate_does_not_turn_trains_into_money() -> None:
    with pytest.raises(UnitMismatch):
        parse("632列").to("元", RATE)


def test_a_rate_is_positive() -> None:
    with pytest.raises(NotANumber):
        Rate("USD", "CNY", Decimal(0), date(2021, 12, 31), "")


def test_sums_keep_the_unit_of_the_first_and_every_digit() -> None:
    assert str(parse("3312.6亿元") + parse("4411.4亿元")) == "7724.0亿元"
    assert str(parse("1亿元") - parse("0.01元")) == "0.9999999999亿元"
    exact = parse("12345678901234567.89元") + parse("0.01元")
    assert str(exact) == "12345678901234567.90元"


def test_equal_amounts_are_equal_in_any_unit() -> None:
    assert parse("7724亿元") == parse("772400000000元") == parse("7,724.0亿元")
    assert len({parse("7724亿元"), parse("0.7724万亿元")}) == 1
    assert parse("7724亿元") != parse("7724亿美元")
    assert parse("1天") != "1天"


@given(AMOUNTS, st.sampled_from(["元", "万元", "亿元", "万亿元"]), st.sampled_from(["元", "亿元"]))
def test_conversion_there_and_back_loses_nothing(value: Decimal, one: str, other: str) -> None:
    quantity = Quantity.of(value, one)
    assert quantity.to(other).to(one).value == value
    assert quantity.to(other) == quantity


@given(AMOUNTS)
def test_what_is_written_reads_back(value: Decimal) -> None:
    quantity = Quantity.of(value, "亿元")
    assert parse(str(quantity)) == quantity
    assert parse(quantity.text()) == quantity


@pytest.mark.parametrize(
    "written", ["", "亿元", "12..5亿元", "1,23亿元", "1e5元", "NaN元", "十二家", "12 3家", "9" * 41]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises((NotANumber, UnknownUnit)):
        parse(written)


@pytest.mark.parametrize("value", [1.5, "NaN", "Infinity", "1e99", Decimal("sNaN"), None, "九"])
def test_floats_and_what_is_not_finite_are_no_amounts(value: object) -> None:
    with pytest.raises(NotANumber):
        Quantity.of(value, "元")  # type: ignore[arg-type]


def test_an_unknown_unit_names_the_nearest() -> None:
    with pytest.raises(UnknownUnit) as caught:
        parse("6百分点数")
    assert "百分点" in caught.value.near
    assert caught.value.params["found"] == "百分点数"


@pytest.mark.parametrize(
    ("written", "digits", "zh", "en"),
    [
        ("7724亿元", 1, "7,724.0亿元", "772.40 billion yuan"),
        ("7724亿元", None, "7,724亿元", "772.4 billion yuan"),
        ("20亿元", None, "20亿元", "2 billion yuan"),
        ("0.5亿元", None, "0.5亿元", "50 million yuan"),
        ("0.5亿元", 1, "0.5亿元", "50 million yuan"),
        ("22000亿元", None, "22,000亿元", "2,200 billion yuan"),
        ("2.2万亿元", None, "2.2万亿元", "2.2 trillion yuan"),
        ("3000万美元", None, "3,000万美元", "30 million US dollars"),
        ("1255万标箱", None, "1,255万标箱", "12.55 million TEU"),
        ("3万人", None, "3万人", "30,000 persons"),
        ("5百万元", None, "5百万元", "5 million yuan"),
        ("5千家", None, "5千家", "5,000 firms or bodies"),
        ("300亿级", None, "300亿级", "30 billion class"),
        ("0亿元", 1, "0.0亿元", "0 yuan"),
        ("17.6%", 1, "17.6%", "17.6%"),
        ("-3.25%", 1, "−3.3%", "−3.3%"),
        ("-0.04%", 1, "0.0%", "0.0%"),
        ("6个百分点", None, "6个百分点", "6 percentage points"),
        ("1列", None, "1列", "1 train"),
        ("632列", 0, "632列", "632 trains"),
        ("19个", None, "19个", "19"),
        ("2.4倍", 1, "2.4倍", "2.4 times"),
        ("7位", 1, "7位", "7th place"),
        ("11位", 0, "11位", "11th place"),
        ("22位", 0, "22位", "22nd place"),
        ("-12.5亿元", 1, "−12.5亿元", "−1.25 billion yuan"),
    ],
)
def test_text_in_both_languages(written: str, digits: int | None, zh: str, en: str) -> None:
    quantity = parse(written)
    assert quantity.text("zh", digits) == zh
    assert quantity.text("en", digits) == en


def test_every_unit_has_an_english_name_and_a_text() -> None:
    for one in known_units():
        assert one.name.en
        assert not set(one.name.en) & set("个家项列条万亿千百元")
        assert Quantity.of(2, one.code).text("en").startswith(("2", "0"))


def test_no_unit_is_listed_twice() -> None:
    codes = [one.code for one in known_units()]
    assert len(codes) == len(set(codes))
    assert len(codes) > 300


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [("0.05", 1, "0.1"), ("-0.05", 1, "-0.1"), ("2.345", 2, "2.35"), ("7724", 0, "7724")],
)
def test_half_is_rounded_away_from_zero(value: str, digits: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(value), digits)) == rounded
    assert str(parse(f"{value}亿元").rounded(digits)) == f"{rounded}亿元"


def test_numbers_have_thousands_and_a_true_minus() -> None:
    assert number_text(Decimal("-1234567.5")) == "−1,234,567.5"
    assert number_text(Decimal("1E+3")) == "1,000"
