"""One-time links: an invitation and a new password work once, for some hours, for nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kaifang.programme.people import errors
from kaifang.programme.people.accounts import WeakPassword
from kaifang.programme.people.actors import actor_of
from kaifang.programme.people.links import (
    hand_out_link,
    invite,
    is_asked_for,
    link_of,
    redeem,
    reset_link,
)
from kaifang.programme.people.posts import PostAsked, grant_post
from kaifang.programme.rights import Actor, NotAllowed, Role
from kaifang.store.errors import RecordsStay
from kaifang.store.models import AuditEntry, Authenticator, Invitation, User
from kaifang.store.sealing import seal
from tests.programme.people.conftest import DALIAN, Hold

GOOD = "开放-2023-correct"


def test_an_invitation_lets_the_guest_set_his_own_password_once(system: Actor) -> None:
    link = invite(system, "zhao", full_name="赵六")
    assert not User.objects.get(username="zhao").has_usable_password()
    user = redeem(link.secret, GOOD)
    assert user.check_password(GOOD)
    with pytest.raises(errors.LinkSpent):
        redeem(link.secret, GOOD + "2")
    assert User.objects.get(username="zhao").check_password(GOOD)
    assert [e.act for e in AuditEntry.objects.order_by("id")] == [
        "create_user", "invite", "redeem_link",
    ]  # fmt: skip


def test_the_store_does_not_hold_the_secret(system: Actor) -> None:
    link = invite(system, "zhao")
    row = Invitation.objects.values().get()
    assert link.secret not in str(row)
    assert len(link.secret) == 43
    assert link.path == f"/people/link/{link.secret}/"


def test_a_weak_password_leaves_the_link_good(system: Actor) -> None:
    link = invite(system, "zhao")
    with pytest.raises(WeakPassword):
        redeem(link.secret, "12345")
    assert redeem(link.secret, GOOD).username == "zhao"


def test_a_link_ends_after_its_hours(system: Actor, monkeypatch: Any) -> None:
    link = invite(system, "zhao", hours=2)
    later = timezone.now() + timedelta(hours=2, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(errors.LinkSpent):
        link_of(link.secret)


@pytest.mark.parametrize("hours", [0, -1, 337])
def test_a_link_lasts_neither_no_time_nor_for_ever(system: Actor, hours: int) -> None:
    with pytest.raises(errors.OutOfBounds):
        invite(system, "zhao", hours=hours)
    assert not User.objects.filter(username="zhao").exists()


def test_a_newer_link_withdraws_the_one_before(system: Actor) -> None:
    first = invite(system, "zhao")
    second = reset_link(system, first.user)
    with pytest.raises(errors.LinkSpent):
        redeem(first.secret, GOOD)
    assert redeem(second.secret, GOOD).check_password(GOOD)


def test_a_closed_account_opens_by_no_link(system: Actor) -> None:
    link = invite(system, "zhao")
    User.objects.filter(username="zhao").update(is_active=False)
    with pytest.raises(errors.LinkSpent):
        redeem(link.secret, GOOD)


def test_a_reset_works_beside_the_old_password_until_it_is_used(system: Actor, wang: User) -> None:
    wang.set_password(GOOD)
    wang.save()
    link = reset_link(system, wang, reason="忘记口令")
    wang.refresh_from_db()
    assert wang.check_password(GOOD)
    assert redeem(link.secret, GOOD + "9").check_password(GOOD + "9")
    assert Invitation.objects.get().kind == "reset"


def test_a_stranger_may_not_invite_nor_reset(security: Actor, wang: User) -> None:
    for who in (actor_of(wang), security):
        with pytest.raises(NotAllowed):
            invite(who, "zhao")
        with pytest.raises(NotAllowed):
            reset_link(who, wang)
    assert not Invitation.objects.exists()


def test_nobody_comes_in_alone_as_somebody_in_office(
    system: Actor, security: Actor, hold: Hold
) -> None:
    """The system administrator asks, the security administrator hands out; he cannot begin."""
    li = hold("li", "city", DALIAN).user
    with pytest.raises(errors.NothingAsked):
        hand_out_link(security, li)
    asked = reset_link(system, li, reason="忘记口令")
    assert asked.secret == ""
    assert is_asked_for(li)
    with pytest.raises(NotAllowed):
        hand_out_link(system, li)
    made = hand_out_link(security, li, reason="当面核实")
    assert not is_asked_for(li)
    assert redeem(made.secret, GOOD).check_password(GOOD)
    with pytest.raises(errors.NothingAsked):
        hand_out_link(security, li)
    assert [e.act for e in AuditEntry.objects.order_by("id")] == [
        "ask_password_link", "reset_password", "redeem_link",
    ]  # fmt: skip


def test_a_post_granted_after_the_invitation_has_its_link_handed_out_anew(
    system: Actor, security: Actor
) -> None:
    """The system administrator still knows the first link: it must open no office."""
    first = invite(system, "zhao")
    grant_post(security, first.user, PostAsked(Role.REVIEWER, DALIAN))
    with pytest.raises(errors.LinkSpent):
        redeem(first.secret, GOOD)
    assert is_asked_for(first.user)
    made = hand_out_link(security, first.user, reason="当面核实")
    assert redeem(made.secret, GOOD).check_password(GOOD)


def test_nobody_hands_out_what_he_asked_for_himself(
    system: Actor, security: Actor, hold: Hold
) -> None:
    """He was system administrator yesterday, and is security administrator today."""
    li = hold("li", "city", DALIAN).user
    reset_link(system, li)
    with pytest.raises(errors.NothingAsked):
        hand_out_link(replace(security, user=system.user), li)


def test_what_is_asked_for_waits_some_hours_only(
    system: Actor, security: Actor, hold: Hold, monkeypatch: Any
) -> None:
    li = hold("li", "city", DALIAN).user
    reset_link(system, li, hours=2)
    later = timezone.now() + timedelta(hours=2, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(errors.NothingAsked):
        hand_out_link(security, li)


def test_a_second_factor_stands_for_the_second_person(
    system: Actor, hold: Hold, settings: Any, tmp_path: Any
) -> None:
    settings.HOME = tmp_path
    li = hold("li", "city", DALIAN).user
    Authenticator.objects.create(user=li, name="totp", sealed=seal("00"), confirmed=True)
    assert reset_link(system, li).secret


def test_one_who_holds_both_duties_needs_no_other(hold: Hold, settings: Any) -> None:
    settings.SOLO = True
    li = hold("li", "city", DALIAN).user
    assert reset_link(actor_of(hold("zhang", "leader", DALIAN).user), li).secret


def test_of_a_link_only_its_use_is_written(system: Actor) -> None:
    invite(system, "zhao")
    with pytest.raises(DatabaseError), transaction.atomic():
        Invitation.objects.update(ends_at=timezone.now())
    with pytest.raises(RecordsStay):
        Invitation.objects.all().delete()
    with pytest.raises(RecordsStay):
        Invitation.objects.get().delete()
