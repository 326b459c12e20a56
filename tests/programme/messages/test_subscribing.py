"""Who may send messages out of the house, and to where."""

import json

import pytest
from django.db import connection
from pytest_django import Settings

from kaifang.exchange.hooks import UnreadableSecret, check_secret
from kaifang.programme.messages.addresses import AddressNotAllowed, AllowList
from kaifang.programme.messages.delivering import deliveries, send_test, waiting
from kaifang.programme.messages.keeping import address_of, secret_of
from kaifang.programme.messages.kinds import UnreadableEvents
from kaifang.programme.messages.posting import post
from kaifang.programme.messages.subscribing import (
    HookSecret,
    UnknownHook,
    UnknownHookKind,
    hooks,
    stop_hook,
    subscribe,
)
from kaifang.programme.rights import Actor, NotAllowed
from kaifang.store import audit
from kaifang.store.models import AuditEntry, Hook, Job
from tests.programme.messages.conftest import CITY, LATE, OFFICER, STRANGER, SYSTEM, Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed")]
DINGTALK = "https://127.0.0.1/robot/send?access_token=very-secret"


def test_a_webhook_gets_a_secret_that_is_told_once() -> None:
    made = subscribe(SYSTEM, "webhook", "http://127.0.0.1:9/in")
    check_secret(made.secret)
    (hook,) = hooks(SYSTEM)
    assert (hook.pk, hook.active, hook.events) == (made.hook, True, ["*"])


def test_subscribing_is_in_the_audit_without_its_secrets() -> None:
    made = subscribe(SYSTEM, "dingtalk", DINGTALK, events=["submission.*"], secret="SEC-hidden")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.subject, entry.actor) == ("subscribe_hook", f"hook:{made.hook}", "1")
    after = json.loads(entry.body)["after"]
    assert after == {
        "kind": "dingtalk",
        "address": "https://127.0.0.1/…",
        "events": ["submission.*"],
    }
    assert "secret" not in entry.body
    assert "hidden" not in entry.body
    assert entry.person.content == {"name": "系统管理员", "address": "10.0.0.8"}
    assert audit.verify() == []


@pytest.mark.parametrize("who", [STRANGER, OFFICER, Actor("", "")])
def test_a_stranger_may_not_subscribe_stop_or_look(who: Actor, hook: HookSecret) -> None:
    entries = AuditEntry.objects.count()
    for act in (
        lambda: subscribe(who, "webhook", "http://127.0.0.1:9/in"),
        lambda: stop_hook(who, hook.hook, "挡路"),
        lambda: hooks(who),
        lambda: deliveries(who, hook.hook),
        lambda: waiting(who, hook.hook),
        lambda: send_test(who, hook.hook),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Hook.objects.filter(active=True).count() == 1
    assert AuditEntry.objects.count() == entries


def test_an_address_outside_the_list_is_refused_and_leaves_nothing(settings: Settings) -> None:
    settings.HOOK_HOSTS = AllowList.read("oapi.dingtalk.com")
    for url, address in (
        ("https://evil.example/", "93.184.216.34"),
        ("https://oapi.dingtalk.com/", "10.0.0.5"),
        ("http://oapi.dingtalk.com/", "93.184.216.34"),
    ):
        with pytest.raises(AddressNotAllowed):
            subscribe(SYSTEM, "webhook", url, resolve=lambda *_, one=address: [one])
    assert not Hook.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_weak_secret_or_another_kind_is_refused() -> None:
    with pytest.raises(UnreadableSecret):
        subscribe(SYSTEM, "webhook", "http://127.0.0.1:9/in", secret="short")
    with pytest.raises(UnknownHookKind) as refusal:
        subscribe(SYSTEM, "dingtak", DINGTALK)
    assert refusal.value.near == ("dingtalk",)
    assert not Hook.objects.exists()


def test_a_hook_hears_of_its_kinds_only() -> None:
    subscribe(SYSTEM, "webhook", "http://127.0.0.1:9/a", events=["task.*"])
    late = subscribe(SYSTEM, "webhook", "http://127.0.0.1:9/b", events=["x", "submission.late"])
    message = post("submission.late", LATE, to_org=CITY)
    job = Job.objects.get()
    assert job.payload == {"message": message.id, "hook": late.hook}
    assert job.key == f"deliver:{message.id}:{late.hook}"


def test_a_message_and_its_jobs_stand_or_fall_together(hook: HookSecret) -> None:
    from django.db import transaction

    with transaction.atomic():
        post("submission.late", LATE, to_org=CITY)
        assert Job.objects.count() == 1
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_stopped_hook_hears_no_more(hook: HookSecret, receiver: Receiver) -> None:
    stop_hook(SYSTEM, hook.hook, "不再使用")
    stop_hook(SYSTEM, hook.hook, "再停一次")
    post("submission.late", LATE, to_org=CITY)
    assert not Job.objects.exists()
    stopped = Hook.objects.get()
    assert (stopped.active, stopped.stopped_reason) == (False, "不再使用")
    assert [one.act for one in AuditEntry.objects.order_by("id")] == ["subscribe_hook", "stop_hook"]


def test_a_hook_that_is_not_there_cannot_be_stopped() -> None:
    with pytest.raises(UnknownHook):
        stop_hook(SYSTEM, 99, "")


def test_address_and_secret_lie_sealed_in_the_table() -> None:
    made = subscribe(SYSTEM, "dingtalk", DINGTALK, secret="SEC-hidden")
    with connection.cursor() as cursor:
        cursor.execute("SELECT url, secret FROM store_hook")
        (row,) = cursor.fetchall()
    assert all(one.startswith("sealed1:") for one in row)
    kept = Hook.objects.get(pk=made.hook)
    assert (address_of(kept), secret_of(kept)) == (DINGTALK, "SEC-hidden")


def test_a_hook_from_before_there_were_seals_works_on() -> None:
    kept = Hook(kind="webhook", url="http://127.0.0.1:9/in", secret="whsec_x", events=["*"])
    assert (address_of(kept), secret_of(kept)) == ("http://127.0.0.1:9/in", "whsec_x")


@pytest.mark.parametrize("events", [[], ["Submission"], ["a b"], ["*.late"], ["submission."], [""]])
def test_what_no_message_could_match_is_refused(events: list[str]) -> None:
    with pytest.raises(UnreadableEvents):
        subscribe(SYSTEM, "webhook", "http://127.0.0.1:9/in", events=events)
    assert not Hook.objects.exists()
