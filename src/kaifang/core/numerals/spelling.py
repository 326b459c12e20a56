"""Numerals as Chinese and English policy documents write them: 两千七百二十三亿, forty-five.

`find_numerals` finds every stretch that is or looks like a number, for the proof that a pack is
complete. What a printed figure says, with its unit, stands in `reading`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kaifang.core.units import NotANumber

CHINESE = "〇零一二三四五六七八九十百千万亿两半"
_ONES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = (("亿", 10**8), ("万", 10**4))
_WORDS = {
    word: n
    for n, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
            *("seventeen", "eighteen", "nineteen"),
        )
    )
} | {
    word: 10 * n
    for n, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2
    )
}
SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_ENGLISH = "|".join([*_WORDS, *SCALES, "half", "double", "dozen"])
_NUMERAL = re.compile(rf"\d+(?:[.,]\d+)*|[{CHINESE}]+|\b(?:{_ENGLISH})s?\b", re.IGNORECASE)
_ENGLISH_NUMBER = (
    rf"\b(?:{'|'.join(_WORDS)})(?:[-\s](?:and\s)?(?:{'|'.join([*_WORDS, *SCALES])}))*\b"
)
# A number that stands by itself, in digits, in Chinese or in English.
NUMBER = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
    rf"|[{CHINESE}]+(?:点[〇零一二三四五六七八九]+)?|{_ENGLISH_NUMBER}"
)
_PAIR = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])")


def find_numerals(text: str) -> list[tuple[int, int]]:
    """Return the half-open spans of all numerals of a repaired text, in order.

    >>> [("12项任务、百分之六十")[a:b] for a, b in find_numerals("12项任务、百分之六十")]
    ['12', '百', '六十']
    """
    return [match.span() for match in _NUMERAL.finditer(text)]


def number(text: str) -> Decimal:
    """Read what `NUMBER` matches.

    >>> number("15,000"), number("一百二十二"), number("one hundred and twenty")
    (Decimal('15000'), Decimal('122'), Decimal('120'))

    Raises: NotANumber.
    """
    if text[:1].isdigit():
        return Decimal(text.replace(",", ""))
    return english_number(text) if text[:1].isascii() else chinese_number(text)


def chinese_number(text: str) -> Decimal:
    """Read a Chinese numeral, also colloquial (一百二) and digit by digit (二〇二二).

    >>> chinese_number("两千七百二十三亿")
    Decimal('272300000000')
    >>> chinese_number("六十五点四")
    Decimal('65.4')

    Raises: NotANumber, also for what names two numbers at once (两三, 五六十).
    """
    whole, _, decimals = text.partition("点")
    if text == "半":
        return Decimal("0.5")
    if not whole or set(whole + decimals) - set(CHINESE[:-1]) or approximate(whole):
        raise NotANumber(found=text)
    if set(whole) <= _ONES.keys() and len(whole) > 1:
        return _digits("".join(str(_ONES[c]) for c in whole), decimals)
    return _digits(str(_whole(whole)), decimals)


def approximate(text: str) -> tuple[Decimal, Decimal] | None:
    """Read a numeral that names two neighbours: 两三 is 2 to 3, 五六百 is 500 to 600.

    >>> approximate("二三十")
    (Decimal('20'), Decimal('30'))
    """
    pairs = list(_PAIR.finditer(text))
    if len(pairs) != 1 or (set(text) <= _ONES.keys() and len(text) > 2):
        return None
    low, high = (_ONES[digit] for digit in pairs[0].groups())
    if high != low + 1 and (low, high) != (3, 5):
        return None
    before, after = text[: pairs[0].start()], text[pairs[0].end() :]
    one, other = (chinese_number(before + digit + after) for digit in pairs[0].groups())
    return one, other


def english_number(text: str) -> Decimal:
    """Read an English number in words: forty-five, two hundred and six.

    Raises: NotANumber.
    """
    total = group = 0
    for word in re.split(r"[-\s]+(?:and\s+)?", text.lower()):
        if word in _WORDS:
            group += _WORDS[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in SCALES:
            total, group = total + (group or 1) * SCALES[word], 0
        else:
            raise NotANumber(found=text)
    return Decimal(total + group)


def _whole(text: str, unit: int = 10**9) -> int:
    """Read a whole numeral; `unit` is what a last single digit counts (一万五 is 15,000)."""
    for group, size in _GROUPS:
        if group in text:
            head, _, tail = text.rpartition(group)
            return (_whole(head) if head else 1) * size + (_whole(tail, size) if tail else 0)
    if text in _ONES and unit < 10**9:
        return _ONES[text] * (unit // 10)
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int:
    total, digit, last = 0, 0, 10**4
    for char in text:
        size = _TENS.get(char)
        if digit if size is None else size >= last:
            raise NotANumber(found=text)
        if size is None:
            digit = _ONES[char]
        else:
            total, digit, last = total + (digit or 1) * size, 0, size
    is_colloquial = text[-2:-1] in _TENS  # 一百二 is 120
    return total + digit * (last // 10 if is_colloquial else 1)


def _digits(whole: str, decimals: str) -> Decimal:
    if set(decimals) - _ONES.keys():
        raise NotANumber(found=f"{whole}点{decimals}")
    fraction = "".join(str(_ONES[c]) for c in decimals)
    return Decimal(f"{whole}.{fraction}" if fraction else whole)
