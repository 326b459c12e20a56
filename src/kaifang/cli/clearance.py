"""kaifang clearance: load events from files and folders, once or as they come; study their times."""

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
from kaifang.cli.options import (
    As,
    AsJson,
    AsOf,
    AsUser,
    PackName,
    SeenAt,
    actor_named,
    viewer_of,
)
from kaifang.cli.voice import complain, error_json, lang, say, show_json, show_table, word
from kaifang.packs.loading import find_pack
from kaifang.programme.clearance.files import FILE, FileWay

if TYPE_CHECKING:
    from kaifang.programme.clearance.loading import FileLoaded
    from kaifang.programme.clearance.studying import ClearanceStudy, StepFinding

app = App()
_USUAL = "clearance"


@app.callback()
def group() -> None:
    """Load what happened at ports, and study how long it took."""


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


@app.command("study")
def study_times(
    pack: PackName,
    process: Annotated[str, typer.Option("--process", metavar="PROCESS")] = "",
    first: Annotated[str, typer.Option("--from", metavar="MONTH")] = "",
    last: Annotated[str, typer.Option("--to", metavar="MONTH")] = "",
    by: Annotated[str, typer.Option("--by", metavar="FIELD")] = "",
    where: Annotated[list[str] | None, typer.Option("--where", metavar="FIELD=VALUE")] = None,
    as_of: AsOf = "",
    seen_at: SeenAt = "",
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE")] = None,
    viewer: As = "public",
    as_json: AsJson = False,
) -> None:
    """Show how long each step of a process takes, against the same months of 2017."""
    from kaifang.programme.opening import Programme

    like = dict(_pair(one) for one in where or ())
    programme = Programme.open(str(find_pack(pack)), viewer=viewer_of(viewer))
    from kaifang.programme.clearance.picking import select
    from kaifang.programme.clearance.studying import study_selected
    from kaifang.programme.clearance.telling import tell_study

    moment = programme.moment(as_of, seen_at)
    picked = select(programme, process, first=first, last=last, where=like, moment=moment)
    found = study_selected(picked, by, is_demo=programme.law.head.demo)
    if xlsx is not None:
        from kaifang.exchange.tables import write_book
        from kaifang.programme.clearance.release_study import release_study

        xlsx.write_bytes(write_book(release_study(programme, picked, lang()), lang()))
        say(word("cli.clearance.written", file=str(xlsx)))
    elif as_json:
        show_json(tell_study(found, lang()))
    else:
        _print_study(found)


def _pair(text: str) -> tuple[str, str]:
    field, sign, value = text.partition("=")
    if not (field and sign):
        raise BadWord(found=text, expected="FIELD=VALUE")
    return field, value


_STUDY_HEADS = (
    "group", "step", "in_hands", "cases", "mean", "median", "p90", "promised", "still_open",
    "backwards", "changed",
)  # fmt: skip


def _print_study(found: ClearanceStudy) -> None:
    from kaifang.programme.clearance.telling import holder_name, percent

    if found.period is None:
        say(word("cli.clearance.no_events"))
        return
    name = found.process.name.text.in_(lang())
    counts = {"cases": found.cases, "base": found.base_cases, "year": found.base_year}
    say(word("cli.clearance.studied", process=name, period=found.period.code, **counts))
    heads = [f"cli.head.{head}" for head in _STUDY_HEADS]
    rows = [_study_row(one, found) for one in found.findings]
    show_table(heads, rows, right=range(3, len(heads)))
    if found.left_out:
        say(word("cli.clearance.left_out", count=found.left_out))
    shares = [
        f"{holder_name(found.process, one.holder).in_(lang())} {percent(one.share * 100)}%"
        for one in found.held
    ]
    if shares:
        say(word("cli.clearance.held", shares=", ".join(shares)))
    _explain_gaps(found)


def _study_row(one: StepFinding, found: ClearanceStudy) -> list[str]:
    from kaifang.programme.clearance.telling import group_name, holder_name, hours, percent

    took, promise = one.took, one.promise
    times = [hours(getattr(took, name)) if took else None for name in ("mean", "median", "p90")]
    promised = f"{hours(promise.median)}/{hours(promise.p90)}" if promise else None
    change = percent(one.change.of_median)
    return [
        group_name(one, found).in_(lang()) if found.by else "",
        f"{one.step.name.text.in_(lang())} {word('table.demo') if found.is_demo else ''}".strip(),
        holder_name(found.process, one.step.holder).in_(lang()),
        _counted(one.cases),
        *(time or "—" for time in times),
        promised or "—",
        _counted(one.still_open),
        _counted(one.backwards),
        f"{change}%" if change else "—",
    ]


def _counted(count: int | None) -> str:
    return "—" if count is None else str(count)


def _explain_gaps(found: ClearanceStudy) -> None:
    """Say once for each reason why a dash stands in the table."""
    whys = [(o.why_no_times, o.why_no_promise, o.why_no_change) for o in found.findings]
    for reason in dict.fromkeys(why for three in whys for why in three if why):
        say(f"— {reason.in_(lang())}")


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
