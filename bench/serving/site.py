"""The site as users have it: `kaifang serve` in a process of its own, and people who sign in."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
COMMAND = "from kaifang.cli.main import app; app()"


@contextmanager
def served(home: Path, url: str, programme: str = "demo") -> Iterator[tuple[str, int]]:
    """Serve a store with the workers of the default; gives the address and the process."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    own = {"KAIFANG_HOME": str(home), "DATABASE_URL": url, "KAIFANG_PROGRAMME": programme}
    command = [sys.executable, "-c", COMMAND, "serve", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, **own}) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, server)
            yield address, server.pid
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait(address: str, server: subprocess.Popen[bytes], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            httpx.get(f"{address}/people/login/", timeout=seconds)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the site does not answer")


def cpu_of(process: int) -> float:
    """CPU seconds that a process and all below it have used so far."""
    own = {}
    for one in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            told = one.read_text().rpartition(")")[2].split()
            own[int(one.parent.name)] = int(told[1]), int(told[11]) + int(told[12])
    family = {process}
    while more := {pid for pid, (parent, _) in own.items() if parent in family} - family:
        family |= more
    return sum(own[pid][1] for pid in family if pid in own) / os.sysconf("SC_CLK_TCK")


def signed_in(address: str, name: str, password: str) -> httpx.Client:
    """A browser of somebody who has signed in."""
    client = httpx.Client(base_url=address, timeout=60, follow_redirects=True)
    told = {"username": name, "password": password, "next": "/"}
    told["csrfmiddlewaretoken"] = token_of(client.get("/people/login/").text)
    page = client.post("/people/login/", data=told, headers={"referer": f"{address}/people/login/"})
    if "kaifang_session" not in client.cookies:
        raise RuntimeError(f"{name} could not sign in: {page.status_code}")
    return client


def token_of(page: str) -> str:
    """The secret of a page's form."""
    found = _TOKEN.search(page)
    return found[1] if found else ""
