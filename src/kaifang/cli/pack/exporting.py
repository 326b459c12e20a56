"""kaifang pack export, kaifang pack schema: figures for notebooks, JSON Schema for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from kaifang.cli.edge import BadWord
from kaifang.cli.options import AsJson, PackName
from kaifang.cli.voice import (
    say,
    show_json,
    show_table,
    word,
)
from kaifang.core.errors import nearest
from kaifang.packs.exporting import export, json_schema
from kaifang.packs.kinds import KINDS
from kaifang.packs.law import load
from kaifang.packs.loading import find_pack


def export_pack(pack: PackName, as_json: AsJson = False) -> None:
    """Export the figures of a pack, one flat object each."""
    records = export(load(str(find_pack(pack))))
    if as_json:
        show_json(records)
        return
    heads = [f"cli.head.{name}" for name in _EXPORTED]
    show_table(heads, [_exported(record) for record in records], right=[3])


_EXPORTED = ("name", "organisation", "period", "value", "figure_kind", "document", "quote")


def _exported(record: dict[str, Any]) -> list[str]:
    value = "~".join(part for part in (record["value"], record["high"]) if part)
    return [
        record["indicator_name"] or "",
        record["organisation_name"] or "",
        record["period"],
        value + (record["unit"] or "") or "—",
        record["kind"],
        record["document"] or "—",
        record["quote"] or record["article"] or record["row"] or record["reason"] or "—",
    ]


def print_schema(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR")] = None,
) -> None:
    """Print the JSON Schema of the files of a pack, or write one file a kind for an editor."""
    kinds = [*KINDS, "pack"]
    if kind is not None and kind not in kinds:
        raise BadWord(found="KIND", expected=", ".join(kinds), near=nearest(kind, kinds))
    if out is None:
        show_json(json_schema(kind))
        return
    _write_schemas(out, [kind] if kind else kinds)


def _write_schemas(folder: Path, kinds: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for kind in kinds:
        text = json.dumps(json_schema(kind), ensure_ascii=False, indent=2)
        (folder / f"{kind}.schema.json").write_text(text + "\n", "utf-8")
    say(word("cli.schema.written", count=len(kinds), folder=str(folder)))
