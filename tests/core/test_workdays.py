"""Working days by the notices of the State Council, counted by hand."""

from datetime import date, timedelta

import pytest

from kaifang.core.workdays import Notice, OutsideCalendar, WorkCalendar


def days(text: str) -> frozenset[date]:
    """Read "10-01..10-08" of 2025 and single days."""
    found: set[date] = set()
    for part in text.split():
        first, _, last = part.partition("..")
        at, end = (date.fromisoformat(f"2025-{one}") for one in (first, last or first))
        while at <= end:
            found.add(at)
            at += timedelta(days=1)
    return frozenset(found)


# Notice of 12 November 2024 for 2025: National Day and Mid-autumn 1 to 8 October, worked on
# Sunday 28 September and Saturday 11 October.
AUTUMN_2025 = Notice(2025, date(2024, 11, 12), days("10-01..10-08"), days("09-28 10-11"))


@pytest.fixture
def calendar() -> WorkCalendar:
    return WorkCalendar([AUTUMN_2025])


def test_from_26_september_to_10_october_2025_are_5_working_days(calendar: WorkCalendar) -> None:
    # 26 Sep (Fri), 28 (make-up Sunday), 29, 30, 9 Oct; 10 October itself is not counted
    assert calendar.between(date(2025, 9, 26), date(2025, 10, 10)) == 5


def test_a_make_up_sunday_is_worked_and_a_holiday_wednesday_is_not(calendar: WorkCalendar) -> None:
    assert calendar.is_working(date(2025, 9, 28))
    assert not calendar.is_working(date(2025, 10, 1))
    assert calendar.next_working(date(2025, 10, 1)) == date(2025, 10, 9)


def test_the_starting_day_counts_only_when_it_is_said(calendar: WorkCalendar) -> None:
    start = date(2025, 9, 26)
    assert calendar.due(start, 3, "same_day").day == date(2025, 9, 29)
    assert calendar.due(start, 3, "next_day").day == date(2025, 9, 30)


@pytest.mark.parametrize("count_from", ["same_day", "next_day"])
def test_a_limit_equals_counting_day_by_day(calendar: WorkCalendar, count_from: str) -> None:
    for offset in range(300):
        start = date(2025, 1, 2) + timedelta(days=offset)
        at, left = start if count_from == "same_day" else start + timedelta(days=1), 20
        while True:
            left -= calendar.is_working(at)
            if left == 0:
                break
            at += timedelta(days=1)
        assert calendar.due(start, 20, count_from).day == at  # type: ignore[arg-type]


def test_a_later_notice_counts_from_the_day_it_was_known() -> None:
    # Labour Day 2019: one day by the first notice, four days by that of 22 March 2019
    first = Notice(2019, date(2018, 12, 6), frozenset({date(2019, 5, 1)}), frozenset())
    off = frozenset(date(2019, 5, day) for day in (1, 2, 3, 4))
    second = Notice(2019, date(2019, 3, 22), off, frozenset({date(2019, 4, 28), date(2019, 5, 5)}))
    calendar = WorkCalendar([second, first])
    assert not calendar.is_working(date(2019, 5, 2))
    assert calendar.is_working(date(2019, 5, 5))
    before = calendar.known_on(date(2019, 3, 21))
    assert before.is_working(date(2019, 5, 2))
    assert not before.is_working(date(2019, 5, 5))


@pytest.mark.parametrize("day", [date(2017, 1, 1), date(2018, 12, 6), date(2019, 3, 21), date(2019, 3, 22), date(2026, 1, 1)])  # fmt: skip
def test_asked_again_it_is_known_on_that_very_day(day: date) -> None:
    first = Notice(2019, date(2018, 12, 6), frozenset({date(2019, 5, 1)}), frozenset())
    second = Notice(2019, date(2019, 3, 22), frozenset({date(2019, 5, 2)}), frozenset())
    calendar = WorkCalendar([second, first])
    calendar.known_on(date(2019, 1, 1)), calendar.known_on(date(2020, 1, 1))
    alone = WorkCalendar([second, first], known_on=day)
    assert calendar.known_on(day).counts == alone.counts
    assert calendar.known_on(day).first == alone.first


def test_a_limit_that_ends_in_a_year_without_notice_is_provisional(calendar: WorkCalendar) -> None:
    assert not calendar.due(date(2025, 12, 1), 5).provisional
    assert calendar.due(date(2025, 12, 29), 10).provisional


def test_a_day_outside_the_calendar_is_refused(calendar: WorkCalendar) -> None:
    with pytest.raises(OutsideCalendar):
        calendar.is_working(date(2024, 12, 31))
    with pytest.raises(OutsideCalendar):
        calendar.due(date(2026, 12, 30), 10)
