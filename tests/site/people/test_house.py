"""The state of the house: what the system administrator sees each morning, and nobody else."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from kaifang.programme.heartbeat import Heartbeat, last_beat
from kaifang.programme.house import state_of_house
from kaifang.programme.rights import Actor, NotAllowed, Role
from kaifang.programme.rights import Post as Held
from kaifang.programme.worker import Worker
from kaifang.store import audit
from kaifang.store.models import Job
from tests.site.holders import holder

pytestmark = pytest.mark.django_db
SYSTEM = Actor("1", "", (Held(Role.SYSTEM, ""),))


@pytest.fixture(autouse=True)
def house(settings, tmp_path) -> None:
    settings.SOLO, settings.HOME, settings.SECOND_FACTOR = False, tmp_path, "optional"


def job(state: str, key: str, minutes_late: int = 0, **more) -> None:
    now = timezone.now()
    at = now - timedelta(minutes=minutes_late)
    Job.objects.create(
        kind="deliver", payload={}, key=key, state=state, made_at=at, next_at=at, **more
    )


def enter(client, role: str):
    client.force_login(holder(role, role))


def test_an_empty_house_asks_for_a_worker_and_a_backup() -> None:
    state = state_of_house(SYSTEM)
    assert (state.worker_seen, state.backup_begun, state.data_version) == (None, None, 0)
    assert [one for one in state.concerns if one != "disk"] == ["worker", "backup"]


def test_a_worker_says_that_it_is_there_and_is_missed_after_five_minutes(settings) -> None:
    Worker(ticks={}).run(once=True)
    assert "worker" not in state_of_house(SYSTEM).concerns
    old = (timezone.now() - timedelta(minutes=6)).timestamp()
    os.utime(settings.HOME / "worker_seen", (old, old))
    assert "worker" in state_of_house(SYSTEM).concerns


def test_a_heart_asked_often_beats_now_and_then(settings) -> None:
    heart = Heartbeat()
    heart.beat()
    os.utime(settings.HOME / "worker_seen", (1, 1))
    heart.beat()
    assert last_beat().timestamp() == 1


def test_late_and_failed_jobs_and_the_last_backup_are_told() -> None:
    job("waiting", "a")
    job("waiting", "b", minutes_late=6)
    job("failed", "c", last_error="HTTP 503")
    job("done", "d", minutes_late=60)
    audit.record("back_up", "backup:old.tar")
    audit.record("back_up", "backup:new.tar")
    state = state_of_house(SYSTEM)
    assert (state.jobs.waiting, state.jobs.late, state.jobs.failed) == (2, 1, 1)
    assert state.backup_name == "new.tar"
    assert {"late", "failed"} < set(state.concerns)
    assert "backup" not in state.concerns
    assert state.disk.database > 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("系统状况", "今日有", "审计链头", "失败的作业", "HTTP 503", "demo")),
        ("en", ("State of the system", "audit head", "Failed jobs", "HTTP 503", "demo")),
    ],
)
def test_the_page_says_it_in_words(client, read, demo, language, words) -> None:
    enter(client, "system")
    job("failed", "c", last_error="HTTP 503")
    page = read("/people/house/", language)
    assert [word for word in (*words, audit.head().printed) if word not in page] == []


@pytest.mark.parametrize("role", ["security", "audit", "division", "leader", "zone", "firm"])
def test_a_stranger_may_not_see_it(client, role: str) -> None:
    with pytest.raises(NotAllowed):
        state_of_house(Actor("2", "", (Held(Role(role), "210000"),)))
    enter(client, role)
    assert client.get("/people/house/").status_code == 403
