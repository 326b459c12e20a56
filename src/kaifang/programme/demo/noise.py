"""Chance that repeats: numbers that look random and depend on nothing but what they are about."""

from __future__ import annotations

from hashlib import blake2b

_SEED = b"kaifang demo"


def noise(*about: object) -> float:
    """Return a number from -1 to 1, always the same for the same words.

    >>> noise("trade.exports", "demo.lanpu", 3) == noise("trade.exports", "demo.lanpu", 3)
    True
    """
    text = "|".join(map(str, about)).encode()
    number = int.from_bytes(blake2b(text, digest_size=6, key=_SEED).digest(), "big")
    return number / 2**47 - 1


def happens(chance: float, *about: object) -> bool:
    """Whether something of this chance happens here.

    >>> sum(happens(0.25, "revision", n) for n in range(10_000)) // 100
    25
    """
    return noise(*about) < 2 * chance - 1
