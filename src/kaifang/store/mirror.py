"""The columnar mirror: all records as Parquet parts on disk and as arrays in memory.

The database is the truth. Parts are written now and then, rows newer than the parts are read
straight from the database, so a fresh record is seen at once; a mirror that is lost, damaged or
of another store is made anew.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kaifang.core.observation import Visibility
from kaifang.facts.columns import Columns
from kaifang.store.adding import next_row
from kaifang.store.duck import connect
from kaifang.store.errors import MirrorDamaged, MirrorUnwritable
from kaifang.store.home import home, locked
from kaifang.store.manifest import Manifest, Mark
from kaifang.store.parts import load_parts, merge_parts, no_rows, source, write_part
from kaifang.store.scaling import columns_of
from kaifang.store.scanning import scan
from kaifang.store.table import Table

MOST_PARTS = 8
# So many rows outside the parts, and reading them costs more than writing another part.
MOST_FRESH_ROWS = 50_000
# DuckDB hands TIMESTAMP WITH TIME ZONE to Python only where pytz is installed.
_IN_UTC = ", ".join(f"{name} AT TIME ZONE 'UTC' AS {name}" for name in ("recorded", "embargo"))


@dataclass(frozen=True, slots=True)
class Current:
    """The columns of one data version; the same object until the version changes."""

    version: int
    columns: Columns


@dataclass(frozen=True, slots=True)
class _Loaded:
    mark: Mark
    table: Table
    current: Current

    @classmethod
    def of(cls, table: Table) -> _Loaded:
        """Take the version from the rows: more may have been recorded since they were asked for."""
        mark = Mark.ending_at(table.last_row)
        return cls(mark, table, Current(mark.batch, columns_of(table)))


_loaded: _Loaded | None = None
_loading = threading.Lock()


def columns() -> Columns:
    """Return all records as the cube's columns, up to the latest batch."""
    return current().columns


def current() -> Current:
    """Return the columns together with their data version.

    Kept in memory by process: when nothing was recorded since, one small query; otherwise only
    what is new is read.
    """
    global _loaded  # noqa: PLW0603
    with _loading:
        if _loaded is None or _loaded.mark != Mark.latest():
            _loaded = _Loaded.of(_table(_loaded))
        return _loaded.current


def refresh() -> Manifest:
    """Write what is newer than the parts as another part, and merge parts when there are many.

    Safe beside other processes; whatever fails, the mirror that was there stays.
    Raises: MirrorUnwritable.
    """
    with _writing() as folder:
        before = _usable(folder)
        fresh = scan(before.last_row)
        if not len(fresh):
            return before
        parts = [*before.parts, write_part(fresh, folder)]
        if len(parts) > MOST_PARTS:
            parts = [merge_parts([part.check(folder) for part in parts], folder)]
        after = Manifest(Mark.ending_at(fresh.last_row), fresh.last_row, tuple(parts))
        after.write(folder)
        _sweep(folder, before, after)
    return after


def rebuild() -> Manifest:
    """Forget the parts and write all records anew.

    Raises: MirrorUnwritable.
    """
    with _writing() as folder:
        Manifest().write(folder)
    return refresh()


def duckdb_view(sees: Visibility = Visibility.PUBLIC) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB connection of one's own with the view `facts` over all records.

    Rows above `sees` and rows under embargo are not in it. `value` and `high` are DECIMAL(38,6),
    `recorded` and `embargo` TIMESTAMP in UTC. One connection a request: threads do not share it.

    Raises: MirrorUnwritable.
    """
    duck = connect()
    parts = _checked_parts()
    rows = source(parts) if parts else no_rows(duck)
    duck.execute(
        f"CREATE VIEW facts AS SELECT * REPLACE ({_IN_UTC}) FROM {rows}"  # noqa: S608
        f" WHERE visibility <= {int(sees)} AND (embargo IS NULL OR embargo <= now())"
    )
    return duck


def _checked_parts() -> list[Path]:
    """The parts with all records; a damaged one is made anew."""
    try:
        return [part.check(home("mirror")) for part in refresh().parts]
    except MirrorDamaged:
        return [part.check(home("mirror")) for part in rebuild().parts]


def _table(loaded: _Loaded | None) -> Table:
    """Take what is in memory, else what is in parts, and add what is newer."""
    extends = loaded is not None and loaded.mark.is_in_store()
    table = loaded.table if loaded and extends else _from_parts()
    if next_row() - 1 - table.last_row > MOST_FRESH_ROWS:
        with suppress(MirrorUnwritable):
            refresh()
            table = _from_parts()
    return table.then(scan(table.last_row))


def _from_parts() -> Table:
    """Read the parts; another process may be merging them, and a damaged part is made anew."""
    for attempt in range(3):
        with suppress(MirrorDamaged, MirrorUnwritable):
            if attempt == 2:
                rebuild()
            folder = home("mirror")
            return load_parts([part.check(folder) for part in _usable(folder).parts])
    return load_parts([])


@contextmanager
def _writing() -> Iterator[Path]:
    try:
        folder = home("mirror")
        with locked(folder / "lock"):
            yield folder
    except OSError as refusal:
        raise MirrorUnwritable(why=refusal.strerror or str(refusal)) from refusal


def _usable(folder: Path) -> Manifest:
    """Read the manifest; one of another store, or whose parts are gone, counts as empty."""
    manifest = Manifest.read(folder)
    complete = all(part.is_there(folder) for part in manifest.parts)
    return manifest if complete and manifest.mark.is_in_store() else Manifest()


def _sweep(folder: Path, *kept: Manifest) -> None:
    """Remove what no reader can be using: neither the parts of now nor those of just before."""
    named = {part.file for manifest in kept for part in manifest.parts}
    for path in [*folder.glob("*.parquet"), *folder.glob("*.new")]:
        if path.name not in named:
            with suppress(OSError):
                path.unlink()
