"""What the audit is told of a person outside its seal, and of a post inside it."""

from __future__ import annotations

from typing import Any

from kaifang.programme.rights import Actor
from kaifang.store.models import Post


def told_of(actor: Actor) -> dict[str, str]:
    """Personal data of whoever acts."""
    return {**actor.personal, "name": actor.name, "address": actor.address}


def told_of_post(post: Post) -> dict[str, Any]:
    """A post as the audit seals it: persons by their numbers."""
    return {
        "user": post.user_id,
        "role": post.role,
        "org": post.org,
        "from_day": post.from_day,
        "to_day": post.to_day,
        "deputy_for": post.deputy_for_id,
    }
