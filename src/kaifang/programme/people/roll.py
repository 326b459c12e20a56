"""The roll 名册: every user with the posts that he holds or will hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from kaifang.programme.people.passwords import locked_names
from kaifang.programme.rights import Act, Actor, demand, may
from kaifang.store.models import Post, User


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One user; `posts` are those that have not ended; `locked`: wrong passwords shut him out."""

    user: User
    posts: tuple[Post, ...]
    locked: bool = False


def roll(actor: Actor, words: str = "", role: str = "") -> list[RollEntry]:
    """Users by name, for the administrators of people and of posts.

    `words` is a part of a name; `role` keeps its holders, "none" whoever holds no post.
    Raises: NotAllowed.
    """
    demand_office(actor)
    held: dict[int, list[Post]] = {}
    for post in _open_posts().order_by("id"):
        held.setdefault(post.user_id, []).append(post)
    users, locked = User.objects.order_by("username"), locked_names()
    if words:
        users = users.filter(Q(username__icontains=words) | Q(first_name__icontains=words))
    entries = (
        RollEntry(user, tuple(held.get(user.pk, ())), user.username in locked) for user in users
    )
    return [one for one in entries if _holds(one, role)]


def demand_office(actor: Actor) -> None:
    """Refuse whoever cares neither for people nor for posts. Raises: NotAllowed."""
    if not may(actor, Act.GRANT_POSTS):
        demand(actor, Act.MANAGE_PEOPLE)


def entry_of(user: User) -> RollEntry:
    """One user as the roll shows him."""
    posts = tuple(_open_posts().filter(user_id=user.pk).order_by("id"))
    return RollEntry(user, posts, user.get_username() in locked_names())


def standing_in_for(user: User) -> list[Post]:
    """The posts of those who stand in for a user (AB岗)."""
    return list(_open_posts().filter(deputy_for_id=user.pk).order_by("id"))


def _open_posts() -> Any:
    return Post.objects.open_on(timezone.localdate()).select_related("deputy_for", "user")


def _holds(one: RollEntry, role: str) -> bool:
    if role == "none":
        return not one.posts
    return not role or any(post.role == role for post in one.posts)
