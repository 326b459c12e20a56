"""Heartbeat 心跳: a worker says in the store's folder that it is there, whether it has work or not."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from kaifang.store.home import home

_FILE = "worker_seen"
_EVERY_SECONDS = 10.0


class Heartbeat:
    """Beats at most every few seconds, however often it is asked to."""

    def __init__(self) -> None:
        self._last = float("-inf")

    def beat(self) -> None:
        """Say that the worker is there."""
        if time.monotonic() - self._last >= _EVERY_SECONDS:
            (home() / _FILE).touch()
            self._last = time.monotonic()


def last_beat() -> datetime | None:
    """When any worker of this folder was last there; None where none ever was."""
    try:
        return datetime.fromtimestamp((home() / _FILE).stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
