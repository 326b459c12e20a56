"""A receiver of messages in a process of its own: writes down what came before it answers."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where it listens, and what it received: the id and the hash of the body of each message."""

    url: str
    log: Path

    def received(self) -> list[tuple[str, str]]:
        lines = self.log.read_text("utf-8").splitlines()
        return [(id, body) for id, body in map(str.split, lines)]


@contextmanager
def receiving(folder: Path) -> Iterator[Receiver]:
    """Listen on a port of this machine until the block ends."""
    log = folder / "received"
    log.touch()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = int(self.headers["content-length"])
            body = self.rfile.read(told)
            if len(body) < told:  # whoever sent it was killed between head and body
                return
            with log.open("a", encoding="utf-8") as out:
                out.write(f"{self.headers['webhook-id']} {hashlib.sha256(body).hexdigest()}\n")
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

        def handle_error(self, *_: object) -> None:
            """Whoever was killed does not wait for the answer."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        child = os.fork()
        if child == 0:
            server.handle_error = lambda *_: None
            server.serve_forever()
        try:
            yield Receiver(f"http://127.0.0.1:{server.server_port}/in", log)
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
