"""The edges of the comparators, as decision 0010 sets them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from kaifang.facts.comparing import Better, Comparator, direction, reaches


@pytest.mark.parametrize(
    ("comparator", "wanted", "reached_from", "just_misses"),
    [
        ("eq", "6", "6", "5.999999"),
        ("ge", "6", "6", "5.999999"),
        ("gt", "6", "6.000001", "6"),
        ("about", "6", "5.5", "5.499999"),
        ("about", "6.0", "5.95", "5.949999"),
        ("approx", "850", "849.5", "849.499999"),
        ("le", "60", "60", "60.000001"),
        ("lt", "60", "59.999999", "60"),
    ],
)
def test_edges_where_more_is_better(
    comparator: str, wanted: str, reached_from: str, just_misses: str
) -> None:
    word, mark = Comparator(comparator), Decimal(wanted)
    assert reaches(Fraction(reached_from), mark, word)
    assert not reaches(Fraction(just_misses), mark, word)


@pytest.mark.parametrize(
    ("comparator", "reached_from", "just_misses"),
    [("eq", "60", "60.01"), ("about", "60.5", "60.51"), ("ge", "60", "59.99"), ("lt", "59", "60")],
)
def test_edges_where_less_is_better(comparator: str, reached_from: str, just_misses: str) -> None:
    word = Comparator(comparator)
    assert reaches(Fraction(reached_from), Decimal(60), word, better=Better.DOWN)
    assert not reaches(Fraction(just_misses), Decimal(60), word, better=Better.DOWN)


def test_far_beyond_the_figure_is_reached_too() -> None:
    assert reaches(Fraction(100), Decimal(6), Comparator.ABOUT)
    assert reaches(Fraction(100), Decimal(6))
    assert reaches(Fraction(1), Decimal(6), better=Better.DOWN)


@pytest.mark.parametrize(
    ("found", "is_reached"),
    [("4.5", True), ("5.49", True), ("5.5", False), ("4.49", False)],
)
def test_where_no_side_is_better_the_value_prints_as_the_figure(
    found: str, is_reached: bool
) -> None:
    assert reaches(Fraction(found), Decimal(5), better=Better.NONE) is is_reached


@pytest.mark.parametrize(
    ("better", "found", "is_reached"),
    [
        ("up", "3", True),
        ("up", "2.9", False),
        ("up", "7", True),
        ("down", "5", True),
        ("down", "5.1", False),
        ("none", "3", True),
        ("none", "5", True),
        ("none", "5.1", False),
    ],
)
def test_a_range_is_reached_at_its_nearer_end(better: str, found: str, is_reached: bool) -> None:
    low, high = Decimal(3), Decimal(5)
    found_it = reaches(Fraction(found), low, Comparator.RANGE, high=high, better=Better(better))
    assert found_it is is_reached


def test_the_word_goes_before_the_indicator() -> None:
    assert direction(Comparator.GE, Better.DOWN) is Better.UP
    assert direction(Comparator.LT, Better.UP) is Better.DOWN
    assert direction(Comparator.ABOUT, Better.NONE) is Better.NONE
