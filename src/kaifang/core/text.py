"""Repair of received text, so that a quotation can be found in it word for word.

Documents arrive with full-width digits, broken lines, traditional characters and even the
pinyin of each character in parentheses. The same repair is applied to the document and to the
quotation; every repaired character remembers where it stood, so that pages can highlight the
text as received.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡê"
_HAN = r"\u3400-\u9fff"
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"  # soft hyphen, zero widths, marks of byte order
_GAP = rf"[{_UNSEEN}\s]*"
_PINYIN = rf"{_GAP}[(（][{_UNSEEN}]*(?:[a-z{_TONED}][{_UNSEEN}]*){{1,7}}[)）]"
_DROPPED = re.compile(rf"(?<=[{_HAN}])(?:{_PINYIN})+|[{_UNSEEN}]+")
_BLANKS = re.compile(" +")
_CJK = re.compile(rf"[\u2018-\u201f\u2026\u3000-\u303f{_HAN}\uff00-\uffef—]")
_DAMAGE = re.compile(
    rf"[\ufffd\x80-\x9f\ue000-\uf8ff]|锟斤拷|烫烫烫|â€|Ã[\xa0-\xbf]"
    rf"|\?(?=[a-z{_TONED}]{{1,6}}[)）])[a-z]*[{_TONED}][a-z]*[)）]"
)
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f]")


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
        if start >= end:
            raise ValueError("an empty span stands nowhere")
        return self.origin[start], self.origin[end - 1] + 1


def repair(received: str) -> Repaired:
    """Fold widths, drop pinyin and stray white space, write simplified characters.

    >>> repair("貫徹落實(shí)７７２４ 億元").text
    '贯彻落实7724亿元'
    """
    folded = received.translate(_FOLDED)
    origin = [at for piece in _kept(received) for at in piece]
    return _without_stray_blanks("".join([folded[at] for at in origin]), origin)


def is_damaged(text: str) -> bool:
    """Tell whether characters were lost on the way: U+FFFD, a lone pinyin (展?jié)), mojibake.

    >>> is_damaged("發(fā)展?jié)摿Υ?"), is_damaged("发展潜力大(potential)?")
    (True, False)
    """
    return _DAMAGE.search(text) is not None


def decode(data: bytes) -> str | None:
    """Decode a received file: UTF-8 or UTF-16 with or without mark, GB 18030; None if it is neither.

    What decodes into control characters is no text.
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else text
    return None


class _Folding(dict[int, str]):
    """What each character is written as after repair, looked up once."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold(chr(code))
        return self[code]


_FOLDED = _Folding()


def _fold(char: str) -> str:
    if char.isspace():
        return " "
    if "\uff01" <= char <= "\uff5e" or "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        char = unicodedata.normalize("NFKC", char)  # full widths, radicals, compatibility forms
    if not "\u3400" <= char <= "\u9fff":
        return char
    simple: str = _converter().convert(char)
    return simple if len(simple) == 1 else char


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _kept(received: str) -> Iterator[range]:
    """The places of all but pinyin and characters that nobody sees."""
    at = 0
    for dropped in _DROPPED.finditer(received):
        yield range(at, dropped.start())
        at = dropped.end()
    yield range(at, len(received))


def _without_stray_blanks(text: str, origin: list[int]) -> Repaired:
    """Drop white space next to Chinese text or punctuation, make other runs one blank."""
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for blanks in _BLANKS.finditer(text):
        start, end = blanks.span()
        inside = start > 0 and end < len(text)
        is_kept = inside and not (_CJK.match(text[start - 1]) or _CJK.match(text[end]))
        pieces.append(text[at : start + is_kept])
        places += origin[at : start + is_kept]
        at = end
    return Repaired("".join(pieces) + text[at:], tuple(places + origin[at:]))
