"""A firm's own webhook: its own users set, try, renew and remove it; nobody else's is theirs to know.

The office's list of allowed hosts holds for firms too. What a name of theirs resolves to inside
the office is not told them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings

from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.programme.messages.addresses import AddressNotAllowed, Resolve, UnknownHost, shown
from kaifang.programme.messages.delivering import attempts_at, expect_active, put_test
from kaifang.programme.messages.kinds import check_events
from kaifang.programme.messages.subscribing import (
    HookSecret,
    UnknownHook,
    keep_hook,
    secret_for,
    stop,
)
from kaifang.programme.rights import Act, Actor, Role, demand, may
from kaifang.store import audit
from kaifang.store.models import Delivery, Hook, Message
from kaifang.store.sealing import seal
from kaifang.store.writing import one_writer

PAGE = "/messages/own/"
_KIND = Hook.Kind.WEBHOOK


class FirmNotNamed(KaifangError):
    """A person acts for several firms, and does not say for which."""

    code = "KF-CASE-412"


class FirmAddressRefused(KaifangError):
    """The address that a firm gives is not on the office's list, whatever it resolves to."""

    code = "KF-CASE-413"


def own_firms(actor: Actor) -> list[str]:
    """The firms whose webhook somebody may manage, by their credit codes."""
    firms = dict.fromkeys(post.org for post in actor.posts if post.role is Role.FIRM)
    return [one for one in firms if may(_himself(actor), Act.MANAGE_OWN_HOOK, one)]


def own_hooks(actor: Actor) -> list[Hook]:
    """The webhooks of a person's own firms, the newest first, stopped ones too.

    Raises: NotAllowed.
    """
    firms = [post.org for post in actor.posts if post.role is Role.FIRM]
    if not firms:
        demand(_himself(actor), Act.MANAGE_OWN_HOOK)
    return list(Hook.objects.filter(org__in=firms, kind=_KIND).order_by("-id"))


def set_own_hook(
    actor: Actor,
    url: str,
    *,
    firm: str = "",
    events: Sequence[str] = ("*",),
    secret: str = "",
    resolve: Resolve | None = None,
) -> HookSecret:
    """Send what is told to a firm to its own address from now on, instead of to the one before.

    `firm` is needed of those alone who act for several. A webhook without secret gets one, which
    is told this once.

    Raises: NotAllowed, FirmNotNamed, UnreadableEvents, UnreadableSecret, UnreadableAddress,
    FirmAddressRefused.
    """
    firm = firm or _only_firm(actor)
    demand(_himself(actor), Act.MANAGE_OWN_HOOK, firm)
    secret = secret_for(_KIND, secret)
    check_events(events)
    _check_address(url, resolve)
    with one_writer():
        for before in Hook.objects.filter(org=firm, kind=_KIND, active=True):
            stop(before, message("hook.replaced").zh, actor)
        return keep_hook(actor, _KIND, url, events, secret, firm)


def renew_own_secret(actor: Actor, hook: int) -> HookSecret:
    """Sign with a new secret from now on; the old one is worth nothing from this moment.

    Raises: NotAllowed, UnknownHook, HookStopped.
    """
    with one_writer():
        own = _own_hook(actor, hook)
        expect_active(own)
        secret = secret_for(_KIND)
        Hook.objects.filter(pk=own.pk).update(secret=seal(secret))
        audit.record(
            "renew_hook_secret",
            f"hook:{own.pk}",
            actor=actor.user,
            after={"org": own.org},
            person=actor.told,
        )
    return HookSecret(own.pk, secret)


def test_own_hook(actor: Actor, hook: int) -> Message:
    """Send a message to the firm's own webhook. Raises: NotAllowed, UnknownHook, HookStopped."""
    with one_writer():
        return put_test(actor, _own_hook(actor, hook), PAGE)


def remove_own_hook(actor: Actor, hook: int, reason: str) -> None:
    """Send nothing more to it. Raises: NotAllowed, UnknownHook."""
    with one_writer():
        stop(_own_hook(actor, hook), reason, actor)


def own_attempts(actor: Actor, hook: int, first: int = 0, count: int = 100) -> list[Delivery]:
    """Attempts to send to it, the latest first. Raises: NotAllowed, UnknownHook."""
    return attempts_at(_seen(actor, hook), first, count)


def _own_hook(actor: Actor, hook: int) -> Hook:
    """A webhook of the person's own firm, to be changed."""
    found = _seen(actor, hook)
    demand(_himself(actor), Act.MANAGE_OWN_HOOK, found.org)
    return found


def _seen(actor: Actor, hook: int) -> Hook:
    """A webhook of the person's own firm; another's is as if it were not there."""
    found = next((one for one in own_hooks(actor) if one.pk == hook), None)
    if found is None:
        raise UnknownHook(found=hook)
    return found


def _only_firm(actor: Actor) -> str:
    firms = own_firms(actor)
    if len(firms) > 1:
        raise FirmNotNamed(found=len(firms), expected=", ".join(firms))
    return firms[0] if firms else ""


def _himself(actor: Actor) -> Actor:
    """Nobody stands in for a firm, in solo mode either."""
    return replace(actor, solo=False)


def _check_address(url: str, resolve: Resolve | None) -> None:
    try:
        settings.HOOK_HOSTS.addresses(url, resolve)
    except (AddressNotAllowed, UnknownHost):  # which of them would tell of the names inside
        raise FirmAddressRefused(found=shown(url)) from None
