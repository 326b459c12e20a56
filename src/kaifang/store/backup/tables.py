"""Tables as members of a backup: a line with the columns, then a line for each row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

from django.apps import apps

from kaifang.store.backup.columns import Column, readers

Tell = Callable[[], None]
# Logins end with the store they belong to: their keys in a backup would open the site.
LEFT_OUT = frozenset({"django_session"})
# Written by Django itself when tables are made: a store that holds no more is empty.
BY_ITSELF = frozenset({"auth_permission", "django_content_type"})
_AT_ONCE = 2_000


def models() -> list[Any]:
    """Every model whose rows a backup keeps, by the name of its table."""
    found = apps.get_models(include_auto_created=True)
    kept = [one for one in found if one._meta.managed and not one._meta.proxy]
    named = {one._meta.db_table: one for one in kept if one._meta.db_table not in LEFT_OUT}
    return [named[table] for table in sorted(named)]


def is_empty() -> bool:
    """Whether the store of this process holds nothing that anybody recorded."""
    own = (one for one in models() if one._meta.db_table not in BY_ITSELF)
    return not any(one._base_manager.exists() for one in own)


def count() -> int:
    """How many rows a backup would keep."""
    return sum(one._base_manager.count() for one in models())


def lines(model: Any) -> Iterator[bytes]:
    """The columns of a model's table, then its rows in the order of their keys."""
    fields = model._meta.local_concrete_fields
    columns = [Column.of(field) for field in fields]
    yield _line([asdict(one) for one in columns])
    rows = model._base_manager.order_by("pk").values_list(*[field.attname for field in fields])
    for row in rows.iterator(chunk_size=_AT_ONCE):
        yield _line([one.written(value) for one, value in zip(columns, row, strict=True)])


def load(table: str, source: Iterable[bytes], target: Any, tell: Tell) -> int:
    """Put the rows of a member into the table of that name, in place of those there."""
    given = iter(source)
    columns = [Column(**one) for one in json.loads(next(given))]
    rows = _rows(given, columns, target, tell)
    quoted = target.ops.quote_name(table)
    names = ", ".join(target.ops.quote_name(one.name) for one in columns)
    with target.cursor() as cursor:
        if table in BY_ITSELF:
            cursor.execute(" ".join(["DELETE FROM", quoted]))
        if target.vendor == "postgresql":
            return _copied(cursor, f"COPY {quoted} ({names}) FROM STDIN", rows)
        marks = ", ".join(["%s"] * len(columns))
        return _inserted(
            cursor, " ".join(["INSERT INTO", quoted, f"({names}) VALUES ({marks})"]), rows
        )


def set_sequences(target: Any) -> None:
    """Let PostgreSQL number the next rows behind those restored; SQLite does so by itself."""
    if target.vendor != "postgresql":
        return
    with target.cursor() as cursor:
        cursor.execute(_SEQUENCES)
        for sequence, table, column in cursor.fetchall():
            cursor.execute(" ".join(["SELECT max(", column, ") FROM", table]))
            (last,) = cursor.fetchone()
            cursor.execute("SELECT setval(%s, %s, %s)", [sequence, last or 1, last is not None])


_SEQUENCES = """
SELECT pg_get_serial_sequence(quote_ident(table_schema) || '.' || quote_ident(table_name), column_name),
  quote_ident(table_schema) || '.' || quote_ident(table_name), quote_ident(column_name)
FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'
"""


def _rows(
    given: Iterator[bytes], columns: Sequence[Column], target: Any, tell: Tell
) -> Iterator[Any]:
    read = readers(columns, target)
    for line in given:
        yield [
            one if one is None or how is None else how(one)
            for one, how in zip(json.loads(line), read, strict=True)
        ]
        tell()


def _copied(cursor: Any, statement: str, rows: Iterator[Any]) -> int:
    done = 0
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            done += 1
    return done


def _inserted(cursor: Any, statement: str, rows: Iterator[Any]) -> int:
    done = 0
    while chunk := list(islice(rows, _AT_ONCE)):
        cursor.executemany(statement, chunk)
        done += len(chunk)
    return done


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
