"""Messages and hooks by the API: one's own, by login or token; a stranger may not."""

import json

import pytest
from django.test import Client

from kaifang.core.bilingual import Text
from kaifang.programme.messages.addresses import AllowList
from kaifang.programme.messages.posting import post
from kaifang.programme.messages.subscribing import subscribe
from kaifang.programme.rights import Actor, Role
from kaifang.programme.rights import Post as Held
from kaifang.store.models import Hook, Job, MessageRead
from tests.site.holders import holder

pytestmark = pytest.mark.django_db
CITY = "210100"
LATE = Text("沈阳市二季度报表逾期17.6%", "Shenyang is late by 17.6%")
SYSTEM = Actor("1", "", (Held(Role.SYSTEM, ""),))
ADDRESS = "http://127.0.0.1:9/in?access_token=ours-alone"
WRITES = (
    ("messages/read", None),
    ("messages/msg_x/read", None),
    ("hooks", {"kind": "webhook", "address": ADDRESS}),
    ("hooks/1/stop", {"reason": "不再使用"}),
    ("hooks/1/test", None),
)


@pytest.fixture(autouse=True)
def house(settings, tmp_path) -> None:
    settings.HOME, settings.SOLO, settings.SECOND_FACTOR = tmp_path, False, "optional"
    settings.HOOK_HOSTS = AllowList.read("http://127.0.0.0/8")


def signed_in(client, role: str, org: str):
    user = holder(f"{role}-{org}", role, org)
    client.force_login(user)
    return user


@pytest.fixture
def officer(client):
    return signed_in(client, "city", CITY)


@pytest.fixture
def administrator(client):
    return signed_in(client, "system", "")


def send(client, path: str, content: object = None):
    return client.post(f"/api/v1/{path}", json.dumps(content or {}), "application/json")


def test_the_inbox_is_ones_own_and_read_for_oneself(client, officer) -> None:
    post("submission.late", LATE, to_org="210200")
    message = post("submission.late", LATE, to_org=CITY, link="/board/")
    told = client.get("/api/v1/messages?lang=en").json()
    assert (told["total"], told["items"][0]["id"]) == (1, message.id)
    assert told["items"][0]["title"] == LATE.en
    assert told["items"][0]["link"] == "/board/"
    assert send(client, f"messages/{message.id}/read").json() == {"marked": 1}
    assert client.get("/api/v1/messages?unread=true").json()["total"] == 0
    assert client.get("/api/v1/messages").json()["items"][0]["is_read"] is True
    post("submission.late", LATE, to_org=CITY)
    assert send(client, "messages/read").json() == {"marked": 1}


def test_a_stranger_may_not_mark_what_was_sent_to_others(client, officer) -> None:
    message = post("submission.late", LATE, to_org="210200")
    answer = send(client, f"messages/{message.id}/read")
    assert (answer.status_code, answer.json()["code"]) == (404, "KF-PROG-043")
    assert not MessageRead.objects.exists()


def test_whoever_has_not_signed_in_is_told_to(client) -> None:
    assert client.get("/api/v1/messages").status_code == 401
    assert client.get("/api/v1/hooks").status_code == 401
    assert [send(client, *one).status_code for one in WRITES] == [401] * len(WRITES)


def test_a_form_of_another_site_changes_nothing(django_user_model) -> None:
    client = Client(enforce_csrf_checks=True)
    signed_in(client, "city", CITY)
    post("submission.late", LATE, to_org=CITY)
    assert send(client, "messages/read").status_code in (401, 403)
    assert not MessageRead.objects.exists()


def test_hooks_are_added_tried_and_stopped(client, administrator) -> None:
    made = send(
        client, "hooks", {"kind": "webhook", "address": ADDRESS, "events": ["task.*"]}
    ).json()
    assert made["secret"].startswith("whsec_")
    (hook,) = client.get("/api/v1/hooks").json()["items"]
    assert (hook["id"], hook["address"], hook["events"]) == (
        made["id"],
        "http://127.0.0.1:9/…",
        ["task.*"],
    )
    message = send(client, f"hooks/{made['id']}/test").json()["message"]
    assert Job.objects.get().payload["message"] == message
    waiting = client.get(f"/api/v1/hooks/{made['id']}/waiting").json()
    assert [one["message"] for one in waiting["items"]] == [message]
    assert client.get(f"/api/v1/hooks/{made['id']}/deliveries").json()["total"] == 0
    assert (
        send(client, f"hooks/{made['id']}/stop", {"reason": "不再使用"}).json()["active"] is False
    )
    assert send(client, f"hooks/{made['id']}/test").json()["code"] == "KF-PROG-049"


def test_what_is_refused_is_a_problem_in_both_languages(client, administrator) -> None:
    answer = send(client, "hooks", {"kind": "webhook", "address": "https://10.0.0.5/in"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["code"] == "KF-PROG-041"
    assert "KAIFANG_HOOK_HOSTS" in answer.json()["remedy"]["en"]
    assert send(client, "hooks", {"kind": "webhook"}).status_code == 422
    assert send(client, "hooks/99/stop", {"reason": "x"}).status_code == 404
    assert not Hook.objects.exists()


def test_a_stranger_may_not_manage_hooks(client, officer) -> None:
    number = subscribe(SYSTEM, "webhook", ADDRESS).hook
    answers = [
        client.get("/api/v1/hooks"),
        client.get(f"/api/v1/hooks/{number}/deliveries"),
        client.get(f"/api/v1/hooks/{number}/waiting"),
        send(client, "hooks", {"kind": "webhook", "address": ADDRESS}),
        send(client, f"hooks/{number}/stop", {"reason": "挡路"}),
        send(client, f"hooks/{number}/test"),
    ]
    assert [one.status_code for one in answers] == [403] * 6
    assert (Hook.objects.filter(active=True).count(), Job.objects.count()) == (1, 0)
