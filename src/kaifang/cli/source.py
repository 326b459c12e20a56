"""kaifang source: attach the texts of documents to the store, and list them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kaifang.cli.commands import App
from kaifang.cli.options import AsJson, AsUser, actor_named
from kaifang.cli.voice import lang, say, show_json, show_table, word
from kaifang.packs.texts import read_document
from kaifang.programme.setting_up import ready_store
from kaifang.programme.sources import Attached, Standing, attach, attached

app = App()


@app.command("add")
def add_source(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    doc: Annotated[str, typer.Option("--doc", metavar="ID")] = "",
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Attach the text of a document; lint and pages find its sentences from now on."""
    received = read_document(file)
    found = attach(file, received, doc, actor=actor_named(actor))
    if as_json:
        show_json(_json(found))
        return
    say(word("cli.source.added", document=found.document.id, title=found.document.title))
    for standing in found.standings:
        say(_standing(standing))


@app.command("list")
def list_sources(as_json: AsJson = False) -> None:
    """List the texts that are attached, and how far the packs account for them."""
    ready_store()
    found = attached()
    if as_json:
        show_json([_json(one) for one in found])
        return
    heads = [f"cli.head.{name}" for name in _LISTED]
    show_table(heads, [_row(one) for one in found], right=[3, 4, 5])


_LISTED = ("document", "title", "id", "quotations", "lost", "uncovered")


def _row(one: Attached) -> list[str]:
    stands = one.standings[0]
    title = one.document.title.in_(lang())
    counts = (stands.quotations, stands.lost, stands.uncovered)
    return [one.document.id, title, stands.pack, *map(str, counts)]


def _standing(one: Standing) -> str:
    return word(
        "cli.source.stands",
        pack=one.pack,
        quotations=one.quotations,
        lost=one.lost,
        uncovered=one.uncovered,
    )


def _json(one: Attached) -> dict[str, Any]:
    return {
        "document": one.document.id,
        "title": one.document.title.in_(lang()),
        "packs": [vars(standing) for standing in one.standings],
    }
