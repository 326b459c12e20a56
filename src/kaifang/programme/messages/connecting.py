"""One POST to addresses that were checked, within one span of time, whatever the receiver does.

No redirect is followed, no proxy of the environment is asked, no name is resolved: httpx would
do the last two by itself, so this speaks to the layer below it.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore

from kaifang.exchange.hooks import HookRequest

CONNECT_SECONDS = 5.0
ALL_SECONDS = 20.0
_MOST_BYTES = 4096
_NO_ANSWER = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    OSError,
)


class Unanswered(Exception):
    """The receiver was not reached, or broke off."""


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """Status, the beginning of the body, and the head that asks for patience, where there is one."""

    status: int
    body: bytes
    retry_after: str = ""


def send(request: HookRequest, addresses: Sequence[str]) -> HookAnswer:
    """Send a request to the first of the addresses that takes it. Raises: Unanswered."""
    way = _Way(addresses, time.monotonic() + ALL_SECONDS)
    try:
        with (
            httpcore.ConnectionPool(ssl.create_default_context(), network_backend=way) as pool,
            pool.stream(
                "POST",
                request.url,
                headers=[*request.headers.items(), ("user-agent", "Kaifang")],
                content=request.body,
            ) as answer,
        ):
            body = _beginning(answer.iter_stream())
            return HookAnswer(answer.status, body, _head(answer.headers, b"retry-after"))
    except _NO_ANSWER as fault:
        raise Unanswered(f"{type(fault).__name__} {fault}".strip()) from fault


def _head(heads: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    found = (value for key, value in heads if key.lower() == name)
    return next(found, b"").decode("latin-1").strip()


def _beginning(chunks: Iterable[bytes]) -> bytes:
    body = b""
    for chunk in chunks:
        body += chunk
        if len(body) >= _MOST_BYTES:
            break
    return body[:_MOST_BYTES]


class _Way(httpcore.NetworkBackend):
    """Connects to the addresses that were checked; the name serves the certificate only."""

    def __init__(self, addresses: Sequence[str], deadline: float) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - resolved and checked before
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - one span for all
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        refusal: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            seconds = min(CONNECT_SECONDS, _left(self._deadline))
            try:
                stream = self._system.connect_tcp(
                    address, port, seconds, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as one:
                refusal = one
            else:
                return _Timed(stream, self._deadline)
        raise refusal


class _Timed(httpcore.NetworkStream):
    """A connection whose every step ends at one deadline: a receiver that drips gains nothing."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("out of time")
    return left
