"""One run on SQLite, one on PostgreSQL, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).parents[2]
SQLITE, POSTGRESQL = "--sqlite", "--postgresql"


def run_on_each(module: str, words: list[str], run: Callable[[Path, str, list[str]], None]) -> None:
    """Run `module` once for each database; the word for one of them keeps to it.

    `run` is given an empty folder, the address of the database and the other words.
    """
    asked = [one for one in (SQLITE, POSTGRESQL) if one in words]
    if len(asked) != 1:
        for one in (SQLITE, POSTGRESQL):
            subprocess.run([sys.executable, "-m", module, *words, one], check=True, cwd=ROOT)
        return
    print("SQLite" if asked == [SQLITE] else "PostgreSQL", flush=True)
    rest = [word for word in words if word not in asked]
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        url = f"sqlite:///{name}/kaifang.sqlite3"
        if asked == [POSTGRESQL]:
            from tests.databases import find_server, running_postgres

            binaries = find_server()
            if binaries is None:
                sys.exit("PostgreSQL is not installed")
            url = stack.enter_context(running_postgres(binaries))
        run(Path(name), url, rest)
