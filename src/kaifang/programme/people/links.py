"""One-time links 一次性链接: an invitation, or a new password for somebody who lost his.

Whoever opens the link sets the password himself, so nobody else ever knows it. The store keeps a
digest of the link's secret; a link works once, and ends after some hours.

With a link alone its maker could come in as somebody else. So of whoever holds a post and is asked
for no second factor, the system administrator only asks for a link, and the security
administrator hands it out: neither comes in alone. A link that is still open when its holder is
given a post becomes one that is asked for (`posts.grant_post`).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from kaifang.programme.people import errors
from kaifang.programme.people.accounts import check_password, open_account
from kaifang.programme.people.logins import end_all
from kaifang.programme.people.posts import PostAsked, grant_post
from kaifang.programme.people.roll import entry_of
from kaifang.programme.people.second_factor import is_enrolled
from kaifang.programme.people.telling import told_of
from kaifang.programme.people.tokens import end_all_tokens
from kaifang.programme.rights import Act, Actor, demand, may
from kaifang.store import audit
from kaifang.store.models import Invitation, User
from kaifang.store.writing import one_writer

HOURS = 72
MOST_HOURS = 14 * 24
_ACTS = {
    Invitation.Kind.INVITE: "invite",
    Invitation.Kind.RESET: "reset_password",
    Invitation.Kind.ASKED: "ask_password_link",
}


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link just made; `secret` is told this once and kept nowhere.

    It is "" where another administrator has to hand the link out.
    """

    user: User
    secret: str
    ends_at: datetime

    @property
    def path(self) -> str:
        """The address of the link below the site's own."""
        return f"/people/link/{self.secret}/"


def invite(
    actor: Actor,
    name: str,
    *,
    full_name: str = "",
    post: PostAsked | None = None,
    hours: int = HOURS,
    reason: str = "",
) -> NewLink:
    """Make a user without a password, with a post where one is asked for, and his link.

    Raises: NotAllowed, UnreadableUserName, UserExists, OutOfBounds; what `grant_post` raises.
    """
    demand(actor, Act.MANAGE_PEOPLE)
    _check_hours(hours)
    with one_writer():
        user = open_account(actor, name, full_name)
        if post is not None:
            grant_post(actor, user, post, reason)
        return _made(actor, user, Invitation.Kind.INVITE, hours, reason)


def reset_link(actor: Actor, user: User, *, hours: int = HOURS, reason: str = "") -> NewLink:
    """Make a link that sets a user's password anew; what he had works until it is used.

    Of an invitation that was lost it makes another. Where the user could do something in office
    at once, it is only asked for. Raises: NotAllowed, OutOfBounds.
    """
    demand(actor, Act.MANAGE_PEOPLE)
    _check_hours(hours)
    with one_writer():
        alone = may(actor, Act.HAND_OUT_LINK) or not _opens_an_office(user)
        return _made(actor, user, _kind(user) if alone else Invitation.Kind.ASKED, hours, reason)


def hand_out_link(actor: Actor, user: User, *, hours: int = HOURS, reason: str = "") -> NewLink:
    """Make the link that another administrator asked for.

    Raises: NotAllowed, OutOfBounds, NothingAsked where nobody asked, or only he himself.
    """
    demand(actor, Act.HAND_OUT_LINK)
    _check_hours(hours)
    with one_writer():
        if not _asked_for(user).exclude(made_by=actor.user).exists():
            raise errors.NothingAsked(found=user.get_username())
        return _made(actor, user, _kind(user), hours, reason)


def is_asked_for(user: User) -> bool:
    """Whether a link waits to be handed out."""
    return bool(_asked_for(user).exists())


def link_of(secret: str) -> Invitation:
    """The link that a secret opens. Raises: LinkSpent where it is unknown, used or over."""
    found: Invitation | None = (
        Invitation.objects.select_related("user").filter(digest=_digest(secret)).first()
    )
    if found is None or not _is_open(found):
        raise errors.LinkSpent
    return found


def redeem(secret: str, password: str, address: str = "") -> User:
    """Set the password of whoever holds the link; every login and token of his ends.

    Whoever had his password before may have made tokens with it.

    Raises: LinkSpent, WeakPassword (the link stays good).
    """
    with one_writer():
        link = link_of(secret)
        user: User = link.user
        check_password(password, user)
        Invitation.objects.filter(pk=link.pk).update(used_at=timezone.now())
        user.set_password(password)
        user.save(update_fields=["password"])
        end_all(user)
        end_all_tokens(user)
        audit.record(
            "redeem_link",
            f"user:{user.pk}",
            actor=str(user.pk),
            after={"link": link.pk, "kind": link.kind},
            person={"name": user.get_full_name() or user.get_username(), "address": address},
        )
    return user


def _made(actor: Actor, user: User, kind: str, hours: int, reason: str) -> NewLink:
    """The newest link counts: those before it are withdrawn."""
    now, secret = timezone.now(), secrets.token_urlsafe(32)
    earlier = Invitation.objects.filter(user=user, used_at=None, withdrawn_at=None)
    earlier.update(withdrawn_at=now)
    told = kind != Invitation.Kind.ASKED
    link = Invitation.objects.create(
        user=user,
        kind=kind,
        digest=_digest(secret),
        made_at=now,
        made_by=actor.user,
        ends_at=now + timedelta(hours=hours),
    )
    audit.record(
        _ACTS[kind],
        f"user:{user.pk}",
        actor=actor.user,
        after={"link": link.pk, "ends_at": link.ends_at},
        reason=reason,
        person={**told_of(actor), "user": user.get_username()},
    )
    return NewLink(user, secret if told else "", link.ends_at)


def _kind(user: User) -> str:
    return Invitation.Kind.RESET if user.has_usable_password() else Invitation.Kind.INVITE


def _opens_an_office(user: User) -> bool:
    """Whether whoever sets this password holds a post, with nothing else to show for himself."""
    return bool(entry_of(user).posts) and not is_enrolled(user)


def _asked_for(user: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        user=user,
        kind=Invitation.Kind.ASKED,
        withdrawn_at=None,
        ends_at__gt=timezone.now(),
    )


def _is_open(link: Invitation) -> bool:
    ended = link.used_at or link.withdrawn_at
    return not ended and link.ends_at > timezone.now() and bool(link.user.is_active)


def _check_hours(hours: int) -> None:
    if not 1 <= hours <= MOST_HOURS:
        raise errors.OutOfBounds(found=hours, least=1, most=MOST_HOURS)


def _digest(secret: str) -> str:
    """The secret is long and random, so a plain digest tells nothing of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
