"""Jobs are asked for with their cause, taken by one worker at a time, and never lost."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from kaifang.store import jobs
from kaifang.store.models import Job
from tests.store.conftest import OtherStore

NOW = datetime(2030, 4, 22, 9, 0, tzinfo=UTC)


def ask(key: str = "a", at: datetime | None = NOW) -> None:
    jobs.enqueue("deliver", {"message": key}, key, at)


def take(worker: str = "one", now: datetime = NOW) -> jobs.Lease:
    held = jobs.lease(worker, now)
    assert held is not None
    return held


def state(key: str = "a") -> str:
    return str(Job.objects.get(key=key).state)


@pytest.mark.django_db
def test_a_job_is_taken_with_all_it_says() -> None:
    ask()
    held = take()
    assert (held.kind, held.payload, held.key) == ("deliver", {"message": "a"}, "a")
    assert (held.attempt, held.worker, held.until) == (1, "one", NOW + jobs.LEASE)


@pytest.mark.django_db
def test_the_same_key_asks_once() -> None:
    ask()
    ask()
    take()
    assert jobs.lease("two", NOW) is None


@pytest.mark.django_db
def test_a_key_that_was_done_is_not_done_again() -> None:
    ask()
    assert jobs.finish(take())
    ask()
    assert jobs.lease("two", NOW) is None


@pytest.mark.django_db(transaction=True)
def test_work_is_asked_for_in_the_transaction_of_its_cause() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        ask()
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_job_is_not_taken_before_its_time() -> None:
    ask(at=NOW + timedelta(seconds=1))
    assert jobs.lease("one", NOW) is None
    assert jobs.lease("one", NOW + timedelta(seconds=1)) is not None


@pytest.mark.django_db
def test_the_one_due_longest_comes_first() -> None:
    ask("late", NOW)
    ask("early", NOW - timedelta(hours=1))
    assert [take().key, take().key] == ["early", "late"]


@pytest.mark.django_db
def test_a_leased_job_is_nobody_elses_until_the_lease_runs_out() -> None:
    ask()
    take("one")
    assert jobs.lease("two", NOW + jobs.LEASE - timedelta(seconds=1)) is None
    again = take("two", NOW + jobs.LEASE)
    assert (again.attempt, again.worker) == (2, "two")


@pytest.mark.django_db
def test_a_worker_that_comes_too_late_changes_nothing() -> None:
    ask()
    slow = take("one")
    quick = take("two", NOW + jobs.LEASE)
    assert not jobs.finish(slow)
    assert not jobs.fail(slow, "slow", NOW)
    assert not jobs.stop(slow, "slow")
    assert state() == "leased"
    assert jobs.finish(quick)
    assert not jobs.finish(quick)


@pytest.mark.django_db
def test_a_worker_of_the_same_name_is_told_apart_by_the_attempt() -> None:
    ask()
    slow = take("one")
    take("one", NOW + jobs.LEASE)
    assert not jobs.finish(slow)


@pytest.mark.django_db
def test_delays_grow_and_end_in_failure() -> None:
    ask()
    now, waits = NOW, []
    for _ in range(7):
        held = take(now=now)
        retry = held.retry_at(now)
        assert jobs.fail(held, "500", retry)
        if retry:
            waits.append(retry - now)
            now = retry
    least = [10, 60, 5 * 60, 30 * 60, 2 * 3600, 8 * 3600]
    assert all(
        low <= wait.total_seconds() <= low * 1.2 for low, wait in zip(least, waits, strict=True)
    )
    assert state() == "failed"
    assert Job.objects.get().last_error == "500"
    assert jobs.lease("one", now + timedelta(days=9)) is None


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_fails_in_the_end() -> None:
    ask("deadly")
    now = NOW
    for _ in range(7):
        take(now=now)
        now += jobs.LEASE
    ask("harmless", now)
    assert take(now=now).key == "harmless"
    assert state("deadly") == "failed"
    assert Job.objects.get(key="deadly").last_error


@pytest.mark.django_db
def test_a_stopped_job_is_not_taken_again() -> None:
    ask()
    assert jobs.stop(take(), "410")
    assert jobs.lease("two", NOW + timedelta(days=9)) is None
    assert state() == "stopped"


ASK = """
from datetime import UTC, datetime
from django.db import transaction
from kaifang.store import jobs
with transaction.atomic():
    for number in range(60):
        jobs.enqueue("count", {"number": number}, str(number), datetime(2030, 1, 1, tzinfo=UTC))
"""
WORK = """
import os, time
from datetime import UTC, datetime
from kaifang.store import jobs
while time.time() < START:
    time.sleep(0.01)
while held := jobs.lease(str(os.getpid()), datetime(2030, 1, 1, 1, tzinfo=UTC)):
    print(held.payload["number"])
    assert jobs.finish(held)
"""


def test_several_workers_share_the_jobs_and_none_is_taken_twice(other_store: OtherStore) -> None:
    other_store.run(ASK)
    work = WORK.replace("START", str(time.time() + 3))
    workers = [other_store.start(work) for _ in range(3)]
    taken = [worker.communicate(timeout=600) for worker in workers]
    assert [err for _, err in taken if err] == []
    assert sorted(int(number) for out, _ in taken for number in out.split()) == list(range(60))
