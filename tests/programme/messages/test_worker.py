"""The worker in processes of its own: killed, told to stop, and several at once."""

import os
import signal
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from kaifang.core.messages import message
from kaifang.programme.messages.posting import post
from kaifang.programme.messages.subscribing import HookSecret
from kaifang.programme.worker import Worker
from kaifang.store.jobs import Lease, enqueue
from kaifang.store.models import Job
from tests.programme.messages.conftest import CITY, LATE, Receiver, status
from tests.store.conftest import OtherStore

POST = """
from kaifang.core.bilingual import Text
from kaifang.programme.messages.posting import post
from kaifang.programme.messages.subscribing import subscribe
from kaifang.programme.rights import Actor, Post, Role
subscribe(Actor("1", "", (Post(Role.SYSTEM, "210000"),)), "webhook", "URL")
for number in range(COUNT):
    print(post("submission.late", Text("逾期", "late"), to_org="210100").id)
"""
WORK = """
from datetime import timedelta
from django.utils import timezone
from kaifang.programme.worker import Worker
worker = Worker(ticks={}, clock=lambda: timezone.now() + timedelta(minutes=MINUTES))
worker.run(once=True)
"""
STATES = """
from kaifang.store.models import Delivery, Job
jobs = Job.objects.filter(kind="deliver").order_by("id")
print(*jobs.values_list("state", flat=True), Delivery.objects.count())
"""
UNTIL_STOPPED = """
import sys
from kaifang.cli.main import app
sys.argv = ["kaifang", "worker"]
app()
"""


@pytest.fixture(autouse=True)
def allowed_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers in other processes may send to this machine."""
    monkeypatch.setenv("KAIFANG_HOOK_HOSTS", "http://127.0.0.0/8")
    monkeypatch.setenv("KAIFANG_LANG", "zh")


def posted(store: OtherStore, receiver: Receiver, count: int = 1) -> list[str]:
    return store.run(POST.replace("URL", receiver.url).replace("COUNT", str(count))).split()


def work(minutes: int = 0) -> str:
    return WORK.replace("MINUTES", str(minutes))


KILLED = """
import os, random, signal, threading, time
def kill():
    time.sleep(random.Random(SEED).uniform(0, 0.5))
    os.kill(os.getpid(), signal.SIGKILL)
threading.Thread(target=kill, daemon=True).start()
"""


@pytest.mark.slow
def test_workers_killed_at_any_moment_lose_nothing_and_rename_nothing(
    other_store: OtherStore, receiver: Receiver
) -> None:
    """Eight messages, six workers killed within half a second, each while it sends or marks."""
    ids = posted(other_store, receiver, 8)
    receiver.answers = [slowly]
    for seed in range(6):
        with other_store.start(KILLED.replace("SEED", str(seed)) + work(minutes=3 * seed)) as one:
            one.communicate(timeout=600)
        assert one.returncode in (-signal.SIGKILL, 0)
    other_store.run(work(minutes=60))
    assert set(receiver.ids) == set(ids)
    assert other_store.run(STATES) == " ".join(["done"] * 8 + ["8"])
    bodies = {(one.headers["webhook-id"], one.body) for one in receiver.received}
    assert len(bodies) == len(ids), "the same id never says two things"


@pytest.mark.slow
def test_two_workers_send_each_message_once(other_store: OtherStore, receiver: Receiver) -> None:
    ids = posted(other_store, receiver, 30)
    receiver.answers = [slowly]
    workers = [other_store.start(work()) for _ in range(2)]
    ends = [worker.communicate(timeout=600) for worker in workers]
    assert [err for _, err in ends if err] == []
    assert sorted(receiver.ids) == sorted(ids)


def slowly(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(0.05)
    status(200)(handler)


@pytest.mark.slow
def test_told_to_stop_a_worker_finishes_the_job_at_hand(
    other_store: OtherStore, receiver: Receiver
) -> None:
    posted(other_store, receiver, 2)
    with other_store.start(UNTIL_STOPPED) as worker:

        def end(handler: BaseHTTPRequestHandler) -> None:
            os.kill(worker.pid, signal.SIGTERM)
            time.sleep(0.5)
            status(200)(handler)

        receiver.answers = [end]
        out, err = worker.communicate(timeout=600)
    assert (worker.returncode, err) == (0, "")
    assert message("cli.worker.ended", count=1).zh in out
    assert len(receiver.received) == 1
    assert other_store.run(STATES) == "done waiting 1"


@pytest.mark.slow
def test_an_idle_worker_stops_when_told(other_store: OtherStore) -> None:
    with other_store.start(UNTIL_STOPPED) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        worker.send_signal(signal.SIGINT)
        assert worker.wait(timeout=600) == 0
        worker.communicate()


@pytest.mark.django_db
def test_once_does_all_that_is_due(hook: HookSecret, receiver: Receiver) -> None:
    for _ in range(3):
        post("submission.late", LATE, to_org=CITY)
    assert Worker(ticks={}).run(once=True) == 3
    assert len(receiver.received) == 3


@pytest.mark.django_db
def test_a_job_that_goes_wrong_does_not_stop_the_others() -> None:
    def broken(held: Lease, now: datetime) -> None:
        raise ZeroDivisionError(held.key)

    for kind in ("broken", "unknown"):
        enqueue(kind, {}, kind, datetime(2022, 1, 1, tzinfo=UTC))
    assert Worker({"broken": broken}, ticks={}).run(once=True) == 2
    errors = dict(Job.objects.values_list("key", "last_error"))
    assert errors == {"broken": "ZeroDivisionError: broken", "unknown": "KeyError: 'unknown'"}
    assert set(Job.objects.values_list("state", flat=True)) == {"waiting"}
