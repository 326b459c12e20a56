"""Measures by hand calculation, from the documents, and what adds up to what."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.facts import measures
from kaifang.facts.printed import Agreement, agreement

# -- by hand ------------------------------------------------------------------------------


def test_landed_of_signed_projects_of_2020() -> None:
    # document 000: 251 of 384 projects, printed 65.4%
    assert measures.share(Decimal(251), Decimal(384)).text() == "65.4%"


def test_mean_growth_of_funds_from_2019_to_2021() -> None:
    # document 000: 4,680 to 5,949 in two years; sqrt(1.271153...) = 1.12745, printed 13%
    grown = measures.annual_growth(Decimal(5949), Decimal(4680), 2)
    assert grown.text() == "12.7%"
    assert measures.annual_growth(Decimal(5949), Decimal(4680), 2, digits=0).text(digits=0) == "13%"


def test_industrial_share_of_half_year_projects() -> None:
    # 140 of 196 projects, printed 71.4%
    assert measures.share(Decimal(140), Decimal(196)).at(1) == Decimal("71.4")


def test_growth_that_is_told_in_the_dispatch_page() -> None:
    # seed 000: 179 trains are 2.4 times 2020, so 2020 was about 74.6
    assert measures.multiple(Decimal(179), Decimal("74.6")).at(1) == Decimal("2.4")
    # 3,720 / 95 = 39.2, printed as 29.2 times: a contradiction of the source
    times = measures.multiple(Decimal(3720), Decimal(95))
    assert times.at(1) == Decimal("39.2")
    assert times.exact is not None
    assert agreement(Decimal("29.2"), times.exact) is Agreement.DIFFERENT


@pytest.mark.parametrize(
    ("now", "base", "digits", "expected"),
    [
        ("100.05", "100", 1, "0.1"),  # 0.05 exactly: up
        ("99.95", "100", 1, "-0.1"),  # -0.05 exactly: away from zero
        ("100.049999999999999999", "100", 1, "0.0"),
        ("9", "8", 0, "13"),  # 12.5
        ("7", "8", 0, "-13"),
    ],
)
def test_growth_rounds_halves_away_from_zero(
    now: str, base: str, digits: int, expected: str
) -> None:
    assert measures.growth(Decimal(now), Decimal(base)).at(digits) == Decimal(expected)


def test_growth_over_a_zero_base_is_missing_with_the_reason() -> None:
    zero = measures.growth(Decimal(3), Decimal(0), Period.parse("2020").name())
    assert zero.exact is None
    assert zero.missing == message("missing.zero_base", period=Period.parse("2020").name())
    assert zero.missing.zh == "2020年基数为零，增速无意义"
    assert zero.text() == "—"


def test_growth_over_a_negative_base_is_missing_with_the_reason() -> None:
    loss = measures.growth(Decimal(3), Decimal(-2))
    assert loss.missing == message("facts.negative_base", period=message("facts.previous_year"))


def test_growth_without_base_or_value_says_which() -> None:
    year = Period.parse("2020").name()
    assert measures.growth(Decimal(3), None, year).missing == message(
        "missing.no_base", period=year
    )
    assert measures.growth(None, Decimal(3)).missing == message("missing.no_value")


def test_growth_in_points_is_in_points_and_not_in_per_cent() -> None:
    # Liaoning's trade grew by 17.6%, the nation's by 21.4%: 3.8 points less
    behind = measures.lead(Decimal("17.6"), Decimal("21.4"))
    assert behind.quantity(1) is not None
    assert behind.text() == "−3.8个百分点"
    assert behind.text("en") == "−3.8 percentage points"
    assert measures.lead(None, Decimal(1)).missing == message("missing.no_value")


def test_share_of_nothing_is_missing() -> None:
    assert measures.share(Decimal(1), Decimal(0)).missing == message("facts.zero_whole")
    assert measures.share(Decimal(1), Decimal(-1)).missing == message("facts.negative_whole")
    assert measures.share(Decimal(0), Decimal(5)).at(1) == 0


def test_contribution_rate_is_refused_where_it_misleads() -> None:
    # exports +20, imports -10, total +10: exports would give 200%, imports -100%
    exports = measures.contribution_rate(Decimal(120), Decimal(100), Decimal(210), Decimal(200))
    imports = measures.contribution_rate(Decimal(90), Decimal(100), Decimal(210), Decimal(200))
    still = measures.contribution_rate(Decimal(120), Decimal(100), Decimal(200), Decimal(200))
    assert exports.at(0) == 200
    assert imports.missing == message("facts.opposite_signs")
    assert still.missing == message("facts.no_change_of_whole")


def test_contribution_to_a_fall_is_positive_where_both_fell() -> None:
    fall = measures.contribution_rate(Decimal(90), Decimal(100), Decimal(160), Decimal(200))
    assert fall.at(0) == 25


def test_pull_needs_the_base_of_the_whole() -> None:
    assert measures.pull(Decimal(1), Decimal(1), Decimal(0)).exact is None
    assert measures.pull(Decimal(1), None, Decimal(5)).missing == message("missing.no_value")


def test_attainment_is_blank_without_a_target() -> None:
    assert measures.attainment(Decimal(5), None).missing == message("missing.no_target")
    assert measures.attainment(None, Decimal(5)).missing == message("missing.no_value")
    assert measures.attainment(Decimal(5), Decimal(0)).missing == message("facts.zero_target")


def test_mean_growth_has_no_meaning_across_a_sign() -> None:
    across = measures.annual_growth(Decimal(5), Decimal(-1), 3)
    assert across.missing == message("facts.sign_change")
    no_years = measures.annual_growth(Decimal(5), Decimal(1), 0)
    assert no_years.missing == message("missing.not_applicable")


def test_mean_growth_on_a_tie_goes_away_from_zero() -> None:
    # 0.985**2 = 0.970225: −1.5% a year exactly
    assert measures.annual_growth(Decimal("0.970225"), Decimal(1), 2, 0).at(0) == -2
    assert measures.annual_growth(Decimal("1.030225"), Decimal(1), 2, 0).at(0) == 2


# -- decompositions -----------------------------------------------------------------------


PARTS = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=8)


@given(PARTS)
def test_pulls_add_up_to_the_growth(parts: list[tuple[int, int]]) -> None:
    now, base = (sum(column) for column in zip(*parts, strict=True))
    growth = measures.growth(Decimal(now), Decimal(base))
    pulls = [measures.pull(Decimal(n), Decimal(b), Decimal(base)).exact for n, b in parts]
    if base:
        assert sum(pulls) == growth.exact
    else:
        assert pulls == [None] * len(parts)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=8))
def test_contributions_of_parts_that_all_grew_add_up_to_100(grown: list[tuple[int, int]]) -> None:
    parts = [(base + more, base) for base, more in grown]
    now, base = (Decimal(sum(column)) for column in zip(*parts, strict=True))
    rates = [measures.contribution_rate(Decimal(n), Decimal(b), now, base).exact for n, b in parts]
    if now != base:
        assert sum(rates) == 100
