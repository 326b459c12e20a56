"""Limits in working time on a whole log, against a count day by day and by five minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.cases.building import log_of
from kaifang.cases.limits import over_limit, working_days, working_seconds
from kaifang.cases.worktables import WorkTable, local_seconds
from kaifang.core.workdays import OutsideCalendar
from tests.cases.approvals import CALENDAR, at

TABLE = WorkTable.of(CALENDAR)
DAY_ONE = date(1970, 1, 1)
DAYS = st.integers(0, 400).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
FIVE = timedelta(minutes=5)
MOMENTS = st.integers(0, 12 * 24 * 30).map(lambda n: at("09-15", "00:00") + FIVE * n)


def numbers(*days: date) -> np.ndarray:
    return np.array([(day - DAY_ONE).days for day in days], np.int64)


def test_from_26_september_to_10_october_2025_are_5_working_days() -> None:
    found = TABLE.days(numbers(date(2025, 9, 26)), numbers(date(2025, 10, 10)))
    assert found.tolist() == [5]


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=20))
def test_days_between_equal_a_count_day_by_day(pairs: list[tuple[date, date]]) -> None:
    starts, ends = zip(*pairs, strict=True)
    found = TABLE.days(numbers(*starts), numbers(*ends)).tolist()
    for start, end, days in zip(starts, ends, found, strict=True):
        first, last = sorted((start, end))
        span = [first + timedelta(days=n) for n in range((last - first).days)]
        count = sum(CALENDAR.is_working(day) for day in span)
        assert days == (count if start <= end else -count)


def test_a_day_outside_the_calendar_is_refused() -> None:
    for day in (date(2024, 12, 31), date(2027, 1, 2)):
        with pytest.raises(OutsideCalendar):
            TABLE.days(numbers(day), numbers(date(2025, 10, 10)))


@given(st.lists(st.tuples(MOMENTS, MOMENTS), min_size=1, max_size=3))
def test_working_seconds_equal_a_count_by_five_minutes(
    pairs: list[tuple[datetime, datetime]],
) -> None:
    rows = [(f"{n}", name, when) for n, pair in enumerate(pairs)
            for name, when in zip(("x", "y"), pair, strict=True)]  # fmt: skip
    log = log_of(rows)
    found, known = working_seconds(log, "x", "y", TABLE)
    assert known.all()
    for (start, end), case in zip(pairs, log.case_ids, strict=True):
        first, last = sorted((start, end))
        fives = 0
        for n in range((last - first) // FIVE):
            local = first + FIVE * n
            fives += 9 <= local.hour < 17 and CALENDAR.is_working(local.date())
        sign = 1 if start <= end else -1
        assert found[log.case_ids.index(case)] == sign * fives * 300


def test_a_make_up_sunday_has_8_working_hours_and_the_holidays_none() -> None:
    log = log_of([
        ("a", "x", at("09-26", "17:00")), ("a", "y", at("09-29", "09:00")),
        ("b", "x", at("10-01", "00:00")), ("b", "y", at("10-09", "00:00")),
    ])  # fmt: skip
    assert working_seconds(log, "x", "y", TABLE)[0].tolist() == [8 * 3600, 0]


def test_limits_of_cases_in_working_days() -> None:
    """a: 28, 29, 30 September, 9, 10 October; b has no stop; c no start; d stops before."""
    rows = [
        ("a", "x", at("09-26", "23:30")), ("a", "y", at("10-10", "00:30")),
        ("b", "x", at("09-29")), ("c", "y", at("09-29")),
        ("d", "x", at("10-10")), ("d", "y", at("10-09")),
    ]  # fmt: skip
    log = log_of(rows)
    days, known = working_days(log, "x", "y", TABLE)
    assert (days.tolist(), known.tolist()) == ([5, 0, 0, -1], [True, False, False, True])
    assert over_limit((days, known), 4).tolist() == [True, False, False, False]
    same, _ = working_days(log, "x", "y", TABLE, count_from="same_day")
    assert same.tolist() == [6, 0, 0, 0]
    open_too, known = working_days(log, "x", "y", TABLE, now=at("10-11"))
    assert (open_too.tolist(), known.tolist()) == ([5, 4, 0, -1], [True, True, False, True])


def test_the_day_is_that_of_the_zone() -> None:
    """17:00 UTC of Friday is Saturday in Shanghai and Friday in London."""
    friday = datetime(2025, 11, 7, 17, tzinfo=UTC)
    log = log_of([("a", "x", friday - timedelta(days=2)), ("a", "y", friday)])
    for zone, days in (("Asia/Shanghai", 1), ("Europe/London", 2)):
        assert working_days(log, "x", "y", TABLE, zone=zone)[0].tolist() == [days]


@given(st.lists(st.integers(500_000_000, 900_000_000), max_size=5))
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/London", "UTC"])
def test_local_time_is_that_of_the_zone_through_every_change(
    zone: str, instants: list[int]
) -> None:
    place, epoch = ZoneInfo(zone), datetime(1970, 1, 1, tzinfo=UTC)
    found = local_seconds(np.array(instants, np.int64), zone).tolist()
    for instant, local in zip(instants, found, strict=True):
        gap = (epoch + timedelta(seconds=instant)).astimezone(place).utcoffset()
        assert gap is not None
        assert local == instant + int(gap.total_seconds())


def test_fractions_of_a_second_are_left_out() -> None:
    log = log_of([("a", "x", at("09-29", "10:00")),
                  ("a", "y", at("09-29", "10:00") + timedelta(milliseconds=1500))])  # fmt: skip
    assert working_seconds(log, "x", "y", TABLE)[0].tolist() == [1]
