"""Appointing: a user and his post in one act, both or neither."""

from __future__ import annotations

from django.db import transaction

from kaifang.programme.people.accounts import NewUser, create_user
from kaifang.programme.people.posts import PostAsked, grant_post
from kaifang.programme.rights import Actor


def appoint(
    actor: Actor,
    name: str,
    password: str = "",
    *,
    full_name: str = "",
    post: PostAsked | None = None,
    reason: str = "",
) -> NewUser:
    """Make a user, with a post where one is asked for.

    Raises: what `create_user` and `grant_post` raise; nobody is made then.
    """
    with transaction.atomic():
        made = create_user(actor, name, password, full_name=full_name)
        if post is not None:
            grant_post(actor, made.user, post, reason)
    return made
