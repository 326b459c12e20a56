"""Shares that land: competing ends, cases under way, and what may be expected of the open ones."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.cases import expected_landing, incidence
from kaifang.cases.errors import SurvivalUnsound

LANDED, DROPPED, OPEN = 1, 2, 0
CASES = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([OPEN, LANDED, DROPPED])), min_size=1
)


def by_definition(cases: list[tuple[int, int]], upto: int) -> tuple[Fraction, Fraction]:
    """Aalen–Johansen and Kaplan–Meier day by day, in fractions."""
    waiting, landed = Fraction(1), Fraction(0)
    for day in range(upto + 1):
        at_risk = sum(age >= day for age, _ in cases)
        ended = sum(age == day and end != OPEN for age, end in cases)
        here = sum(age == day and end == LANDED for age, end in cases)
        if ended:
            landed += waiting * Fraction(here, at_risk)
            waiting *= 1 - Fraction(ended, at_risk)
    return landed, waiting


@given(CASES, st.integers(0, 14))
def test_shares_follow_their_definition(cases: list[tuple[int, int]], day: int) -> None:
    ages, ends = np.array(cases).T
    found = incidence(ages.astype(float), ends)
    landed, waiting = by_definition(cases, day)
    assert found.at(day) == pytest.approx(float(landed))
    assert found.waiting_at(day) == pytest.approx(float(waiting))
    assert (found.low <= found.share + 1e-12).all()
    assert (found.share <= found.high + 1e-12).all()


def test_competing_ends_do_not_overstate_landing() -> None:
    """Ten signed: four land on day 10, six are dropped on day 5. Four of ten landed, no more.

    With the dropped ones treated as censored, all who are left on day 10 land: 100 %.
    """
    ages, ends = np.array([10.0] * 4 + [5.0] * 6), np.array([LANDED] * 4 + [DROPPED] * 6)
    assert incidence(ages, ends).at(10) == pytest.approx(0.4)
    assert incidence(ages, np.where(ends == DROPPED, OPEN, ends)).at(10) == 1.0


def test_without_censoring_the_interval_is_that_of_a_proportion() -> None:
    """30 of 100 landed at once: the standard error is the root of 0.3 x 0.7 / 100."""
    found = incidence(np.array([1.0] * 30 + [2.0] * 70), np.array([LANDED] * 30 + [DROPPED] * 70))
    assert found.high[0] - found.share[0] == pytest.approx(1.959964 * (0.3 * 0.7 / 100) ** 0.5)
    assert found.high[1] == pytest.approx(found.high[0])


def test_a_case_counts_from_the_day_it_came_under_observation() -> None:
    """Of two, one entered at age 5: on day 3 only the other was at risk, so half is not lost."""
    found = incidence(
        np.array([3.0, 8.0]), np.array([DROPPED, LANDED]), entered=np.array([0.0, 5.0])
    )
    assert found.at_risk.tolist() == [1, 1]


def test_open_cases_are_expected_to_land_as_those_before_them() -> None:
    """Of 100 closed cases half landed on day 10 and half were dropped on day 20.

    Twenty open ones of age 5 will have landed by day 15 with chance one half each: 10 expected.
    The interval can be no narrower than that of twenty coins.
    """
    ages = np.array([10.0] * 50 + [20.0] * 50 + [5.0] * 20)
    ends = np.array([LANDED] * 50 + [DROPPED] * 50 + [OPEN] * 20)
    found = expected_landing(ages, ends, 10.0)
    assert (found.open, found.unknown) == (20, 0)
    assert found.expected == pytest.approx(10.0)
    coins = np.cumsum([comb(20, heads) / 2**20 for heads in range(21)])
    assert found.low <= np.searchsorted(coins, 0.05) < np.searchsorted(coins, 0.95) <= found.high
    assert expected_landing(ages, ends, 10.0) == found


def test_of_cases_older_than_any_seen_nothing_is_said() -> None:
    ages, ends = np.array([1.0, 2.0, 9.0]), np.array([LANDED, LANDED, OPEN])
    found = expected_landing(ages, ends, 5.0)
    assert (found.open, found.unknown, found.expected) == (1, 1, 0.0)
    assert incidence(ages, ends).within(9.0, 5.0) is None
    found = expected_landing(np.array([1.0, 2.0, 2.0]), np.array([LANDED, LANDED, LANDED]), 5.0)
    assert (found.open, found.expected) == (0, 0.0)


def test_of_a_time_behind_the_greatest_age_nothing_is_said_while_some_wait() -> None:
    """The oldest is 100 days old and waits: of the next 40 days nobody knows what day 101 brings.

    The one of 50 days will be 90, which has been seen: of five at risk behind day 50 one landed,
    on day 80. Had all come to an end by day 100, there were nothing left to know.
    """
    ages = np.array([80.0, 50.0, 100.0, 90.0, 95.0, 96.0])
    ends = np.array([LANDED, OPEN, OPEN, OPEN, OPEN, OPEN])
    found = expected_landing(ages, ends, 40.0)
    assert (found.open, found.unknown) == (5, 4)
    assert found.expected == pytest.approx(1 / 5)
    over = expected_landing(np.array([100.0, 80.0, 50.0]), np.array([LANDED, LANDED, OPEN]), 900.0)
    assert (over.open, over.unknown, over.expected) == (1, 0, pytest.approx(1.0))


def test_who_ends_on_entering_was_never_at_risk() -> None:
    with pytest.raises(SurvivalUnsound):
        incidence(np.array([5.0, 6.0]), np.array([LANDED, LANDED]), entered=np.array([5.0, 0.0]))
    at_once = incidence(np.array([0.0, 6.0]), np.array([LANDED, LANDED]))
    assert at_once.share.tolist() == [0.5, 1.0]


@pytest.mark.parametrize("age", [-1.0, np.nan, np.inf])
def test_durations_that_are_none_are_refused(age: float) -> None:
    with pytest.raises(SurvivalUnsound) as refusal:
        incidence(np.array([1.0, age]), np.array([LANDED, OPEN]))
    assert refusal.value.code == "KF-CASE-004"
