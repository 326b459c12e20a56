"""Messages and hooks as plain values, for the API and the command line."""

from __future__ import annotations

from typing import Any

from kaifang.core.bilingual import Lang
from kaifang.core.messages import message
from kaifang.programme.messages.addresses import shown
from kaifang.programme.messages.delivering import Waiting
from kaifang.programme.messages.inbox import InboxItem
from kaifang.programme.messages.keeping import address_of
from kaifang.store.errors import SealBroken, SealingKeyUnreadable
from kaifang.store.models import Delivery, Hook


def tell_item(item: InboxItem, lang: Lang) -> dict[str, Any]:
    """A message as its reader sees it."""
    return {
        "id": item.id,
        "kind": item.kind,
        "at": item.at.isoformat(),
        "title": item.title.in_(lang),
        "body": item.body.in_(lang),
        "link": item.link,
        "org": item.org,
        "is_read": item.is_read,
    }


def tell_hook(hook: Hook) -> dict[str, Any]:
    """A hook without what lets its holder speak for us."""
    return {
        "id": hook.pk,
        "kind": hook.kind,
        "address": address_shown(hook),
        "events": list(hook.events),
        "org": hook.org,
        "active": hook.active,
        "made_at": hook.made_at.isoformat(),
        "stopped_at": hook.stopped_at.isoformat() if hook.stopped_at else None,
        "stopped_reason": hook.stopped_reason,
    }


def tell_delivery(delivery: Delivery, lang: Lang) -> dict[str, Any]:
    """One attempt: of which message, what came back."""
    return {
        "message": delivery.message_id,
        "kind": delivery.message.kind,
        "attempt": delivery.attempt,
        "at": delivery.at.isoformat(),
        "outcome": delivery.outcome,
        "says": message(f"hook.outcome.{delivery.outcome}").in_(lang),
        "status": delivery.status,
        "error": delivery.error,
    }


def tell_waiting(one: Waiting) -> dict[str, Any]:
    """A message that is still to be sent."""
    return {
        "message": one.message,
        "attempts": one.attempts,
        "next_at": one.next_at.isoformat(),
        "error": one.error,
    }


def address_shown(hook: Hook) -> str:
    """Scheme and host of a hook; without the key that it is sealed with, dots."""
    try:
        return shown(address_of(hook))
    except (SealBroken, SealingKeyUnreadable):
        return "…"
