"""Repair of received text, so that a quotation can be found in it word for word.

Documents arrive with full-width digits, broken lines, traditional characters and even the
pinyin of each character in parentheses. The same repair is applied to the document and to the
quotation; every repaired character remembers where it stood, so that pages can highlight the
text as received.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡê"
_PINYIN = re.compile(rf"(?<=[\u3400-\u9fff])[(（][a-z{_TONED}]{{1,7}}[)）]")
_CJK = re.compile(r"[\u2018-\u201f\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef—]")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text; `origin[i]` is the place of its i-th character in the text as received."""

    text: str
    origin: tuple[int, ...]

    def spans(self, quote: str) -> list[tuple[int, int]]:
        """Return the half-open spans of `quote` (repaired likewise) within `text`."""
        sought = repair(quote).text
        if not sought:
            return []
        return [(m.start(), m.end()) for m in re.finditer(re.escape(sought), self.text)]

    def received(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return the half-open span in the text as received."""
        start, end = span
        return self.origin[start], self.origin[end - 1] + 1


def repair(received: str) -> Repaired:
    """Fold widths, drop pinyin and stray white space, write simplified characters.

    >>> repair("貫徹落實(shí)７７２４ 億元").text
    '贯彻落实7724亿元'
    """
    kept = _without_pinyin(received)
    folded = [(at, _fold(char)) for at, char in kept]
    solid = _without_stray_space(folded)
    return Repaired("".join(char for _, char in solid), tuple(at for at, _ in solid))


def is_damaged(text: str) -> bool:
    """Tell whether characters were lost on the way, as U+FFFD or a lone pinyin shows."""
    return "\ufffd" in text or re.search(rf"[?][a-z{_TONED}]+[)）]", text) is not None


def decode(data: bytes) -> str | None:
    """Decode a received file as UTF-8 (with or without mark) or GB 18030; None if it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _without_pinyin(text: str) -> list[tuple[int, str]]:
    dropped = {at for match in _PINYIN.finditer(text) for at in range(*match.span())}
    return [(at, char) for at, char in enumerate(text) if at not in dropped]


def _fold(char: str) -> str:
    code = ord(char)
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    if char.isspace() or code in (0x200B, 0xFEFF):
        return " "
    return _simplified(char)


@cache
def _simplified(char: str) -> str:
    if not "\u3400" <= char <= "\u9fff":
        return char
    simple: str = _converter().convert(char)
    return simple if len(simple) == 1 else char


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _without_stray_space(chars: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Drop white space next to Chinese text or punctuation, make other runs one blank."""
    solid: list[tuple[int, str]] = []
    pending: tuple[int, str] | None = None
    for at, char in chars:
        if char == " ":
            pending = pending or (at, " ")
            continue
        if pending and solid and not _CJK.match(char) and not _CJK.match(solid[-1][1]):
            solid.append(pending)
        pending = None
        solid.append((at, char))
    return solid
