"""Canonical JSON (RFC 8785): the same value is the same text everywhere, so that its hash is.

Texts, whole numbers, truth values, null, lists and objects. Fractions are refused: how a binary
fraction is written differs between languages; a decimal belongs into a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

MOST_EXACT = 2**53 - 1
DEEPEST = 32
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_quote = json.encoder.encode_basestring
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def canonical(value: Any) -> str:
    """Write a value as RFC 8785 does.

    Raises: TypeError naming what is no value of ours; ValueError for numbers beyond 2**53 - 1,
    for half a surrogate pair, and for what is nested more than 32 deep.

    >>> canonical({"b": [1, None, True], "a": "口岸"})
    '{"a":"口岸","b":[1,null,true]}'
    >>> canonical({"hours": 1.5})
    Traceback (most recent call last):
    TypeError: float
    """
    _check(value, DEEPEST)
    text = _encode(value)
    if not text.isascii():
        text.encode()  # half a pair is no text
        if _ASTRAL.search(text):
            return _by_utf16(value)
    return text


def quoted(text: str) -> str:
    """One text as JSON writes it.

    >>> quoted('a"b')
    '"a\\\\"b"'
    """
    return _quote(text)


def _check(value: Any, depth: int) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if not -MOST_EXACT <= value <= MOST_EXACT:
            raise ValueError(str(value))
        return
    if not depth:
        raise ValueError(f"> {DEEPEST}")
    if isinstance(value, dict):
        for key, one in value.items():
            if not isinstance(key, str):
                raise TypeError(type(key).__name__)
            if type(one) is not str:
                _check(one, depth - 1)
    elif isinstance(value, list | tuple):
        for one in value:
            _check(one, depth - 1)
    else:
        raise TypeError(type(value).__name__)


def _by_utf16(value: Any) -> str:
    """Keys in the order of their UTF-16 units, which Python's order of characters is not."""
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{_quote(key)}:{_by_utf16(value[key])}" for key in keys) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_by_utf16, value)) + "]"
    return _encode(value)
