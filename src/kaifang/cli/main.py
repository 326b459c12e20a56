"""The command `kaifang`. A module is imported when one of its commands is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Any

import typer

from kaifang import __version__
from kaifang.cli.commands import App, Group
from kaifang.cli.voice import say

# Every command, and every group of commands, with the module that holds it.
MODULES: Mapping[str, str] = {
    "demo": "kaifang.cli.demo",
    "serve": "kaifang.cli.serve",
    "worker": "kaifang.cli.worker",
    "board": "kaifang.cli.board",
    "dispatch": "kaifang.cli.dispatch",
    "explain": "kaifang.cli.explain",
    "pack": "kaifang.cli.pack",
    "source": "kaifang.cli.source",
    "facts": "kaifang.cli.facts",
    "forms": "kaifang.cli.forms",
    "collect": "kaifang.cli.collect",
    "codes": "kaifang.cli.codes",
    "cases": "kaifang.cli.cases",
    "clearance": "kaifang.cli.clearance",
    "user": "kaifang.cli.user",
    "audit": "kaifang.cli.audit",
    "inbox": "kaifang.cli.inbox",
    "hooks": "kaifang.cli.hooks",
    "status": "kaifang.cli.status",
    "backup": "kaifang.cli.backup",
    "restore": "kaifang.cli.backup",
}


class Root(Group):
    """The outermost group, which fetches its commands."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        return list(MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - Typer's signature
        if cmd_name in MODULES and cmd_name not in self.commands:
            group = typer.main.get_group(import_module(MODULES[cmd_name]).app)
            group.name = cmd_name
            self.commands[cmd_name] = group.commands.get(cmd_name, group)
        return self.commands.get(cmd_name)


app = App(Root)


def _print_version(asked: bool) -> None:
    if asked:
        say(f"kaifang {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True)
    ] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="zh|en")] = "",
    home: Annotated[str, typer.Option("--home", metavar="DIR")] = "",
    debug: Annotated[bool, typer.Option("--debug")] = False,
) -> None:
    """Options of every command; `edge.hoisted` reads them, wherever they stand."""
