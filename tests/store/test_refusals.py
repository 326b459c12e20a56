"""What may not be recorded: nothing enters, and every flaw is named at once."""

from datetime import datetime
from decimal import Decimal

import pytest

from kaifang.core.errors import SeveralErrors
from kaifang.core.observation import Measure, Observation
from kaifang.store.errors import (
    IncompleteObservation,
    NotFinite,
    OtherUnit,
    TooManyDecimals,
    TooManyDigits,
    TooWideTogether,
)
from kaifang.store.models import Batch, Record
from kaifang.store.observations import append
from tests.store.people import CITY, OTHER_CITY, trade

pytestmark = pytest.mark.django_db


def record(*observations: Observation) -> None:
    append(observations, kind=Batch.Kind.ENTRY, reason="录入")


def test_all_flaws_are_named_at_once_and_nothing_is_recorded() -> None:
    with pytest.raises(SeveralErrors) as refusal:
        record(
            trade(),
            trade("NaN", org=CITY),
            trade("0.1234567", org=OTHER_CITY),
            trade("99999999999999999999"),
            trade(indicator=""),
            trade(org=""),
            trade(comparator="ungefähr"),
            trade(embargo=datetime(2022, 7, 18, 10, 0)),  # noqa: DTZ001
            trade(source="海\0关"),
        )
    assert [type(error) for error in refusal.value.errors] == [
        NotFinite,
        TooManyDecimals,
        TooManyDigits,
        *[IncompleteObservation] * 5,
    ]
    assert all(error.where for error in refusal.value.errors)
    assert "KF-STORE-008" in refusal.value.text("en")
    assert not Record.objects.exists()


def test_level_in_another_unit_is_refused() -> None:
    record(trade())
    with pytest.raises(SeveralErrors) as refusal:
        record(trade("77240000", org=CITY, unit="万元"))
    (error,) = refusal.value.errors
    assert isinstance(error, OtherUnit)
    assert "亿元" in error.text("en")


def test_growth_keeps_its_own_unit() -> None:
    record(trade(), trade("17.6", measure=Measure.GROWTH, unit="%"))
    assert Record.objects.count() == 2


def test_wide_number_and_many_decimals_of_one_measure_are_refused_in_either_order() -> None:
    wide, fine = trade("12345678901234567.89", org=CITY), trade("0.123456", org=OTHER_CITY)
    record(wide)
    with pytest.raises(TooWideTogether) as refusal:
        record(fine)
    assert "12345678901234567.89" in refusal.value.text("zh")
    with pytest.raises(TooWideTogether):
        record(*(one for one in (fine, wide) if one), trade("0.5", indicator="other"))
    assert Record.objects.count() == 1


def test_wide_number_does_not_hinder_another_measure() -> None:
    record(trade("12345678901234567.89", org=CITY))
    record(trade("0.123456", measure=Measure.GROWTH, unit="%"))
    assert Record.objects.count() == 2


def test_wide_upper_value_of_a_range_counts_too() -> None:
    record(trade("1", comparator="range", high=Decimal("12345678901234567.89")))
    with pytest.raises(TooWideTogether):
        record(trade("0.123456", org=CITY))
