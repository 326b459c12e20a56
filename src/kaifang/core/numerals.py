"""Numerals as Chinese and English policy documents write them: 1100多家, 百分之六十五点四, 6.2 billion.

`find_numerals` finds every stretch that is or looks like a number, for the proof that a pack is
complete; `read` reads the one stretch that carries a figure, for the proof that it is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kaifang.core.units import EXACT, NotANumber, Unit, UnknownUnit, known_units, unit

_ONES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_CHINESE = "〇零一二三四五六七八九十百千万亿两半"
_WORDS = {
    word: n
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
    )
} | {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_FRACTIONS = {"half": (Decimal(50), "share"), "double": (Decimal(2), "multiple")}
_ENGLISH = "|".join([*_WORDS, *_SCALES, *_FRACTIONS, "dozen"])
_NUMERAL = re.compile(
    rf"\d+(?:[.,]\d+)*|[{_CHINESE}]+|\b(?:{_ENGLISH})s?\b",
    re.IGNORECASE,
)

BEFORE = {
    "gt": ("超过", "突破", "超", "高于", "多于", "大于", "逾", "more than", "over", "exceed"),
    "ge": ("不少于", "不低于", "达到", "at least", "not less than"),
    "le": ("不超过", "至多", "压缩至", "最多", "at most", "within", "up to", "以内"),
    "lt": ("近", "不到", "低于", "少于", "不足", "less than", "nearly", "below", "almost"),
    "approx": ("约", "大约", "about", "around", "approximately"),
}
AFTER = {
    "ge": ("以上", "及以上", "or more", "or above"),
    "le": ("以内", "以下", "or less"),
    "gt": ("余", "多", "plus"),
    "about": ("左右", "上下", "or so"),
}
STRENGTH = {
    "ensure": ("确保", "ensure"),
    "hold": ("锚定",),
    "aim": ("力争", "争取", "努力", "strive", "aim"),
    "expect": ("预计", "预期", "expect"),
}
_ENGLISH_UNITS = (
    (r"US dollars|USD|dollars", "美元"),
    (r"yuan|RMB", "元"),
    (r"TEUs?\b|standard containers", "标箱"),
    (r"tons?\b|tonnes?\b", "吨"),
    (r"%|per ?cent(?!age)", "%"),
    (r"percentage points?", "个百分点"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed figure says: absolute amounts, with the unit's own scale multiplied in.

    `dimension` is None where no unit that we know follows the number; `grade` names the scale
    word before the unit (万, 亿), so that "300亿级" can be told from "300级".
    """

    low: Decimal
    high: Decimal | None
    dimension: str | None
    comparator: str


def find_numerals(text: str) -> list[tuple[int, int]]:
    """Return the half-open spans of all numerals of a repaired text, in order.

    >>> [("12项任务、百分之六十")[a:b] for a, b in find_numerals("12项任务、百分之六十")]
    ['12', '百', '六十']
    """
    return [match.span() for match in _NUMERAL.finditer(text)]


