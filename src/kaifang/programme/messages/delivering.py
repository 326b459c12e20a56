"""The delivery log of a hook: what was tried, what still waits, and a message to try it with."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from kaifang.core.errors import KaifangError
from kaifang.core.messages import message as text_of
from kaifang.programme.messages.posting import DELIVER, hand_to
from kaifang.programme.messages.subscribing import known_hook
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.jobs import State
from kaifang.store.models import Delivery, Hook, Job, Message
from kaifang.store.writing import one_writer

TEST = "hook.test"


class HookStopped(KaifangError):
    """A message was to be sent to a hook that is stopped."""

    code = "KF-PROG-049"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that is still to be sent to a hook: how often it was tried, and when it is next."""

    message: str
    attempts: int
    next_at: datetime
    error: str


def deliveries(actor: Actor, hook: int, first: int = 0, count: int = 100) -> list[Delivery]:
    """Attempts to send to a hook, the latest first. Raises: NotAllowed, UnknownHook."""
    demand(actor, Act.MANAGE_HOOKS)
    return attempts_at(known_hook(hook), first, count)


def attempts_at(hook: Hook, first: int = 0, count: int = 100) -> list[Delivery]:
    """Attempts to send to a hook, the latest first; nobody's right is asked."""
    rows = Delivery.objects.filter(hook=hook).select_related("message")
    return list(rows.order_by("-id")[first : first + count])


def delivery_count(actor: Actor, hook: int) -> int:
    """How many attempts there were. Raises: NotAllowed, UnknownHook."""
    demand(actor, Act.MANAGE_HOOKS)
    return int(Delivery.objects.filter(hook=known_hook(hook)).count())


def waiting(actor: Actor, hook: int, count: int = 100) -> list[Waiting]:
    """What is still to be sent to a hook, the next first. Raises: NotAllowed, UnknownHook."""
    demand(actor, Act.MANAGE_HOOKS)
    states = (State.WAITING, State.LEASED)
    rows = Job.objects.filter(kind=DELIVER, state__in=states, payload__hook=known_hook(hook).pk)
    return [
        Waiting(one.payload["message"], one.attempts, one.next_at, one.last_error)
        for one in rows.order_by("next_at", "id")[:count]
    ]


def send_test(actor: Actor, hook: int) -> Message:
    """Send a message to one hook and no other; the log tells what became of it.

    Raises: NotAllowed, UnknownHook, HookStopped.
    """
    demand(actor, Act.MANAGE_HOOKS)
    with one_writer():
        return put_test(actor, known_hook(hook), f"/messages/hooks/{hook}/")


def put_test(actor: Actor, hook: Hook, link: str) -> Message:
    """Put a test message into the outbox of a hook, in the caller's transaction.

    Raises: HookStopped.
    """
    expect_active(hook)
    message = _test_message(actor, hook, link)
    hand_to(hook, message)
    audit.record(
        "test_hook",
        f"hook:{hook.pk}",
        actor=actor.user,
        after={"message": message.id},
        person=actor.told,
    )
    return message


def expect_active(hook: Hook) -> None:
    """Refuse a hook that is stopped. Raises: HookStopped."""
    if not hook.active:
        raise HookStopped(found=hook.pk, why=hook.stopped_reason)


def _test_message(actor: Actor, hook: Hook, link: str) -> Message:
    title, body = text_of("hook.test.title", hook=hook.pk), text_of("hook.test.body")
    id = f"msg_{uuid.uuid4().hex}"
    return Message.objects.create(
        id=id,
        key=id,
        kind=TEST,
        to_user=actor.user,
        title_zh=title.zh,
        title_en=title.en,
        body_zh=body.zh,
        body_en=body.en,
        link=link,
        by=actor.user,
        at=timezone.now(),
    )
