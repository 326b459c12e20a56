"""The rows of a table of events, CSV or Parquet, one by one with all their columns."""

# ruff: noqa: S608 -- the statements are put together from quoted names of columns

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from kaifang.cases.columns import LogColumns, find_columns
from kaifang.cases.errors import ColumnMissing, EventIncomplete, TimeUnreadable
from kaifang.core.errors import nearest
from kaifang.store.duck import connect, one_file
from kaifang.store.event_tables import unreadable

_CHUNK = 10_000
_EXPECTED = "2023-04-20 08:20:00"


@dataclass(frozen=True, slots=True)
class TableEvent:
    """A row: its number from 1, the three columns, and the others that are not empty, as texts."""

    row: int
    case: str
    activity: str
    time: str
    id: str
    data: Mapping[str, str]


def table_events(
    path: Path, named: LogColumns, *, zone: str, id_column: str = ""
) -> Iterator[TableEvent]:
    """Read a table in its order; a time without a zone is taken as that of `zone`.

    Raises: LogUnreadable, ColumnMissing, EventIncomplete, TimeUnreadable.
    """
    with closing(connect()) as duck:
        try:
            duck.execute("SET TimeZone = ?", [zone])
            yield from _read(duck, path, named, id_column)
        except duckdb.Error as fault:
            raise unreadable(path, fault) from fault


def _read(
    duck: duckdb.DuckDBPyConnection, path: Path, named: LogColumns, id_column: str
) -> Iterator[TableEvent]:
    is_parquet = path.suffix.lower() == ".parquet"
    source = "read_parquet(?)" if is_parquet else "read_csv(?, all_varchar = true, header = true)"
    heads = duck.execute(f"SELECT * FROM {source} LIMIT 0", [one_file(path)]).description or []
    names = [str(head[0]) for head in heads]
    columns = find_columns(named, names)
    if id_column and id_column not in names:
        raise ColumnMissing(
            near=nearest(id_column, names), found=", ".join(names), expected=id_column
        )
    others = [name for name in names if name not in (*columns, id_column)]
    time = _quoted(columns.time)
    instant = f"(try_cast({time} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')::VARCHAR || '+00:00'"
    texts = [columns.case, columns.activity, columns.time, *([id_column] if id_column else [])]
    listed = [f"{_quoted(name)}::VARCHAR" for name in (*texts, *others)]
    found = duck.execute(f"SELECT {instant}, {', '.join(listed)} FROM {source}", [one_file(path)])
    row = 0
    while chunk := found.fetchmany(_CHUNK):
        for instant_told, case, activity, written, *rest in chunk:
            row += 1
            own = rest.pop(0) if id_column else str(row)
            _expect_whole(path, row, (*columns, id_column), (case, activity, written, own))
            if instant_told is None:
                raise TimeUnreadable.at(f"{path}:{row + 1}", found=written, expected=_EXPECTED)
            data = {name: text for name, text in zip(others, rest, strict=True) if text}
            yield TableEvent(row, case, activity, instant_told, own, data)


def _expect_whole(path: Path, row: int, names: tuple[str, ...], texts: tuple[Any, ...]) -> None:
    for name, text in zip(names, texts, strict=True):
        if not text:
            raise EventIncomplete.at(f"{path}:{row + 1}", column=name, found=1)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
