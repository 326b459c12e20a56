"""What a printed figure says: 7724亿元, 10%左右, 1~2家, 一半, "more than 6%" as numbers with units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from kaifang.core.numerals.spelling import CHINESE, NUMBER, SCALES, approximate, number
from kaifang.core.numerals.wording import comparator_after, comparator_before, comparators_in
from kaifang.core.units import EXACT, LONGEST_NUMBER, NotANumber, Unit, unit, unit_at


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed figure says: absolute amounts, with the unit's own scale multiplied in.

    `dimension` is None where no unit that we know follows the number; `is_fraction` marks a share
    such as 三分之一, which decimals only approach. The figure stands at `start` to `end`.
    """

    low: Decimal
    high: Decimal | None
    dimension: str | None
    comparator: str
    is_fraction: bool = False
    start: int = 0
    end: int = 0


def read(printed: str) -> Reading:
    """Read the first figure of a printed text.

    >>> read("突破20亿元").low, read("1~2家").high, read("60个工作日以内").comparator
    (Decimal('2000000000'), Decimal('2'), 'le')

    Raises: NotANumber when no number stands in it.
    """
    for reading in find_figures(printed):
        return reading
    raise NotANumber(found=printed)


def find_figures(text: str) -> Iterator[Reading]:
    """Read all figures of a repaired text, in order; a range or a fraction is one figure."""
    at = 0
    while match := _FIGURE.search(text, at):
        piece = _piece(match, text)
        at = match.end()
        if piece is not None:
            piece = _range(piece, text) or piece
            at = max(at, piece.end)
            yield _reading(piece, text)


def comparator_in(text: str) -> str:
    """Name the comparator of the first figure in `text`; "eq" if no word limits it."""
    return next((reading.comparator for reading in find_figures(text)), "eq")


