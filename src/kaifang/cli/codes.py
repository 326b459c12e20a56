"""kaifang codes: import the full lists that an office has, and say which lists there are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kaifang.cli.commands import App
from kaifang.cli.edge import BadWord
from kaifang.cli.options import AsJson, AsUser, actor_named
from kaifang.cli.voice import lang, say, show_json, show_table, word
from kaifang.core.codes import CodeList
from kaifang.packs.law import load
from kaifang.packs.loading import find_pack
from kaifang.programme.code_lists import ImportedCodes, code_lists, import_codes
from kaifang.programme.setting_up import ready_store
from kaifang.programme.sources import all_laws

app = App()


@app.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    map: Annotated[str, typer.Option("--map", metavar="PACK/MAP")],
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Import a full code list: every wrong row at once, or all of it."""
    pack, stroke, name = map.partition("/")
    if not (pack and stroke and name):
        raise BadWord(found="--map", expected="cn-codes/gbt4754")
    law = load(str(find_pack(pack)))
    found = import_codes(law, file, name, actor=actor_named(actor))
    if as_json:
        show_json(_imported_json(found))
    else:
        say(_imported(found))


@app.command("list")
def list_lists(as_json: AsJson = False) -> None:
    """List the code lists of all packs, full or sample."""
    ready_store()
    found = {(one.id, one.edition): one for law in all_laws() for one in code_lists(law)}
    if as_json:
        show_json([_json(one) for one in found.values()])
        return
    heads = [f"cli.head.{name}" for name in ("list", "edition", "title", "codes", "extent")]
    show_table(heads, [_row(one) for one in found.values()], right=[3])


def _imported(found: ImportedCodes) -> str:
    codes = found.codes
    key = "cli.codes.unchanged" if found.is_unchanged else "cli.codes.imported"
    counts = {"added": found.added, "gone": found.gone, "changed": found.changed}
    return word(key, list=f"{codes.id} {codes.edition}", read=found.read, **counts)


def _imported_json(found: ImportedCodes) -> dict[str, Any]:
    counts = {name: getattr(found, name) for name in ("read", "added", "gone", "changed")}
    return {**_json(found.codes), **counts}


def _row(one: CodeList) -> list[str]:
    extent = word(f"cli.codes.{'sample' if one.is_sample else 'full'}")
    return [one.id, one.edition, one.name.in_(lang()), str(len(one)), extent]


def _json(one: CodeList) -> dict[str, Any]:
    return {
        "list": one.id,
        "edition": one.edition,
        "title": one.name.in_(lang()),
        "codes": len(one),
        "sample": one.is_sample,
    }
