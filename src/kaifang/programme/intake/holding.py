"""Hold a book between the look at it and its import: half a day, for whoever sent it alone."""

from __future__ import annotations

from kaifang.programme import deposits
from kaifang.programme.intake.bringing import LookedAt
from kaifang.programme.intake.errors import BookGone
from kaifang.programme.rights import Actor

_FOLDER = "intake"


def hold(actor: Actor, looked: LookedAt) -> str:
    """Hold a book that was looked at; the answer fetches it."""
    return deposits.leave(actor, looked.data, _FOLDER)


def held_book(actor: Actor, secret: str) -> bytes:
    """The book that one has sent oneself. Raises: BookGone."""
    found = deposits.fetch(actor, secret, _FOLDER)
    if found is None:
        raise BookGone
    return found


def keep_marked(actor: Actor, looked: LookedAt, lang: str = "zh") -> str:
    """Keep the marked copy of a wrong book; the answer fetches it, as those of forms."""
    return deposits.leave(actor, looked.marked(lang))