def has_comparator_word(quote: str, comparator: str) -> bool:
    """Tell whether one of the comparator's words stands in the quotation, near a number."""
    if comparator == "range":
        return any(reading.high is not None for reading in find_figures(quote))
    return comparator in comparators_in(quote)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One number with its scale word and unit, before its neighbours are looked at."""

    start: int
    end: int
    value: Decimal
    scale: Decimal = Decimal(1)
    unit: Unit | None = None
    high: Decimal | None = None
    comparator: str = ""
    is_fraction: bool = False

    def amount(self, value: Decimal) -> Decimal:
        return EXACT.multiply(value, self.scale)


_CHINESE_SCALES = {word: unit(word).factor for word in ("百", "千", "万", "亿")} | {
    word: unit(word).factor for word in ("百万", "千万", "百亿", "千亿", "万亿")
}
_ANY_SCALE = "|".join(
    [*sorted(_CHINESE_SCALES, key=len, reverse=True), *(f"{s}s?\\b" for s in SCALES)]
)
_PLAIN = (
    rf"(?P<sign>(?<![\w%)])[-−])?(?P<number>{NUMBER})"
    rf"(?P<more>[余多])?(?:\s?-?(?P<scale>{_ANY_SCALE}))?(?P<still>[余多])?"
)
_FIGURE = re.compile(
    rf"(?P<whole>[{CHINESE}]+|\d+)分之(?P<part>{NUMBER})"
    r"|(?P<tenths>[一二两三四五六七八九十])成(?P<half>[一二三四五六七八九半](?!成))?(?![立为果本员效就功不])"
    r"|翻(?P<doublings>[一两二三四])?番|(?P<fixed>一半|半数|过半|倍增)"
    r"|\b(?P<word>half|twice|doubl(?:e|ed|ing)|tripl(?:e|ed|ing))\b"
    rf"|{_PLAIN}",
    re.IGNORECASE,
)
_SECOND = re.compile(_PLAIN, re.IGNORECASE)
_TO = re.compile(r"\s?(?:[~～—–-]|至|到|\bto\b)\s?", re.IGNORECASE)
_PERCENT, _POINTS, _TIMES, _PLACE = unit("%"), unit("个百分点"), unit("倍"), unit("位")
_FIXED = {
    "一半": (50, _PERCENT),
    "半数": (50, _PERCENT),
    "过半": (50, _PERCENT),
    "倍增": (2, _TIMES),
    "half": (50, _PERCENT),
    "twice": (2, _TIMES),
    "doubl": (2, _TIMES),
    "tripl": (3, _TIMES),
}
_ENGLISH_UNITS = [
    (re.compile(rf"[\s-]?(?:{words})", re.IGNORECASE), unit(code))
    for words, code in (
        (r"percentage points?\b", "个百分点"),
        (r"%|per ?cent\b", "%"),
        (r"US dollars?\b|USD\b|dollars?\b", "美元"),
        (r"euros?\b", "欧元"),
        (r"yuan\b|RMB\b|CNY\b", "元"),
        (r"TEUs?\b|standard containers?\b", "标箱"),
        (r"tons?\b|tonnes?\b", "吨"),
        (r"working days?\b", "个工作日"),
        (r"days?\b", "天"),
        (r"hours?\b", "小时"),
        (r"months?\b", "个月"),
        (r"years?\b", "年"),
        (r"level\b", "级"),
    )
]
_CURRENCIES = {"US$": "美元", "USD": "美元", "$": "美元", "RMB": "元", "¥": "元", "人民币": "元"}
_CURRENCY = re.compile(r"(US\$|USD|RMB|人民币|[$¥])\s?$")
_SHARED_POINTS = re.compile(rf"(?:[、和与及,](?:{NUMBER})个?)+百分点")


def _piece(match: re.Match[str], text: str) -> _Piece | None:
    """The number that a match of `_FIGURE` carries; None for 数十, 十几 and words of numerals."""
    try:
        return _special(match) or _plain(match, text)
    except NotANumber:
        return None


def _special(match: re.Match[str]) -> _Piece | None:
    """百分之…, …分之…, …成, 翻番, 一半, double."""
    at = match.span()
    if match["whole"]:
        return _fraction(match)
    if match["tenths"]:
        digit = {"": Decimal(0), "半": Decimal(5)}.get(match["half"] or "")
        rest = number(match["half"]) if digit is None else digit
        return _Piece(*at, number(match["tenths"]) * 10 + rest, unit=_PERCENT)
    if match["fixed"] or match["word"]:
        word = match["fixed"] or match["word"].lower()[:5]
        value, of = _FIXED[word]
        return _Piece(*at, Decimal(value), unit=of, comparator="gt" if word == "过半" else "")
    if match[0].endswith("番"):
        return _Piece(*at, 2 ** number(match["doublings"] or "一"), unit=_TIMES)
    return None


def _fraction(match: re.Match[str]) -> _Piece:
    part, whole = number(match["part"]), number(match["whole"])
    if not whole:
        raise NotANumber(found=match[0])
    share = EXACT.divide(EXACT.multiply(part, Decimal(100)), whole)
    is_endless = len(share.as_tuple().digits) > LONGEST_NUMBER
    return _Piece(*match.span(), share, unit=_PERCENT, is_fraction=is_endless)


def _plain(match: re.Match[str], text: str) -> _Piece | None:
    """A number with scale and unit: 128万余吨, 1.2-1.5, 两三家."""
    written, start = match["number"], match.start()
    is_vague = written[0] in "十百千万亿" and text[max(0, start - 1) : start] in ("几", "数")
    if is_vague or text[match.end() : match.end() + 1] == "几" or re.match(r"0\d", written):
        return None
    pair = approximate(written) if written[0] in CHINESE else None
    low, high = pair or (number(written), None)
    scale, end = (match["scale"] or "").lower().rstrip("s"), match.end()
    if scale in _CHINESE_SCALES and unit_at(text, match.end("number")):  # 千瓦时, 千米
        scale, end = "", match.end("number")
    piece = _Piece(
        start,
        end,
        -low if match["sign"] else low,
        _CHINESE_SCALES.get(scale) or Decimal(SCALES.get(scale, 1)),
        high=high,
        comparator="gt" if match["more"] or match["still"] else "",
    )
    piece = _with_unit(piece, text)
    is_word = written in _CHINESE_SCALES and piece.unit is None  # 千方百计, 万家
    return None if is_word and len(written) == 1 else piece


def _with_unit(piece: _Piece, text: str) -> _Piece:
    blank = text[piece.end : piece.end + 1] == " "
    found, end = unit_at(text, piece.end + blank) or (None, piece.end)
    if found is None:
        for pattern, one in _ENGLISH_UNITS:
            if match := pattern.match(text, piece.end):
                found, end = one, match.end()
                break
    if found is not None and found.code == "个" and _SHARED_POINTS.match(text, end):
        found = _POINTS
    before = text[max(0, piece.start - 8) : piece.start]
    if before.endswith("第") and (found is None or found.code in ("人", "位")):
        found = _PLACE
    if found is None and (money := _CURRENCY.search(before)):
        found = unit(_CURRENCIES[money[1]])
    return replace(piece, unit=found, end=end)


def _range(first: _Piece, text: str) -> _Piece | None:
    """Join 1~2家, 3%至5% or 5000元至1万元 into one piece; None if no larger number follows."""
    to = _TO.match(text, first.end)
    match = _SECOND.match(text, to.end()) if to else None
    second = _piece_of_range(match, text) if match else None
    if second is None or first.high is not None:
        return None
    if first.unit is not None and first.unit is not second.unit:
        return None
    has_own_scale = first.unit is not None or first.scale != 1
    low = first.amount(first.value) if has_own_scale else second.amount(first.value)
    high = second.amount(second.value)
    if low >= high:
        return None
    return replace(second, start=first.start, value=low, high=high, scale=Decimal(1))


def _piece_of_range(match: re.Match[str], text: str) -> _Piece | None:
    try:
        return _plain(match, text)
    except NotANumber:
        return None


def _reading(piece: _Piece, text: str) -> Reading:
    high = None if piece.high is None else piece.amount(piece.high)
    return Reading(
        piece.amount(piece.value),
        high,
        piece.unit.dimension if piece.unit else None,
        "range" if high is not None else _comparator(piece, text),
        piece.is_fraction,
        piece.start,
        piece.end,
    )


def _comparator(piece: _Piece, text: str) -> str:
    before = comparator_before(text[max(0, piece.start - 32) : piece.start])
    if before == "lt" and piece.unit is not None and piece.unit.code == "年":
        before = ""  # 近3年 is the last three years
    after = comparator_after(text[piece.end : piece.end + 16])
    return piece.comparator or after or before or "eq"
