"""DuckDB as we use it: in memory, offline, in UTC."""

from __future__ import annotations

from typing import Any

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """Open a database in memory that never fetches an extension and counts instants in UTC."""
    options: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(config=options)
    connection.execute("SET TimeZone = 'UTC'")
    return connection
