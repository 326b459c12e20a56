"""The list of messages, page by page, and the tables of hooks and of their attempts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.programme.messages.delivering import Waiting, deliveries, delivery_count
from kaifang.programme.messages.inbox import InboxItem, inbox, message_count
from kaifang.programme.messages.telling import address_shown
from kaifang.programme.rights import Actor
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named, note
from kaifang.store.models import Delivery, Hook

STAMP = "Y-m-d H:i:s"


@dataclass(frozen=True)
class Letters:
    """A person's messages, of which only the page that is shown is fetched."""

    actor: Actor
    unread: bool = False

    def __len__(self) -> int:
        return message_count(self.actor, unread=self.unread)

    def __getitem__(self, part: slice) -> list[InboxItem]:
        first = part.start or 0
        count = (len(self) if part.stop is None else part.stop) - first
        return inbox(self.actor, unread=self.unread, first=first, count=count)


@dataclass(frozen=True)
class Attempts:
    """The attempts to send to a hook, of which only the page that is shown is fetched."""

    actor: Actor
    hook: int

    def __len__(self) -> int:
        return delivery_count(self.actor, self.hook)

    def __getitem__(self, part: slice) -> list[Delivery]:
        first = part.start or 0
        count = (len(self) if part.stop is None else part.stop) - first
        return deliveries(self.actor, self.hook, first, count)


@dataclass(frozen=True)
class Letter:
    """A message with the name of whom it is for; a link leads to a page of this site, or nowhere."""

    item: InboxItem
    to: object

    @property
    def href(self) -> str:
        link = self.item.link
        return link if link.startswith("/") and not link.startswith(("//", "/\\")) else ""


def letters(items: Sequence[InboxItem], names: Mapping[str, Text]) -> list[Letter]:
    """Messages with the names of the organisations they were sent to; those without a name by code."""
    return [Letter(one, names.get(one.org, one.org) if one.org else "") for one in items]


def kind_of(hook: Hook) -> str:
    """The kind of a hook in words."""
    return said(message(f"hook.kind.{hook.kind}"))


def events_of(hook: Hook) -> str:
    """Which messages a hook asks for, in words."""
    return _("all") if hook.events == ["*"] else ", ".join(hook.events)


def hooks(found: Sequence[Hook]) -> Table:
    """All hooks, each a link to its log."""
    columns = [
        Column("hook", _("Hook"), kind="short"),
        Column("kind", _("Kind"), kind="short"),
        Column("address", _("Address")),
        Column("events", _("Messages")),
        Column("state", _("State")),
        Column("made", _("Added"), kind="short"),
    ]
    empty = _("None yet: messages stay in the inboxes of this site.")
    return Table("hooks", _("Hooks"), columns, [_hook(one) for one in found],
                 formats=(), empty=empty)  # fmt: skip


def _hook(one: Hook) -> Row:
    return Row({
        "hook": named(_("No. %(n)s") % {"n": one.pk}, f"/messages/hooks/{one.pk}/"),
        "kind": named(kind_of(one), below=one.org),
        "address": address_shown(one),
        "events": events_of(one),
        "state": _("active") if one.active else named(_("stopped"), below=one.stopped_reason),
        "made": _stamp(one.made_at),
    }, key=str(one.pk))  # fmt: skip


def attempts(found: Sequence[Delivery]) -> Table:
    """What became of each attempt, the latest first."""
    columns = [
        Column("at", _("Time"), kind="short"),
        Column("message", _("Message")),
        Column("attempt", _("Attempt"), kind="short"),
        Column("outcome", _("Outcome")),
        Column("answer", _("Answer")),
    ]
    empty = _("Nothing was sent yet. A test message shows whether it arrives.")
    return Table("attempts", _("Attempts"), columns, [_attempt(one) for one in found],
                 formats=(), empty=empty)  # fmt: skip


def _attempt(one: Delivery) -> Row:
    answer = f"HTTP {one.status}" if one.status else _("no answer")
    error = one.error.removeprefix(answer).strip()
    return Row({
        "at": _stamp(one.at),
        "message": _told(one.message),
        "attempt": str(one.attempt),
        "outcome": said(message(f"hook.outcome.{one.outcome}")),
        "answer": named(answer, below=error),
    }, key=str(one.pk))  # fmt: skip


def waiting(found: Sequence[Waiting], told: Mapping[str, object]) -> Table:
    """What is still to be sent, and when it is tried next."""
    columns = [
        Column("next", _("Not before"), kind="short"),
        Column("message", _("Message")),
        Column("attempts", _("Attempts so far"), kind="short"),
        Column("error", _("Last answer")),
    ]
    rows = [
        Row({
            "next": _stamp(one.next_at),
            "message": _told(told[one.message]),
            "attempts": str(one.attempts),
            "error": note(one.error) if one.error else "",
        }, key=one.message)
        for one in found
    ]  # fmt: skip
    return Table("waiting", _("To be sent"), columns, rows, formats=())


def _told(one: object) -> object:
    return named(Text(one.title_zh, one.title_en), below=f"{one.kind} · {one.pk}")


def _stamp(at: object) -> str:
    return date_format(timezone.localtime(at), STAMP)
