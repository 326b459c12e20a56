"""Deposits 暂存: bytes that only whoever left them fetches again, for half a day."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from pathlib import Path

from kaifang.programme.rights import Actor
from kaifang.store.home import home

HOURS = 12
MARKED = "marked"  # workbooks that came back with marks
_SECRET = re.compile(r"[\w-]{20,60}", re.ASCII)


def leave(actor: Actor, data: bytes, folder: str = MARKED) -> str:
    """Keep bytes for a while; the answer fetches them."""
    _drop_old(folder, time.time() - HOURS * 3600)
    secret = secrets.token_urlsafe(24)
    _place(actor, secret, folder).write_bytes(data)
    return secret


def fetch(actor: Actor, secret: str, folder: str = MARKED) -> bytes | None:
    """What one has left oneself; None where it is gone, or another's."""
    if not _SECRET.fullmatch(secret) or not (place := _place(actor, secret, folder)).is_file():
        return None
    return place.read_bytes()


def _place(actor: Actor, secret: str, folder: str) -> Path:
    """Where it lies; nobody finds another's, whose name is hashed from another number."""
    whose = hashlib.sha256(f"{actor.user} {secret}".encode()).hexdigest()
    return home(folder) / f"{whose}.xlsx"


def _drop_old(folder: str, before: float) -> None:
    for one in home(folder).glob("*.xlsx"):
        if one.stat().st_mtime < before:
            one.unlink(missing_ok=True)
