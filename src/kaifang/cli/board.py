"""kaifang board: where every target stands, as of a date, as seen on a date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from kaifang.cli.commands import App
from kaifang.cli.edge import BadWord
from kaifang.cli.options import As, AsJson, AsOf, PackName, SeenAt, viewer_of
from kaifang.cli.voice import lang, say, show_json, show_table, word
from kaifang.exchange.tables import Table, write_csv, write_json, write_xlsx
from kaifang.packs.loading import find_pack
from kaifang.programme.boards import BoardView
from kaifang.programme.opening import Programme
from kaifang.programme.tables import board_table, glance, source_line

app = App()


@app.command("board")
def show_board(
    pack: PackName,
    as_of: AsOf = "",
    seen_at: SeenAt = "",
    org: Annotated[list[str] | None, typer.Option("--org", metavar="CODE")] = None,
    indicator: Annotated[list[str] | None, typer.Option("--indicator", metavar="ID")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
    viewer: As = "public",
    as_json: AsJson = False,
) -> None:
    """Show the board of a programme."""
    writer = _writer(out) if out else None
    programme = Programme.open(str(find_pack(pack)), viewer=viewer_of(viewer))
    for id in org or ():
        programme.law.orgs[id]  # refuses an unknown one
    for id in indicator or ():
        programme.law.indicator(id)
    view = programme.board(as_of or None, seen_at or None, orgs=org, indicators=indicator)
    if out and writer:
        out.write_bytes(writer(board_table(programme, view, lang()), lang()))
        say(word("cli.board.written", path=str(out), count=len(view)))
    elif as_json:
        show_json(board_json(programme, view))
    else:
        print_board(programme, view)


_WRITERS: dict[str, Callable[[Table, str], bytes]] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
    ".json": write_json,
}


def _writer(out: Path) -> Callable[[Table, str], bytes]:
    if out.suffix.lower() not in _WRITERS:
        raise BadWord(found="--out", expected=", ".join(f"*{one}" for one in _WRITERS))
    return _WRITERS[out.suffix.lower()]


def board_json(programme: Programme, view: BoardView) -> dict[str, Any]:
    """The board as plain values, with the versions that it was computed from."""
    return {
        "pack": programme.law.id,
        "title": programme.law.head.name.text.in_(lang()),
        "versions": view.figures.versions.json(),
        "rows": [row.json(lang()) for row in view],
    }


def print_board(programme: Programme, view: BoardView, most: int | None = None) -> None:
    """Print the board as a table, at most some rows of it, and what it was made from."""
    say(programme.law.head.name.text)
    heads = [f"cli.head.{name}" for name in _HEADS]
    show_table(heads, [glance(row, lang()) for row in view.rows[:most]], right=[4, 5, 6])
    if most is not None and len(view) > most:
        say(word("table.more", count=len(view) - most))
    say()
    say(source_line(programme, view.figures.versions))


_HEADS = ("organisation", "name", "target", "period", "latest", "growth", "attainment", "light")
