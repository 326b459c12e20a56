"""Read a whole store as it stood at one instant, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_instant() -> Iterator[None]:
    """Let all queries within see the same state; writers are not held up.

    On SQLite a transaction that only reads keeps to the log it began with, on PostgreSQL it is
    repeatable read. Inside a transaction that is open already, that one decides.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _reading_sqlite():
            yield


@contextmanager
def _reading_sqlite() -> Iterator[None]:
    """Begin by hand: Django's transactions lock SQLite for writing as they begin."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        cursor.execute("SELECT count(*) FROM django_migrations")  # the state is fixed by reading
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
