"""Operations on messages and hooks: a person's own inbox, and the administrator's hooks."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kaifang.programme.messages import delivering, own_hooks, subscribing
from kaifang.programme.messages.inbox import inbox, mark_all_read, mark_read, message_count
from kaifang.programme.messages.telling import tell_delivery, tell_hook, tell_item, tell_waiting
from kaifang.site.acting import acting
from kaifang.site.api.answers import READ_LIST, READ_ONE, REFUSED, Told, part_of
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.forms import (
    HookAsked,
    HookMade,
    InboxQuery,
    OwnHookAsked,
    Reason,
    Slice,
    Speech,
)

router = Router(auth=SIGNED_IN)


# -- the inbox ----------------------------------------------------------------------------------


@router.get("/messages", response=READ_LIST, summary=_("One's own messages (signed-in users)"))
def list_messages(
    request: HttpRequest, speech: Query[Speech], wanted: Query[InboxQuery], part: Query[Slice]
) -> Told:
    """The newest first."""
    actor, unread = acting(request), wanted.unread
    found = inbox(actor, unread=unread, first=part.offset, count=part.limit)
    items = [tell_item(one, speech.lang) for one in found]
    return part_of(items, message_count(actor, unread=unread), part)


@router.post("/messages/read", response=READ_ONE, summary=_("Mark all messages as read"))
def read_all(request: HttpRequest) -> Told:
    """How many were unread."""
    return {"marked": mark_all_read(acting(request))}


@router.post("/messages/{id}/read", response=READ_ONE, summary=_("Mark a message as read"))
def read_one(request: HttpRequest, id: str) -> Told:
    """One's own messages only."""
    mark_read(acting(request), id)
    return {"marked": 1}


# -- hooks --------------------------------------------------------------------------------------


@router.get("/hooks", response=READ_LIST, summary=_("Hooks (system administrator)"))
def list_hooks(request: HttpRequest, part: Query[Slice]) -> Told:
    """Without addresses and secrets, which are told to nobody again."""
    found = subscribing.hooks(acting(request))
    rows = found[part.offset : part.offset + part.limit]
    return part_of([tell_hook(one) for one in rows], len(found), part)


@router.post("/hooks", response={200: HookMade, **REFUSED}, summary=_("Add a hook"))
def add_hook(request: HttpRequest, asked: HookAsked) -> Told:
    """The secret of a webhook is told this once."""
    made = subscribing.subscribe(
        acting(request), asked.kind, asked.address,
        events=asked.events, secret=asked.secret, org=asked.org,
    )  # fmt: skip
    return {"id": made.hook, "secret": made.secret if made.secret != asked.secret else None}


@router.post("/hooks/{hook}/stop", response=READ_ONE, summary=_("Stop a hook"))
def stop_hook(request: HttpRequest, hook: int, asked: Reason) -> Told:
    """Nothing more is sent to it."""
    subscribing.stop_hook(acting(request), hook, asked.reason)
    return tell_hook(subscribing.known_hook(hook))


@router.post("/hooks/{hook}/test", response=READ_ONE, summary=_("Send a test message"))
def test_hook(request: HttpRequest, hook: int) -> Told:
    """The worker sends it; the deliveries tell what became of it."""
    return {"message": delivering.send_test(acting(request), hook).pk}


@router.get(
    "/hooks/{hook}/deliveries", response=READ_LIST, summary=_("What became of what was sent")
)
def list_deliveries(
    request: HttpRequest, hook: int, speech: Query[Speech], part: Query[Slice]
) -> Told:
    """Attempts, the latest first."""
    actor = acting(request)
    found = delivering.deliveries(actor, hook, part.offset, part.limit)
    items = [tell_delivery(one, speech.lang) for one in found]
    return part_of(items, delivering.delivery_count(actor, hook), part)


@router.get("/hooks/{hook}/waiting", response=READ_LIST, summary=_("What is still to be sent"))
def list_waiting(request: HttpRequest, hook: int, part: Query[Slice]) -> Told:
    """The next one first, a thousand at most."""
    found = delivering.waiting(acting(request), hook, 1000)
    rows = found[part.offset : part.offset + part.limit]
    return part_of([tell_waiting(one) for one in rows], len(found), part)


# -- the webhook of a firm, by its own users ------------------------------------------------------


@router.get("/own-hooks", response=READ_LIST, summary=_("One's own firm's webhooks (firms)"))
def list_own_hooks(request: HttpRequest, part: Query[Slice]) -> Told:
    """Those that are stopped too; without addresses and secrets, which are told to nobody again."""
    found = own_hooks.own_hooks(acting(request))
    rows = found[part.offset : part.offset + part.limit]
    return part_of([tell_hook(one) for one in rows], len(found), part)


@router.post(
    "/own-hooks", response={200: HookMade, **REFUSED}, summary=_("Set one's own firm's webhook")
)
def set_own_hook(request: HttpRequest, asked: OwnHookAsked) -> Told:
    """It takes the place of the one before; a secret that is made is told this once."""
    made = own_hooks.set_own_hook(
        acting(request), asked.address,
        firm=asked.firm, events=asked.events, secret=asked.secret,
    )  # fmt: skip
    return {"id": made.hook, "secret": made.secret if made.secret != asked.secret else None}


@router.post(
    "/own-hooks/{own_hook}/renew",
    response={200: HookMade, **REFUSED},
    summary=_("Make a new secret for one's own firm's webhook"),
)
def renew_own_hook(request: HttpRequest, own_hook: int) -> Told:
    """Told this once; the old one is worth nothing from this moment."""
    made = own_hooks.renew_own_secret(acting(request), own_hook)
    return {"id": made.hook, "secret": made.secret}


@router.post(
    "/own-hooks/{own_hook}/test", response=READ_ONE, summary=_("Try one's own firm's webhook")
)
def test_own_hook(request: HttpRequest, own_hook: int) -> Told:
    """The worker sends it; the deliveries tell what became of it."""
    return {"message": own_hooks.test_own_hook(acting(request), own_hook).pk}


@router.post(
    "/own-hooks/{own_hook}/remove", response=READ_ONE, summary=_("Remove one's own firm's webhook")
)
def remove_own_hook(request: HttpRequest, own_hook: int, asked: Reason) -> Told:
    """Nothing more is sent to it."""
    own_hooks.remove_own_hook(acting(request), own_hook, asked.reason)
    return tell_hook(subscribing.known_hook(own_hook))


@router.get(
    "/own-hooks/{own_hook}/deliveries",
    response=READ_LIST,
    summary=_("What became of what was sent to one's own firm's webhook"),
)
def list_own_deliveries(
    request: HttpRequest, own_hook: int, speech: Query[Speech], part: Query[Slice]
) -> Told:
    """Attempts, the latest first, a thousand at most."""
    found = own_hooks.own_attempts(acting(request), own_hook, count=1000)
    rows = found[part.offset : part.offset + part.limit]
    return part_of([tell_delivery(one, speech.lang) for one in rows], len(found), part)
