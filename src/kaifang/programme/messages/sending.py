"""Deliver a message to a hook: one attempt a turn of the job, logged with what came back.

Between sending and marking the process may die. Then the lease runs out and the message is sent
again, with the same id: the receiver can tell, and nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.exchange import hooks
from kaifang.exchange.hooks import HookEvent, HookRequest, token_of
from kaifang.programme.messages.addresses import Resolve
from kaifang.programme.messages.connecting import HookAnswer, Unanswered, send
from kaifang.programme.messages.keeping import address_of, secret_of
from kaifang.programme.messages.patience import asked_until
from kaifang.programme.messages.subscribing import stop
from kaifang.programme.messages.withholding import without_figures
from kaifang.store import jobs
from kaifang.store.jobs import Lease
from kaifang.store.models import Delivery, Hook, Message

GONE = 410
PATIENCE = (429, 503)
Outcome = Delivery.Outcome


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt came to; `status` None where nobody answered.

    `not_before` is when the receiver asked to be tried again, if it did.
    """

    outcome: str
    status: int | None = None
    error: str = ""
    not_before: datetime | None = None


def deliver(held: Lease, now: datetime, resolve: Resolve | None = None) -> None:
    """Send the message of a job to its hook, once, and say in one transaction what became of it."""
    hook = Hook.objects.get(pk=held.payload["hook"])
    if not hook.active:
        jobs.stop(held, hook.stopped_reason)
        return
    message = Message.objects.get(pk=held.payload["message"])
    attempt = _attempted(hook, message, now, resolve)
    _settle(held, hook, message, attempt, now)


def _attempted(hook: Hook, message: Message, now: datetime, resolve: Resolve | None) -> Attempt:
    try:
        addresses = settings.HOOK_HOSTS.addresses(address_of(hook), resolve)
        answer = send(request_of(hook, event_of(message, hook), now), addresses)
    except KaifangError as refusal:
        return Attempt(Outcome.AGAIN, None, f"{refusal.code} {refusal.says.en}")
    except Unanswered as fault:
        return Attempt(Outcome.AGAIN, None, str(fault))
    return _judged(hook, answer, now)


def _judged(hook: Hook, answer: HookAnswer, now: datetime) -> Attempt:
    """Say what an answer means: a redirect is not followed, a robot's 200 may be a complaint."""
    if answer.status == GONE:
        return Attempt(Outcome.STOPPED, GONE, "the receiver answered 410")
    if answer.status in PATIENCE:
        until = asked_until(answer.retry_after, now)
        wait = f" Retry-After {answer.retry_after}" if until else ""
        return Attempt(Outcome.AGAIN, answer.status, f"HTTP {answer.status}{wait}", until)
    if not 200 <= answer.status < 300:
        return Attempt(Outcome.AGAIN, answer.status, f"HTTP {answer.status}")
    robot = hook.kind != Hook.Kind.WEBHOOK
    complaint = hooks.robot_complaint(answer.body) if robot else ""
    return Attempt(Outcome.AGAIN if complaint else Outcome.DELIVERED, answer.status, complaint)


def _settle(held: Lease, hook: Hook, message: Message, attempt: Attempt, now: datetime) -> None:
    with transaction.atomic():
        retry_at = _again_at(held, attempt, now)
        outcome = attempt.outcome
        if outcome == Outcome.DELIVERED:
            jobs.finish(held)
        elif outcome == Outcome.STOPPED:
            jobs.stop(held, attempt.error)
            stop(hook, attempt.error)
        else:
            jobs.fail(held, attempt.error, retry_at)
            outcome = Outcome.AGAIN if retry_at else Outcome.FAILED
        Delivery.objects.create(
            hook=hook,
            message=message,
            attempt=held.attempt,
            at=now,
            outcome=outcome,
            status=attempt.status,
            error=attempt.error[:500],
        )


def _again_at(held: Lease, attempt: Attempt, now: datetime) -> datetime | None:
    """Our own growing delay, or later where the receiver asked for more."""
    own = held.retry_at(now)
    return max(own, attempt.not_before) if own and attempt.not_before else own


def request_of(hook: Hook, event: HookEvent, now: datetime) -> HookRequest:
    """Lay an event out as a hook's kind wants it."""
    if hook.kind == Hook.Kind.DINGTALK:
        return hooks.dingtalk(event, address_of(hook), secret_of(hook), now=now)
    if hook.kind == Hook.Kind.WECOM:
        return hooks.wecom(event, address_of(hook))
    source = settings.SITE_ADDRESS or "/kaifang"
    return hooks.webhook(event, address_of(hook), secret_of(hook), source=source, now=now)


def event_of(message: Message, hook: Hook) -> HookEvent:
    """What of a message may leave the house: no person, and figures only where they are allowed.

    The receiver's own hook gets all that the receiver is told, with what his machines may read.
    """
    own = bool(hook.org) and hook.org == message.to_org
    title = Text(message.title_zh, message.title_en)
    body = Text(message.body_zh, message.body_en)
    figures = settings.HOOK_FIGURES or own
    data = dict(message.data or {}) if own else {}
    return HookEvent(
        id=message.id,
        kind=message.kind,
        at=message.at.astimezone(ZoneInfo(settings.TIME_ZONE)),
        title=title if figures else without_figures(title),
        body=body if figures else without_figures(body),
        link=_address(message.link),
        org=message.to_org,
        subject=str(data.pop("subject", "")),
        data=_called_back(data, message, hook),
    )


def _called_back(data: dict[str, Any], message: Message, hook: Hook) -> dict[str, Any]:
    """With the path that acknowledges a message, where it has one, goes a token for this hook."""
    path = data.pop("acknowledge", "")
    if path and hook.kind == Hook.Kind.WEBHOOK:
        token = token_of(message.id, secret_of(hook))
        data["acknowledge"] = {"method": "POST", "url": _address(path) or path, "token": token}
    return data


def _address(path: str) -> str:
    return settings.SITE_ADDRESS + path if settings.SITE_ADDRESS else ""
