"""kaifang backup and kaifang restore: the whole store in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaifang.cli.bars import bar
from kaifang.cli.commands import App
from kaifang.cli.options import AsUser, actor_named
from kaifang.cli.voice import say, word

if TYPE_CHECKING:
    from kaifang.store.backup.manifest import BackupManifest

app = App()


@app.command("backup")
def backup(
    target: Annotated[str, typer.Argument(metavar="FILE|FOLDER")], actor: AsUser = ""
) -> int:
    """Write the store into a file, or into one named by the clock in a folder."""
    who = actor_named(actor)
    from kaifang.programme.backups import back_up

    with bar("cli.backup.doing") as watch:
        place, manifest = back_up(who, Path(target), watch)
    say(word("cli.backup.done", file=place, **_counts(manifest)))
    say(word("cli.backup.head", head=_short(manifest)))
    if manifest.lacking:
        typer.echo(word("cli.backup.lacking", count=len(manifest.lacking)), err=True)
    return 1 if manifest.lacking else 0


@app.command("restore")
def restore(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    replace: Annotated[bool, typer.Option("--replace")] = False,
    actor: AsUser = "",
) -> None:
    """Put a backup back into an empty store, or in the place of the one there."""
    who = actor_named(actor)
    from kaifang.programme import backups

    with bar("cli.restore.doing") as watch:
        done = backups.restore(who, Path(file), replace=replace, watch=watch)
    say(word("cli.restore.done", made=done.manifest.made_at[:19], **_counts(done.manifest)))
    say(word("cli.backup.head", head=_short(done.manifest)))
    if done.aside:
        say(word("cli.restore.aside", folder=done.aside))


def _counts(manifest: BackupManifest) -> dict[str, int]:
    files = sum(name.startswith("files/") for name in manifest.members)
    return {"rows": sum(manifest.rows.values()), "files": files}


def _short(manifest: BackupManifest) -> str:
    """The head as it is printed elsewhere."""
    number, _, digest = manifest.head.partition("-")
    return f"{number}-{digest[:16]}"
