"""Logins and passwords: each sees and ends his own; a new password ends the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone

from kaifang.programme.people import errors
from kaifang.programme.people.accounts import WeakPassword
from kaifang.programme.people.actors import actor_of
from kaifang.programme.people.logins import begin, end_login, left, open_logins
from kaifang.programme.people.passwords import change_password, locked_names, unlock
from kaifang.programme.rights import Actor, NotAllowed
from kaifang.store.models import AuditEntry, Login, User

GOOD = "开放-2023-correct"


def came_in(user: User, session: str) -> Login:
    ends = timezone.now() + timedelta(minutes=30)
    Session.objects.create(session_key=session, session_data="", expire_date=ends)
    return begin(user, session, "10.0.0.1", "Firefox " * 100)


def test_open_logins_are_told_and_what_idled_away_is_not(wang: User) -> None:
    came_in(wang, "a")
    came_in(wang, "b")
    came_in(wang, "c")
    Session.objects.filter(session_key="a").update(expire_date=timezone.now())
    left("b")
    (only,) = open_logins(wang)
    assert (only.session, only.address, len(only.device)) == ("c", "10.0.0.1", 300)


def test_ending_a_login_ends_its_session(wang: User) -> None:
    one, other = came_in(wang, "a"), came_in(wang, "b")
    end_login(actor_of(wang), one.pk)
    assert open_logins(wang) == [other]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["b"]
    assert AuditEntry.objects.latest("id").act == "end_login"


def test_a_stranger_may_not_end_anothers_login(wang: User, system: Actor) -> None:
    login = came_in(wang, "a")
    for who in (system, Actor("", ""), Actor("console", "")):
        with pytest.raises(errors.NoSuchLogin):
            end_login(who, login.pk)
    assert open_logins(wang) == [login]


def test_a_new_password_ends_every_other_login(wang: User) -> None:
    wang.set_password(GOOD)
    wang.save()
    here = came_in(wang, "here")
    came_in(wang, "there")
    assert change_password(actor_of(wang), wang, GOOD, GOOD + "7", session="here") == 1
    assert open_logins(wang) == [here]
    assert User.objects.get(pk=wang.pk).check_password(GOOD + "7")


def test_a_wrong_or_a_weak_password_changes_nothing(wang: User) -> None:
    wang.set_password(GOOD)
    wang.save()
    with pytest.raises(errors.WrongPassword):
        change_password(actor_of(wang), wang, "x", GOOD + "7")
    with pytest.raises(WeakPassword):
        change_password(actor_of(wang), wang, GOOD, "12345678")
    assert User.objects.get(pk=wang.pk).check_password(GOOD)


def test_a_stranger_may_not_change_anothers_password(wang: User, system: Actor) -> None:
    wang.set_password(GOOD)
    wang.save()
    with pytest.raises(errors.NotYourOwn):
        change_password(system, wang, GOOD, GOOD + "7")


def locked(name: str) -> None:
    AccessAttempt.objects.create(
        username=name, ip_address="10.0.0.1", failures_since_start=5, user_agent="", path_info="/"
    )


def test_a_lock_is_opened_by_the_administrator_of_people(wang: User, system: Actor) -> None:
    locked("wang")
    assert locked_names() == {"wang"}
    unlock(system, wang, "本人来电")
    assert locked_names() == set()
    assert AuditEntry.objects.latest("id").act == "unlock"
    with pytest.raises(errors.NotLocked):
        unlock(system, wang)


def test_a_stranger_may_not_open_a_lock(wang: User, security: Actor) -> None:
    locked("wang")
    for who in (security, actor_of(wang)):
        with pytest.raises(NotAllowed):
            unlock(who, wang)
    assert locked_names() == {"wang"}
