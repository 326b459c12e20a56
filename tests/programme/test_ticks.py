"""Ticks: once an interval, whoever asks and however many; killed in the middle they did nothing."""

import signal
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kaifang.programme.ticks import TICKS, Clockwork, Tick
from kaifang.programme.worker import Worker
from kaifang.store.models import Job
from tests.programme.messages.conftest import home, other_store, pattern
from tests.store.conftest import OtherStore

__all__ = ["home", "other_store", "pattern"]
SHANGHAI = ZoneInfo("Asia/Shanghai")

WORK = """
import os, time
from pathlib import Path
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
from kaifang.core.bilingual import Text
from kaifang.programme.messages.posting import post
from kaifang.programme.ticks import Tick
from kaifang.programme.worker import Worker

def remind(day):
    post("reminder", Text(str(day), str(day)), to_org="210100")
    BETWEEN

ticks = {"reminders": Tick(remind), "hourly": Tick(remind, hourly=True)}
for hour in range(7, 12):
    now = datetime(2023, 4, 20, hour, 30, tzinfo=ZoneInfo("Asia/Shanghai")) + timedelta(minutes=LATE)
    Worker(clock=lambda: now, ticks=ticks).run(once=True)
    Path(os.environ["KAIFANG_HOME"], f"{hour}-{os.getpid()}").touch()
    while len(list(Path(os.environ["KAIFANG_HOME"]).glob(f"{hour}-*"))) < WORKERS:
        time.sleep(0.01)  # no clock runs hours ahead of another: leases would run out
"""
TOLD = """
from kaifang.store.models import Job, Message
print(Message.objects.count(), *sorted(Job.objects.values_list("key", "state")))
"""
DONE = [(f"tick:hourly:2023-04-20T{hour:02}", "done") for hour in range(7, 12)]
DONE.append(("tick:reminders:2023-04-20", "done"))


def work(between: str = "time.sleep(0.02)", late: int = 0, workers: int = 1) -> str:
    lines = WORK.replace("BETWEEN", between).replace("LATE", str(late))
    return lines.replace("WORKERS", str(workers))


def told(count: int) -> str:
    return " ".join(map(str, [count, *DONE]))


@pytest.mark.slow
def test_two_workers_do_each_tick_once(other_store: OtherStore) -> None:
    """Five hours: five hourly ticks, and one of the day from eight on."""
    workers = [other_store.start(work(workers=2)) for _ in range(2)]
    ends = [worker.communicate(timeout=600) for worker in workers]
    assert [err for _, err in ends if err] == []
    assert other_store.run(TOLD) == told(6)


@pytest.mark.slow
def test_a_tick_killed_in_the_middle_has_done_nothing_and_is_done_again(
    other_store: OtherStore,
) -> None:
    with other_store.start(work("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")) as one:
        one.communicate(timeout=600)
    assert one.returncode == -signal.SIGKILL
    assert other_store.run(TOLD).startswith("0 ")
    other_store.run(work(late=3))
    assert other_store.run(TOLD) == told(6)


def at(hour: int, day: int = 20) -> datetime:
    return datetime(2023, 4, day, hour, 30, tzinfo=SHANGHAI)


@pytest.mark.django_db
def test_a_tick_is_told_its_day_and_runs_from_its_hour_on() -> None:
    days: list[date] = []
    ticks = {"reminders": Tick(days.append, time(8))}
    for now in (at(7), at(8), at(17), at(7, 21), at(9, 21)):
        Worker(clock=lambda now=now: now, ticks=ticks).run(once=True)
    assert days == [date(2023, 4, 20), date(2023, 4, 21)]
    keys = list(Job.objects.order_by("id").values_list("key", flat=True))
    assert keys == ["tick:reminders:2023-04-20", "tick:reminders:2023-04-21"]


@pytest.mark.django_db
def test_what_was_asked_for_is_not_asked_for_again() -> None:
    ticks = {"reminders": Tick(print)}
    one, other = Clockwork(ticks), Clockwork(ticks)
    assert [one.ask(at(9)), one.ask(at(10)), other.ask(at(10)), one.ask(at(9, 21))] == [1, 0, 0, 1]
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_a_tick_that_goes_wrong_is_tried_again_and_keeps_nothing() -> None:
    def wrong(day: date) -> None:
        Job.objects.create(kind="x", payload={}, key="x", made_at=at(9), next_at=at(9, 30))
        raise ZeroDivisionError

    Worker(clock=lambda: at(9), ticks={"wrong": Tick(wrong)}).run(once=True)
    job = Job.objects.get()
    assert (job.key, job.state, job.last_error) == (
        "tick:wrong:2023-04-20",
        "waiting",
        "ZeroDivisionError: ",
    )


@pytest.mark.django_db
def test_a_tick_that_is_no_more_is_stopped() -> None:
    Clockwork({"old": Tick(print)}).ask(at(9))
    Worker(clock=lambda: at(9), ticks={}).run(once=True)
    assert Job.objects.get().state == "stopped"


@pytest.mark.django_db
def test_sessions_that_ended_are_forgotten() -> None:
    from django.contrib.sessions.models import Session

    for name, year in (("old", 2020), ("new", 2999)):
        ends = datetime(year, 1, 1, tzinfo=SHANGHAI)
        Session.objects.create(session_key=name, session_data="", expire_date=ends)
    TICKS["sessions"].run(date(2023, 4, 20))
    assert [one.session_key for one in Session.objects.all()] == ["new"]
