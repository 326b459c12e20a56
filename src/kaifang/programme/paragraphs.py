"""Paragraphs: the text of a document as received, cut where the eye wants a pause.

No character is changed, none left out but white space between paragraphs. Texts arrive with a
speech of thousands of characters in one line: a pause is made at line ends, after a stamp such
as [2022-1-25], and in a long paragraph before an enumeration (一、 一是 (一)).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Span = tuple[int, int]
Role = Literal["", "speaker", "stamp"]

LONG = 260  # characters; a shorter paragraph is left whole
_ONE = "[一二三四五六七八九十]"
_STAMP = re.compile(r"\[\d{4}-\d{1,2}-\d{1,2}\]")
_ENUMERATION = re.compile(rf"(?<=[。;；:：!！?？])(?={_ONE}{{1,3}}[、是]|[(（]{_ONE}{{1,3}}[)）])")
_SPEAKER = re.compile(r"[^\s:：,，。;；“”]{2,30}[:：]")
_HEADING = re.compile(rf"(?:{_ONE}{{1,3}}、|[(（]{_ONE}{{1,3}}[)）])[^。;；]{{2,50}}[。;；]?\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: the clauses it lies in, those that begin with it, and its role."""

    text: str
    clauses: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces to be read in one go; `is_heading` where they name what follows."""

    pieces: tuple[Piece, ...]
    is_heading: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def paragraphs(received: str, clauses: Mapping[int, Sequence[Span]]) -> list[Paragraph]:
    """Lay a text out; `clauses` gives the half-open spans of each clause by its number.

    >>> [one.text for one in paragraphs("甲:大家好。[2022-1-25]乙:谢谢。\\n\\n完", {})]
    ['甲:大家好。[2022-1-25]', '乙:谢谢。', '完']
    """
    is_transcript = len(_STAMP.findall(received)) > 1
    marks = _Marks(clauses)
    return [
        _paragraph(received, span, marks, may_speak=is_transcript and is_first)
        for block in _blocks(received)
        for is_first, span in _parts(received, block)
    ]


class _Marks:
    """Where clauses begin and end, to be asked by place."""

    def __init__(self, clauses: Mapping[int, Sequence[Span]]) -> None:
        self.spans = sorted((a, b, number) for number, spans in clauses.items() for a, b in spans)
        self.borders = sorted({at for a, b, _ in self.spans for at in (a, b)})
        self.first = {number: min(spans) for number, spans in clauses.items() if spans}

    def between(self, start: int, end: int) -> list[int]:
        return self.borders[bisect_right(self.borders, start) : bisect_left(self.borders, end)]

    def around(self, start: int, end: int) -> tuple[int, ...]:
        """The clauses that a stretch lies in, each once, the one begun first before the others."""
        found = (n for a, b, n in self.spans if a <= start and end <= b)
        return tuple(dict.fromkeys(found))

    def begun(self, start: int, end: int) -> tuple[int, ...]:
        return tuple(number for number, (at, _) in self.first.items() if start <= at < end)


def _blocks(received: str) -> Iterator[Span]:
    """Stretches between line ends and after stamps, without the white space around them."""
    stops = {m.end() for m in re.finditer(r"\n+", received)}
    stops |= {m.end() for m in _STAMP.finditer(received)}
    for start, end in pairwise(sorted({0, *stops, len(received)})):
        text = received[start:end]
        left, right = len(text) - len(text.lstrip()), len(text.rstrip())
        if left < right:
            yield start + left, start + right


def _parts(received: str, block: Span) -> Iterator[tuple[bool, Span]]:
    """A block whole, or a long one cut before its enumerations; whether each part opens it."""
    start, end = block
    cuts = []
    if end - start > LONG:
        cuts = [m.start() for m in _ENUMERATION.finditer(received, start, end)]
    for part in pairwise([start, *cuts, end]):
        yield part[0] == start, part


def _paragraph(received: str, span: Span, marks: _Marks, *, may_speak: bool) -> Paragraph:
    start, end = span
    text = received[start:end]
    speaker = _SPEAKER.match(text) if may_speak else None
    stamp = _STAMP.search(text)
    spoken = start + speaker.end() if speaker else start
    stamped = start + stamp.start() if stamp and stamp.end() == len(text) else end
    cuts = sorted({start, spoken, stamped, end, *marks.between(start, end)})
    pieces = (
        Piece(
            received[a:b],
            marks.around(a, b),
            marks.begun(a, b),
            "speaker" if b <= spoken else "stamp" if a >= stamped else "",
        )
        for a, b in pairwise(cuts)
    )
    return Paragraph(tuple(pieces), _HEADING.match(text) is not None)
