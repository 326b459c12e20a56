"""Former versions of packs: what an entry said in each version that the store has installed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kaifang.store.models import InstalledPack, PackContent

Plain = Mapping[str, Any]


def former_contents(pack: str, kind: str, id: str) -> Mapping[str, str]:
    """In which content each installed version of a pack says something of an entry.

    Returns the content's SHA-256 by the version. Of several installed under one version the last
    counts; a pack overrides those it stands on.
    """
    rows = InstalledPack.objects.filter(pack=pack).order_by("installed_at")
    return {
        version: sha256
        for version, contents in rows.values_list("version", "contents")
        for sha256 in contents
        if id in _entries(sha256, kind)
    }


def former_entry(sha256: str, kind: str, id: str) -> Plain:
    """An entry of a content as plain values."""
    return _entries(sha256, kind)[id]


@lru_cache(maxsize=64)
def _entries(sha256: str, kind: str) -> Mapping[str, Plain]:
    """The entries of a kind: the same hash, the same content for ever."""
    content = json.loads(PackContent.objects.get(pk=sha256).canonical)
    entries: Mapping[str, Plain] = content.get(kind, {})
    return entries
