"""Feed keys 订阅密钥: a secret that opens one's own calendar of due dates, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from django.utils.crypto import constant_time_compare, salted_hmac

from kaifang.programme.people.actors import actor_of
from kaifang.programme.people.errors import TokenRefused
from kaifang.programme.rights import Actor
from kaifang.store.models import User

_SALT = "kaifang.feed_key"


def feed_key(user: User) -> str:
    """The key of a person's calendar; another password makes another key."""
    digest = salted_hmac(_SALT, f"{user.pk}:{user.password}", algorithm="sha256").hexdigest()
    return f"{user.pk}-{digest[:40]}"


def owner_of_feed(key: str, address: str = "") -> Actor:
    """Whose calendar a key opens, with his rights of today.

    Raises: TokenRefused where it is nobody's, or the account is closed.
    """
    number, _, _digest = key.partition("-")
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    user: User | None = User.objects.filter(pk=asked, is_active=True).first()
    if user is None or not constant_time_compare(feed_key(user), key):
        raise TokenRefused
    return replace(actor_of(user, address=address), reads_only=True)
