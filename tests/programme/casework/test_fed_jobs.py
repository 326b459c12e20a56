"""What changes in a register is counted by the worker: after each act, every day, killed or not."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaifang.core.period import Period
from tests.packs.registers import register_pack
from tests.programme.casework.test_feeding import (
    DALIAN,
    DIVISION,
    PROCESS,
    PROVINCE,
    SHANGHAI,
    held,
    programme,
    value,
)
from tests.store.conftest import OtherStore

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

__all__ = ["programme"]
MAY = "2022-01/2022-05"


def work(programme: Programme) -> int:
    from kaifang.programme.worker import Worker

    return Worker(ticks={}).run(once=True)


@pytest.mark.django_db
def test_an_act_asks_for_the_count(programme: Programme) -> None:
    from kaifang.store.models import Job

    held(programme)
    assert Job.objects.filter(kind="feed", state="waiting").count() == 2
    assert value(programme, "held", PROVINCE, MAY) is None
    assert work(programme) == 2
    assert value(programme, "held", PROVINCE, MAY) == 1
    held(programme, org=DALIAN)
    work(programme)
    assert value(programme, "held", PROVINCE, MAY) == 2


@pytest.mark.django_db
def test_of_two_asked_for_the_later_counts(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kaifang.programme.casework import fed_jobs

    counted = []
    monkeypatch.setattr(fed_jobs, "feed_register", lambda *_, **__: counted.append(1))
    held(programme)
    work(programme)
    assert counted == [1]


@pytest.mark.django_db
def test_a_process_that_feeds_nothing_asks_for_nothing(programme: Programme) -> None:
    from kaifang.programme.casework.fed_jobs import ask_to_feed
    from kaifang.store.models import Job

    ask_to_feed(programme.law, "nothing", 1)
    ask_to_feed(programme.law, PROCESS, None)  # no event was new
    assert not Job.objects.filter(kind="feed").exists()


@pytest.mark.django_db
def test_events_that_were_sent_are_counted_too(programme: Programme) -> None:
    from kaifang.core.event import GivenEvent
    from kaifang.programme.clearance.recording import record
    from kaifang.store.models import Job

    about = {"source": "市局", "process": PROCESS, "case": "1", "org": DALIAN}
    plan = {"title": "展", "abroad": "abroad"}
    went = {"firms": 9, "evidence": {"list": "名单"}}
    sent = [
        GivenEvent(id="1", type="plan", occurred_at="2022-01-05T10:00+08:00", data=plan, **about),
        GivenEvent(id="2", type="go", occurred_at="2022-02-05T10:00+08:00", data=went, **about),
    ]
    record(programme.law, sent, DIVISION, "市局")
    record(programme.law, sent, DIVISION, "市局")  # nothing is new
    assert Job.objects.filter(kind="feed").count() == 1
    work(programme)
    assert value(programme, "held", PROVINCE, MAY) == 1


@pytest.mark.django_db
def test_a_register_that_is_gone_stops_its_job(programme: Programme, tmp_path: Path) -> None:
    from kaifang.packs.law import load
    from kaifang.store.models import Job

    held(programme)
    (tmp_path / "packs" / "tiny" / "processes" / "exhibition.yaml").unlink()
    load.cache_clear()
    work(programme)
    assert set(Job.objects.filter(kind="feed").values_list("state", flat=True)) == {"stopped"}


@pytest.mark.django_db
def test_a_month_ends_where_nothing_happens(programme: Programme) -> None:
    from kaifang.programme.ticks import TICKS

    held(programme)
    TICKS["registers"].run(date(2022, 5, 31))
    assert value(programme, "held", PROVINCE, MAY) is None
    TICKS["registers"].run(date(2022, 6, 1))
    assert value(programme, "held", PROVINCE, MAY) == 1
    assert DIVISION.user == "1"


@pytest.mark.django_db
def test_a_register_that_cannot_be_counted_keeps_no_other_from_it(
    programme: Programme, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from kaifang.core.errors import KaifangError
    from kaifang.programme.casework import fed_jobs

    tried: list[str] = []

    def count(_programme: Programme, process: str, **_: object) -> None:
        tried.append(process)
        raise KaifangError

    monkeypatch.setattr(fed_jobs, "feed_register", count)
    monkeypatch.setattr(fed_jobs, "feeding_processes", lambda law: [law.processes[PROCESS]] * 2)
    held(programme)
    fed_jobs.feed_all(date(2022, 6, 1))
    assert tried == [PROCESS, PROCESS]
    assert caplog.text.count(PROCESS) == 2


ACT = """
from tests.programme.casework.test_feeding import held
from kaifang.packs.law import load
from kaifang.programme.opening import Programme
held(Programme.of(load("tiny")))
"""
WORK = """
import os
from datetime import timedelta
from django.utils import timezone
from kaifang.programme.worker import Worker
from kaifang.store import jobs
KILL
Worker(clock=lambda: timezone.now() + timedelta(minutes=LATE), ticks={}).run(once=True)
"""
KILL = "jobs.finish = lambda held: os._exit(9)"
TOLD = """
from kaifang.store.models import AuditEntry, Batch, Job, Record
rows = Record.objects.filter(indicator="exhibitions.held", org="210000")
print(rows.count(), AuditEntry.objects.filter(act="feed_register").count(),
      *sorted(Job.objects.filter(kind="feed").values_list("state", flat=True)))
"""


@pytest.mark.slow
def test_killed_in_the_middle_it_counted_nothing_and_counts_once(
    other_store: OtherStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register_pack(tmp_path / "packs" / "tiny")
    monkeypatch.setenv("KAIFANG_PACKS", str(tmp_path / "packs"))
    other_store.run(ACT)
    killed = other_store.start(WORK.replace("KILL", KILL).replace("LATE", "0"))
    assert killed.wait(timeout=600) == 9
    assert other_store.run(TOLD).split()[:2] == ["0", "0"]
    other_store.run(WORK.replace("KILL", "").replace("LATE", "5"))
    rows, entries, *states = other_store.run(TOLD).split()
    assert (entries, states) == ("1", ["done", "done"])
    months = _months_since_january_2022()
    assert int(rows) == months


def _months_since_january_2022() -> int:
    """One number a month that has ended, from January 2022 to today."""
    today = datetime.now(SHANGHAI).date()
    ended = [
        Period.month(year, month)
        for year in range(2022, today.year + 1)
        for month in range(1, 13)
        if Period.month(year, month).end < today
    ]
    return len(ended)
