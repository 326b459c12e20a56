"""One worker after the other killed with SIGKILL, each somewhere else: nothing lost, nothing twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.programme.messages.conftest import Receiver, receiver, status
from tests.store.conftest import OtherStore, other_store, pattern

__all__ = ["other_store", "pattern", "receiver"]
FIRM = "91000000MA0000001R"

# An inspection is ordered in a file that lies in the folder, and a project is overdue.
SETUP = f"""
import json, os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from kaifang.core.event import GivenEvent
from kaifang.packs.law import load
from kaifang.programme.alarms.ringing import ring
from kaifang.programme.casework.reading import now_of
from kaifang.programme.messages.subscribing import subscribe
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, Post, Role
from kaifang.store import events

law = load("demo")
programme = Programme.of(law)
ring(programme)  # from here on it is watched
subscribe(Actor("1", "", (Post(Role.SYSTEM, ""),)), "webhook", "URL", org="{FIRM}")
signed = [("report", 3, {{"code_name": "海燕"}}), ("talk", 13, {{}}), ("sign", 23, {{}})]
events.append(
    [
        GivenEvent(source="city", id=type, process="demo.project", case="p1", type=type,
                   occurred_at=datetime(2022, 9, day, 2, tzinfo=UTC), org="demo.lanpu", data=data)
        for type, day, data in signed
    ],
    source_name="city", pack_hash=law.hash, pack_version=str(law.head.version),
)
firm = {{"credit_code": "{FIRM}", "trader": "甲公司", "declaration_no": "0908"}}
told = [("arrival", 180, firm), ("declaration", 120, {{}}), ("order", 10, {{}})]
lines = [
    json.dumps({{"specversion": "1.0", "source": "customs", "id": type, "type": type,
                "subject": "c1", "org": "demo.lanpu", "data": data,
                "time": (now_of(programme) - timedelta(minutes=ago)).isoformat()}})
    for type, ago, data in told
]
Path(os.environ["KAIFANG_CLEARANCE_FOLDER"], "a.jsonl").write_text("\\n".join(lines), "utf-8")
"""
WORK = """
import os, signal
from datetime import timedelta
from django.utils import timezone
from kaifang.programme.clearance.looking import FolderLook
from kaifang.programme.ticks import TICKS
from kaifang.programme.worker import Worker
from kaifang.store import jobs

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def die_marking(kind):
    finish = jobs.finish
    jobs.finish = lambda held: die() if held.kind == kind else finish(held)

POINT
ticks = {"alarms": TICKS["alarms"]} if WATCHING else {}
worker = Worker(ticks=ticks, clock=lambda: timezone.now() + timedelta(minutes=MINUTES))
worker._folder = FolderLook(every=0)
worker.run(once=True)
worker.run(once=True)
"""
ORDER_WITHOUT_NOTICE = """
from kaifang.programme.clearance import notifying
notifying.post = die
"""
ALARM_WITHOUT_TASK = """
from kaifang.programme.alarms import ringing
ringing.open_task = die
"""
CHECK = """
from kaifang.store import audit, events
from kaifang.store.models import CaseAlarm, CaseEvent, Delivery, FirmNotice, Job, Message, Task
of_case = CaseEvent.objects.filter(process="demo.clearance").order_by("id")
print("events", *of_case.values_list("type", flat=True))
print("notices", *FirmNotice.objects.values_list("to", "fault"))
kinds = Message.objects.exclude(kind="case.alarm").values_list("kind", flat=True)
print("messages", *kinds)
print("alarms", *CaseAlarm.objects.exclude(case="").order_by("rung").values_list("rung", flat=True))
print("told", Message.objects.filter(kind="case.alarm").count(), Task.objects.count())
print("delivered", *Delivery.objects.values_list("outcome", flat=True))
print("jobs", *sorted(set(Job.objects.values_list("state", flat=True))))
print("sound", audit.verify() == [], events.verify() == [])
"""
EVENTS = CHECK[: CHECK.index('print("notices"')] + "print(FirmNotice.objects.count())\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "clearance"
    path.mkdir()
    monkeypatch.setenv("KAIFANG_CLEARANCE_FOLDER", str(path))
    monkeypatch.setenv("KAIFANG_PROGRAMME", "demo")
    monkeypatch.setenv("KAIFANG_HOOK_HOSTS", "http://127.0.0.0/8")
    return path


def work(kill: str, minutes: int, *, watching: bool) -> str:
    script = WORK.replace("POINT", kill).replace("WATCHING", str(watching))
    return script.replace("MINUTES", str(minutes))


@pytest.mark.slow
def test_killed_at_each_step_everything_is_done_once(
    other_store: OtherStore, receiver: Receiver, folder: Path
) -> None:
    def killed(kill: str, minutes: int, *, watching: bool, sending: bool = False) -> None:
        with other_store.start(work(kill, minutes, watching=watching)) as one:
            if sending:
                receiver.answers = [killing(one.pid), status(200)]
            _, err = one.communicate(timeout=600)
        assert one.returncode == -signal.SIGKILL, err

    other_store.run(SETUP.replace("URL", receiver.url))
    killed(ORDER_WITHOUT_NOTICE, 0, watching=False)
    assert other_store.run(EVENTS) == "events\n0", "no order is recorded without its notice"
    killed('die_marking("receive_file")', 3, watching=False)
    killed("", 6, watching=False, sending=True)
    killed(ALARM_WITHOUT_TASK, 9, watching=True)
    killed('die_marking("tick")', 12, watching=True)
    told = other_store.run(work("", 15, watching=True) + CHECK)
    assert told.splitlines() == [
        "events arrival declaration order notice_sent",
        f"notices ('{FIRM}', '')",
        "messages notice.inspection task.added",
        "alarms 100% 80%",
        "told 2 1",
        "delivered delivered",
        "jobs done",
        "sound True True",
    ]
    assert len(receiver.ids) == 2, "once by the worker that died before it could say so"
    assert len({(one.headers["webhook-id"], one.body) for one in receiver.received}) == 1
    assert [str(one.relative_to(folder)) for one in folder.rglob("*.jsonl")] == ["done/a.jsonl"]


def killing(worker: int) -> Callable[[BaseHTTPRequestHandler], None]:
    """Kill the worker that sends, then answer it all the same."""

    def kill(handler: BaseHTTPRequestHandler) -> None:
        os.kill(worker, signal.SIGKILL)
        status(200)(handler)
        handler.close_connection = True

    return kill
