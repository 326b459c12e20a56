"""The delivery log of a hook, and the message it is tried with."""

from datetime import UTC, datetime, timedelta

import pytest

from kaifang.programme.messages.delivering import (
    HookStopped,
    deliveries,
    delivery_count,
    send_test,
    waiting,
)
from kaifang.programme.messages.inbox import inbox
from kaifang.programme.messages.posting import post
from kaifang.programme.messages.subscribing import HookSecret, UnknownHook, stop_hook, subscribe
from kaifang.programme.worker import Worker
from kaifang.store.models import AuditEntry, Job, Message
from tests.programme.messages.conftest import CITY, LATE, SYSTEM, Receiver, status

pytestmark = pytest.mark.django_db


def test_a_test_message_goes_to_its_hook_alone(hook: HookSecret, receiver: Receiver) -> None:
    other = subscribe(SYSTEM, "webhook", receiver.url)
    message = send_test(SYSTEM, hook.hook)
    assert Worker(ticks={}).run(once=True) == 1
    assert receiver.ids == [message.id]
    assert [one.outcome for one in deliveries(SYSTEM, hook.hook)] == ["delivered"]
    assert deliveries(SYSTEM, other.hook) == []
    assert [item.id for item in inbox(SYSTEM)] == [message.id]
    entry = AuditEntry.objects.order_by("id").last()
    assert (entry.act, entry.subject, entry.actor) == ("test_hook", f"hook:{hook.hook}", "1")


def test_a_test_message_keeps_its_words_on_the_way_out(
    hook: HookSecret, receiver: Receiver
) -> None:
    send_test(SYSTEM, hook.hook)
    Worker(ticks={}).run(once=True)
    assert f"第{hook.hook}号推送" in receiver.received[0].body.decode()
    assert f"hook No. {hook.hook}" in receiver.received[0].body.decode()


def test_the_log_tells_every_attempt_and_what_still_waits(
    hook: HookSecret, receiver: Receiver
) -> None:
    receiver.answers = [status(500), status(200)]
    other = subscribe(SYSTEM, "webhook", receiver.url, events=["task.*"])
    message = post("submission.late", LATE, to_org=CITY)
    (one,) = waiting(SYSTEM, hook.hook)
    assert (one.message, one.attempts, one.error) == (message.id, 0, "")
    Worker(ticks={}).run(once=True)
    (one,) = waiting(SYSTEM, hook.hook)
    assert (one.attempts, one.error) == (1, "HTTP 500")
    assert one.next_at > datetime.now(UTC)
    assert waiting(SYSTEM, other.hook) == []
    later = Worker(ticks={}, clock=lambda: datetime.now(UTC) + timedelta(minutes=1))
    later.run(once=True)
    assert waiting(SYSTEM, hook.hook) == []
    told = [(one.attempt, one.outcome, one.status) for one in deliveries(SYSTEM, hook.hook)]
    assert told == [(2, "delivered", 200), (1, "again", 500)]
    assert delivery_count(SYSTEM, hook.hook) == 2


def test_a_stopped_hook_is_not_tried(hook: HookSecret) -> None:
    stop_hook(SYSTEM, hook.hook, "不再使用")
    with pytest.raises(HookStopped):
        send_test(SYSTEM, hook.hook)
    with pytest.raises(UnknownHook):
        send_test(SYSTEM, 99)
    assert not Message.objects.exists()
    assert not Job.objects.exists()
