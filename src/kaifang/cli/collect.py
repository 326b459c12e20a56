"""kaifang collect: a folder of returned workbooks in one go, every error of every file told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kaifang.cli.commands import App
from kaifang.cli.edge import BadWord
from kaifang.cli.forms import programme_named, show_findings
from kaifang.cli.options import AsJson, AsUser, actor_named
from kaifang.cli.voice import complain, error_json, lang, progress, say, show_json, word

if TYPE_CHECKING:
    from kaifang.programme.reporting.collecting import Outcome

app = App()


@app.command("collect")
def collect_folder(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    pack: Annotated[str, typer.Option("--pack", metavar="PACK")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR")] = None,
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Submit every workbook of a folder; what is wrong comes back marked."""
    if not folder.is_dir():
        raise BadWord(found=str(folder), expected=word("cli.collect.folder"))
    who = actor_named(actor)
    from kaifang.programme.reporting.collecting import books_in, collect

    programme = programme_named(pack or _only_pack())
    place = out or folder.with_name(f"{folder.resolve().name}-{word('cli.collect.marked')}")
    books = progress(books_in(folder), "cli.collect.progress")
    found = [one for book in books for one in collect(who, programme, [book], place, lang())]
    show_json([_json(one) for one in found]) if as_json else _print(found)
    if any(one.error for one in found):
        raise typer.Exit(1)


def _only_pack() -> str:
    """The programme that the site opens first. Raises: BadWord where none is installed."""
    from kaifang.programme.shelf import default_pack, installed

    if pack := default_pack(installed()):
        return pack
    raise BadWord(found="--pack", expected="--pack PACK")


def _print(found: list[Outcome]) -> None:
    from kaifang.programme.reporting.errors import FormRefused

    for one in found:
        if one.collected is not None:
            key = "entered" if one.is_new else "unchanged"
            say(word(f"cli.collect.{key}", file=one.name, count=one.collected.changed))
            continue
        say(word("cli.collect.refused", file=one.name))
        if isinstance(one.error, FormRefused):
            show_findings(one.error)
        elif one.error is not None:
            complain(one.error)
        if one.marked is not None:
            say(word("cli.forms.marked", path=str(one.marked)))
    refused = sum(one.error is not None for one in found)
    say(word("cli.collect.done", files=len(found), refused=refused))


def _json(one: Outcome) -> dict[str, Any]:
    from kaifang.programme.reporting.errors import FormRefused

    findings = one.error.findings if isinstance(one.error, FormRefused) else ()
    return {
        "file": one.name,
        "new": one.is_new,
        "error": error_json(one.error) if one.error else None,
        "marked": str(one.marked) if one.marked else None,
        "findings": [
            {
                "where": found.where or found.cell.row,
                "rule": found.rule,
                "hard": found.hard,
                "says": found.says.in_(lang()),
                "found": found.found.in_(lang()),
                "expected": found.expected.in_(lang()),
            }
            for found in findings
        ],
    }
