"""DuckDB as we use it: in memory, offline, in UTC."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb

_WILD = re.compile(r"([*?\[])")


def one_file(path: Path) -> str:
    """A path that names one file: DuckDB takes `log[1].csv` for log1.csv, and a star for all.

    >>> one_file(Path("log[1].csv"))
    'log[[]1].csv'
    """
    return _WILD.sub(r"[\1]", str(path))


def connect() -> duckdb.DuckDBPyConnection:
    """Open a database in memory that never fetches an extension and counts instants in UTC."""
    options: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(config=options)
    connection.execute("SET TimeZone = 'UTC'")
    return connection
