"""Processes that start warm: forked from one that has imported what all of them import.

Tests of kills, crowds and backups start hundreds of processes, and each spent most of its time on
importing the same libraries. The one they are forked from has imported them and nothing else: no
settings are read, no database is open, no thread runs. Elsewhere than on Linux they start cold.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import socket
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

# What needs no settings; the rest, as the models, each process imports for its own store.
LIBRARIES = (
    "django.contrib.auth.hashers",
    "django.core.management",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "kaifang.cli.main",
    "kaifang.packs.law",
    "kaifang.store.setup",
    "numpy",
    "psycopg",
)
LONGEST = 1 << 17
ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER


class WarmProcess(subprocess.Popen[str]):
    """What `Popen([sys.executable, "-c", SCRIPT, *WORDS], text=True)` is, started warm."""

    def __init__(self, script: str, *words: str, env: dict[str, str], **streams: Any) -> None:
        super().__init__([sys.executable, "-c", script, *words], env=env, text=True, **streams)

    def _execute_child(self, args: list[str], *how: Any) -> None:
        """Let the warm process fork where `Popen` would start a program."""
        if sys.platform != "linux":
            super()._execute_child(args, *how)  # type: ignore[misc]
            return
        env, streams = how[5], how[9:15]  # as `Popen` passes them: both ends of in, out and err
        ask = json.dumps([args[2:], env]).encode()
        line, _ = _warm()
        socket.send_fds(line, [ask], [streams[3], streams[5]])
        self.pid = int(line.recv(32))
        self._child_created = True
        self._close_pipe_fds(*streams)  # type: ignore[attr-defined]


@cache
def _warm() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Start the process to fork from and return the line to it; it ends when the line is cut.

    Forks are adopted by this process, which may then wait for them as for its own.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)
    script = f"from tests.warm import wait_to_fork; exec(wait_to_fork({theirs.fileno()}))"
    root = str(Path(__file__).parents[1])
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    env = {**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"}
    with theirs:
        command = [sys.executable, "-c", script]
        return ours, subprocess.Popen(command, env=env, cwd=root, pass_fds=[theirs.fileno()])


def wait_to_fork(line: int) -> str:
    """Fork for whoever asks; each fork returns with its script, as if Python had just started."""
    for name in LIBRARIES:
        import_module(name)
    gc.collect()
    gc.freeze()  # what is never freed need not be copied
    with socket.socket(fileno=line) as asks:
        while True:
            ask, streams, _, _ = socket.recv_fds(asks, LONGEST, 2)
            if not ask:
                sys.exit()
            pid = _fork()
            if not pid:
                break
            asks.send(str(pid).encode())
            for stream in streams:
                os.close(stream)
    (script, *words), env = json.loads(ask)
    return _begin(script, words, env, streams)


def _fork() -> int:
    """Fork an orphan and return its number, or 0 in itself; the one between them ends at once."""
    read, write = os.pipe()
    between = os.fork()
    if between:
        os.close(write)
        os.waitpid(between, 0)
        with os.fdopen(read, "rb") as told:
            return int(told.read())
    os.close(read)
    if pid := os.fork():
        os.write(write, str(pid).encode())
        os._exit(0)
    os.close(write)
    return 0


def _begin(script: str, words: list[str], env: dict[str, str], streams: list[int]) -> str:
    for number, stream in enumerate(streams, 1):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["-c", *words]
    return script
