"""Due dates, punctuality, the desk that calls, reminders told once, and the feed of a diary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kaifang.packs.law import Law
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.desk import calls
from kaifang.programme.reporting.due import (
    Timeliness,
    owed_by,
    punctuality,
    timeliness_of,
    working_days_between,
)
from kaifang.programme.reporting.duties import duties, duty_of
from kaifang.programme.reporting.feed import due_feed
from kaifang.programme.reporting.filling import submit
from kaifang.programme.reporting.reminders import remind
from kaifang.programme.reporting.reviewing import reject
from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from kaifang.programme.ticks import TICKS
from kaifang.store.models import Message
from tests.programme.reporting.conftest import (
    CITY,
    CITY_OFFICER,
    DIVISION,
    FUNDS,
    MONTHLY,
    OTHER_CITY_OFFICER,
    Q2,
    QUARTERLY,
    STRANGER,
    ZONE,
    ZONE_OFFICER,
    given,
)

pytestmark = pytest.mark.django_db
Submitted = Callable[..., int]
FAR_ZONE = "demo.zone.mingyu"


# -- days -------------------------------------------------------------------------------------


def test_city_may_want_it_earlier_from_its_zones(law: Law) -> None:
    """石原 wants the form three days before 15 July, 明屿 asks for nothing of the kind."""
    own, other = duty_of(law, QUARTERLY, ZONE, Q2), duty_of(law, QUARTERLY, FAR_ZONE, Q2)
    assert (own.due, own.law_due) == (date(2023, 7, 12), date(2023, 7, 15))
    assert (other.due, other.law_due) == (date(2023, 7, 15), date(2023, 7, 15))


def test_zone_owes_nothing_for_a_period_before_it_existed(law: Law) -> None:
    """稻川 was set up in March 2023: it owes the first quarter, and no month of a form of cities."""
    owed = [one.period.code for one in duties(law, QUARTERLY) if one.org == "demo.zone.daochuan"]
    assert owed == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]
    assert len(list(duties(law, MONTHLY, "2023-06"))) == 14


@pytest.mark.parametrize(
    ("submitted_on", "day", "expected"),
    [
        (None, date(2023, 7, 8), Timeliness.OPEN),
        (None, date(2023, 7, 9), Timeliness.SOON),
        (None, date(2023, 7, 12), Timeliness.TODAY),
        (None, date(2023, 7, 13), Timeliness.LATE),
        (date(2023, 7, 12), date(2023, 8, 1), Timeliness.IN_TIME),
        (date(2023, 7, 13), date(2023, 8, 1), Timeliness.CAME_LATE),
    ],
)
def test_timeliness(law: Law, submitted_on: date | None, day: date, expected: Timeliness) -> None:
    assert timeliness_of(duty_of(law, QUARTERLY, ZONE, Q2), submitted_on, day) is expected


def test_working_days_leave_out_holidays(law: Law) -> None:
    """From 28 September 2023 on: Friday 29 off, then the holiday to 6 October, 7 and 8 worked."""
    assert working_days_between(law, date(2023, 9, 28), date(2023, 10, 9)) == 3
    assert working_days_between(law, date(1990, 1, 1), date(1990, 2, 1)) is None


# -- what is owed -----------------------------------------------------------------------------


def test_zone_sees_what_it_owes_itself(programme: Programme, submitted: Submitted) -> None:
    submitted()
    found = owed_by(ZONE_OFFICER, programme)
    assert {one.duty.org for one in found} == {ZONE}
    second = next(one for one in found if one.duty.period.code == Q2)
    assert (second.state, second.version) == ("submitted", 1)
    # due on 12 July at the city, sent on the demo's day, 15 July
    assert (second.submitted_on, second.timeliness) == (date(2023, 7, 15), Timeliness.CAME_LATE)
    assert owed_by(STRANGER, programme) == []


def test_completeness_and_timeliness_by_hand(programme: Programme) -> None:
    """Of the months May and June one came, and late: 1 of 2, none in time."""
    values = {FUNDS: given("60"), "investment.domestic_funds:to_date": given("50")}
    submit(CITY_OFFICER, programme, MONTHLY, CITY, "2023-06", values, 0)
    found = {one.org: one for one in punctuality(DIVISION, programme, MONTHLY)}
    own = found[CITY]
    assert (own.due, own.came_in, own.in_time) == (2, 1, 0)
    assert own.completeness == pytest.approx(1 / 2)
    assert found["demo.biwan"].completeness == 0


# -- the desk ---------------------------------------------------------------------------------


def test_desk_names_who_is_late_and_whom_to_call(programme: Programme) -> None:
    from django.utils import timezone

    from kaifang.store.models import Post as Held
    from kaifang.store.models import User

    about = {"role": "zone", "org": ZONE, "from_day": date(2020, 1, 1)}
    for name, email in (("liu", "liu@example.cn"), ("gone", "")):
        user = User.objects.create(username=name, email=email, telephone="024-1")
        ends = date(2021, 1, 1) if name == "gone" else None
        Held.objects.create(user=user, to_day=ends, granted_at=timezone.now(), **about)
    found = calls(CITY_OFFICER, programme, QUARTERLY, Q2)
    call = next(one for one in found if one.owed.duty.org == ZONE)
    assert [(one.name, one.email, one.telephone) for one in call.holders] == [
        ("liu", "liu@example.cn", "024-1")
    ]
    # due Wednesday 12 July; Thursday and Friday were worked, 15 July is a Saturday
    assert call.working_days == 2
    assert call.text.zh == (
        "石原经济技术开发区：开发区季报（2023年二季度）应于2023-07-12报送，"
        "现已逾期2个工作日，请尽快报送。"
    )
    assert {one.owed.duty.org for one in found} == {
        ZONE,
        "demo.zone.shiyuan-hidz",
        "demo.zone.ftz-shiyuan",
    }


def test_desk_calls_those_whose_cells_were_returned(
    programme: Programme, submitted: Submitted
) -> None:
    version = submitted()
    assert ZONE not in {one.owed.duty.org for one in calls(CITY_OFFICER, programme, "", Q2)}
    reject(CITY_OFFICER, programme, QUARTERLY, ZONE, Q2, {FUNDS: "不符"}, version)
    back = [one for one in calls(CITY_OFFICER, programme, "", Q2) if one.owed.duty.org == ZONE]
    assert "已退回修改" in back[0].text.zh


def test_a_stranger_may_not_call(programme: Programme) -> None:
    with pytest.raises(NotAllowed):
        calls(STRANGER, programme)
    with pytest.raises(NotAllowed):
        calls(ZONE_OFFICER, programme)


# -- reminders --------------------------------------------------------------------------------


def reminders(org: str = FAR_ZONE) -> list[str]:
    return sorted(Message.objects.filter(to_org=org).values_list("kind", flat=True))


def test_reminders_are_told_once_each_step(programme: Programme) -> None:
    steps = {
        date(2023, 10, 11): [],
        date(2023, 10, 12): ["submission.due_soon"],
        date(2023, 10, 14): ["submission.due_soon"],
        date(2023, 10, 15): ["submission.due_soon", "submission.due_today"],
        date(2023, 10, 16): ["submission.due_soon", "submission.due_today"],
        date(2023, 10, 22): ["submission.due_soon", "submission.due_today", "submission.late"],
    }
    law = programme.law
    only = [one for one in duties(law, QUARTERLY, "2023-Q3") if one.org == FAR_ZONE]
    assert only[0].due == date(2023, 10, 15)
    for day, expected in steps.items():
        remind(programme.law, day)
        told = Message.objects.filter(to_org=FAR_ZONE, key__contains="2023-Q3")
        assert sorted(told.values_list("kind", flat=True)) == expected
        assert remind(programme.law, day) == 0  # told again: nothing new


def test_nobody_is_reminded_of_what_came_in(programme: Programme, submitted: Submitted) -> None:
    submitted()
    remind(programme.law, date(2023, 7, 20))
    assert not Message.objects.filter(to_org=ZONE, key__contains=Q2, kind="submission.late")
    assert Message.objects.filter(to_org="demo.zone.shiyuan-hidz", key__contains=Q2).exists()


def test_closed_period_reminds_nobody(programme: Programme) -> None:
    from kaifang.programme.reporting.closing import close

    close(DIVISION, programme, QUARTERLY, "2023-Q1", "按上期数")
    remind(programme.law, date(2023, 7, 15))
    assert not Message.objects.filter(key__contains="2023-Q1").exists()
    assert reminders()


def test_tick_reminds_of_every_installed_programme_on_its_own_day(programme: Programme) -> None:
    """The demo plays on 15 July 2023, whatever the day of the server."""
    TICKS["reminders"].run(date(2026, 11, 22))
    assert Message.objects.filter(kind="submission.due_today", to_org=FAR_ZONE).count() == 1
    assert not Message.objects.filter(key__contains="2023-Q3").exists()


# -- the feed ---------------------------------------------------------------------------------


def test_feed_holds_the_actor_s_own_days(programme: Programme) -> None:
    text = due_feed(ZONE_OFFICER, programme, address="https://kf.example.cn/")
    unfolded = text.replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == 4
    assert "DTSTART;VALUE=DATE:20230712" in unfolded
    assert f"UID:{QUARTERLY}/{ZONE}/2023-Q2@kaifang" in unfolded
    assert f"URL:https://kf.example.cn/forms/{QUARTERLY}/{ZONE}/2023-Q2/" in unfolded
    assert text == due_feed(ZONE_OFFICER, programme, address="https://kf.example.cn/")
    assert due_feed(STRANGER, programme).count("BEGIN:VEVENT") == 0


def test_feed_of_the_province_shows_all_below(programme: Programme) -> None:
    text = due_feed(DIVISION, programme, "en")
    assert text.count("BEGIN:VEVENT") == 14 * 8 + 20 * 4  # the monthly form begins in May
    leader = Actor("7", "市领导", (Post(Role.LEADER, OTHER_CITY_OFFICER.posts[0].org),))
    assert due_feed(leader, programme).count("BEGIN:VEVENT") == 8
