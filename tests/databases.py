"""A throw-away PostgreSQL for the tests that need one: made in a temporary folder, gone at the end.

The fixture ``postgres_url`` gives one to a test. From a shell, a whole command runs on one:

    python -m tests.databases pytest tests/store
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}


# Fixtures that open the database, or a store of their own on the same server.
OPENING = {"db", "transactional_db", "live_server", "new_store", "other_store"}


def touches_database(item: pytest.Item) -> bool:
    """Tell whether a test asks for the database; to all others it is shut."""
    asked = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(asked & OPENING)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run on PostgreSQL what touches the database: the rest would be the same once more."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgresql"):
        return
    idle = [one for one in items if not touches_database(one)]
    config.hook.pytest_deselected(items=idle)
    items[:] = [one for one in items if touches_database(one)]


def find_server() -> Path | None:
    """Find the newest folder that holds ``initdb`` and ``pg_ctl``, or nothing."""
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders = sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    return next((f for f in folders if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


def as_server_user(command: list[str]) -> None:
    """Run a command of the server, as ``postgres`` when we are root: the server refuses root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*prefix, *command], check=False, text=True, capture_output=True, cwd=Path("/")
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def running_postgres(binaries: Path) -> Iterator[str]:
    """Start a server on a Unix socket of its own and give its URL; stop and remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="kaifang-pg-"))
    data, sockets, log = folder / "data", folder / "run", folder / "log"
    sockets.mkdir()
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        for path in (folder, sockets):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    initdb = [
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        "kaifang",
        "--no-sync",
        "--no-locale",
    ]
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(log)]
    options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in SETTINGS.items())
    try:
        as_server_user([*initdb, "-A", "trust", "-E", "UTF8"])
        as_server_user([*control, "-o", f"-k {sockets} {options}", "start"])
        try:
            yield f"postgresql://kaifang@/postgres?host={sockets}"
        finally:
            as_server_user([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of an empty database on a server that lives as long as this test process."""
    binaries = find_server()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed")
    with running_postgres(binaries) as url:
        yield url


def main(command: list[str]) -> int:
    """Run a command with ``DATABASE_URL`` naming a server of its own; return its exit code."""
    binaries = find_server()
    if binaries is None:
        print("未安装 PostgreSQL，跳过。 / PostgreSQL is not installed: skipped.", file=sys.stderr)
        return int(os.environ.get("KAIFANG_NO_SKIP") == "1")
    with running_postgres(binaries) as url:
        done = subprocess.run(command, check=False, env={**os.environ, "DATABASE_URL": url})
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
