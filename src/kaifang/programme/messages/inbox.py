"""The inbox 收件箱: what was told to a person, or to the organisations of his posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.programme.rights import ADMINISTRATORS, Actor
from kaifang.store.models import Message, MessageRead


class UnknownMessage(KaifangError):
    """There is no such message, or it is not this person's."""

    code = "KF-PROG-043"


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One message as one person sees it."""

    id: str
    kind: str
    title: Text
    body: Text
    link: str
    org: str
    at: datetime
    is_read: bool


def inbox(
    actor: Actor, *, unread: bool = False, first: int = 0, count: int = 50
) -> list[InboxItem]:
    """A person's messages, the newest first; `unread` leaves out what he has read."""
    found = _own(actor).filter(is_read=False) if unread else _own(actor)
    return [_item(one) for one in found.order_by("-at", "id")[first : first + count]]


def unread_count(actor: Actor) -> int:
    """How many messages a person has not read."""
    return int(_own(actor).filter(is_read=False).count())


def message_count(actor: Actor, *, unread: bool = False) -> int:
    """How many messages a person has, or has not read."""
    return unread_count(actor) if unread else int(_own(actor).count())


def mark_read(actor: Actor, id: str) -> None:
    """Keep that a person has read a message of his. Raises: UnknownMessage."""
    message = _own(actor).filter(id=id).first()
    if message is None:
        raise UnknownMessage(found=id)
    _keep_read(actor, [message.pk])


def mark_all_read(actor: Actor) -> int:
    """Keep that a person has read all that he was sent; return how many were unread.

    What comes in between his looking and his saying so is unread still: it was not on the page.
    """
    unread = list(_own(actor).filter(is_read=False).values_list("pk", flat=True))
    _keep_read(actor, unread)
    return len(unread)


def _keep_read(actor: Actor, messages: Sequence[str]) -> None:
    now = timezone.now()
    reads = [MessageRead(message_id=one, user=actor.user, at=now) for one in messages]
    with transaction.atomic():
        MessageRead.objects.bulk_create(reads, ignore_conflicts=True, batch_size=200)


def _own(actor: Actor) -> Any:
    orgs = [post.org for post in actor.posts if post.role not in ADMINISTRATORS or actor.solo]
    read = MessageRead.objects.filter(message=OuterRef("pk"), user=actor.user)
    mine = Q(to_user=actor.user) if actor.user else Q(pk__in=())
    return Message.objects.filter(mine | Q(to_org__in=orgs)).annotate(is_read=Exists(read))


def _item(message: Any) -> InboxItem:
    return InboxItem(
        message.id,
        message.kind,
        Text(message.title_zh, message.title_en),
        Text(message.body_zh, message.body_en),
        message.link,
        message.to_org,
        message.at,
        message.is_read,
    )
