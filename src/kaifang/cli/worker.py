"""kaifang worker: does what pages and commands have left to be done."""

from __future__ import annotations

import signal
from typing import Annotated

import typer

from kaifang.cli.commands import App
from kaifang.cli.voice import say, word
from kaifang.programme.setting_up import ready_store

app = App()


@app.command("worker")
def worker(once: Annotated[bool, typer.Option("--once")] = False) -> None:
    """Do jobs until told to stop; SIGTERM and Ctrl+C let the job at hand end first."""
    ready_store()
    from kaifang.programme.worker import Worker

    one = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: one.stop())
    say(word("cli.worker.started", name=one.name))
    say(word("cli.worker.ended", count=one.run(once=once)))
