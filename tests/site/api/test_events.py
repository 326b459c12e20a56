"""Events sent by a feed: counted, once each, all or nothing, by whoever may."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from kaifang.programme.clearance import loading
from kaifang.programme.people.actors import actor_of
from kaifang.programme.people.tokens import make_token
from kaifang.site.api import events as operation
from kaifang.store.models import AuditEntry, AuditPerson, CaseEvent
from tests.exchange.test_cloud_events import EVENT
from tests.site.api.province import CITY, PROVINCE
from tests.site.holders import holder

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/packs/demo/processes/demo.clearance/events"


@pytest.fixture(autouse=True)
def house(settings, tmp_path, demo) -> None:
    settings.SOLO, settings.HOME = False, tmp_path


def feed(role: str = "division", org: str = PROVINCE, scope: str = "read_write") -> Client:
    """A program with somebody's token."""
    user = holder(f"{role}-{org}-{scope}", role, org)
    secret = make_token(actor_of(user), user, "单一窗口", scope).secret
    return Client(enforce_csrf_checks=True, headers={"authorization": f"Bearer {secret}"})


def sent(client: Client, *events: Any, status: int = 200, lines: bool = False) -> Any:
    body = "\n".join(map(json.dumps, events)) if lines else json.dumps(events)
    kind = "application/x-ndjson" if lines else "application/json"
    answer = client.post(ADDRESS, body, kind)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def numbered(count: int, start: int = 1) -> list[dict[str, Any]]:
    return [{**EVENT, "id": str(n)} for n in range(start, start + count)]


def test_batch_is_recorded_once_and_counted() -> None:
    client = feed()
    assert sent(client, *numbered(3)) == {"new": 3, "same": 0, "quarantined": 0, "batch": 1}
    assert sent(client, *numbered(2), lines=True)["same"] == 2
    other = {**EVENT, "id": "1", "type": "hold"}
    found = sent(client, other, *numbered(1, 4))
    assert (found["new"], found["same"], found["quarantined"]) == (1, 0, 1)
    assert CaseEvent.objects.filter(process="demo.clearance").count() == 4
    entry = AuditEntry.objects.filter(act="append_events").first()
    assert entry is not None
    assert entry.actor
    assert AuditPerson.objects.filter(entry=entry).exists()


def test_large_batch_is_taken_and_a_larger_one_refused(monkeypatch: Any) -> None:
    client = feed()
    wide = [{**one, "data": {"text": "字" * 1_100}} for one in numbered(1_000)]
    assert len(json.dumps(wide, ensure_ascii=False).encode()) > 3_000_000
    body = json.dumps(wide, ensure_ascii=False)
    assert client.post(ADDRESS, body, "application/json").json()["new"] == 1_000
    assert sent(client, *numbered(1_001), status=400)["code"] == "KF-CASE-205"
    monkeypatch.setattr(operation, "MOST_BYTES", 100)
    assert sent(client, EVENT, status=400)["code"] == "KF-CASE-205"
    assert loading.MOST_BYTES == 5_000_000


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"time": "2023-04-20T08:20:00"}, "KF-CASE-202"),
        ({"data": {"hours": 1.5}}, "KF-CASE-203"),
        ({"id": ""}, "KF-CASE-201"),
    ],
)
def test_one_unsound_event_keeps_the_batch_out(wrong: dict[str, Any], code: str) -> None:
    told = sent(feed(), *numbered(2, 7), {**EVENT, **wrong}, status=400)
    assert [one["code"] for one in told["errors"]] == [code]
    assert not CaseEvent.objects.exists()


def test_body_that_is_no_event_is_refused() -> None:
    answer = feed().post(ADDRESS, b"{", "application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "KF-CASE-207")


def test_half_a_character_is_refused_and_told() -> None:
    """UTF-8 cannot say it, so neither a record nor an answer may hold it as it came."""
    client = feed()
    for name in ("id", "type", "source", "specversion", "nonsense"):
        body = json.dumps([{**EVENT, name: "\ud800"}])
        answer = client.post(ADDRESS, body, "application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "KF-CASE-207"), name


def test_process_worked_on_by_people_takes_no_events() -> None:
    signed = json.dumps([{**EVENT, "type": "sign", "actor": "1"}])
    answer = feed().post(ADDRESS.replace("clearance", "project"), signed, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "KF-CASE-451")
    assert not CaseEvent.objects.exists()


def test_unknown_process_is_nowhere() -> None:
    answer = feed().post(ADDRESS.replace("clearance", "nonsense"), b"[]", "application/json")
    assert (answer.status_code, answer.json()["code"]) == (404, "KF-CASE-208")


def test_strangers_and_tokens_that_read_may_not() -> None:
    assert sent(feed("city", CITY), EVENT, status=403)
    assert sent(feed(scope="read"), EVENT, status=403)
    assert Client().post(ADDRESS, b"[]", "application/json").status_code == 401
    assert not CaseEvent.objects.exists()
