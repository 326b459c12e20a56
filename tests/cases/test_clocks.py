"""Clocks by hand and against a naive count, day by day and by five minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.cases.alarms import rungs
from kaifang.cases.budgets import Stretch, budget_of
from kaifang.cases.clocks import ClockState
from kaifang.cases.definition import Definition
from kaifang.cases.events import Event
from kaifang.cases.folding import CaseState, fold
from kaifang.core.workdays import WorkCalendar
from kaifang.packs.law import compose
from kaifang.programme.calendars import work_calendar
from tests.cases.approvals import CALENDAR, NOW, SHANGHAI, approval, at, clock, event


@cache
def china() -> WorkCalendar:
    return work_calendar(compose("cn-calendar"))


def case(definition: Definition, *events: Event, now: datetime = NOW) -> CaseState:
    return fold(definition, [event("apply", at("01-02")), *events], CALENDAR, now=now)


def whole(definition: Definition, *events: Event, now: datetime = NOW) -> ClockState:
    return case(definition, *events, now=now).clocks["whole"]


DAYS = approval(clock("working_day", 20))
ACCEPT = event("accept", at("09-26"))


# -- the traps ----------------------------------------------------------------------------------


def test_from_26_september_to_10_october_2025_are_5_working_days() -> None:
    """Next day: 28 (a make-up Sunday), 29 and 30 September, 9 and 10 October."""
    assert whole(DAYS, ACCEPT, now=at("10-10")).used == 5
    same = approval(clock("working_day", 20, count_from="same_day"))
    assert whole(same, ACCEPT, now=at("10-09")).used == 5  # 26, 28, 29, 30, 9
    assert whole(same, ACCEPT, now=at("10-10")).used == 6


def test_a_make_up_sunday_counts() -> None:
    assert whole(DAYS, ACCEPT, now=at("09-27")).used == 0
    assert whole(DAYS, ACCEPT, now=at("09-28")).used == 1


def test_26_september_17_00_to_29_september_09_00_are_8_working_hours() -> None:
    hours = approval(clock("working_hour", 20))
    start = event("accept", at("09-26", "17:00"))
    assert whole(hours, start, now=at("09-29", "09:00")).used == 8
    assert whole(hours, event("accept", at("10-01", "00:00")), now=at("10-09", "00:00")).used == 0


def test_hours_without_a_calendar_run_through_the_holidays() -> None:
    hours = approval(clock("hour", 100))
    found = whole(hours, event("accept", at("10-01", "00:00")), now=at("10-03", "00:30"))
    assert (found.used, found.due) == (48.5, at("10-05", "04:00"))


def test_natural_days_run_through_the_holidays() -> None:
    days = approval(clock("natural_day", 10))
    found = whole(days, event("accept", at("10-01")), now=at("10-09"))
    assert (found.used, found.left, found.due) == (8, 2, date(2025, 10, 11))


# -- suspensions and extensions -----------------------------------------------------------------


def test_a_suspension_moves_the_due_date() -> None:
    """From Monday 3 November, 20 working days end on 1 December; five fewer were counted."""
    accept = event("accept", at("11-03"))
    assert whole(DAYS, accept, now=at("11-04")).due == date(2025, 12, 1)
    suspend, resume = event("suspend", at("11-10")), event("resume", at("11-17"))
    found = whole(DAYS, accept, suspend, resume, now=at("11-20"))
    assert found.due == date(2025, 12, 8)
    assert (found.status, found.used) == ("running", 8)  # 4 to 7, 10, 18 to 20 November
    assert [one.reason for one in found.suspensions] == ["hearing"]


def test_paused_and_resumed_on_one_day_loses_none() -> None:
    accept = event("accept", at("11-03"))
    pause = [event("suspend", at("11-10", "09:30")), event("resume", at("11-10", "16:00"))]
    for count_from in ("next_day", "same_day"):
        one = approval(clock("working_day", 20, count_from=count_from))
        plain = whole(one, accept, now=at("11-20"))
        paused = whole(one, accept, *pause, now=at("11-20"))
        assert (paused.used, paused.due) == (plain.used, plain.due)


def test_a_suspension_that_never_ends_stands_still() -> None:
    events = [event("accept", at("11-03")), event("suspend", at("11-10"))]
    found = whole(DAYS, *events, now=datetime(2026, 11, 1, tzinfo=UTC))
    assert (found.status, found.used, found.left) == ("suspended", 5, 15)
    assert not found.overdue
    assert found.suspensions[0].end is None
    assert isinstance(found.due, date)
    assert found.due > date(2026, 11, 1)  # were it resumed now


def test_a_case_that_ends_while_suspended_stops_its_clock() -> None:
    events = [event("accept", at("11-03")), event("suspend", at("11-10"))]
    found = whole(DAYS, *events, event("withdraw", at("11-28")))
    assert (found.status, found.used, found.stopped_at) == ("stopped", 5, at("11-28"))


def test_an_extension_moves_the_due_date_once() -> None:
    own = approval(clock("working_day", 20, extend={"n": 5, "who": "chief"}))
    accept, more = event("accept", at("11-03")), event("extend.whole", at("11-10"))
    found = whole(own, accept, more, now=at("11-20"))
    assert (found.limit, found.extended, found.due) == (25, 5, date(2025, 12, 8))
    again = case(own, accept, more, event("extend.whole", at("11-11"), "again"), now=at("11-20"))
    assert again.clocks["whole"].limit == 25
    assert [one.code for one in again.deviations] == ["KF-CASE-116"]
    less = event("extend.whole", at("11-10"), data={"n": 2})
    assert whole(own, accept, less, now=at("11-20")).limit == 22
    for wrong in (6, -1, "x", 2.5):
        state = case(own, accept, event("extend.whole", at("11-10"), data={"n": wrong}))
        assert [one.code for one in state.deviations] == ["KF-CASE-117"]
        assert state.clocks["whole"].limit == 20


def test_what_does_not_move_a_commanded_case_moves_no_clock() -> None:
    """Decided while suspended, which cannot be: told, and the clock stands where it stood."""
    suspended = event("suspend", at("09-29"))
    wrong = event("decide", at("09-30"), actor="d")
    one = case(DAYS, ACCEPT, suspended, wrong)
    assert [told.code for told in one.deviations] == ["KF-CASE-108"]
    assert (one.clocks["whole"].status, one.position.running) == ("suspended", {"whole"})
    early = case(DAYS, event("suspend", at("09-02")), event("accept", at("09-03")))
    assert (early.clocks["whole"].status, early.position.running) == ("not_started", set())


def test_an_extension_before_the_start_does_nothing_and_is_told() -> None:
    own = approval(clock("working_day", 20, extend={"n": 5, "who": "chief"}))
    state = case(own, event("extend.whole", at("11-01")), event("accept", at("11-03")))
    assert [one.code for one in state.deviations] == ["KF-CASE-115"]
    assert state.clocks["whole"].limit == 20


# -- anchors ------------------------------------------------------------------------------------


def test_a_clock_without_its_anchor_has_not_started_and_never_expires() -> None:
    for events in ([], [event("decide", at("02-01"))]):
        found = whole(DAYS, *events, now=datetime(2026, 12, 1, tzinfo=UTC))
        assert (found.status, found.used, found.left, found.due) == ("not_started", *[None] * 3)
        assert not found.overdue
        assert not found.provisional


def test_a_stopped_clock_stands_and_may_be_overdue() -> None:
    events = [event("accept", at("11-03")), event("decide", at("12-02"))]
    found = whole(DAYS, *events, now=datetime(2026, 11, 1, tzinfo=UTC))
    assert (found.status, found.used, found.left, found.overdue) == ("stopped", 21, -1, True)
    in_time = whole(DAYS, events[0], event("decide", at("12-01")))
    assert (in_time.left, in_time.overdue) == (0, False)


def test_a_clock_runs_anew_after_its_stop() -> None:
    own = approval(clock("natural_day", 20, stop="suspend", start=["accept", "resume"]))
    events = [event("accept", at("11-03")), event("suspend", at("11-10")),
              event("resume", at("11-17"))]  # fmt: skip
    assert whole(own, *events[:2]).generation == 1
    found = whole(own, *events, now=at("11-20"))
    assert (found.generation, found.started_at, found.used) == (2, at("11-17"), 3)


def test_the_day_is_that_of_the_office() -> None:
    """17:00 of UTC is one o'clock of the next day in Shanghai."""
    late = event("accept", datetime(2025, 11, 3, 17, tzinfo=UTC))
    assert whole(DAYS, late, now=at("11-05")).used == 1  # from Tuesday 4


