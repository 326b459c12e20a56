"""Put what was built beside the store in its place, in steps that another process can finish.

The plan is written down first. Every step can be taken twice, so whoever opens the store after
a process was killed takes all of them again; before the plan is written nothing has changed.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from kaifang.store.backup.beside import FOLDER, SCHEMA, building_site, database_file
from kaifang.store.backup.errors import StoreInUse
from kaifang.store.home import locked, put_in_place, sync_folder

_FUNCTION = "store_refuse()"


@dataclass(frozen=True, slots=True)
class Swap:
    """The plan: places, each with whether something was built for it, and where the old ones go.

    `keep` says that the old ones stay there.
    """

    stamp: str
    places: tuple[tuple[str, bool], ...]
    schema: bool
    keep: bool

    @classmethod
    def planned(cls, places: list[Path], *, keeps_old: bool) -> Self:
        stamp = f"before-{timezone.now():%Y%m%dt%H%M%S}"
        names = tuple((str(one), building_site(one).exists()) for one in places)
        return cls(stamp, names, connection.vendor == "postgresql", keeps_old)

    @classmethod
    def pending(cls) -> Self | None:
        """A plan that somebody began and did not finish."""
        try:
            found: dict[str, Any] = json.loads(_plan().read_text("utf-8"))
        except FileNotFoundError:
            return None
        return cls(**{**found, "places": tuple((path, built) for path, built in found["places"])})

    @staticmethod
    def is_pending() -> bool:
        return _plan().exists()

    def begin(self) -> Path | None:
        """Write the plan down and carry it out; return where the old store is, if it is kept.

        Raises: StoreInUse, with nothing changed.
        """
        with locked(_lock()):
            _let_go()
            fresh = _plan().with_suffix(".new")
            fresh.write_text(json.dumps(asdict(self)), "utf-8")
            put_in_place(fresh, _plan())
            self._finish()
        return Path(settings.HOME) / self.stamp if self.keep else None

    def _finish(self) -> None:
        if self.schema:
            self._swap_schemas()
        connection.close()
        places = [(Path(path), built) for path, built in self.places]
        for place, built in places:
            _swap(place, place.parent / self.stamp / place.name, built=built)
        for folder in {Path(settings.HOME), *(place.parent for place, _ in places)}:
            if not self.keep:
                shutil.rmtree(folder / self.stamp, ignore_errors=True)
            shutil.rmtree(folder / FOLDER, ignore_errors=True)
        _plan().unlink()

    def _swap_schemas(self) -> None:
        """Move the tables of the store aside and those restored in their place, in one go."""
        aside = f'"kaifang_{self.stamp}"'
        with transaction.atomic(), connection.cursor() as cursor:
            tables = _tables_in(cursor, SCHEMA)
            if not tables:
                return  # done before
            own = _current(cursor)
            cursor.execute(f"CREATE SCHEMA {aside}")
            for table in sorted(_tables_in(cursor, own) & (tables | _ours())):
                cursor.execute(f'ALTER TABLE "{own}"."{table}" SET SCHEMA {aside}')
            cursor.execute(f'ALTER FUNCTION "{own}".{_FUNCTION} SET SCHEMA {aside}')
            for table in sorted(tables):
                cursor.execute(f'ALTER TABLE {SCHEMA}."{table}" SET SCHEMA "{own}"')
            cursor.execute(f'ALTER FUNCTION {SCHEMA}.{_FUNCTION} SET SCHEMA "{own}"')
            cursor.execute(f"DROP SCHEMA {SCHEMA}")
            if not self.keep:
                cursor.execute(f"DROP SCHEMA {aside} CASCADE")


def finish_swap() -> None:
    """Finish what a process that was killed had begun; nothing where there is nothing to finish."""
    if not Swap.is_pending():
        return
    with locked(_lock()):
        swap = Swap.pending()
        if swap is not None:  # nobody else was faster
            swap._finish()


def _plan() -> Path:
    return Path(settings.HOME) / "restore.json"


def _lock() -> Path:
    return Path(settings.HOME) / "restore.lock"


def _swap(place: Path, aside: Path, *, built: bool) -> None:
    """Set `place` aside and what was built for it in its place; a step done before is left out."""
    fresh = building_site(place)
    if built and not fresh.exists():
        return  # done before
    if place.is_dir() and aside.exists():  # made again by a site that nobody stopped
        place.replace(aside.with_name(f"{aside.name}.later"))
    elif place.exists() and not aside.exists():
        aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _set_aside(place, aside, at_once=fresh.is_file())
    if built:
        fresh.replace(place)
    sync_folder(place.parent)


def _set_aside(place: Path, aside: Path, *, at_once: bool) -> None:
    """Give a file a second name, so that the first never names nothing; else move it."""
    if at_once:
        with suppress(OSError):  # a disk that knows no second names
            os.link(place, aside)
            return
    place.replace(aside)


def _let_go() -> None:
    """See that nobody else has the SQLite database open, and that all of it is in its one file.

    Raises: StoreInUse.
    """
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=3000")
            cursor.execute("PRAGMA journal_mode=DELETE")
    except OperationalError as refusal:
        raise StoreInUse(str(database_file()), why=str(refusal)) from refusal
    finally:
        connection.close()


def _current(cursor: Any) -> str:
    cursor.execute("SELECT current_schema()")
    return str(cursor.fetchone()[0])


def _tables_in(cursor: Any, schema: str) -> set[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
    return {name for (name,) in cursor.fetchall()}


def _ours() -> set[str]:
    return {*connection.introspection.django_table_names(), "django_migrations"}
