"""The command `kaifang`."""

from __future__ import annotations

from typing import Annotated

import typer

from kaifang import __version__
from kaifang.cli import facts, pack, source
from kaifang.cli.board import show_board
from kaifang.cli.commands import App
from kaifang.cli.explain import explain
from kaifang.cli.serve import demo, serve
from kaifang.cli.voice import say

app = App()
app.command("demo")(demo)
app.command("serve")(serve)
app.command("board")(show_board)
app.command("explain")(explain)
app.add_typer(pack.app, name="pack")
app.add_typer(source.app, name="source")
app.add_typer(facts.app, name="facts")


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