# -- the calendar -------------------------------------------------------------------------------


def test_a_year_without_a_notice_is_provisional() -> None:
    assert not whole(DAYS, event("accept", at("11-03")), now=at("11-20")).provisional
    found = whole(DAYS, event("accept", at("12-10")), now=at("12-20"))
    assert (found.due, found.provisional) == (date(2026, 1, 7), True)
    natural = approval(clock("natural_day", 60))
    assert not whole(natural, event("accept", at("12-10")), now=at("12-20")).provisional


def test_what_lies_outside_the_calendar_is_not_known() -> None:
    own = approval(clock("working_day", 2000))
    found = whole(own, event("accept", at("11-03")), now=at("11-20"))
    assert (found.status, found.used, found.due) == ("running", None, None)
    assert found.provisional
    assert not found.overdue


@pytest.mark.parametrize(
    ("start", "limit", "known", "due"),
    [  # Labour Day 2019, altered on 22 March: 29, 30 April, 2, 3 May; then 28, 29, 30 April, 5 May
        ("2019-04-26", 4, "2019-03-21", "2019-05-03"),
        ("2019-04-26", 4, "2019-03-22", "2019-05-05"),
        # Spring Festival 2020, extended on 27 January: 21, 22, 23, 31 January, 1, 3 February; then
        # 21, 22, 23 January, 3, 4, 5 February
        ("2020-01-20", 6, "2020-01-26", "2020-02-03"),
        ("2020-01-20", 6, "2020-01-27", "2020-02-05"),
    ],
)
def test_a_due_date_as_it_was_known_on_a_day(start: str, limit: int, known: str, due: str) -> None:
    own = approval(clock("working_day", limit))
    day = datetime.fromisoformat(f"{start}T10:00:00+08:00")
    events = [event("apply", day), event("accept", day)]
    calendar = china().known_on(date.fromisoformat(known))
    found = fold(own, events, calendar, now=day).clocks["whole"]
    assert found.due == date.fromisoformat(due)


