"""kaifang hooks: to which other systems messages go, and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from kaifang.cli.commands import App
from kaifang.cli.options import AsJson, AsUser, actor_named
from kaifang.cli.voice import lang, say, show_json, show_table, word

app = App()
Number = Annotated[int, typer.Argument(metavar="HOOK")]


@app.command("list")
def show_hooks(actor: AsUser = "", as_json: AsJson = False) -> None:
    """List all hooks, the newest first."""
    who = actor_named(actor)
    from kaifang.programme.messages.subscribing import hooks
    from kaifang.programme.messages.telling import tell_hook

    found = [tell_hook(one) for one in hooks(who)]
    if as_json:
        show_json(found)
        return
    rows = [
        [
            str(one["id"]),
            word(f"hook.kind.{one['kind']}"),
            one["address"],
            ", ".join(one["events"]),
            word("cli.hooks.active" if one["active"] else "cli.hooks.stopped"),
            one["stopped_reason"],
        ]
        for one in found
    ]
    heads = ("hook", "kind", "address", "events", "state", "why")
    show_table([f"cli.head.{name}" for name in heads], rows)


@app.command("add")
def add(
    kind: Annotated[str, typer.Argument(metavar="webhook|dingtalk|wecom")],
    address: Annotated[str, typer.Argument(metavar="ADDRESS")],
    events: Annotated[str, typer.Option("--events", metavar="KINDS")] = "*",
    ask_secret: Annotated[bool, typer.Option("--ask-secret")] = False,
    org: Annotated[str, typer.Option("--org", metavar="ORG")] = "",
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Send messages to an address from now on; the secret of a webhook is told this once."""
    who = actor_named(actor)
    from kaifang.programme.messages.kinds import events_in
    from kaifang.programme.messages.subscribing import subscribe

    secret = typer.prompt(word("cli.hooks.secret_asked"), hide_input=True) if ask_secret else ""
    made = subscribe(who, kind, address, events=events_in(events), secret=secret, org=org)
    told = made.secret if made.secret != secret else ""
    if as_json:
        show_json({"hook": made.hook, **({"secret": told} if told else {})})
        return
    say(word("cli.hooks.added", hook=made.hook))
    if told:
        say(word("cli.hooks.secret", secret=told))


@app.command("stop")
def stop(
    hook: Number,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")] = "",
    actor: AsUser = "",
) -> None:
    """Send nothing more to an address."""
    who = actor_named(actor)
    from kaifang.programme.messages.subscribing import stop_hook

    stop_hook(who, hook, reason)
    say(word("cli.hooks.now_stopped", hook=hook))


@app.command("test")
def try_out(hook: Number, actor: AsUser = "") -> None:
    """Put a test message into the outbox; the worker sends it, the log tells what became of it."""
    who = actor_named(actor)
    from kaifang.programme.messages.delivering import send_test

    say(word("cli.hooks.tested", hook=hook, message=send_test(who, hook).id))


@app.command("log")
def show_log(hook: Number, actor: AsUser = "", as_json: AsJson = False) -> None:
    """List the attempts to send to a hook, the latest first, after what still waits."""
    who = actor_named(actor)
    from kaifang.programme.messages.delivering import deliveries, waiting
    from kaifang.programme.messages.telling import tell_delivery, tell_waiting

    next_ones = [tell_waiting(one) for one in waiting(who, hook)]
    tried = [tell_delivery(one, lang()) for one in deliveries(who, hook)]
    if as_json:
        show_json({"waiting": next_ones, "deliveries": tried})
        return
    rows = [
        [
            one["message"],
            str(one["attempts"]),
            _local(one["next_at"]),
            word("cli.hooks.waiting"),
            one["error"],
        ]
        for one in next_ones
    ]
    rows += [
        [one["message"], str(one["attempt"]), _local(one["at"]), one["says"], one["error"]]
        for one in tried
    ]
    heads = ("message", "attempt", "at", "outcome", "why")
    show_table([f"cli.head.{name}" for name in heads], rows, right=(1,))


def _local(instant: str) -> str:
    from django.utils import timezone

    return f"{timezone.localtime(datetime.fromisoformat(instant)):%Y-%m-%d %H:%M}"
