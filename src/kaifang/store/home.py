"""The folder of the store: everything that is not in the database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files import locks


def home(*parts: str) -> Path:
    """Return a folder below KAIFANG_HOME, made when it is not there."""
    folder = Path(settings.HOME).joinpath(*parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold a lock that other processes wait for; it falls with the process that holds it."""
    with file.open("a+b") as handle:
        locks.lock(handle, locks.LOCK_EX)
        try:
            yield
        finally:
            locks.unlock(handle)


def put_in_place(fresh: Path, place: Path) -> None:
    """Give a complete file its name so that, whatever happens, the name holds old or new."""
    with fresh.open("rb+") as handle:
        os.fsync(handle.fileno())
    fresh.replace(place)
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlast a power cut; Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