def test_20_working_days_from_every_start_of_2018_to_2026_are_a_count_day_by_day() -> None:
    """The twentieth of the days worked after each start, in a list of all of them."""
    first, last = date(2018, 1, 1), date(2026, 8, 31)
    budget = budget_of(DAYS.clocks["whole"], china(), DAYS.zone)
    worked = [
        first + timedelta(days=n)
        for n in range(3300)
        if china().is_working(first + timedelta(days=n))
    ]
    starts = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert len(starts) == 3165
    place = 0
    for start in starts:
        while worked[place] <= start:
            place += 1
        moment = datetime.combine(start, time(10), SHANGHAI)
        assert budget.due([Stretch(moment, None)], 20) == worked[place + 19], start


# -- against a naive fold -----------------------------------------------------------------------

MOMENTS = st.integers(0, 60 * 24 * 60).map(lambda n: at("09-10", "00:00") + timedelta(minutes=n))


def naive_days(moments: list[datetime], now: datetime, unit: str, count_from: str) -> int:
    """Walk from day to day: a day counts when the clock ran as the rule says."""
    days = [one.astimezone(SHANGHAI).date() for one in moments]
    stretches = [(days[n], days[n + 1] if n + 1 < len(days) else None)
                 for n in range(0, len(days), 2)]  # fmt: skip
    count, day = 0, days[0]
    while day <= now.astimezone(SHANGHAI).date():
        if count_from == "next_day":
            runs = any(a < day and (b is None or day <= b) for a, b in stretches)
        else:
            runs = any(a <= day and (b is None or day < b) for a, b in stretches)
        count += runs and (unit == "natural_day" or CALENDAR.is_working(day))
        day += timedelta(days=1)
    return count


