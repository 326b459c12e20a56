"""Ranks are given on values as printed, and shared by equals."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.ranking import rank

D = Decimal


def test_equals_share_a_rank_and_the_next_is_skipped() -> None:
    values = {"沈阳": D(5), "大连": D(9), "鞍山": D(5), "抚顺": D(1)}
    assert rank(values, 0) == {"沈阳": 2, "大连": 1, "鞍山": 2, "抚顺": 4}


def test_values_are_rounded_before_they_are_ranked() -> None:
    values = {"沈阳": D("6.04"), "大连": D("6.00"), "鞍山": D("6.05")}
    assert rank(values, 1) == {"沈阳": 2, "大连": 2, "鞍山": 1}
    assert rank(values, 2) == {"沈阳": 2, "大连": 3, "鞍山": 1}


def test_the_smallest_leads_where_less_is_better() -> None:
    values = {"沈阳": D(20), "大连": D("12.5"), "鞍山": D(-3)}
    assert rank(values, 1, descending=False) == {"沈阳": 3, "大连": 2, "鞍山": 1}


def test_a_missing_value_has_no_rank_and_takes_no_place() -> None:
    assert rank({"沈阳": None, "大连": D(0)}, 1) == {"沈阳": None, "大连": 1}
    assert rank({}, 1) == {}


@given(st.lists(st.decimals(-100, 100, places=2), max_size=20))
def test_a_rank_counts_those_that_are_better(values: list[Decimal]) -> None:
    ranks = rank({str(n): value for n, value in enumerate(values)}, 2)
    for n, value in enumerate(values):
        assert ranks[str(n)] == 1 + sum(other > value for other in values)
