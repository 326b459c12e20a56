"""The shelf: which programmes are installed in the store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError


class NotInstalled(KaifangError):
    code = "KF-PROG-009"


@dataclass(frozen=True, slots=True)
class Volume:
    """One installed programme; `hash` is that of its active version."""

    id: str
    name: Text
    hash: str
    installed_at: datetime


def installed() -> list[Volume]:
    """All programmes of the store, the one installed last before the others."""
    from kaifang.store.models import InstalledPack

    found: list[Volume] = []
    for row in InstalledPack.objects.filter(active=True).order_by("-installed_at", "pack"):
        head = _head(row.contents[-1])
        if head["kind"] == "programme":
            name = Text(head["name"]["zh"], head["name"]["en"])
            found.append(Volume(row.pack, name, row.hash, row.installed_at))
    return found


def default_pack(volumes: Sequence[Volume]) -> str:
    """The programme that is meant where none is named: the setting's, else the one installed last."""
    from django.conf import settings

    return str(settings.PROGRAMME) or (volumes[0].id if volumes else "")


@lru_cache(maxsize=64)
def _head(sha256: str) -> dict[str, Any]:
    """The head of a pack's content: the same hash, the same content for ever."""
    from kaifang.store.models import PackContent

    head: dict[str, dict[str, str]] = json.loads(PackContent.objects.get(pk=sha256).canonical)[
        "head"
    ]
    return head
