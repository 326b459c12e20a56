"""What is known, when and to whom: days of the zone, embargoes to the second, who leads."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from kaifang.core.observation import Observation, Visibility
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.facts.columns import columns_of
from kaifang.facts.cube import Cube, Snapshot

YEAR = Period.parse("2022")
RELEASE = datetime(2023, 7, 18, 2, tzinfo=UTC)  # 10:00 in Shanghai


def told(value: str, **more: Any) -> Observation:
    known: dict[str, Any] = {
        "announced": date(2023, 1, 20),
        "recorded": datetime(2023, 1, 20, tzinfo=UTC),
    }
    return Observation("trade", "p", YEAR, Decimal(value), "亿元", **{**known, **more})


def value(snapshot: Snapshot) -> Decimal | None:
    held = snapshot.get("trade", "p", YEAR)
    return held.value if held else None


@pytest.mark.parametrize(
    ("recorded", "known"),
    [
        (datetime(2023, 7, 14, 15, 59, 59, tzinfo=UTC), date(2023, 7, 14)),  # 23:59:59 there
        (datetime(2023, 7, 14, 16, tzinfo=UTC), date(2023, 7, 15)),  # midnight there
        (datetime(2023, 7, 14, 23, 30, tzinfo=UTC), date(2023, 7, 15)),  # 07:30 there
        (datetime(2023, 7, 15, 0, tzinfo=UTC), date(2023, 7, 15)),
    ],
)
def test_what_nobody_announced_is_known_from_its_day_in_the_zone(
    recorded: datetime, known: date
) -> None:
    cube = Cube(columns_of([told("5", announced=None, recorded=recorded)]))
    now = datetime(2024, 1, 1, tzinfo=UTC)
    assert value(cube.at(known - timedelta(days=1), now=now)) is None
    assert value(cube.at(known, now=now)) == 5


def test_the_zone_is_the_programmes() -> None:
    late = told("5", announced=None, recorded=datetime(2023, 7, 14, 16, tzinfo=UTC))
    cube = Cube(columns_of([late]), zone="Europe/London")
    assert value(cube.at(date(2023, 7, 14), now=datetime(2024, 1, 1, tzinfo=UTC))) == 5


@pytest.mark.parametrize(("seconds", "is_shown"), [(-1, False), (0, True), (1, True)])
def test_an_embargo_ends_with_the_second_of_release(seconds: int, is_shown: bool) -> None:
    cube = Cube(columns_of([told("5", embargo=RELEASE)]))
    at = RELEASE + timedelta(seconds=seconds)
    for snapshot in (
        cube.at(date(2023, 7, 18), now=at),
        cube.at(date(2023, 7, 18), seen_at=at),
        cube.at(date(2023, 7, 18), seen_at=at, sees=Visibility.SECRET),
    ):
        assert (value(snapshot) == 5) is is_shown


def test_without_an_instant_a_day_ends_in_its_zone() -> None:
    # released at 07:00 of 19 July in Shanghai, which is 23:00 of 18 July in Greenwich
    early = datetime(2023, 7, 18, 23, tzinfo=UTC)
    cube = Cube(columns_of([told("5", embargo=early)]))
    assert value(cube.at(date(2023, 7, 18))) is None
    assert value(cube.at(date(2023, 7, 19))) == 5


def test_what_was_seen_at_an_instant_is_what_was_recorded_by_then() -> None:
    then, later = datetime(2023, 2, 1, tzinfo=UTC), datetime(2023, 3, 1, tzinfo=UTC)
    back_dated = told("7", announced=date(2023, 1, 21), recorded=later)
    cube = Cube(columns_of([told("5", recorded=then), back_dated]))
    day = date(2023, 6, 30)
    assert value(cube.at(day, seen_at=then - timedelta(microseconds=1))) is None
    assert value(cube.at(day, seen_at=then)) == 5
    assert value(cube.at(day, seen_at=later)) == 7
    assert value(cube.at(date(2023, 1, 20), seen_at=later)) == 5  # announced on the 21st


def test_the_higher_authority_leads_whenever_it_spoke() -> None:
    flash = told("9", authority=Authority.FLASH, announced=date(2023, 5, 1))
    verified = told("8", authority=Authority.VERIFIED, announced=date(2023, 3, 1))
    annual = told("7", authority=Authority.ANNUAL, announced=date(2023, 2, 1))
    cube = Cube(columns_of([flash, verified, annual]))
    assert value(cube.at(date(2023, 6, 1))) == 7
    assert value(cube.at(date(2023, 1, 31))) is None


def of(period: str, value: str) -> Observation:
    return Observation(
        "trade", "p", Period.parse(period), Decimal(value), "亿元", announced=date(2021, 1, 20)
    )


def test_of_one_last_day_the_longest_period_of_a_year_leads() -> None:
    told = [
        of("2020-12", "9"),
        of("2020", "60"),
        of("2016/2020", "280"),
        of("2020-01/2020-11", "51"),
    ]
    snapshot = Cube(columns_of(told)).at(date(2021, 6, 1))
    newest = snapshot.newest("trade", "p")
    assert newest is not None
    assert (newest.period.code, newest.value) == ("2020", 60)
    index = snapshot.latest(np.array([snapshot.cube.series("trade", "p")]))
    assert snapshot.held(int(index[0])).period.code == "2020"
