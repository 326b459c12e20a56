"""Where messages may be sent: the office's own list, held against names and resolved addresses.

A name on the list reaches public addresses only. What resolves into a network of the office's
own must lie in a network on the list, whatever it is called: a name that today resolves to
elsewhere than yesterday (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from kaifang.core.errors import KaifangError

IP: TypeAlias = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Iterable[str]]
_PORTS = {"http": 80, "https": 443}
_PLAIN = "http://"
# Ways of IPv6 into IPv4, where what they reach cannot be told from the outside, and what IPv6
# once called a site's own.
_TUNNELS = tuple(
    map(
        IPv6Network,
        ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "fec0::/10"),
    )
)


class UnreadableAddress(KaifangError):
    """The address of a hook is none that a message can be sent to."""

    code = "KF-PROG-040"


class AddressNotAllowed(KaifangError):
    """The address of a hook is not on the office's list."""

    code = "KF-PROG-041"


class UnknownHost(KaifangError):
    """The name in the address of a hook does not resolve."""

    code = "KF-PROG-042"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Whom an address speaks to."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Endpoint:
        """Take an address apart; its query stays out of what is told. Raises: UnreadableAddress."""
        parts = _split(url)
        if parts is None or not parts.hostname or parts.scheme not in _PORTS:
            raise UnreadableAddress(found=shown(url))
        port, written = _port(parts), url.isascii() and url.isprintable() and " " not in url
        if port is None or not written or parts.username is not None:
            raise UnreadableAddress(found=shown(url))
        return cls(parts.scheme, parts.hostname.rstrip("."), port)


@dataclass(frozen=True, slots=True)
class AllowedHost:
    """One entry of the list: a name, or a network; `port` 0 means any; `plain` admits http."""

    name: str
    first: IP | None
    prefix: int
    port: int
    plain: bool

    @classmethod
    def read(cls, text: str) -> AllowedHost:
        """Read `host`, `host:port`, `10.0.0.0/8`; `http://` before it admits http too.

        >>> AllowedHost.read("http://10.0.0.0/8").plain
        True

        Raises: ValueError.
        """
        plain = text.startswith(_PLAIN)
        parts = urlsplit("//" + text.removeprefix(_PLAIN).removeprefix("https://"))
        host, prefix = (parts.hostname or "").rstrip("."), parts.path.removeprefix("/")
        if not host or parts.query or parts.fragment or parts.username is not None:
            raise ValueError(text)
        first = _literal(host)
        default = 0 if prefix else _PORTS["http" if plain else "https"]
        if first is None and (prefix or "*" in host):
            raise ValueError(text)
        if first is None:
            return cls(host, None, 0, parts.port or default, plain)
        network = ip_network(f"{first}/{prefix or first.max_prefixlen}")
        return cls("", first, network.prefixlen, parts.port or default, plain)

    def __str__(self) -> str:
        """The entry as one writes it.

        >>> str(AllowedHost.read("http://10.0.0.0/8")), str(AllowedHost.read("hooks.example:8443"))
        ('http://10.0.0.0/8', 'hooks.example:8443')
        >>> str(AllowedHost.read("10.2.0.0:8080/16")), str(AllowedHost.read("[fd00::]:8443/8"))
        ('10.2.0.0:8080/16', '[fd00::]:8443/8')
        >>> str(AllowedHost.read("127.0.0.1")), str(AllowedHost.read("127.0.0.1/32"))
        ('127.0.0.1', '127.0.0.1/32')
        """
        first = f"[{self.first}]" if isinstance(self.first, IPv6Address) else self.first
        usual = _PORTS["http" if self.plain else "https"]
        is_one = self.first is None or bool(self.port and self.prefix == self.first.max_prefixlen)
        port = f":{self.port}" if self.port and not (is_one and self.port == usual) else ""
        prefix = "" if is_one else f"/{self.prefix}"
        return f"{_PLAIN if self.plain else ''}{self.name or first}{port}{prefix}"

    def covers(self, endpoint: Endpoint, address: IP) -> bool:
        """Whether this entry lets a message go to an endpoint that resolved to an address."""
        if self.port not in (0, endpoint.port) or (endpoint.scheme == "http" and not self.plain):
            return False
        if self.first is None:
            return self.name == endpoint.host and _is_public(address)
        return address in ip_network(f"{self.first}/{self.prefix}")


@dataclass(frozen=True, slots=True)
class AllowList:
    """The entries; an empty list lets nothing out."""

    entries: tuple[AllowedHost, ...] = ()

    @classmethod
    def read(cls, text: str) -> AllowList:
        """Read entries separated by commas. Raises: ValueError."""
        names = (part.strip() for part in text.split(","))
        return cls(tuple(AllowedHost.read(name) for name in names if name))

    def addresses(self, url: str, resolve: Resolve | None = None) -> Sequence[str]:
        """Resolve an address, and return what may be connected to; the name is not asked again.

        Raises: UnreadableAddress, UnknownHost, AddressNotAllowed.
        """
        endpoint = Endpoint.of(url)
        found = _resolved(endpoint, resolve or resolve_host)
        allowed = [str(one) for one in found if self._covers(endpoint, one)]
        if not allowed:
            raise AddressNotAllowed(found=shown(url), why=", ".join(map(str, found)))
        return allowed

    def _covers(self, endpoint: Endpoint, address: IP) -> bool:
        return any(entry.covers(endpoint, address) for entry in self.entries)


def resolve_host(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def shown(url: str) -> str:
    """An address as it may be told: path and query often are a secret.

    >>> shown("https://oapi.dingtalk.com/robot/send?access_token=t")
    'https://oapi.dingtalk.com/…'
    """
    parts = _split(url)
    if parts is None or not parts.hostname:
        return "…"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/…"


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None


def _resolved(endpoint: Endpoint, resolve: Resolve) -> list[IP]:
    literal = _literal(endpoint.host)
    if literal is not None:
        return [literal]
    try:
        return [_unmapped(ip_address(one)) for one in resolve(endpoint.host, endpoint.port)]
    except (OSError, UnicodeError, ValueError) as refusal:
        raise UnknownHost(found=endpoint.host, why=str(refusal)) from None


def _literal(host: str) -> IP | None:
    try:
        return _unmapped(ip_address(host))
    except ValueError:
        return None


def _unmapped(address: IP) -> IP:
    """An IPv4 address in IPv6 clothes is the IPv4 address."""
    return getattr(address, "ipv4_mapped", None) or address


def _is_public(address: IP) -> bool:
    tunnels = isinstance(address, IPv6Address) and any(address in one for one in _TUNNELS)
    return address.is_global and not address.is_multicast and not tunnels
