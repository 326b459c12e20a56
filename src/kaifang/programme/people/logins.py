"""Logins 登录: where somebody is signed in now, and how each is ended."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.utils import timezone

from kaifang.programme.people import errors
from kaifang.programme.people.telling import told_of
from kaifang.programme.rights import Actor
from kaifang.store import audit
from kaifang.store.models import Login, User
from kaifang.store.writing import one_writer

_LONGEST_DEVICE = 300


def begin(user: User, session: str, address: str, device: str) -> Login:
    """Note that somebody came in: when, from where, with which device."""
    now = timezone.now()
    return Login.objects.create(
        user=user,
        session=session,
        began_at=now,
        seen_at=now,
        address=address,
        device=device[:_LONGEST_DEVICE],
    )


def seen(session: str) -> None:
    """Note that a login is in use."""
    Login.objects.filter(session=session, ended_at=None).update(seen_at=timezone.now())


def left(session: str) -> None:
    """Note that somebody signed out."""
    Login.objects.filter(session=session, ended_at=None).update(ended_at=timezone.now())


def renewed(before: str, after: str) -> None:
    """The same login under another session key."""
    Login.objects.filter(session=before, ended_at=None).update(session=after)


def open_logins(user: User) -> list[Login]:
    """Where a user is signed in now, the last used first; what idled away is not among them."""
    now = timezone.now()
    rows = list(Login.objects.filter(user=user, ended_at=None).order_by("-seen_at", "-pk"))
    alive = set(
        Session.objects.filter(
            session_key__in=[one.session for one in rows], expire_date__gt=now
        ).values_list("session_key", flat=True)
    )
    return [one for one in rows if one.session in alive]


def end_login(actor: Actor, login: int) -> None:
    """End one of one's own logins, at once. Raises: NoSuchLogin, of another's too."""
    with one_writer():
        found = Login.objects.filter(pk=login, ended_at=None)
        mine = found.filter(user_id=actor.user).first() if actor.user.isdigit() else None
        if mine is None:
            raise errors.NoSuchLogin(found=str(login))
        _end([mine])
        audit.record("end_login", f"user:{actor.user}", actor=actor.user, person=told_of(actor))


def end_others(user: User, kept: str) -> int:
    """End every login of a user but the one of a session; return how many."""
    others = Login.objects.filter(user=user, ended_at=None).exclude(session=kept)
    return _end(list(others))


def end_all(user: User) -> int:
    """End every login of a user; return how many."""
    return _end(list(Login.objects.filter(user=user, ended_at=None)))


def _end(logins: Iterable[Login]) -> int:
    ended = list(logins)
    Session.objects.filter(session_key__in=[one.session for one in ended]).delete()
    numbers = [one.pk for one in ended]
    return int(Login.objects.filter(pk__in=numbers).update(ended_at=timezone.now()))
