"""Parquet parts of the mirror, written and read by DuckDB without any extension."""

# ruff: noqa: S608 -- the statements are put together from our own column names and paths

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import duckdb
import numpy as np

from kaifang.core.statement import LEADING
from kaifang.facts.columns import COMPARATORS
from kaifang.store.decimals import MOST_DECIMALS
from kaifang.store.duck import connect, one_file
from kaifang.store.errors import MirrorUnwritable
from kaifang.store.home import put_in_place
from kaifang.store.manifest import Part, checksum
from kaifang.store.table import KEY_TEXTS, NUMBERS, TEXTS, Array, Coded, Table

_CLOSED = {"comparator": COMPARATORS, "authority": tuple(one.value for one in LEADING)}
_KEY_ORDER = "indicator, org, period_start, period_end, measure, base, part, definition, row"
_TENTHS = " ".join(f"WHEN {n} THEN {format(10**-n, f'.{n}f')}" for n in range(MOST_DECIMALS + 1))
_DAY, _INSTANT = "DATE '1970-01-01' + {0}", "CASE WHEN {0} <> 0 THEN make_timestamptz({0}) END"
# DECIMAL divided by a number becomes DOUBLE: multiply by a decimal instead.
_EXACT = f"({{0}}::DECIMAL(19,0) * (CASE {{0}}_scale {_TENTHS} END)::DECIMAL(7,6))::DECIMAL(38,6)"
_STORED = {
    "row": '"row"',
    **{name: f"n_{name}.name" for name in TEXTS},
    "period_start": _DAY.format("start"),
    "period_end": _DAY.format('"end"'),
    "announced": f"CASE WHEN announced >= 0 THEN {_DAY.format('announced')} END",
    "recorded": _INSTANT.format("recorded"),
    "embargo": _INSTANT.format("embargo"),
    "value": f"CASE WHEN has_value THEN {_EXACT.format('value')} END",
    "value_digits": "CASE WHEN has_value THEN value END",
    "value_scale": "value_scale",
    "high": f"CASE WHEN has_high THEN {_EXACT.format('high')} END",
    "high_digits": "CASE WHEN has_high THEN high END",
    "high_scale": "high_scale",
    "visibility": "visibility",
    "firms": "CASE WHEN firms >= 0 THEN firms END",
}
_LOADED = {
    "row": '"row"',
    **{name: f"enum_code({name}::t_{name})::INTEGER" for name in (*KEY_TEXTS, *_CLOSED)},
    "start": "(period_start - DATE '1970-01-01')::INTEGER",
    "end": "(period_end - DATE '1970-01-01')::INTEGER",
    "announced": "COALESCE(announced - DATE '1970-01-01', -1)::INTEGER",
    "recorded": "epoch_us(recorded)",
    "embargo": "COALESCE(epoch_us(embargo), 0)",
    "value": "COALESCE(value_digits, 0)",
    "value_scale": "value_scale",
    "has_value": "value_digits IS NOT NULL",
    "high": "COALESCE(high_digits, 0)",
    "high_scale": "high_scale",
    "has_high": "high_digits IS NOT NULL",
    "visibility": "visibility",
    "firms": "COALESCE(firms, -1)",
}


def write_part(table: Table, folder: Path) -> Part:
    """Write a table as one part, sorted by key.

    Raises: MirrorUnwritable.
    """
    with closing(connect()) as duck:
        return _copy(duck, _query(duck, table), folder)


def merge_parts(paths: Sequence[Path], folder: Path) -> Part:
    """Write several parts as one, sorted by key.

    Raises: MirrorUnwritable.
    """
    with closing(connect()) as duck:
        return _copy(duck, f"SELECT * FROM {source(paths)}", folder)


def load_parts(paths: Sequence[Path]) -> Table:
    """Read parts as a table of the key's texts, comparator, authority and all numbers."""
    texts = (*KEY_TEXTS, *_CLOSED)
    if not paths:
        return Table.empty(texts)
    with closing(connect()) as duck:
        for name in texts:
            distinct = f"SELECT DISTINCT {name} FROM {source(paths)} ORDER BY 1"
            duck.execute(f"CREATE TYPE t_{name} AS ENUM ({distinct})")
        columns = duck.execute(f"SELECT {_listed(_LOADED)} FROM {source(paths)}").fetchnumpy()
        names = {name: _names(duck, name) for name in texts}
    return Table(
        {name: Coded(columns[name].astype(np.int32, copy=False), names[name]) for name in texts},
        {name: columns[name].astype(kind, copy=False) for name, kind in NUMBERS.items()},
    )


def no_rows(duck: duckdb.DuckDBPyConnection) -> str:
    """Name a table that is like a part and has no rows."""
    duck.execute(f"CREATE TEMP TABLE no_rows AS {_query(duck, Table.empty())}")
    return "no_rows"


def source(paths: Sequence[Path]) -> str:
    """Name parts as DuckDB reads them."""
    listed = ", ".join("'" + one_file(path).replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{listed}])"


def _copy(duck: duckdb.DuckDBPyConnection, query: str, folder: Path) -> Part:
    fresh = folder / f"{uuid.uuid4().hex}.new"
    target = f"'{str(fresh).replace(chr(39), chr(39) * 2)}'"
    try:
        done = duck.execute(
            f"COPY ({query} ORDER BY {_KEY_ORDER}) TO {target} (FORMAT parquet, COMPRESSION zstd)"
        ).fetchone()
        rows = int(done[0]) if done else 0
        name = f"facts-{checksum(fresh)[:16]}.parquet"
        put_in_place(fresh, folder / name)
        return Part.of(folder / name, rows)
    except (OSError, duckdb.Error) as refusal:
        raise MirrorUnwritable(str(folder), why=str(refusal)) from refusal
    finally:
        fresh.unlink(missing_ok=True)


def _query(duck: duckdb.DuckDBPyConnection, table: Table) -> str:
    """Select the rows of a table as a part stores them."""
    duck.register("records", _arrays(table))
    joins = [_names_joined(duck, name, coded) for name, coded in table.texts.items()]
    return f"SELECT {_listed(_STORED)} FROM records {' '.join(joins)}"


def _arrays(table: Table) -> dict[str, Array]:
    codes = {name: coded.codes for name, coded in table.texts.items()}
    return {**codes, **table.numbers}


def _names_joined(duck: duckdb.DuckDBPyConnection, column: str, coded: Coded) -> str:
    duck.execute(
        f"CREATE TEMP TABLE n_{column} AS SELECT unnest($1::VARCHAR[]) AS name,"
        " unnest(range(len($1::VARCHAR[])))::INTEGER AS code",
        [coded.names],
    )
    return f"JOIN n_{column} ON n_{column}.code = records.{column}"


def _names(duck: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    found = duck.execute(f"SELECT enum_range(NULL::t_{column})").fetchone()
    return list(found[0]) if found else []


def _listed(columns: Mapping[str, str]) -> str:
    return ", ".join(f'{expression} AS "{name}"' for name, expression in columns.items())
