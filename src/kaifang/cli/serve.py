"""kaifang serve, kaifang demo: the site, over one's own records or over the demo province."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from kaifang.cli.board import print_board
from kaifang.cli.voice import progress, say, word
from kaifang.packs.law import load
from kaifang.packs.loading import find_packs, read_pack
from kaifang.programme.opening import Programme
from kaifang.programme.setting_up import ensure_installed, ready_store

APPLICATION = "kaifang.site.wsgi:application"
DEMO_PACK = "demo"
DEMO_HOME = "~/.kaifang/demo"
ROWS_SHOWN = 12

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS")]
Port = Annotated[int, typer.Option("--port", metavar="NUMBER")]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option("--workers", metavar="NUMBER")] = 1,
) -> None:
    """Serve the site to browsers until it is interrupted."""
    prepare()
    run_server(host, port, workers)


def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve")] = False,
) -> None:
    """Make the demo province, print its board and serve it."""
    if not (os.environ.get("KAIFANG_HOME") or os.environ.get("DATABASE_URL")):
        os.environ["KAIFANG_HOME"] = DEMO_HOME
    prepare()
    _record_demo()
    programme = Programme.of(load(DEMO_PACK))
    print_board(programme, programme.board(), ROWS_SHOWN)
    if not no_serve:
        run_server(host, port, 1)


def prepare() -> None:
    """Open the store and install every programme pack that is found."""
    ready_store()
    folders = [folder for folder in find_packs().values() if read_pack(folder).head.org]
    for folder in progress(folders, "cli.installing"):
        ensure_installed(load(str(folder)))


def run_server(host: str, port: int, workers: int) -> None:
    """Serve until interrupted; the address is printed first."""
    from granian.constants import Interfaces
    from granian.server import Server

    say(word("cli.serving", address=f"http://{host}:{port}/"))
    Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        websockets=False,
        log_enabled=False,
    ).serve()


def _record_demo() -> None:
    from kaifang.programme.demo.recording import record_demo

    say(word("cli.demo.recording"))
    record_demo()
