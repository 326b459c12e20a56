"""Alarms of cases: each rung rings once, for whoever holds the role there, while the clock runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kaifang.core.event import GivenEvent
from kaifang.packs.law import load
from kaifang.programme.alarms import ringing
from kaifang.programme.alarms.ringing import ring, ring_clocks
from kaifang.programme.alarms.running import alarmed_cases
from kaifang.programme.casework.reading import now_of
from kaifang.programme.messages.sending import event_of
from kaifang.programme.moment import playing_on
from kaifang.programme.opening import Programme
from kaifang.store import events
from kaifang.store.installing import install
from kaifang.store.models import CaseAlarm, Hook, Message, Task
from tests.site.holders import holder

pytestmark = pytest.mark.django_db
CLEARANCE, PROJECT = "demo.clearance", "demo.project"
TODAY = date(2023, 7, 15)
PORT, OTHER = "demo.lanpu", "demo.biwan"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.SOLO, settings.PROGRAMME = tmp_path, False, "demo"


@pytest.fixture
def programme() -> Programme:
    return Programme.of(load("demo"))


@pytest.fixture
def stewards() -> dict[str, str]:
    """The city officers of two ports, by their place."""
    return {org: str(holder(f"city-{org}", "city", org).pk) for org in (PORT, OTHER)}


def record(process: str, *told: tuple[str, str, datetime, dict[str, Any]], org: str = PORT) -> None:
    law = load("demo")
    given = [
        GivenEvent(
            source="port", id=f"{case}-{type}-{at:%Y%m%d%H%M}", process=process, case=case,
            type=type, occurred_at=at, org=org, data=data,
        )
        for case, type, at, data in told
    ]  # fmt: skip
    events.append(given, source_name="port", pack_hash=law.hash, pack_version=str(law.head.version))


def arrived(programme: Programme, case: str, hours: int, *more: str, org: str = PORT) -> None:
    """Goods that arrived so many hours ago, and what happened to them since."""
    at = now_of(programme) - timedelta(hours=hours)
    told = [(case, "arrival", at, {"port": "岚浦口岸"})]
    told += [(case, type, at + timedelta(hours=1 + n), {}) for n, type in enumerate(more)]
    record(CLEARANCE, *told, org=org)


def told_to(user: str) -> list[str]:
    rows = Message.objects.filter(to_user=user, kind="case.alarm").order_by("at", "id")
    return list(rows.values_list("title_zh", flat=True))


def test_a_rung_rings_once_for_those_of_its_place(
    programme: Programme, stewards: dict[str, str]
) -> None:
    assert ring(programme) == 0  # from here on it is watched
    arrived(programme, "c1", 47)
    assert ring(programme) == 0
    with playing_on(TODAY + timedelta(days=1)):
        assert ring(programme) == 1
        assert ring(programme) == 0
    assert told_to(stewards[PORT]) == ["时限预警：示例口岸通关“c1”的整体通关已用到限期的100%"]
    assert told_to(stewards[OTHER]) == []
    alarm = CaseAlarm.objects.exclude(case="").get()
    assert (alarm.case, alarm.clock, alarm.rung, alarm.generation, alarm.told) == (
        "c1", "overall", "100%", 1, 1,
    )  # fmt: skip


def test_another_worker_that_was_quicker_has_told(
    programme: Programme, stewards: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ring(programme)
    arrived(programme, "c1", 50)
    found = list(ringing._reached(programme, programme.law.processes[CLEARANCE]))
    assert ring(programme) == 1
    assert ringing._ring_one(programme, programme.law.processes[CLEARANCE], found[0]) == 0
    assert len(told_to(stewards[PORT])) == 1


def test_killed_in_the_middle_nothing_is_claimed_and_all_is_told_later(
    programme: Programme, stewards: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    ring(programme)
    arrived(programme, "c1", 50)
    monkeypatch.setattr(ringing, "tell_rung", killed)
    with pytest.raises(KeyboardInterrupt):
        ring(programme)
    assert not CaseAlarm.objects.exclude(case="").exists()
    monkeypatch.undo()
    assert ring(programme) == 1


def test_what_was_late_before_anybody_watched_is_one_word(
    programme: Programme, stewards: dict[str, str]
) -> None:
    arrived(programme, "c1", 50)
    arrived(programme, "c2", 60)
    assert ring(programme) == 0
    assert told_to(stewards[PORT]) == []
    said = Message.objects.get(kind="case.alarm")
    assert said.to_org == "demo"
    assert "2件" in said.title_zh
    assert ring(programme) == 0
    assert Message.objects.count() == 1


def test_a_clock_that_has_not_started_or_has_stopped_never_rings(
    programme: Programme, stewards: dict[str, str]
) -> None:
    ring(programme)
    at = now_of(programme) - timedelta(hours=90)
    record(CLEARANCE, ("c1", "declaration", at, {}))
    arrived(programme, "c2", 90, "declaration", "tax", "release")
    assert ring(programme) == 0
    assert [one.case for one in alarmed_cases(programme, programme.law.processes[CLEARANCE])] == []


def test_without_a_holder_the_organisation_of_the_case_is_told(programme: Programme) -> None:
    ring(programme)
    arrived(programme, "c1", 50)
    assert ring(programme) == 1
    assert Message.objects.get(kind="case.alarm").to_org == PORT


def test_what_leaves_the_house_carries_no_figures_unless_allowed(
    programme: Programme, settings: Any
) -> None:
    ring(programme)
    arrived(programme, "c1", 50)
    ring(programme)
    message, hook = Message.objects.get(kind="case.alarm"), Hook(org="")
    settings.HOOK_FIGURES = False
    assert "100%" not in event_of(message, hook).title.zh
    settings.HOOK_FIGURES = True
    assert "100%" in event_of(message, hook).title.zh


def signed(case: str, day: date, *more: tuple[str, date, dict[str, Any]]) -> None:
    """A project that was signed on a day, and what was done since."""

    def at(when: date) -> datetime:
        return datetime(when.year, when.month, when.day, 2, tzinfo=UTC)

    told = [("report", day - timedelta(days=20), {"code_name": "海燕"}),
            ("talk", day - timedelta(days=10), {}), ("sign", day, {"project_name": "海燕项目"})]  # fmt: skip
    record(PROJECT, *((case, type, at(when), data) for type, when, data in [*told, *more]))


def test_an_overdue_project_opens_a_task_and_an_extension_has_rungs_of_its_own(
    programme: Programme, stewards: dict[str, str]
) -> None:
    """Of 180 working days from 23 September 2022 some 195 are used on 15 July 2023; +60 is 240."""
    ring(programme)
    signed("p1", date(2022, 9, 23))
    assert ring(programme) == 2  # 80 % and 100 % at once: nobody had looked
    (task,) = Task.objects.all()
    assert (task.title, task.lead) == ("逾期督办：示例省招商项目“海燕项目”", PORT)
    assert task.source == {"process": PROJECT, "case": "p1", "alarm": "landing"}
    opened = CaseAlarm.objects.get(case="p1", rung="100%")
    assert (opened.opened, opened.extended) == (f"task:{task.pk}", 0)
    longer = ("extend.landing", TODAY - timedelta(days=1), {"n": 60})
    signed("p1", date(2022, 9, 23), longer)
    assert ring(programme) == 1  # 80 % of the new limit
    rung = CaseAlarm.objects.get(case="p1", extended=60)
    assert (rung.rung, rung.opened) == ("80%", "")
    with playing_on(TODAY + timedelta(days=75)):
        assert ring(programme) == 1  # 100 % of it
    assert Task.objects.count() == 2


def test_a_suspended_clock_waits(programme: Programme, stewards: dict[str, str]) -> None:
    ring(programme)
    stall = ("stall", TODAY - timedelta(days=1), {"reason": "land"})
    signed("p1", date(2023, 3, 1), stall)
    with playing_on(TODAY + timedelta(days=150)):
        assert ring(programme) == 0


def test_far_overdue_is_for_the_province_to_decide(programme: Programme) -> None:
    ring(programme)
    signed("p1", date(2022, 1, 10))
    assert ring(programme) == 3
    titles = dict(Task.objects.values_list("lead", "title"))
    assert titles["demo"] == "研究对岚浦市通报约谈：示例省招商项目“海燕项目”严重逾期"


def test_a_year_that_is_not_announced_is_told(programme: Programme) -> None:
    """No notice of the State Council tells the days off of 2027."""
    ring(programme)
    signed("p1", date(2027, 1, 11))
    with playing_on(date(2027, 9, 11)):
        state = next(alarmed_cases(programme, programme.law.processes[PROJECT])).state
        assert state.clocks["landing"].provisional
        assert ring(programme) == 1
    said = Message.objects.get(kind="case.alarm")
    assert "已用到限期的80%" in said.title_zh
    assert "尚未公布" in said.body_zh


def test_the_tick_rings_every_programme_of_the_store(stewards: dict[str, str]) -> None:
    install(load("demo"))
    programme = Programme.of(load("demo"))
    ring_clocks(TODAY)
    arrived(programme, "c1", 50)
    ring_clocks(TODAY)
    ring_clocks(TODAY)
    assert len(told_to(stewards[PORT])) == 1
