"""Triggers that make the database itself refuse to change or delete records.

They hold against every client of the database, not only against this code. PostgreSQL also
refuses TRUNCATE; SQLite also refuses INSERT OR REPLACE of a row that is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_SAYS = "KF-STORE-001: records are only ever added"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION store_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_SAYS} (%)', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def guard(vendor: str, table: str, key: str = "id", frozen: Sequence[str] = ()) -> list[str]:
    """Give the statements that forbid changing rows of `table`; with `frozen`, those columns only."""
    columns = f" OF {', '.join(frozen)}" if frozen else ""
    return list((_sqlite if vendor == "sqlite" else _postgresql)(table, key, columns))


def unguard(vendor: str, table: str) -> list[str]:
    """Give the statements that lift the guard, for a migration that goes back."""
    place = "" if vendor == "sqlite" else f" ON {table}"
    events = ("update", "delete", "replace" if vendor == "sqlite" else "truncate")
    return [f"DROP TRIGGER IF EXISTS {table}_no_{event}{place}" for event in events]


def _sqlite(table: str, key: str, columns: str) -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_SAYS} ({table})'); END"
    there = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608
    yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{columns} ON {table} {refuse}"
    yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}"
    yield f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {there} {refuse}"


def _postgresql(table: str, _: str, columns: str) -> Iterator[str]:
    row, whole = "FOR EACH ROW", "FOR EACH STATEMENT"
    run = "EXECUTE FUNCTION store_refuse()"
    yield _FUNCTION
    yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{columns} ON {table} {row} {run}"
    yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {row} {run}"
    yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {whole} {run}"
