"""Clocks of cases in words: overdue first, paused, and never expired before they begin."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

from tests.programme.casework.test_keeping import CITY, LANPU, PROCESS, SIGNED, programme

if TYPE_CHECKING:
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme

__all__ = ["programme"]

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2023, 7, 15)  # the day on which the demo plays
LIMIT = 180


def given(day: date, evidence: str = "", **more: Any) -> Any:
    from kaifang.programme.casework.keeping import Given

    at = datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)
    return Given({evidence: "1号"} if evidence else {}, occurred_at=at, **more)


def begun(programme: Programme, name: str) -> CaseView:
    from kaifang.programme.casework.keeping import open_case

    first = given(date(2022, 1, 4), data={"code_name": name})
    return open_case(LANPU, programme, PROCESS, CITY, first)


def signed(programme: Programme, name: str, day: date) -> CaseView:
    from kaifang.programme.casework.keeping import act

    one = begun(programme, name)
    for event, told in (
        ("talk", given(day, "visit", data={"investor": "示例集团"})),
        ("sign", given(day + timedelta(days=1), "contract", data={**SIGNED, "project_name": name})),
    ):
        one = act(LANPU, programme, PROCESS, one.case, event, told, version=one.version)
    return one


def worked(first: date, last: date) -> int:
    """Working days from the day after one to another, counted one by one by another calendar."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(chinese_calendar.is_workday(day) for day in days)


def test_a_clock_before_its_anchor_is_not_started(programme: Programme) -> None:
    from kaifang.programme.casework.clocking import faces, is_overdue, nearest_clock

    lead = begun(programme, "海燕")
    (landing, completion) = faces(lead.state)
    for face in (landing, completion):
        assert (face.says.zh, face.says.en, face.colour) == ("未开始计时", "not started", "grey")
        assert face.due is None
    assert nearest_clock(lead.state) is None
    assert not is_overdue(lead.state)


def test_an_overdue_clock_says_by_how_much(programme: Programme) -> None:
    from kaifang.programme.casework.clocking import nearest_clock

    day = date(2022, 3, 1)
    nearest = nearest_clock(signed(programme, "海燕", day).state)
    over = worked(day + timedelta(days=1), TODAY) - LIMIT
    assert over > 0
    assert nearest is not None
    assert (nearest.name.zh, nearest.colour) == ("签约至开工", "red")
    assert nearest.says.zh == f"已超期{over}个工作日"
    assert nearest.says.en == f"{over} working days overdue"


def test_an_alarm_that_rang_turns_the_light(programme: Programme) -> None:
    """The first alarm of the demo rings at 80 per cent: 144 of 180 working days."""
    from kaifang.programme.casework.clocking import nearest_clock

    for day, colour in ((date(2022, 12, 5), "amber"), (date(2023, 2, 6), "green")):
        used = worked(day + timedelta(days=1), TODAY)
        assert (used >= 144) == (colour == "amber")
        nearest = nearest_clock(signed(programme, "海燕", day).state)
        assert nearest is not None
        assert nearest.colour == colour
        assert nearest.says.zh == f"还剩{LIMIT - used}个工作日"


def test_a_paused_clock_stays_where_it_was(programme: Programme) -> None:
    from kaifang.programme.casework.clocking import nearest_clock
    from kaifang.programme.casework.keeping import act

    day, halt = date(2023, 2, 6), date(2023, 3, 1)
    one = signed(programme, "海燕", day)
    told = given(halt, reason="land")
    one = act(LANPU, programme, PROCESS, one.case, "stall", told, version=one.version)
    nearest = nearest_clock(one.state)
    assert nearest is not None
    assert (nearest.state.status, nearest.colour) == ("suspended", "amber")
    left = LIMIT - worked(day + timedelta(days=1), halt)
    assert nearest.says.zh == f"还剩{left}个工作日"


def test_an_ended_case_has_no_clock_to_watch(programme: Programme) -> None:
    from kaifang.programme.casework.clocking import is_overdue, nearest_clock
    from kaifang.programme.casework.keeping import act

    one = signed(programme, "海燕", date(2022, 3, 1))
    told = given(date(2023, 6, 1), "written_notice", reason="market")
    one = act(LANPU, programme, PROCESS, one.case, "terminate", told, version=one.version)
    assert one.state.ended == "bad"
    assert nearest_clock(one.state) is None
    assert not is_overdue(one.state)


def test_overdue_cases_stand_on_top_when_asked(programme: Programme) -> None:
    from kaifang.programme.casework.listing import CasesWanted, case_name, wanted_cases

    for name, day in (("晚", date(2022, 6, 1)), ("早", date(2022, 3, 1)), ("新", date(2023, 5, 4))):
        signed(programme, name, day)
    begun(programme, "线索")

    def names(wanted: CasesWanted) -> list[str]:
        return [case_name(one) for one in wanted_cases(LANPU, programme, PROCESS, wanted)]

    assert names(CasesWanted()) == ["线索", "新", "早", "晚"]
    assert names(CasesWanted(late_first=True)) == ["早", "晚", "新", "线索"]
    assert names(CasesWanted(state="overdue")) == ["早", "晚"]
    assert names(CasesWanted(state="lead")) == ["线索"]
    assert names(CasesWanted(state="ended")) == []
    assert names(CasesWanted(text="示例集团")) == ["新", "早", "晚"]