def paused(moments: list[datetime]) -> list[Event]:
    types = ["accept", *["suspend", "resume"] * len(moments)]
    return [event(type, when, f"{type}{n}") for n, (type, when) in
            enumerate(zip(types, moments, strict=False))]  # fmt: skip


@given(
    st.lists(MOMENTS, min_size=1, max_size=6, unique=True).map(sorted),
    st.sampled_from(["working_day", "natural_day"]),
    st.sampled_from(["next_day", "same_day"]),
    st.integers(1, 40),
)
def test_days_equal_a_count_day_by_day(
    moments: list[datetime], unit: str, count_from: str, limit: int
) -> None:
    own = approval(clock(unit, limit, count_from=count_from))
    now = at("12-01")
    found = whole(own, *paused(moments), now=now)
    assert found.used == naive_days(moments, now, unit, count_from)
    if found.status == "running":
        assert isinstance(found.due, date)
        ends = datetime.combine(found.due, time(12), SHANGHAI)
        before = ends - timedelta(days=1)
        # the due day is the first on which the limit is used up
        if found.due > moments[-1].astimezone(SHANGHAI).date():
            assert naive_days(moments, ends, unit, count_from) == limit
            assert naive_days(moments, before, unit, count_from) < limit
        assert found.overdue == (found.used > limit)


FIVE = timedelta(minutes=5)
FIVES = st.integers(0, 12 * 24 * 60).map(lambda n: at("09-10", "00:00") + FIVE * n)


@given(st.lists(FIVES, min_size=1, max_size=4, unique=True).map(sorted), st.integers(1, 60))
def test_working_hours_equal_a_count_by_five_minutes(moments: list[datetime], limit: int) -> None:
    own, now = approval(clock("working_hour", limit)), at("11-12", "15:35")
    found = whole(own, *paused(moments), now=now)
    fives, spent = 0, None
    edges = [*moments, now] if len(moments) % 2 else moments
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for n in range((end - start) // FIVE):
            local = start + FIVE * n
            fives += 9 <= local.hour < 17 and CALENDAR.is_working(local.date())
            if fives == limit * 12 and spent is None:
                spent = local + FIVE
    assert found.used is not None
    assert found.used * 12 == fives
    if spent is not None and found.status == "running":
        assert found.due == spent


# -- alarms -------------------------------------------------------------------------------------


def test_alarms_ring_when_so_much_is_used() -> None:
    levels: list[dict[str, Any]] = [
        {"clock": "whole", "at": "80%", "tell": "officer"},
        {"clock": "whole", "at": "100%", "tell": "chief"},
        {"clock": "whole", "after": {"n": 3, "unit": "working_day"}, "tell": "officer"},
    ]
    own = approval(clock("working_day", 5), alarms=levels)
    accept = event("accept", at("11-03"))

    def rung(day: str, *more: Event) -> list[int]:
        return [one.number for one in rungs(case(own, accept, *more, now=at(day)))]

    assert rung("11-05") == []
    assert rung("11-06") == [2]
    assert rung("11-07") == [0, 2]
    assert rung("11-10") == [0, 1, 2]
    assert rung("11-20", event("suspend", at("11-06"))) == [2]
    assert rung("11-20", event("decide", at("11-20"))) == []
    assert rungs(case(own)) == []


def test_a_clock_that_runs_anew_may_be_extended_anew() -> None:
    own = approval(
        clock("natural_day", 20, stop="suspend", start=["accept", "resume"],
              extend={"n": 5, "who": "chief"})
    )  # fmt: skip
    events = [event("accept", at("11-03")), event("extend.whole", at("11-04"), "e1"),
              event("suspend", at("11-10")), event("resume", at("11-17"))]  # fmt: skip
    assert whole(own, *events).limit == 20
    again = case(own, *events, event("extend.whole", at("11-18"), "e2"))
    assert (again.clocks["whole"].limit, again.deviations) == (25, ())
