"""Former versions of packs: what an entry said in each version that the store has installed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kaifang.store.models import InstalledPack, PackContent

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """An entry as an installed pack says it: `hash` is the pack's, `sha256` the content's."""

    pack: str
    version: str
    hash: str
    sha256: str


def former_contents(kind: str, id: str) -> list[EntryVersion]:
    """Which content each installed pack with an entry has it from, the one installed last at last.

    A pack overrides those it stands on.
    """
    rows = InstalledPack.objects.order_by("installed_at", "hash")
    return [
        EntryVersion(pack, version, hash, sha256)
        for pack, version, hash, contents in rows.values_list("pack", "version", "hash", "contents")
        if (sha256 := _saying(tuple(contents), kind, id))
    ]


@lru_cache(maxsize=4_096)
def _saying(contents: tuple[str, ...], kind: str, id: str) -> str:
    """The last of some contents that says something of an entry, blank where none does."""
    return next((one for one in reversed(contents) if id in _entries(one, kind)), "")


def former_entry(sha256: str, kind: str, id: str) -> Plain:
    """An entry of a content as plain values."""
    return _entries(sha256, kind)[id]


@lru_cache(maxsize=64)
def _entries(sha256: str, kind: str) -> Mapping[str, Plain]:
    """The entries of a kind: the same hash, the same content for ever."""
    content = json.loads(PackContent.objects.get(pk=sha256).canonical)
    entries: Mapping[str, Plain] = content.get(kind, {})
    return entries
