"""Tables of events, CSV or Parquet, read into an event log by DuckDB."""

# ruff: noqa: S608 -- the statements are put together from quoted names of columns

from __future__ import annotations

import gzip
import zlib
from codecs import getincrementaldecoder
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from kaifang.cases.building import assemble
from kaifang.cases.columns import LogColumns, find_columns
from kaifang.cases.errors import EventIncomplete, LogUnreadable, TimeUnreadable
from kaifang.cases.logs import EventLog
from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.store.duck import connect, one_file

_SOURCES = {
    ".parquet": "read_parquet(?)",
    ".csv": "read_csv(?, all_varchar = true, header = true)",
}
# what lies beyond is a time in some zones and none in others
_TOLD_YEARS = "'0001-01-02 00:00:00Z'::TIMESTAMPTZ AND '9999-12-30 00:00:00Z'::TIMESTAMPTZ"
_BEGINNING = 1 << 16
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
            raise unreadable(path, fault) from fault


def unreadable(path: Path, fault: duckdb.Error) -> LogUnreadable:
    """What keeps a table from being read: Excel's plain CSV is in GBK, where UTF-8 is read."""
    why: Text | str = str(fault).partition("\n")[0]
    if path.suffix.lower() != ".parquet" and not _is_utf8(path):
        why = message("cases.encoding")
    return LogUnreadable.at(str(path), why=why)


def _is_utf8(path: Path) -> bool:
    """Whether the beginning of a file is, as far as it can be unpacked."""
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
            getincrementaldecoder("utf-8")().decode(file.read(_BEGINNING))
    except UnicodeDecodeError:
        return False
    except (OSError, EOFError, zlib.error):
        return True  # something else is wrong with it
    return True


def _read(duck: duckdb.DuckDBPyConnection, path: Path, named: LogColumns) -> EventLog:
    source = _SOURCES[".parquet" if path.suffix.lower() == ".parquet" else ".csv"]
    heads = duck.execute(f"SELECT * FROM {source} LIMIT 0", [one_file(path)]).description or []
    columns = find_columns(named, [head[0] for head in heads])
    case, activity, time = (_quoted(name) for name in columns)
    duck.execute(
        f"CREATE TEMP TABLE event AS SELECT row_number() OVER () - 1 AS n,"
        f" nullif({case}::VARCHAR, '') AS case_id, nullif({activity}::VARCHAR, '') AS activity,"
        f" nullif({time}::VARCHAR, '') AS written, CASE WHEN try_cast({time} AS TIMESTAMPTZ)"
        f" BETWEEN {_TOLD_YEARS} THEN try_cast({time} AS TIMESTAMPTZ) END AS time FROM {source}",
        [one_file(path)],
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
