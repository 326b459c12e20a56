"""Let Django empty the tables after a transactional test: the guards on records are lifted for it.

Without it a test with `transactional_db` or `live_server` that recorded anything fails at its end.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@pytest.fixture(autouse=True, scope="session")
def records_may_be_flushed() -> Iterator[None]:
    """Wrap the one place where Django empties tables; a run without Django has none."""
    if "django" not in sys.modules:
        yield
        return
    from django.db.backends.base.operations import BaseDatabaseOperations

    flush = BaseDatabaseOperations.execute_sql_flush

    def lifting(self: Any, statements: list[str]) -> None:
        lift = _off_postgresql if self.connection.vendor == "postgresql" else _off_sqlite
        with self.connection.cursor() as cursor, lift(cursor):
            flush(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", lifting)
        yield


@contextmanager
def _off_postgresql(cursor: Any) -> Iterator[None]:
    cursor.execute("SET session_replication_role = replica")
    yield
    cursor.execute("SET session_replication_role = DEFAULT")


@contextmanager
def _off_sqlite(cursor: Any) -> Iterator[None]:
    triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = triggers.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in found:
        cursor.execute(statement)
