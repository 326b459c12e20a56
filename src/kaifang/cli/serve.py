"""kaifang serve: the site, over one's own records."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated

import typer

from kaifang.cli.commands import App
from kaifang.cli.voice import progress, say, word
from kaifang.core.errors import KaifangError
from kaifang.packs.law import load
from kaifang.packs.loading import find_packs, read_pack
from kaifang.programme.setting_up import ensure_installed, ready_store

APPLICATION = "kaifang.site.wsgi:application"
# Pages are made one at a time in a process: more threads would only take turns, each slower for
# it, and each holds a connection to the database.
THREADS = 8

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS")]
Port = Annotated[int, typer.Option("--port", metavar="NUMBER")]


class AddressRefused(KaifangError):
    """The system does not let us listen: the port is taken, reserved, or no address of ours."""

    code = "KF-CLI-009"


app = App()


@app.command("serve")
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option("--workers", metavar="NUMBER")] = 1,
) -> None:
    """Serve the site to browsers until it is interrupted."""
    refuse_taken(host, port)
    prepare()
    run_server(host, port, workers)


def refuse_taken(host: str, port: int) -> None:
    """See that one may listen, before anything is made ready. Raises: AddressRefused."""
    if not 0 < port < 65536:
        raise AddressRefused(found=f"{host}:{port}", why="1–65535")
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind(address)
    except OSError as refusal:
        raise AddressRefused(found=f"{host}:{port}", why=refusal.strerror) from None


def prepare(*, demo: bool = False) -> None:
    """Open the store and install the programmes that are found; the invented one when asked for."""
    ready_store()
    for folder in progress(programmes(demo=demo), "cli.installing"):
        ensure_installed(load(str(folder)))


def programmes(*, demo: bool = False) -> list[Path]:
    """Folders of the programme packs that a site offers."""
    heads = [(folder, read_pack(folder).head) for folder in find_packs().values()]
    return [folder for folder, head in heads if head.org and (demo or not head.demo)]


def run_server(host: str, port: int, workers: int) -> None:
    """Serve until interrupted; the address is printed first."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    say(word("cli.serving", address=f"http://{host}:{port}/"))
    Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,  # a request that fails leaves its trace on the error stream
    ).serve()
