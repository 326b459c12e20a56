"""kaifang inbox: what was told to a person, and what he has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kaifang.cli.commands import App
from kaifang.cli.options import AsJson, AsUser, actor_named
from kaifang.cli.voice import lang, say, show_json, show_table, word

if TYPE_CHECKING:
    from kaifang.programme.messages.inbox import InboxItem

app = App()
HEADS = ("message", "at", "read", "title", "link")


@app.command("inbox")
def show_inbox(
    unread: Annotated[bool, typer.Option("--unread")] = False,
    read: Annotated[str, typer.Option("--read", metavar="MESSAGE")] = "",
    read_all: Annotated[bool, typer.Option("--read-all")] = False,
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, max=1000)] = 50,
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """List a person's messages, the newest first; or keep that he has read one, or all."""
    who = actor_named(actor)
    from kaifang.programme.messages.inbox import inbox, mark_all_read, mark_read

    if read:
        mark_read(who, read)
        say(word("cli.inbox.marked", count=1))
    elif read_all:
        say(word("cli.inbox.marked", count=mark_all_read(who)))
    elif as_json:
        show_json([_json(one) for one in inbox(who, unread=unread, count=count)])
    else:
        rows = [_row(one) for one in inbox(who, unread=unread, count=count)]
        show_table([f"cli.head.{name}" for name in HEADS], rows)


def _row(item: InboxItem) -> list[str]:
    from django.utils import timezone

    at = f"{timezone.localtime(item.at):%Y-%m-%d %H:%M}"
    read = "" if item.is_read else word("cli.inbox.new")
    return [item.id, at, read, item.title.in_(lang()), item.link]


def _json(item: InboxItem) -> dict[str, Any]:
    from kaifang.programme.messages.telling import tell_item

    return tell_item(item, lang())
