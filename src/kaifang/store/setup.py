"""Open the store for a notebook, the command line or a server: settings, tables, one lock."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kaifang.store.errors import OtherStoreOpen, StoreUnreachable

_ADVISORY = 0x4B61_6966  # "Kaif": the lock that migrating holds on PostgreSQL


def open_store(home: Path | None = None, database: str | None = None, *, settings: str) -> None:
    """Open the store of this process, once, and bring its tables up to date.

    `home` and `database` (`sqlite:///FILE`, `postgresql://USER:PASSWORD@HOST/NAME`) stand for
    KAIFANG_HOME and DATABASE_URL; without them the environment decides. `settings` names the
    settings module, which reads both.

    Raises: OtherStoreOpen, StoreUnreachable.
    """
    import django
    from django.apps import apps

    _allow_notebooks()
    if not apps.ready:
        _into_environment(home, database)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
        django.setup()
    else:
        _same_store(home, database)
    _finish_restoring()
    migrate()
    _ensure_sealing_key()


def migrate() -> None:
    """Apply what is missing of the tables; other processes that start meanwhile wait.

    Raises: StoreUnreachable.
    """
    from django.core.management import call_command
    from django.db.utils import DatabaseError

    try:
        if _is_behind():
            with _alone():
                call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as refusal:
        raise StoreUnreachable(why=str(refusal).strip()) from refusal


def _ensure_sealing_key() -> None:
    """Made with the store, so that the first backup holds it."""
    from kaifang.store.sealing import ensure_key

    ensure_key()


def _finish_restoring() -> None:
    """A restore that was killed halfway is carried through before anybody reads."""
    from kaifang.store.backup.swapping import finish_swap

    finish_swap()


def _into_environment(home: Path | None, database: str | None) -> None:
    if home is not None:
        os.environ["KAIFANG_HOME"] = str(home)
    if database is not None:
        os.environ["DATABASE_URL"] = database


def _same_store(home: Path | None, database: str | None) -> None:
    from django.conf import settings

    if home is not None and home.expanduser().resolve() != Path(settings.HOME).resolve():
        raise OtherStoreOpen(found=settings.HOME, expected=home)
    if database is not None and database != (known := os.environ.get("DATABASE_URL", "")):
        raise OtherStoreOpen(found=_shown(known), expected=_shown(database))


def _shown(database: str) -> str:
    """Leave user and password out of a database's address."""
    scheme, _, rest = database.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if rest else database or "DATABASE_URL"


def _allow_notebooks() -> None:
    """A notebook's cells run inside an event loop, where Django would refuse to query."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def _is_behind() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def _alone() -> Iterator[None]:
    from django.db import connection

    from kaifang.store.home import home, locked

    with locked(home() / "migrate.lock"), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY])
        try:
            yield
        finally:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY])
