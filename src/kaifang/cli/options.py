"""Arguments and options that commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from kaifang.core.messages import message
from kaifang.programme.rights import Actor
from kaifang.programme.viewer import INTERNAL, PUBLIC, Viewer

AsJson = Annotated[bool, typer.Option("--json")]
PackName = Annotated[str, typer.Argument(metavar="PACK")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE")]
SeenAt = Annotated[str, typer.Option("--seen-at", metavar="DATE")]
As = Annotated[str, typer.Option("--as", metavar="public|internal|USER")]
AsUser = Annotated[str, typer.Option("--as", metavar="USER")]
_VIEWERS = {"public": PUBLIC, "internal": INTERNAL}


def viewer_of(name: str) -> Viewer:
    """Whoever asks: anybody, somebody inside, or a user with his posts. Raises: UnknownUser."""
    if name in _VIEWERS:
        return _VIEWERS[name]
    return Viewer.of(actor_named(name))


def actor_named(name: str) -> Actor:
    """A user as he acts today; without a name whoever sits at the machine. Raises: UnknownUser."""
    from kaifang.programme.setting_up import ready_store

    ready_store()
    from kaifang.programme.people.actors import actor_of, console, user_named

    return actor_of(user_named(name)) if name else console()


def importing_as(name: str) -> Actor:
    """Who imports; `internal` is whoever sits at the machine. Raises: UnknownUser."""
    if name == "internal":
        return actor_named("")
    return Actor("", message("role.public").zh) if name == "public" else actor_named(name)
