"""Anything that projects may go through is counted as one would count it by hand, one by one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from kaifang.cases.definition import Definition
from kaifang.cases.definition import compile as compiled
from kaifang.cases.events import Event
from kaifang.cases.folding import CaseState, fold
from kaifang.core.workdays import WorkCalendar
from kaifang.packs.law import Law, compose

if TYPE_CHECKING:
    from kaifang.programme.projects.portfolio import Portfolio

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2021, 12, 29, tzinfo=SHANGHAI)  # so that many sign on the first of January
# For each project its acts: which of the possible ones, and how many half days after the last.
COURSES = st.lists(
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from([0, 1, 2, 3, 160])), max_size=12),
    max_size=6,
)


@cache
def law() -> Law:
    return compose("demo")


@cache
def own() -> Definition:
    return compiled(law().processes["demo.project"], "1", "Asia/Shanghai")


def folded(case: str, course: list[tuple[int, int]], now: datetime) -> CaseState:
    """A project that begins and then does something possible, again and again."""
    events = [Event("s", f"{case}0", case, "report", FIRST, data={"code_name": case}, seq=1)]
    calendar = WorkCalendar([], known_on=date(2023, 1, 1))
    for choice, half_days in course:
        state = fold(own(), events, calendar, now=events[-1].occurred_at)
        able = [one for one in own().possible(state.state) if one.from_]
        if not able:
            break
        one = able[choice % len(able)]
        at = events[-1].occurred_at + timedelta(hours=12 * half_days, microseconds=1)
        data: dict[str, Any] = {"evidence": dict.fromkeys(one.evidence, "1")}
        data |= {"reason": one.reason[0]} if one.reason else {}
        number = len(events) + 1
        events.append(Event("s", f"{case}{number}", case, one.event, at, data=data, seq=number))
    return fold(own(), events, calendar, now=now)


def portfolio_of(courses: list[list[tuple[int, int]]], now: datetime) -> Portfolio:
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.projects.portfolio import Portfolio, _project

    entry = law().processes["demo.project"]
    moving = {one.event for one in entry.transitions if one.to}
    views = [
        CaseView(str(number), "demo.lanpu", 1, folded(str(number), course, now))
        for number, course in enumerate(courses)
    ]
    projects = tuple(_project(one, entry, moving) for one in views if one.state.state)
    asked: Any = SimpleNamespace(law=law())
    moment: Any = None
    return Portfolio(asked, entry, own(), moment, now, projects)


def states_of(portfolio: Portfolio) -> list[list[tuple[str, str, date]]]:
    """What happened to each project: event, state behind it, day in Shanghai."""
    return [
        [
            (step.event.type, step.after or "", step.event.occurred_at.astimezone(SHANGHAI).date())
            for step in one.view.state.history
        ]
        for one in portfolio.projects
    ]


@settings(max_examples=150)
@given(COURSES, st.integers(0, 12) | st.integers(0, 900))
def test_funnel_cohorts_and_pipeline_are_those_of_a_slow_count(
    courses: list[list[tuple[int, int]]], days: int
) -> None:
    from kaifang.programme.projects.funnel import funnel
    from kaifang.programme.projects.pipeline import pipeline
    from kaifang.programme.projects.rates import cohort_rows, rate_of

    now = FIRST + timedelta(days=days, hours=23)  # in the evening: the day itself counts
    portfolio = portfolio_of(courses, now)
    told = states_of(portfolio)
    order = portfolio.stages
    bad = ("terminated", "moved")

    for stage in funnel(portfolio):
        place = order.index(stage.state)
        here = [one for one in told if any(state == stage.state for _, state, _ in one)]
        on = [one for one in here if any(s in order[place + 1 :] for _, s, _ in one)]
        rest = [one for one in here if one not in on]
        dropped = [one for one in rest if one[-1][1] in bad]
        assert stage.entered == len(here)
        assert (stage.on, stage.dropped) == (len(on), len(dropped))
        assert stage.entered == stage.on + stage.dropped + stage.open

    standing = [one[-1][1] for one in told]
    rows = {one.state: one.count for one in pipeline(portfolio).rows}
    assert {state: count for state, count in rows.items() if count} == {
        state: standing.count(state) for state in set(standing)
    }

    for row in cohort_rows(portfolio, rate_of(portfolio.process, "landing")):
        signed = [
            one for one in told
            if (day := next((d for event, _, d in one if event == "sign"), None))
            and day.year == row.period.start.year
        ]  # fmt: skip
        started = [one for one in signed if any(event == "start" for event, _, _ in one)]
        ended = [one for one in signed if one not in started and one[-1][1] in bad]
        assert (row.of, row.reached, row.ended) == (len(signed), len(started), len(ended))
        assert row.of == row.reached + row.ended + row.open
