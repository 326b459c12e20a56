"""The command `kaifang`."""

from __future__ import annotations

from typing import Annotated

import typer

from kaifang import __version__
from kaifang.cli import pack
from kaifang.cli.commands import App
from kaifang.cli.voice import say

app = App()
app.add_typer(pack.app, name="pack")


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
