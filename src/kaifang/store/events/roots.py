"""The Merkle tree of a batch (RFC 9162): one hash that stands for all, and a short proof for each."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

SIZE = 32
EMPTY = sha256().digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over hashes in their order; leaves and nodes are told apart by their first byte.

    >>> root_of([b"a" * 32]) == sha256(b"\\0" + b"a" * 32).digest()
    True
    """
    level = [sha256(b"\0" + one).digest() for one in hashes]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(b"\1" + left + right).digest() for left, right in pairs]
        if len(level) % 2:
            above.append(level[-1])  # goes up alone
        level = above
    return level[0] if level else EMPTY


def apart(leaves: bytes) -> list[bytes]:
    """The hashes that were set one behind the other."""
    return [leaves[at : at + SIZE] for at in range(0, len(leaves), SIZE)]
