"""What somebody is granted: his posts with everything that each of them may do."""

from __future__ import annotations

from typing import Any

from kaifang.packs.law import Law
from kaifang.programme.naming import org_name
from kaifang.programme.rights import READING, RIGHTS, Act, Actor, Post, may


def tell_actor(actor: Actor, law: Law | None, lang: str) -> dict[str, Any]:
    """Who somebody is and what he may do; a token that reads is granted no more than reading.

    `may` are acts whatever the organisation (in solo mode all), `posts` say how far each reaches:
    own, below, within or any.
    """
    return {
        "user": actor.user,
        "name": actor.name,
        "solo": actor.solo,
        "reads_only": actor.reads_only,
        "sees": actor.sees.name.lower(),
        "posts": [_post(actor, post, law, lang) for post in actor.posts],
        "may": [act.value for act in Act if _somewhere(actor, act)],
    }


def _post(actor: Actor, post: Post, law: Law | None, lang: str) -> dict[str, Any]:
    known = law is not None and post.org in law.orgs
    return {
        "role": post.role.value,
        "label": post.role.label.in_(lang),
        "org": post.org or None,
        "org_name": org_name(law, post.org).in_(lang) if law is not None and known else None,
        "acts": {
            act.value: grants[post.role].value
            for act, grants in RIGHTS.items()
            if post.role in grants and (act in READING or not actor.reads_only)
        },
    }


def _somewhere(actor: Actor, act: Act) -> bool:
    """Whether an act is granted at some organisation at least."""
    if actor.reads_only and act not in READING:
        return False
    return may(actor, act) or any(post.role in RIGHTS[act] for post in actor.posts)
