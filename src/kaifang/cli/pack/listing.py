"""kaifang pack list: every pack that is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kaifang.cli.options import AsJson
from kaifang.cli.voice import (
    each,
    lang,
    show_json,
    show_table,
    word,
)
from kaifang.core.errors import KaifangError
from kaifang.packs.loading import find_packs, read_pack


def list_packs(as_json: AsJson = False) -> None:
    """List all packs that are found."""
    packs = [_summary(name, folder) for name, folder in sorted(find_packs().items())]
    if as_json:
        show_json(packs)
        return
    heads = [f"cli.head.{name}" for name in _LISTED]
    show_table(heads, [_row(pack) for pack in packs], right=[4, 5])


_LISTED = ("id", "title", "kind", "version", "entries", "findings")


def _row(pack: dict[str, Any]) -> list[str]:
    kind = word(f"cli.kind.{pack['kind']}") if pack["kind"] else ""
    return [kind if name == "kind" else str(pack[name]) for name in _LISTED]


def _summary(name: str, folder: Path) -> dict[str, Any]:
    try:
        pack = read_pack(folder)
    except KaifangError as error:
        return dict.fromkeys(_LISTED, "") | {"id": name, "findings": len(list(each([error])))}
    return {
        "id": pack.id,
        "title": pack.head.name.text.in_(lang()),
        "kind": pack.head.kind,
        "version": pack.version,
        "entries": pack.count,
        "findings": len(pack.findings),
        "hash": pack.hash,
    }
