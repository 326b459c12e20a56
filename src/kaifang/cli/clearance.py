"""kaifang clearance: load events from files and folders, once or as they come."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kaifang.cli.bars import bar
from kaifang.cli.commands import App
from kaifang.cli.edge import BadWord
from kaifang.cli.forms import programme_named
from kaifang.cli.options import AsJson, AsUser, actor_named
from kaifang.cli.voice import complain, error_json, say, show_json, word
from kaifang.programme.clearance.files import FILE, FileWay

if TYPE_CHECKING:
    from kaifang.programme.clearance.loading import FileLoaded

app = App()
_USUAL = "clearance"


@app.callback()
def group() -> None:
    """A group, though it has but one command yet."""


@app.command("load")
def load_events(
    path: Annotated[Path, typer.Argument(metavar="FILE|DIR")],
    pack: Annotated[str, typer.Option("--pack", metavar="PACK")],
    process: Annotated[str, typer.Option("--process", metavar="PROCESS")] = _USUAL,
    case: Annotated[str, typer.Option("--case", metavar="COLUMN")] = "",
    activity: Annotated[str, typer.Option("--activity", metavar="COLUMN")] = "",
    time: Annotated[str, typer.Option("--time", metavar="COLUMN")] = "",
    id: Annotated[str, typer.Option("--id", metavar="COLUMN")] = "",
    source: Annotated[str, typer.Option("--source", metavar="SOURCE")] = FILE,
    zone: Annotated[str, typer.Option("--zone", metavar="ZONE")] = "Asia/Shanghai",
    watch: Annotated[bool, typer.Option("--watch")] = False,
    every: Annotated[float, typer.Option("--every", metavar="SECONDS", min=0.1)] = 5,
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Load the events of a file or folder; what was loaded before changes nothing."""
    if not path.exists() or (watch and not path.is_dir()):
        raise BadWord(found=str(path), expected="FILE | DIR")
    who = actor_named(actor)
    from kaifang.cases.columns import LogColumns
    from kaifang.programme.clearance.loading import load, load_file

    law = programme_named(pack).law
    way = FileWay(LogColumns(case, activity, time), zone, id, source)
    if watch:
        _follow(path, every, lambda one: load_file(law, one, process, way=way, actor=who), as_json)
        return
    with bar("cli.clearance.loading") as shown:
        found = list(load(law, path, process, way=way, actor=who, watch=_in_bar(shown)))
    if as_json:
        show_json([_json(one) for one in found])
    else:
        _print(found)
    if any(one.error for one in found):
        raise typer.Exit(1)


def _in_bar(shown: Callable[[int], Callable[[], None]]) -> Callable[[int], Callable[[int], None]]:
    """Tell a bar of events of the batches they come in."""

    def watch(count: int) -> Callable[[int], None]:
        step = shown(count)

        def tell(batch: int) -> None:
            for _ in range(batch):
                step()

        return tell

    return watch


def _follow(
    folder: Path, seconds: float, load: Callable[[Path], FileLoaded], as_json: bool
) -> None:
    """Load what comes until somebody breaks it off; a line for each file."""
    from kaifang.programme.clearance.watching import FolderWatch

    watch = FolderWatch(folder, load)
    say_now = _tell_json if as_json else _tell
    try:
        while True:
            for one in watch.look():
                say_now(one)
            sleep(seconds)
    except KeyboardInterrupt:
        return


def _print(found: list[FileLoaded]) -> None:
    for one in found:
        _tell(one)
    if len(found) > 1:
        counts = {name: sum(getattr(one, name) for one in found) for name in _COUNTS}
        refused = sum(one.error is not None for one in found)
        say(word("cli.clearance.done", files=len(found), refused=refused, **counts))


_COUNTS = ("new", "same", "quarantined")


def _tell(one: FileLoaded) -> None:
    if one.error is not None:
        say(word("cli.clearance.refused", file=one.name))
        complain(one.error)
        return
    counts = {name: getattr(one, name) for name in _COUNTS}
    say(word("cli.clearance.loaded", file=one.name, **counts))


def _tell_json(one: FileLoaded) -> None:
    say(json.dumps(_json(one), ensure_ascii=False))


def _json(one: FileLoaded) -> dict[str, Any]:
    counts = {name: getattr(one, name) for name in _COUNTS}
    return {"file": one.name, **counts, "error": error_json(one.error) if one.error else None}
