"""The state of the tables, told by the migrations that made them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Migration = tuple[str, str]


def applied() -> tuple[Migration, ...]:
    """The migrations that the store of this process has gone through."""
    return tuple(sorted(MigrationRecorder(connection).applied_migrations()))


def unknown(migrations: Sequence[Migration]) -> list[Migration]:
    """Those that this version of the software has not heard of."""
    known = MigrationLoader(None).disk_migrations
    return [one for one in migrations if one not in known]


def bring_to(migrations: Sequence[Migration], target: object) -> None:
    """Make the tables of an empty database as they were after these migrations."""
    executor = MigrationExecutor(target)
    nodes = executor.loader.graph.node_map
    past = {one for one in migrations if one in nodes}
    ends = [one for one in past if not {child.key for child in nodes[one].children} & past]
    executor.migrate(sorted(ends))
