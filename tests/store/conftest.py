"""A folder of its own for every test, and stores of their own for tests of several processes."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from pytest_django import Settings

from tests.flushing import records_may_be_flushed
from tests.warm import WarmProcess

__all__ = ["records_may_be_flushed"]

PRELUDE = """
from kaifang.store.setup import open_store
open_store(settings="kaifang.site.settings")
"""


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    """The folder of the store."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    return settings.HOME


@dataclass(frozen=True)
class OtherStore:
    """A store that other processes open: on SQLite a file, on PostgreSQL a database."""

    home: Path
    database: str

    def start(self, script: str) -> subprocess.Popen[str]:
        """Run a script in a process that has the store open."""
        own = {"KAIFANG_HOME": str(self.home), "DATABASE_URL": self.database}
        pipe = subprocess.PIPE
        return WarmProcess(PRELUDE + script, env={**os.environ, **own}, stdout=pipe, stderr=pipe)

    def run(self, script: str) -> str:
        """Run a script to its end and return what it printed."""
        with self.start(script) as process:
            out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
        return out.strip()


@pytest.fixture
def new_store(tmp_path: Path) -> Iterator[OtherStore]:
    """A store that nobody has opened yet, on the database that this run tests."""
    with _store(tmp_path) as store:
        yield store


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OtherStore]:
    """An empty store with all its tables, made once to be copied."""
    with _store(tmp_path_factory.mktemp("pattern")) as store:
        store.run("")
        yield store


@pytest.fixture
def other_store(tmp_path: Path, pattern: OtherStore) -> Iterator[OtherStore]:
    """An empty store with all its tables."""
    with _store(tmp_path, pattern) as store:
        yield store


@contextmanager
def _store(place: Path, pattern: OtherStore | None = None) -> Iterator[OtherStore]:
    folder = place / "other"
    shutil.copytree(pattern.home, folder) if pattern else folder.mkdir()
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgresql"):
        yield OtherStore(folder, f"sqlite:///{folder / 'other.sqlite3'}")
        return
    name = f"other_{uuid.uuid4().hex[:12]}"
    like = urlsplit(pattern.database).path.strip("/") if pattern else "template1"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        yield OtherStore(folder, urlsplit(server)._replace(path=f"/{name}").geturl())
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
