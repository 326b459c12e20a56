"""kaifang demo: the demo province, complete and running."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from kaifang.cli.board import print_board
from kaifang.cli.commands import App
from kaifang.cli.serve import Host, Port, prepare, refuse_taken, run_server
from kaifang.cli.voice import lang, say, show_table, word
from kaifang.packs.law import load
from kaifang.programme.opening import Programme

if TYPE_CHECKING:
    from kaifang.programme.demo.people import DemoPerson

DEMO_PACK = "demo"
DEMO_HOME = "~/.kaifang/demo"
ROWS_SHOWN = 12
app = App()


@app.command("demo")
def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve")] = False,
) -> None:
    """Make the demo province, print its board and serve it."""
    if not no_serve:
        refuse_taken(host, port)
    if not (os.environ.get("KAIFANG_HOME") or os.environ.get("DATABASE_URL")):
        os.environ["KAIFANG_HOME"] = DEMO_HOME
    os.environ.setdefault("KAIFANG_PROGRAMME", DEMO_PACK)  # what the site opens first
    prepare(demo=True)
    _record_demo()
    programme = Programme.of(load(DEMO_PACK))
    _set_going(programme)
    print_board(programme, programme.board(), ROWS_SHOWN)
    _show_people()
    if not no_serve:
        run_server(host, port, 1)


def _record_demo() -> None:
    from kaifang.programme.demo.clearing import record_clearance
    from kaifang.programme.demo.projects import record_projects
    from kaifang.programme.demo.recording import record_demo
    from kaifang.programme.demo.registers import record_registers

    say(word("cli.demo.recording"))
    record_demo()
    say(word("cli.demo.clearing"))
    record_clearance()
    say(word("cli.demo.projects"))
    record_projects()
    say(word("cli.demo.registers"))
    record_registers()


def _set_going(programme: Programme) -> None:
    """Forms in and out, a table issued, slips and tasks: the quarter is under way."""
    from kaifang.programme.demo.following import run_dispatch
    from kaifang.programme.demo.notifying import notify_firms
    from kaifang.programme.demo.quarter import run_quarter

    say(word("cli.demo.running"))
    run_quarter(programme)
    run_dispatch(programme)
    notify_firms(programme.law)


def _show_people() -> None:
    """Who may sign in; a store with users of its own gets none, and says so."""
    from kaifang.programme.demo.inboxes import read_inboxes
    from kaifang.programme.demo.people import make_people
    from kaifang.programme.people.errors import NotADemoStore

    try:
        made = make_people()
        read_inboxes()
    except NotADemoStore as refusal:
        say(refusal.says.in_(lang()))
        return
    say(word("cli.demo.people"))
    heads = [f"cli.head.{name}" for name in ("user", "password", "posts")]
    show_table(heads, [[one.name, one.password, _post(one)] for one in made])


def _post(one: DemoPerson) -> str:
    return f"{one.label.in_(lang())} {one.org}".strip()
