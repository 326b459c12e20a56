"""A firm's own users set, try, renew and remove its webhook; nobody else's is theirs to know."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from pytest_django import Settings

from kaifang.core.bilingual import Text
from kaifang.exchange.hooks import verify
from kaifang.programme.messages.addresses import AllowList
from kaifang.programme.messages.delivering import HookStopped
from kaifang.programme.messages.keeping import address_of, secret_of
from kaifang.programme.messages.own_hooks import (
    FirmAddressRefused,
    FirmNotNamed,
    own_attempts,
    own_firms,
    own_hooks,
    remove_own_hook,
    renew_own_secret,
    set_own_hook,
)
from kaifang.programme.messages.own_hooks import test_own_hook as try_own_hook
from kaifang.programme.messages.posting import post
from kaifang.programme.messages.subscribing import HookSecret, UnknownHook, subscribe
from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from kaifang.programme.worker import Worker
from kaifang.store import audit
from kaifang.store.models import AuditEntry, Hook, Job
from tests.programme.messages.conftest import OFFICER, SYSTEM, Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("allowed")]
CODE, OTHER_CODE = "91210000MA0000000X", "91210100MA1111111T"
FIRM = Actor("20", "示例进出口公司", (Post(Role.FIRM, CODE),), address="10.0.0.9")
OTHER = Actor("21", "另一公司", (Post(Role.FIRM, OTHER_CODE),))
BOTH = Actor("22", "代理", (*FIRM.posts, *OTHER.posts))
SOLO = Actor("1", "一人", solo=True)
IN = "http://127.0.0.1:9/in"


@pytest.fixture
def own(receiver: Receiver) -> HookSecret:
    return set_own_hook(FIRM, receiver.url)


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("act", flat=True))


def test_a_firm_is_told_at_its_own_address_and_only_what_is_its_own(
    own: HookSecret, receiver: Receiver
) -> None:
    title = Text("海关查验通知", "Inspection")
    mine = post("notice.inspection", title, to_org=CODE)
    post("notice.inspection", title, to_org=OTHER_CODE)
    Worker(ticks={}).run(once=True)
    assert receiver.ids == [mine.id]
    told = receiver.received[0]
    verify(told.headers, told.body, own.secret, timezone.now())
    (attempt,) = own_attempts(FIRM, own.hook)
    assert (attempt.message_id, attempt.outcome) == (mine.id, "delivered")


def test_another_address_takes_the_place_of_the_one_before(own: HookSecret) -> None:
    again = set_own_hook(FIRM, IN, events=["notice.*"])
    assert [(one.pk, one.active) for one in own_hooks(FIRM)] == [
        (again.hook, True),
        (own.hook, False),
    ]
    kept = Hook.objects.get(pk=again.hook)
    assert (address_of(kept), kept.org, kept.events) == (IN, CODE, ["notice.*"])
    assert acts() == ["subscribe_hook", "stop_hook", "subscribe_hook"]
    assert audit.verify() == []


def test_a_new_secret_signs_from_then_on_and_is_in_no_audit(own: HookSecret) -> None:
    made = renew_own_secret(FIRM, own.hook)
    assert made.secret != own.secret
    assert secret_of(Hook.objects.get(pk=own.hook)) == made.secret
    assert acts()[-1] == "renew_hook_secret"
    assert all(made.secret not in one.body for one in AuditEntry.objects.all())
    assert Hook.objects.get().secret != made.secret  # it is sealed


def test_it_is_tried_and_removed(own: HookSecret, receiver: Receiver) -> None:
    message = try_own_hook(FIRM, own.hook)
    Worker(ticks={}).run(once=True)
    assert receiver.ids == [message.id]
    remove_own_hook(FIRM, own.hook, "系统停用")
    assert [one.stopped_reason for one in own_hooks(FIRM)] == ["系统停用"]
    for act in (try_own_hook, renew_own_secret):
        with pytest.raises(HookStopped):
            act(FIRM, own.hook)
    post("notice.inspection", Text("海关查验通知", "Inspection"), to_org=CODE)
    assert Job.objects.filter(kind="deliver", state="waiting").count() == 0
    assert acts()[1:] == ["test_hook", "stop_hook"]


Attempt = Callable[[Actor, int], object]
CHANGING: dict[str, Attempt] = {
    "renew": renew_own_secret,
    "test": try_own_hook,
    "remove": lambda who, hook: remove_own_hook(who, hook, "挡路"),
    "attempts": own_attempts,
}


@pytest.mark.parametrize("act", CHANGING)
def test_another_firm_learns_and_changes_nothing(own: HookSecret, act: str) -> None:
    """Nor does a firm reach what is the office's; both are as if they were not there."""
    office = subscribe(SYSTEM, "webhook", IN)
    entries, secret = AuditEntry.objects.count(), Hook.objects.get(pk=own.hook).secret
    for who, hook in ((OTHER, own.hook), (FIRM, office.hook), (FIRM, 99)):
        with pytest.raises(UnknownHook):
            CHANGING[act](who, hook)
    kept = Hook.objects.get(pk=own.hook)
    assert (kept.active, kept.secret) == (True, secret)
    assert AuditEntry.objects.count() == entries
    assert own_hooks(OTHER) == []


@pytest.mark.parametrize("who", [OFFICER, SYSTEM, SOLO, Actor("", "")], ids=lambda one: one.name)
def test_a_stranger_may_not(own: HookSecret, who: Actor) -> None:
    """Nor does anybody stand in for a firm, the administrator and solo mode included."""
    entries = AuditEntry.objects.count()
    tried: list[Attempt] = [*CHANGING.values(), lambda one, _: own_hooks(one)]
    tried += [lambda one, _: set_own_hook(one, IN), lambda one, _: set_own_hook(one, IN, firm=CODE)]
    for act in tried:
        with pytest.raises(NotAllowed):
            act(who, own.hook)
    assert own_firms(who) == []
    assert (Hook.objects.filter(active=True).count(), AuditEntry.objects.count()) == (1, entries)


def test_a_firm_may_not_set_another_ones(own: HookSecret) -> None:
    with pytest.raises(NotAllowed):
        set_own_hook(OTHER, IN, firm=CODE)
    assert Hook.objects.get(active=True).pk == own.hook


def test_who_acts_for_two_firms_says_for_which() -> None:
    with pytest.raises(FirmNotNamed):
        set_own_hook(BOTH, IN)
    made = set_own_hook(BOTH, IN, firm=OTHER_CODE)
    assert Hook.objects.get(pk=made.hook).org == OTHER_CODE


@pytest.mark.parametrize("resolved", [["10.0.0.5"], ["93.184.216.34"], OSError("no such name")])
def test_what_a_refused_name_resolves_to_is_not_told(
    settings: Settings, resolved: list[str] | OSError
) -> None:
    """Inside or outside or nowhere: the refusal is one, for it would tell of the names inside."""

    def resolve(*_: object) -> list[str]:
        if isinstance(resolved, OSError):
            raise resolved
        return resolved

    settings.HOOK_HOSTS = AllowList.read("hooks.example")
    with pytest.raises(FirmAddressRefused) as refusal:
        set_own_hook(FIRM, "https://intranet.example/in?key=k", resolve=resolve)
    assert refusal.value.says.en == (
        "The address https://intranet.example/… is not on the list of allowed hosts."
    )
    assert not Hook.objects.exists()
