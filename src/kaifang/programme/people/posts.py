"""Posts 岗位: granted, ended and handed over, each in one transaction with its audit entry."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from kaifang.core.errors import nearest
from kaifang.programme.people import errors
from kaifang.programme.people.telling import told_of, told_of_post
from kaifang.programme.rights import ADMINISTRATORS, Act, Actor, Role, demand
from kaifang.store import audit
from kaifang.store.models import Invitation, Post, User
from kaifang.store.writing import one_writer


@dataclass(frozen=True, slots=True)
class PostAsked:
    """What is to be granted; `to_day` is the first day on which it is held no longer."""

    role: Role
    org: str = ""
    from_day: date | None = None
    to_day: date | None = None
    deputy_for: User | None = None


def role_named(name: str) -> Role:
    """A role by its word. Raises: UnknownRole."""
    try:
        return Role(name)
    except ValueError:
        known = [role.value for role in Role]
        raise errors.UnknownRole(found=name, near=nearest(name, known) or known) from None


def grant_post(actor: Actor, user: User, asked: PostAsked, reason: str = "") -> Post:
    """Give a user a post from a day on (default: today), or let him stand in for another (AB岗).

    What he holds already is returned as it is.
    Raises: NotAllowed, OwnPost, DutiesApart, PostNeedsOrg, NobodyToStandInFor.
    """
    demand(actor, Act.GRANT_POSTS)
    with one_writer():
        return _grant(actor, user, asked, reason)


def end_post(actor: Actor, post: int, reason: str = "", day: date | None = None) -> Post:
    """End a post on a day (default: today), from which on it is held no longer.

    Raises: NotAllowed, NoSuchPost where it is unknown or ended already.
    """
    demand(actor, Act.GRANT_POSTS)
    day = day or timezone.localdate()
    with one_writer():
        found: Post | None = Post.objects.open_on(day).filter(pk=post).first()
        if found is None:
            raise errors.NoSuchPost(found=str(post))
        _end(actor, found, day, reason)
        found.refresh_from_db()
    return found


def hand_over(actor: Actor, giver: User, taker: User, reason: str = "") -> list[Post]:
    """Give all that one user holds to another, today: posts, what he stands in for, his deputies.

    Raises: NotAllowed, OwnPost, DutiesApart, NoSuchPost where there is nothing to hand over.
    """
    demand(actor, Act.GRANT_POSTS)
    day = timezone.localdate()
    with one_writer():
        rows = Post.objects.open_on(day).filter(Q(user=giver) | Q(deputy_for=giver))
        moving = sorted(rows, key=lambda post: (post.deputy_for_id is not None, post.pk))
        if not moving or giver == taker:
            raise errors.NoSuchPost(found=giver.get_username())
        for post in moving:
            _end(actor, post, day, reason)
        granted = [_again(actor, post, giver, taker, day, reason) for post in moving]
        kept = [post for post in granted if post]
        audit.record(
            "hand_over",
            f"user:{giver.pk}",
            actor=actor.user,
            before={"posts": [post.pk for post in moving]},
            after={"user": taker.pk, "posts": [post.pk for post in kept]},
            reason=reason,
            person=told_of(actor),
        )
    return kept


def _again(
    actor: Actor, post: Post, giver: User, taker: User, day: date, reason: str
) -> Post | None:
    """The same post with the taker in the giver's place; nobody stands in for himself."""
    user = taker if post.user_id == giver.pk else post.user
    principal = taker if post.deputy_for_id == giver.pk else post.deputy_for
    if user == principal:
        return None
    starts = max(day, post.from_day)
    asked = PostAsked(Role(post.role), post.org, starts, post.to_day, principal)
    return _grant(actor, user, asked, reason)


def _grant(actor: Actor, user: User, asked: PostAsked, reason: str) -> Post:
    starts = asked.from_day or timezone.localdate()
    _check(actor, user, asked, starts)
    about = {
        "user": user,
        "role": asked.role.value,
        "org": asked.org,
        "to_day": asked.to_day,
        "deputy_for": asked.deputy_for,
    }
    held: Post | None = Post.objects.open_on(starts).filter(**about, from_day__lte=starts).first()
    if held is not None:
        return held
    post = Post.objects.create(
        **about,
        from_day=starts,
        granted_at=timezone.now(),
        granted_by=actor.user,
        reason=reason,
    )
    audit.record(
        "grant_post",
        f"post:{post.pk}",
        actor=actor.user,
        after=told_of_post(post),
        reason=reason,
        person=told_of(actor),
    )
    _ask_for_links(actor, user)
    return post


def _ask_for_links(actor: Actor, user: User) -> None:
    """An open link that somebody else made would let him into the office: hand it out anew."""
    now = timezone.now()
    still_open = Invitation.objects.filter(user=user, used_at=None, withdrawn_at=None)
    by_others = still_open.exclude(made_by=actor.user).exclude(kind=Invitation.Kind.ASKED)
    for link in by_others.filter(ends_at__gt=now):
        Invitation.objects.filter(pk=link.pk).update(withdrawn_at=now)
        Invitation.objects.create(
            user=user,
            kind=Invitation.Kind.ASKED,
            digest=secrets.token_hex(),
            made_at=now,
            made_by=link.made_by,
            ends_at=link.ends_at,
        )


def _check(actor: Actor, user: User, asked: PostAsked, starts: date) -> None:
    if actor.user == str(user.pk) and not actor.solo:
        raise errors.OwnPost(found=user.get_username())
    if asked.role in ADMINISTRATORS:
        _keep_apart(actor, user, asked.role, starts)
    elif not asked.org:
        raise errors.PostNeedsOrg(found=asked.role.label)
    if asked.deputy_for is not None:
        about = {"role": asked.role.value, "org": asked.org, "deputy_for": None}
        if not Post.objects.open_on(starts).filter(user=asked.deputy_for, **about).exists():
            name = asked.deputy_for.get_username()
            raise errors.NobodyToStandInFor(found=name, expected=asked.role.label)


def _keep_apart(actor: Actor, user: User, role: Role, starts: date) -> None:
    """Refuse a second one of the three administrators' duties, whether own or a deputy's."""
    others = [one.value for one in ADMINISTRATORS if one is not role]
    held = Post.objects.open_on(starts).filter(user=user, role__in=others).first()
    if held is not None and not actor.solo:
        kept = Role(held.role).label
        raise errors.DutiesApart(found=user.get_username(), held=kept, asked=role.label)


def _end(actor: Actor, post: Post, day: date, reason: str) -> None:
    """One that has not begun yet is ended on its first day, and so is never held."""
    before = told_of_post(post)
    to_day = max(day, post.from_day)
    Post.objects.filter(pk=post.pk).update(to_day=to_day)
    audit.record(
        "end_post",
        f"post:{post.pk}",
        actor=actor.user,
        before=before,
        after={**before, "to_day": to_day},
        reason=reason,
        person=told_of(actor),
    )
