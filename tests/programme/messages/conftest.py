"""The people and places of these tests, and a real receiver on this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django import Settings

from kaifang.core.bilingual import Text
from kaifang.core.orgs import Org, Orgs
from kaifang.programme.messages.addresses import AllowList
from kaifang.programme.rights import Actor, Post, Role
from tests.flushing import records_may_be_flushed
from tests.store.conftest import home, other_store, pattern

if TYPE_CHECKING:  # models can be imported when Django is set up, after this file
    from kaifang.programme.messages.subscribing import HookSecret

__all__ = ["home", "other_store", "pattern", "records_may_be_flushed"]

PROVINCE, CITY, OTHER_CITY = "210000", "210100", "210200"
SYSTEM = Actor("1", "系统管理员", (Post(Role.SYSTEM, PROVINCE),), address="10.0.0.8")
OFFICER = Actor("2", "省厅", (Post(Role.DIVISION, PROVINCE),))
CITY_OFFICER = Actor("3", "市局", (Post(Role.CITY, CITY),))
STRANGER = Actor("9", "外人", (Post(Role.FIRM, "91210000MA0000000X"),))
LATE = Text("沈阳市二季度报表逾期", "Shenyang's second quarter is late")


@dataclass(frozen=True)
class Received:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


Answer = Callable[[BaseHTTPRequestHandler], None]


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    """Answer with a status."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def close(handler: BaseHTTPRequestHandler) -> None:
    """Break off without an answer."""
    handler.close_connection = True


def hang(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing for longer than anybody waits."""
    time.sleep(60)
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Answer a byte at a time, so that no single wait is long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(600):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


@dataclass
class Receiver:
    """Answers as told, one request after the other; the last answer holds for all that follow."""

    answers: list[Answer] = field(default_factory=lambda: [status(200)])
    received: list[Received] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/in"

    @property
    def ids(self) -> list[str]:
        return [one.headers["webhook-id"] for one in self.received]

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["content-length"]))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.received.append(Received(handler.path, headers, body))
        answer(handler)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A real HTTP server on a port of its own."""
    own = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            try:
                own.take(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        own.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield own
        server.shutdown()
        thread.join()


@pytest.fixture
def allowed(settings: Settings) -> None:
    """Messages may go to this machine, unencrypted."""
    settings.HOOK_HOSTS = AllowList.read("http://127.0.0.0/8")


@pytest.fixture
def hook(db: None, allowed: None, receiver: Receiver) -> HookSecret:
    """A webhook to the receiver for everything."""
    from kaifang.programme.messages.subscribing import subscribe

    return subscribe(SYSTEM, "webhook", receiver.url)


@pytest.fixture
def orgs() -> Orgs:
    """A province with two cities."""
    cities = (
        Org(CITY, Text("沈阳市", "Shenyang"), "city", PROVINCE),
        Org(OTHER_CITY, Text("大连市", "Dalian"), "city", PROVINCE),
    )
    return Orgs([Org(PROVINCE, Text("辽宁省", "Liaoning"), "province"), *cities])
