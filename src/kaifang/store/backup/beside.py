"""A second database beside the store's own, in which a backup is built up before it takes over.

On SQLite it is a file of its own, on PostgreSQL a schema of its own in the same database.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

ALIAS = "restoring"
SCHEMA = "kaifang_restoring"
FOLDER = "restoring"


def database_file() -> Path:
    """Where the store's SQLite database lies."""
    return Path(connection.settings_dict["NAME"])


def building_site(place: Path) -> Path:
    """Where what is to become `place` is built: in the same folder, so that a name is enough."""
    return place.parent / FOLDER / place.name


def clear() -> None:
    """Drop what a restore that was killed has left."""
    shutil.rmtree(Path(settings.HOME) / FOLDER, ignore_errors=True)
    if connection.vendor == "sqlite":
        shutil.rmtree(database_file().parent / FOLDER, ignore_errors=True)
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


@contextmanager
def fresh_database() -> Iterator[Any]:
    """Make the second database, empty, and connect to it."""
    connections.settings[ALIAS] = {**connection.settings_dict, **_place()}
    target = connections[ALIAS]
    try:
        yield target
        if target.vendor == "sqlite":
            with target.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=DELETE")
    finally:
        target.close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


def _place() -> dict[str, Any]:
    if connection.vendor == "sqlite":
        file = building_site(database_file())
        file.parent.mkdir(parents=True, exist_ok=True)
        return {"NAME": str(file)}
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
    options = dict(connection.settings_dict["OPTIONS"])
    own = f"{options.get('options', '')} -c search_path={SCHEMA}".strip()
    return {"OPTIONS": {**options, "options": own}, "CONN_MAX_AGE": 0}
