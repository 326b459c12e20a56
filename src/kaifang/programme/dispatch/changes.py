"""Changes of wording: what was struck out and what was added since last time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A number stays whole, and so does a Latin word; Chinese is compared sign by sign.
_PIECES = re.compile(r"[0-9][0-9.,%]*|[A-Za-z]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class WordChange:
    """A stretch of a text that is kept, added or struck out."""

    kind: Literal["kept", "added", "struck"]
    text: str


def changes(before: str, now: str) -> list[WordChange]:
    """Compare two wordings; what was struck out stands before what was added in its place.

    >>> [(c.kind, c.text) for c in changes("到位12亿元", "到位15亿元")]
    [('kept', '到位'), ('struck', '12'), ('added', '15'), ('kept', '亿元')]
    """
    return list(_changes(_PIECES.findall(before), _PIECES.findall(now)))


def _changes(old: list[str], new: list[str]) -> Iterator[WordChange]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield WordChange("kept", "".join(old[a:b]))
            continue
        if b > a:
            yield WordChange("struck", "".join(old[a:b]))
        if d > c:
            yield WordChange("added", "".join(new[c:d]))
