"""The roll 名册: every user with the posts that he holds or will hold."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from kaifang.programme.rights import Act, Actor, demand, may
from kaifang.store.models import Post, User


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One user; `posts` are those that have not ended."""

    user: User
    posts: tuple[Post, ...]


def roll(actor: Actor) -> list[RollEntry]:
    """All users by name, for the administrators of people and of posts. Raises: NotAllowed."""
    if not may(actor, Act.GRANT_POSTS):
        demand(actor, Act.MANAGE_PEOPLE)
    held: dict[int, list[Post]] = {}
    rows = Post.objects.open_on(timezone.localdate()).select_related("deputy_for")
    for post in rows.order_by("id"):
        held.setdefault(post.user_id, []).append(post)
    users = User.objects.order_by("username")
    return [RollEntry(user, tuple(held.get(user.pk, ()))) for user in users]
