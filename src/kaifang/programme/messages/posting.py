"""Post a message: into the inbox and, for every hook that asks for its kind, into the outbox."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from kaifang.core.bilingual import Text
from kaifang.core.orgs import Orgs
from kaifang.exchange.hooks import NOTHING
from kaifang.programme.messages.kinds import asks
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit, jobs
from kaifang.store.models import Hook, Message
from kaifang.store.writing import one_writer

DELIVER = "deliver"
NOTE = "note"


def post(
    kind: str,
    title: Text,
    *,
    to_user: str = "",
    to_org: str = "",
    body: Text = NOTHING,
    link: str = "",
    key: str = "",
    by: str = "",
    data: Mapping[str, Any] | None = None,
) -> Message:
    """Tell a person, or all people of an organisation, what happened; all or nothing.

    Call it in the transaction of what it tells of. `kind` is dotted, such as `submission.late`;
    `link` is a path of the site. The same `key` once more changes nothing: a reminder that is
    due every minute is sent once. Numbers are kept back where messages leave the house; `data`
    goes to the receiver's own hook alone, whole.
    """
    with transaction.atomic():
        message = Message(
            id=f"msg_{uuid.uuid4().hex}",
            key=key or uuid.uuid4().hex,
            kind=kind,
            to_user=to_user,
            to_org=to_org,
            title_zh=title.zh,
            title_en=title.en,
            body_zh=body.zh,
            body_en=body.en,
            link=link,
            by=by,
            at=timezone.now(),
            data=None if data is None else dict(data),
        )
        return _posted(message)


def post_note(
    actor: Actor, org: str, title: Text, body: Text, orgs: Orgs, link: str = ""
) -> Message:
    """Let a person write to an organisation. Raises: NotAllowed."""
    demand(actor, Act.SEND_MESSAGE, org, orgs)
    with one_writer():
        message = post(NOTE, title, to_org=org, body=body, link=link, by=actor.user)
        audit.record(
            "send_message",
            f"message:{message.id}",
            actor=actor.user,
            after={"to_org": org, "title": title.zh},
            person=actor.told,
        )
    return message


def _posted(message: Message) -> Message:
    if earlier := Message.objects.filter(key=message.key).first():
        return earlier
    try:
        with transaction.atomic():
            message.save()
    except IntegrityError:  # another process was quicker with the same key
        return Message.objects.get(key=message.key)
    for hook in _asking_for(message):
        hand_to(hook, message)
    return message


def hand_to(hook: Hook, message: Message) -> None:
    """Put a message into the outbox for one hook, in the caller's transaction."""
    payload = {"message": message.id, "hook": hook.pk}
    jobs.enqueue(DELIVER, payload, f"{DELIVER}:{message.id}:{hook.pk}")


def _asking_for(message: Message) -> Iterator[Hook]:
    meant = {"", message.to_org}
    for hook in Hook.objects.filter(active=True, org__in=meant).order_by("id"):
        if any(asks(event, message.kind) for event in hook.events):
            yield hook
