"""Personal tokens 个人令牌: a program acts for its owner, with his rights and never more."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from kaifang.programme.people import errors
from kaifang.programme.people.actors import actor_of
from kaifang.programme.people.passwords import demand_own
from kaifang.programme.people.telling import told_of
from kaifang.programme.rights import Act, Actor, may
from kaifang.store import audit
from kaifang.store.models import ApiToken, User
from kaifang.store.writing import one_writer

PREFIX = "kf_"
DAYS = 90
MOST_DAYS = 366
_MARK = 10
# So often the store is told that a token is in use: one write a minute, not one a request.
_STEP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made; `secret` is told this once and kept nowhere."""

    token: ApiToken
    secret: str


def make_token(
    actor: Actor, user: User, name: str, scope: str = "read", days: int = DAYS
) -> NewToken:
    """Make a token for oneself. Raises: NotYourOwn, UnknownScope, OutOfBounds."""
    demand_own(actor, user)
    if scope not in ApiToken.Scope.values:
        raise errors.UnknownScope(found=scope, near=list(ApiToken.Scope.values))
    if not 1 <= days <= MOST_DAYS:
        raise errors.OutOfBounds(found=days, least=1, most=MOST_DAYS)
    now, secret = timezone.now(), PREFIX + secrets.token_urlsafe(32)
    with one_writer():
        token = ApiToken.objects.create(
            user=user,
            name=name.strip() or "token",
            scope=scope,
            mark=secret[:_MARK],
            digest=_digest(secret),
            made_at=now,
            ends_at=now + timedelta(days=days),
        )
        _told(actor, token, "make_token")
    return NewToken(token, secret)


def tokens_of(user: User) -> list[ApiToken]:
    """A user's tokens that still work, the newest first."""
    good = ApiToken.objects.filter(user=user, ended_at=None, ends_at__gt=timezone.now())
    return list(good.order_by("-made_at"))


def end_token(actor: Actor, token: int) -> ApiToken:
    """End a token at once: one's own, or anybody's as administrator of people.

    Raises: NoSuchToken where it is unknown, ended or another's.
    """
    with one_writer():
        found: ApiToken | None = ApiToken.objects.filter(pk=token, ended_at=None).first()
        own = found is not None and actor.user == str(found.user_id)
        if found is None or not (own or may(actor, Act.MANAGE_PEOPLE)):
            raise errors.NoSuchToken(found=str(token))
        ApiToken.objects.filter(pk=found.pk).update(ended_at=timezone.now())
        _told(actor, found, "end_token")
    return found


def end_all_tokens(user: User) -> int:
    """End every token of a user, in the caller's transaction; return how many."""
    return int(ApiToken.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now()))


def owner_of(secret: str, address: str = "") -> tuple[User, Actor]:
    """Whoever a token stands for, with his rights of today; a token that reads does not write.

    Raises: TokenRefused where it is unknown, over or ended, or its owner's account is closed.
    """
    now = timezone.now()
    token = ApiToken.objects.select_related("user").filter(digest=_digest(secret)).first()
    if token is None or token.ended_at or token.ends_at <= now or not token.user.is_active:
        raise errors.TokenRefused
    if token.used_at is None or now - token.used_at > _STEP:
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)
    actor = actor_of(token.user, address=address)
    named = {"token": f"{token.pk} {token.name} {token.mark}"}
    reads = token.scope == ApiToken.Scope.READ
    return token.user, replace(actor, personal=named, reads_only=reads)


def _told(actor: Actor, token: ApiToken, act: str) -> None:
    audit.record(
        act,
        f"token:{token.pk}",
        actor=actor.user,
        after={"user": token.user_id, "scope": token.scope, "ends_at": token.ends_at},
        person={**told_of(actor), "token": f"{token.name} {token.mark}"},
    )


def _digest(secret: str) -> str:
    """The secret is long and random, so a plain digest tells nothing of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
