"""Add rows to the table of records, fast: COPY on PostgreSQL, prepared inserts on SQLite."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import Max

from kaifang.store.models import Record
from kaifang.store.rows import COLUMNS, Row

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def next_row() -> int:
    """Return the number of the next record; numbers leave no gaps."""
    return (Record.objects.aggregate(last=Max("id"))["last"] or 0) + 1


def add(rows: Iterable[Row]) -> str:
    """Write rows and return the hash of their content, the same on either database."""
    digest = hashlib.sha256()
    (_copy if connection.vendor == "postgresql" else _insert)(_hashing(rows, digest))
    return digest.hexdigest()


def hash_of(rows: Iterable[Row]) -> str:
    """Return the SHA-256 over one JSON array a row, each followed by a line feed.

    A row that tells no number of firms is hashed without it, as all were before it was asked for.
    """
    digest = hashlib.sha256()
    for _ in _hashing(rows, digest):
        pass
    return digest.hexdigest()


def _hashing(rows: Iterable[Row], digest: hashlib._Hash) -> Iterator[Row]:
    for row in rows:
        digest.update(_encode(row if row[-1] is not None else row[:-1]).encode())
        digest.update(b"\n")
        yield row


def _copy(rows: Iterator[Row]) -> None:
    statement = f"COPY store_record ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _insert(rows: Iterator[Row]) -> None:
    places = ", ".join(["%s"] * len(COLUMNS))
    statement = f"INSERT INTO store_record ({', '.join(COLUMNS)}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
