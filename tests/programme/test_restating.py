"""A table that prints a month and its total to date implies the total before: 上月被修订."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from kaifang.core.observation import Observation
from kaifang.core.statement import Authority
from kaifang.programme.restating import restated
from tests.programme.memory import level

DALIAN, JUNE = "210200", date(2022, 7, 18)


def table(month: str, total: str, code: str = "2022-06") -> list[Observation]:
    """June's row of a customs table: the month and January to June."""
    to_date = f"2022-01/{code}"
    return [
        level("trade.exports", DALIAN, code, month, JUNE),
        level("trade.exports", DALIAN, to_date, total, JUNE),
    ]


def knowing(value: str | None) -> Callable[[Observation], Observation | None]:
    """A store that knows January to May, or nothing."""

    def known(about: Observation) -> Observation | None:
        assert about.period.code == "2022-01/2022-05"
        if value is None:
            return None
        return level("trade.exports", DALIAN, about.period.code, value, date(2022, 6, 18))

    return known


def test_total_that_no_longer_adds_up_was_revised() -> None:
    # 640.0 to June less 110.0 in June is 530.0 to May, which was 528.6.
    (found,) = restated(table("110.0", "640.0"), knowing("528.6"))
    assert (found.known.value, found.implied.value) == (Decimal("528.6"), Decimal("530.0"))
    assert found.difference == Decimal("1.4")
    assert found.implied.authority is Authority.DERIVED
    assert found.implied.period.code == "2022-01/2022-05"


# Half a unit each: 0.05 for the month and for the total; 0.05, 0.005 or 0.5 for what was known.
@pytest.mark.parametrize("known", ["530.0", "530.1", "529.9", "530.10", "530"])
def test_difference_within_rounding_says_nothing(known: str) -> None:
    assert restated(table("110.0", "640.0"), knowing(known)) == []


@pytest.mark.parametrize("known", ["530.2", "529.8", "530.11", "531"])
def test_difference_beyond_rounding_is_told(known: str) -> None:
    assert len(restated(table("110.0", "640.0"), knowing(known))) == 1


def test_nothing_known_is_nothing_revised() -> None:
    assert restated(table("110.0", "640.0"), knowing(None)) == []


def test_january_has_no_earlier_total() -> None:
    january = [level("trade.exports", DALIAN, "2022-01", "110.0", JUNE)]
    assert restated(january, knowing("1")) == []


def test_table_without_the_month_implies_nothing() -> None:
    assert restated(table("110.0", "640.0")[1:], knowing("1")) == []


def test_a_month_of_nothing_implies_a_total_too() -> None:
    # 640.0 to June with nothing in June is 640.0 to May, which was 528.6
    (found,) = restated(table("0", "640.0"), knowing("528.6"))
    assert found.implied.value == Decimal("640.0")
