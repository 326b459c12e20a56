"""Passwords 口令: changed by their owner; a lock after too many wrong ones is opened again."""

from __future__ import annotations

from axes.models import AccessAttempt
from axes.utils import reset
from django.utils import timezone

from kaifang.programme.people import errors
from kaifang.programme.people.accounts import check_password
from kaifang.programme.people.logins import end_others
from kaifang.programme.people.telling import told_of
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.models import User
from kaifang.store.writing import one_writer


def change_password(actor: Actor, user: User, old: str, new: str, *, session: str = "") -> int:
    """Change one's own password; every other login ends. Return how many ended.

    Raises: NotYourOwn, WrongPassword, WeakPassword.
    """
    demand_own(actor, user)
    if not user.check_password(old):
        raise errors.WrongPassword
    check_password(new, user)
    with one_writer():
        user.set_password(new)
        user.save(update_fields=["password"])
        ended = end_others(user, session)
        audit.record(
            "change_password",
            f"user:{user.pk}",
            actor=actor.user,
            after={"logins_ended": ended},
            person=told_of(actor),
        )
    return ended


def demand_own(actor: Actor, user: User) -> None:
    """Refuse what only the person himself may do. Raises: NotYourOwn."""
    if actor.user != str(user.pk):
        raise errors.NotYourOwn(found=user.get_username())


def locked_names() -> set[str]:
    """Names that are locked out now, from some address, by wrong passwords."""
    from django.conf import settings

    since = timezone.now() - settings.AXES_COOLOFF_TIME
    over = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=since
    )
    return set(over.values_list("username", flat=True))


def unlock(actor: Actor, user: User, reason: str = "") -> None:
    """Open a lock at once instead of after its time. Raises: NotAllowed, NotLocked."""
    demand(actor, Act.MANAGE_PEOPLE)
    with one_writer():
        if not reset(username=user.get_username()):
            raise errors.NotLocked(found=user.get_username())
        audit.record(
            "unlock",
            f"user:{user.pk}",
            actor=actor.user,
            reason=reason,
            person={**told_of(actor), "user": user.get_username()},
        )
