"""Hooks 推送: who else is told, and what became of each attempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from kaifang.core.errors import KaifangError, nearest
from kaifang.exchange.hooks import check_secret, new_secret
from kaifang.programme.messages.addresses import Resolve, shown
from kaifang.programme.messages.kinds import check_events
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.models import Hook
from kaifang.store.sealing import seal
from kaifang.store.writing import one_writer


class UnknownHook(KaifangError):
    """There is no such hook."""

    code = "KF-PROG-044"


class UnknownHookKind(KaifangError):
    """A hook is of none of the kinds there are."""

    code = "KF-PROG-045"


@dataclass(frozen=True, slots=True)
class HookSecret:
    """What subscribing returns; the secret of a webhook is told this once."""

    hook: int
    secret: str


def subscribe(
    actor: Actor,
    kind: str,
    url: str,
    *,
    events: Sequence[str] = ("*",),
    secret: str = "",
    org: str = "",
    resolve: Resolve | None = None,
) -> HookSecret:
    """Send messages of some kinds to an address from now on; a webhook without secret gets one.

    With an `org` it is that organisation's own: what is told to it goes there whole, nothing else
    does.

    Raises: NotAllowed, UnknownHookKind, UnreadableEvents, UnreadableSecret, UnreadableAddress,
    UnknownHost, AddressNotAllowed.
    """
    demand(actor, Act.MANAGE_HOOKS)
    secret = secret_for(kind, secret)
    check_events(events)
    settings.HOOK_HOSTS.addresses(url, resolve)
    with one_writer():
        return keep_hook(actor, kind, url, events, secret, org)


def keep_hook(
    actor: Actor, kind: str, url: str, events: Sequence[str], secret: str, org: str
) -> HookSecret:
    """Keep a hook whose address and words were checked, in the caller's transaction."""
    hook = Hook.objects.create(
        kind=kind,
        url=seal(url),
        secret=seal(secret) if secret else "",
        org=org,
        events=list(events),
        made_at=timezone.now(),
        made_by=actor.user,
    )
    audit.record(
        "subscribe_hook",
        f"hook:{hook.pk}",
        actor=actor.user,
        after={"kind": kind, "address": shown(url), "events": list(events)}
        | ({"org": org} if org else {}),
        person=actor.told,
    )
    return HookSecret(hook.pk, secret)


def stop_hook(actor: Actor, hook: int, reason: str) -> None:
    """Send nothing more to an address. Raises: NotAllowed, UnknownHook."""
    demand(actor, Act.MANAGE_HOOKS)
    with one_writer():
        stop(known_hook(hook), reason, actor)


def stop(hook: Hook, reason: str, actor: Actor | None = None) -> None:
    """Stop a hook in the caller's transaction; without an actor the receiver asked for it."""
    stopped = Hook.objects.filter(pk=hook.pk, active=True).update(
        active=False, stopped_at=timezone.now(), stopped_reason=reason
    )
    if stopped:
        audit.record(
            "stop_hook",
            f"hook:{hook.pk}",
            actor=actor.user if actor else "",
            before={"active": True},
            after={"active": False},
            reason=reason,
            person=actor.told if actor else None,
        )


def hooks(actor: Actor) -> list[Hook]:
    """All hooks, the newest first. Raises: NotAllowed."""
    demand(actor, Act.MANAGE_HOOKS)
    return list(Hook.objects.order_by("-id"))


def secret_for(kind: str, secret: str = "") -> str:
    """The secret that a hook of a kind signs with: the one given, else one made for a webhook.

    Raises: UnknownHookKind, UnreadableSecret.
    """
    kinds = list(map(str, Hook.Kind))
    if kind not in kinds:
        raise UnknownHookKind(found=kind, expected=", ".join(kinds), near=nearest(kind, kinds))
    if kind != Hook.Kind.WEBHOOK:
        return secret
    secret = secret or new_secret()
    check_secret(secret)
    return secret


def known_hook(hook: int) -> Hook:
    """A hook by its number. Raises: UnknownHook."""
    found = Hook.objects.filter(pk=hook).first()
    if found is None:
        raise UnknownHook(found=hook)
    return found
