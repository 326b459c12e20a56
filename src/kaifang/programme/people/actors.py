"""Actors 经办人: a user with the posts of a day, his own and those he stands in for."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kaifang.core.errors import nearest
from kaifang.core.messages import message
from kaifang.programme.people.errors import UnknownUser
from kaifang.programme.people.solo import is_solo
from kaifang.programme.rights import ADMINISTRATORS, CONSOLE, Actor, Role
from kaifang.programme.rights import Post as Held
from kaifang.store.models import Post, User


def actor_of(
    user: User, *, solo: bool | None = None, address: str = "", day: date | None = None
) -> Actor:
    """A user as he acts on a day (default: today); without `solo` the store decides.

    Whoever has no open account holds nothing, in solo mode either.
    """
    if not user.is_active:
        return Actor(_number(user), _name(user), address=address)
    alone = is_solo() if solo is None else solo
    posts = () if user.pk is None else held_by(user, day or timezone.localdate())
    return Actor(_number(user), _name(user), posts, alone, address)


def held_by(user: User, day: date) -> tuple[Held, ...]:
    """The posts of a day; a deputy's counts while the person stood in for holds it."""
    rows = Post.objects.on(day).filter(user=user).order_by("id")
    counted = (one for one in rows if one.deputy_for_id is None or _is_held_by_principal(one, day))
    return tuple(dict.fromkeys(Held(Role(one.role), one.org) for one in counted))


def console(*, solo: bool | None = None) -> Actor:
    """Whoever sits at the machine itself: he stands in for administrators' duties nobody holds.

    So the first administrator is made, and a house that lost its last one is not locked for ever.
    While a store has no user at all there is nobody else, and he may do everything.
    """
    holding = Post.objects.on(timezone.localdate()).filter(user__is_active=True)
    taken = set(holding.filter(deputy_for=None).values_list("role", flat=True))
    free = tuple(Held(role, "") for role in ADMINISTRATORS if role.value not in taken)
    alone = (is_solo() or not User.objects.exists()) if solo is None else solo
    return Actor(CONSOLE, message("people.console").zh, free, alone)


def user_named(name: str) -> User:
    """A user by the name of his login. Raises: UnknownUser."""
    try:
        user: User = User.objects.get(username=name)
    except User.DoesNotExist:
        known = User.objects.values_list("username", flat=True)
        raise UnknownUser(found=name, near=nearest(name, known)) from None
    return user


def _is_held_by_principal(post: Post, day: date) -> bool:
    principal = Post.objects.on(day).filter(
        user=post.deputy_for_id,
        user__is_active=True,
        role=post.role,
        org=post.org,
        deputy_for=None,
    )
    return bool(principal.exists())


def _number(user: User) -> str:
    return str(user.pk or "")


def _name(user: User) -> str:
    return str(user.get_full_name() or user.get_username())