def chinese_number(text: str) -> Decimal:
    """Read a Chinese numeral, also mixed with Arabic digits before 万 and 亿.

    >>> chinese_number("两千七百二十三亿")
    Decimal('272300000000')

    Raises: NotANumber.
    """
    if not text or set(text) - set(_CHINESE + "点"):
        raise NotANumber(found=text)
    whole, _, decimals = text.partition("点")
    if not any(c in _TENS or c in _GROUPS for c in whole) and len(whole) > 1:
        return _digits(whole, decimals)
    total = section = digit = 0
    for char in whole:
        if char in _ONES:
            digit = _ONES[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        elif char in _GROUPS:
            total = (total + (section + digit or 1)) * _GROUPS[char]
            section = digit = 0
        else:
            raise NotANumber(found=text)
    return _digits(str(total + section + digit), decimals)


def read(printed: str) -> Reading:
    """Read a printed figure such as 7724亿元, 10%左右, 1~2家, 一半 or "more than 6%".

    Raises: NotANumber when no number stands in it.
    """
    text = printed.strip()
    special = _special(text)
    if special:
        return special
    match = _FIGURE.search(text)
    if match is None:
        raise NotANumber(found=printed)
    low = _amount(match["low"])
    high = _amount(match["high"]) if match["high"] else None
    scale, dimension = _unit_after(text[match.end() :].lstrip())
    return Reading(
        EXACT.multiply(low, scale),
        None if high is None else EXACT.multiply(high, scale),
        dimension,
        "range" if high is not None else comparator_in(text),
    )


def comparator_in(text: str) -> str:
    """Name the comparator whose word stands next to a number in `text`; "eq" if there is none."""
    for table, template in (
        (AFTER, r"[\d{cn}%]\S{{0,6}}?\s?{word}"),
        (BEFORE, r"{word}\s?\S{{0,4}}?[\d{cn}]"),
    ):
        for comparator, words in table.items():
            for word in words:
                if re.search(template.format(cn=_CHINESE, word=word), text):
                    return comparator
    return "eq"


def has_comparator_word(quote: str, comparator: str) -> bool:
    """Tell whether one of the comparator's words stands in the quotation."""
    if comparator == "range":
        return (
            re.search(
                rf"[\d{_CHINESE}][^\d]{{0,3}}(?:[~～—-]|至|到|to|and)\s?[\d{_CHINESE}]", quote
            )
            is not None
        )
    words = (*BEFORE.get(comparator, ()), *AFTER.get(comparator, ()))
    return any(word in quote.lower() for word in words)


def has_strength_word(quote: str, strength: str) -> bool:
    """Tell whether one of the strength's words stands in the quotation."""
    return any(word in quote.lower() for word in STRENGTH.get(strength, ()))


_NUMBER = (
    rf"\d+(?:,\d{{3}})*(?:\.\d+)?|[{_CHINESE}]+(?:点[{_CHINESE}]+)?|\b(?:{'|'.join(_WORDS)})\b"
)
_FIGURE = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s?(?:[~～—–-]|至|到|to)\s?(?P<high>{_NUMBER}))?\s?(?:余|多)?",
    re.IGNORECASE,
)
_GRADES = ("亿级", "万级", "百亿级", "千亿级")
_PERCENT = re.compile(rf"百分之(?P<n>[{_CHINESE}]+(?:点[{_CHINESE}]+)?)")
_PART = re.compile(rf"(?P<whole>[{_CHINESE}]+)分之(?P<part>[{_CHINESE}]+)")


def _special(text: str) -> Reading | None:
    """百分之…, …分之…, …成, 一半, 倍增, double, half."""
    hundred = Decimal(100)
    if match := _PERCENT.search(text):
        return Reading(chinese_number(match["n"]), None, "share", comparator_in(text))
    if match := _PART.search(text):
        share = chinese_number(match["part"]) * hundred / chinese_number(match["whole"])
        return Reading(share, None, "share", comparator_in(text))
    if match := re.search(r"([一二三四五六七八九])成(?!立|为|果|本|员|效|就|功)", text):
        return Reading(chinese_number(match[1]) * 10, None, "share", comparator_in(text))
    if "一半" in text:
        return Reading(Decimal(50), None, "share", "eq")
    if "倍增" in text or "翻番" in text:
        return Reading(Decimal(2), None, "multiple", "eq")
    for word, (value, dimension) in _FRACTIONS.items():
        if re.search(rf"\b{word}\b", text, re.IGNORECASE):
            return Reading(value, None, dimension, comparator_in(text))
    return None


def _amount(text: str) -> Decimal:
    if text.lower() in _WORDS:
        return Decimal(_WORDS[text.lower()])
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    return chinese_number(text)


def _digits(whole: str, decimals: str) -> Decimal:
    numbers = "".join(str(_ONES.get(c, c)) for c in whole)
    fraction = "".join(str(_ONES.get(c, c)) for c in decimals)
    return Decimal(f"{numbers}.{fraction}" if fraction else numbers)


def _unit_after(rest: str) -> tuple[Decimal, str | None]:
    """Return scale and dimension of the unit at the beginning of `rest`."""
    if match := re.match(rf"-?({'|'.join(_SCALES)})s?\b-?\s?", rest, re.IGNORECASE):
        scale = Decimal(_SCALES[match[1].lower()])
        factor, dimension = _unit_after(rest[match.end() :])
        return EXACT.multiply(scale, factor), dimension
    for pattern, code in _ENGLISH_UNITS:
        if re.match(rf"\s?(?:{pattern})", rest):
            return unit(code).factor, unit(code).dimension
    for length in range(min(6, len(rest)), 0, -1):
        found = _named(rest[:length])
        if found is not None and not rest.startswith(_GRADES):
            return found.factor, found.dimension
    scale_word = re.match(r"百万|千万|百亿|千亿|万亿|[百千万亿]", rest)
    return (unit(f"{scale_word[0]}元").factor if scale_word else Decimal(1)), None


@cache
def _named(word: str) -> Unit | None:
    try:
        found = unit(word)
    except UnknownUnit:
        return None
    return found if found in known_units() and found.dimension != "pure" else None
