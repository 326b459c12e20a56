"""Tables of events, CSV or Parquet, read into an event log by DuckDB."""

# ruff: noqa: S608 -- the statements are put together from quoted names of columns

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from kaifang.cases.building import assemble
from kaifang.cases.columns import LogColumns, find_columns
from kaifang.cases.errors import EventIncomplete, LogUnreadable, TimeUnreadable
from kaifang.cases.logs import EventLog
from kaifang.store.duck import connect

_SOURCES = {
    ".parquet": "read_parquet(?)",
    ".csv": "read_csv(?, all_varchar = true, header = true)",
}
_HEAD = 2  # the first event of a CSV stands in its second line


def read_table(path: Path, named: LogColumns, *, zone: str) -> EventLog:
    """Read the events of a table in its order; columns are named or found by their usual names.

    Raises: LogUnreadable, ColumnMissing, EventIncomplete, TimeUnreadable.
    """
    with closing(connect()) as duck:
        try:
            duck.execute("SET TimeZone = ?", [zone])
            return _read(duck, path, named)
        except duckdb.Error as fault:
            raise LogUnreadable.at(str(path), why=str(fault).partition("\n")[0]) from fault


def _read(duck: duckdb.DuckDBPyConnection, path: Path, named: LogColumns) -> EventLog:
    source = _SOURCES[".parquet" if path.suffix.lower() == ".parquet" else ".csv"]
    heads = duck.execute(f"SELECT * FROM {source} LIMIT 0", [str(path)]).description or []
    columns = find_columns(named, [head[0] for head in heads])
    case, activity, time = (_quoted(name) for name in columns)
    duck.execute(
        f"CREATE TEMP TABLE event AS SELECT row_number() OVER () - 1 AS n,"
        f" nullif({case}::VARCHAR, '') AS case_id, nullif({activity}::VARCHAR, '') AS activity,"
        f" nullif({time}::VARCHAR, '') AS written, try_cast({time} AS TIMESTAMPTZ) AS time"
        f" FROM {source}",
        [str(path)],
    )
    _expect_whole(duck, path, columns)
    cases = _names(duck, "case_id")
    activities = _names(duck, "activity")
    coded = duck.execute(
        "SELECT c.code AS case_code, a.code AS activity_code,"
        " epoch_us(time) AS time FROM event"
        " JOIN case_id_code c ON c.name = case_id JOIN activity_code a ON a.name = activity"
        " ORDER BY n"
    ).fetchnumpy()
    return assemble(
        coded["case_code"].astype(np.int32),
        coded["activity_code"].astype(np.int32),
        coded["time"].astype(np.int64),
        cases,
        activities,
    )


def _expect_whole(duck: duckdb.DuckDBPyConnection, path: Path, columns: LogColumns) -> None:
    """Refuse empty cells and times that are none, with the first row of each."""
    for name, held in zip(columns, ("case_id", "activity", "written"), strict=True):
        found, row = _first(duck, f"{held} IS NULL", "count(*)")
        if found:
            raise EventIncomplete.at(f"{path}:{row + _HEAD}", column=name, found=found)
    written, row = _first(duck, "time IS NULL", "arg_min(written, n)")
    if written is not None:
        raise TimeUnreadable.at(
            f"{path}:{row + _HEAD}", found=written, expected="2023-04-20 08:20:00"
        )


def _first(duck: duckdb.DuckDBPyConnection, where: str, what: str) -> tuple[Any, int]:
    found, row = duck.execute(f"SELECT {what}, min(n) FROM event WHERE {where}").fetchone() or (
        0,
        0,
    )
    return found, row


def _names(duck: duckdb.DuckDBPyConnection, column: str) -> tuple[str, ...]:
    """Number the values of a column as they first appear, in a table `COLUMN_code`."""
    duck.execute(
        f"CREATE TEMP TABLE {column}_code AS SELECT name, row_number() OVER (ORDER BY first) - 1 AS code"
        f" FROM (SELECT {column} AS name, min(n) AS first FROM event GROUP BY ALL)"
    )
    rows = duck.execute(f"SELECT name FROM {column}_code ORDER BY code").fetchall()
    return tuple([name for (name,) in rows])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
