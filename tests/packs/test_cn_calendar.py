"""The library of notices on days off, day by day against the package chinesecalendar."""

from datetime import date, timedelta
from functools import cache

import chinese_calendar
import pytest

from kaifang.core.citation import Quality
from kaifang.core.workdays import WorkCalendar
from kaifang.packs.law import Law, compose
from kaifang.packs.linting import lint
from kaifang.packs.schema.head import DocumentEntry
from kaifang.programme.calendars import work_calendar

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
# The notice for 2006: "12月31日（星期六）上班". The package lacks this one day.
LACKING = date(2005, 12, 31)


@cache
def law() -> Law:
    return compose("cn-calendar")


@cache
def calendar() -> WorkCalendar:
    return work_calendar(law())


@cache
def by_package(day: date) -> bool:
    return chinese_calendar.is_workday(day)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def worked(first: str, last: str, known: str) -> list[str]:
    """The worked days of a stretch, as month-day, as they were known on a day."""
    then = calendar().known_on(date.fromisoformat(known))
    stretch = days(date.fromisoformat(first), date.fromisoformat(last))
    return [f"{day:%m-%d}" for day in stretch if then.is_working(day)]


def test_the_pack_has_no_finding() -> None:
    assert lint(law()) == []
    assert law().head.kind == "library"


def test_every_day_of_2004_to_2026_is_that_of_the_package() -> None:
    differing = [day for day in days(FIRST, LAST) if calendar().is_working(day) != by_package(day)]
    assert differing == [LACKING]
    assert calendar().is_working(LACKING)


def test_20_working_days_from_every_start_are_a_count_day_by_day() -> None:
    for start in days(date(2018, 1, 1), date(2026, 8, 31)):
        day, left = start, 20
        while left:
            day += timedelta(days=1)
            left -= by_package(day)
        assert calendar().due(start, 20).day == day, start


# -- the entries --------------------------------------------------------------------------------


def test_every_year_has_its_notice_and_three_years_a_change() -> None:
    years = [entry.year for entry in law().workdays.values()]
    assert sorted(years) == sorted([*range(2004, 2027), 2015, 2019, 2020])
    assert {cite.doc for entry in law().workdays.values() for cite in entry.cite} == set(
        law().documents
    )


def test_a_notice_is_known_before_its_first_day_and_not_before_its_date() -> None:
    for entry in law().workdays.values():
        (cite,) = entry.cite
        assert cite.doc is not None
        assert law().documents[cite.doc].date <= entry.known_from < min(*entry.off, *entry.work)


def test_days_off_and_days_worked_are_apart_and_make_up_days_are_weekends() -> None:
    for entry in law().workdays.values():
        assert not set(entry.off) & set(entry.work), entry.id
        assert all(day.weekday() >= 5 for day in entry.work), entry.id
        assert len({*entry.off, *entry.work}) == len(entry.off) + len(entry.work), entry.id
        outside = [day for day in (*entry.off, *entry.work) if day.year != entry.year]
        assert all((day.year, day.month) == (entry.year - 1, 12) for day in outside), entry.id


def test_no_copy_passes_for_the_issuer_and_a_missing_number_is_told() -> None:
    for document in law().pack.entries["documents"].values():
        assert isinstance(document, DocumentEntry)
        assert document.quality is Quality.MIRROR
        told = document.note is not None and "未能核实" in document.note.zh
        assert told is not bool(document.number), document.id
    numbers = [one.number for one in law().documents.values() if one.number]
    assert len(numbers) == len(set(numbers)) == 22


# -- the traps ----------------------------------------------------------------------------------


def test_from_26_september_to_10_october_2025_are_5_working_days() -> None:
    assert calendar().between(date(2025, 9, 26), date(2025, 10, 10)) == 5


@pytest.mark.parametrize(
    ("known", "expected"),
    [  # Sunday 28 April to Sunday 5 May; the change is of 22 March
        ("2019-03-21", ["04-29", "04-30", "05-02", "05-03"]),
        ("2019-03-22", ["04-28", "04-29", "04-30", "05-05"]),
        ("2019-03-23", ["04-28", "04-29", "04-30", "05-05"]),
    ],
)
def test_labour_day_2019_as_known(known: str, expected: list[str]) -> None:
    assert worked("2019-04-28", "2019-05-05", known) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [  # Friday 31 January off, Saturday 1 February no longer worked: extended on 27 January
        ("2020-01-26", ["01-31", "02-01", "02-03"]),
        ("2020-01-28", ["02-03"]),
    ],
)
def test_spring_festival_2020_as_known(known: str, expected: list[str]) -> None:
    assert worked("2020-01-24", "2020-02-03", known) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("2015-05-12", ["09-02", "09-03", "09-04", "09-07"]),
        ("2015-05-13", ["09-02", "09-06", "09-07"]),
    ],
)
def test_3_september_2015_as_known(known: str, expected: list[str]) -> None:
    assert worked("2015-09-02", "2015-09-07", known) == expected


def test_a_make_up_day_belongs_to_the_notice_of_the_next_year() -> None:
    assert worked("2018-12-29", "2018-12-31", "2018-12-05") == ["12-31"]
    assert worked("2018-12-29", "2018-12-31", "2018-12-06") == ["12-29"]
    assert date(2018, 12, 29) in law().workdays["days-off.2019"].work


def test_2027_is_provisional() -> None:
    assert not calendar().is_provisional(LAST)
    assert calendar().is_provisional(date(2027, 1, 1))
    due = calendar().due(date(2026, 12, 21), 20)
    assert (due.day, due.provisional) == (date(2027, 1, 18), True)
    assert calendar().last == date(2027, 12, 31)


def test_a_law_without_notices_knows_weekends_only() -> None:
    bare = work_calendar(compose("cn-codes"))
    assert bare.is_provisional(bare.first)
    assert not bare.noticed
