"""The words by which documents limit a figure (超过, 左右) and bind themselves to it (力争, 锚定)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kaifang.core.numerals.spelling import CHINESE, NUMBER

# Words before and after a number; a longer word beats a shorter one inside it (不超过, 超过).
BEFORE = {
    "gt": (
        *("超过", "突破", "超", "高于", "多于", "大于", "逾"),
        *("more than", "over", "exceed", "exceeds", "exceeding", "exceeded", "greater than"),
    ),
    "ge": ("不少于", "不低于", "不小于", "至少", "at least", "not less than", "no less than"),
    "le": (
        *("不超过", "不高于", "不多于", "不大于", "至多", "最多", "压缩至"),
        *("at most", "within", "up to", "not more than", "no more than", "not exceeding"),
        *("not exceed", "not to exceed"),
    ),
    "lt": (
        *("近", "接近", "不到", "低于", "少于", "小于", "不足"),
        *("less than", "nearly", "below", "almost", "under"),
    ),
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


def comparator_before(text: str) -> str:
    """Name the comparator whose word ends `text`, which stands right before a number, or ""."""
    match = _JUST_BEFORE.search(text)
    return _BEFORE[match["word"].lower()] if match else ""


def comparator_after(text: str) -> str:
    """Name the comparator whose word begins `text`, which follows number and unit, or ""."""
    match = _JUST_AFTER.match(text)
    return _AFTER[match["word"].lower()] if match else ""


def comparators_in(text: str) -> set[str]:
    """All comparators that a word near a number of `text` names.

    >>> comparators_in("审批时限不超过60个工作日")
    {'le'}
    """
    before = (m for m in _ANY_BEFORE.finditer(text) if _reaches_a_number(m, text))
    after = (m for m in _ANY_AFTER.finditer(text) if len(m[0]) > 1 or _follows_a_number(m, text))
    return {_BEFORE[m[0].lower()] for m in before} | {_AFTER[m[0].lower()] for m in after}


def has_strength_word(quote: str, strength: str) -> bool:
    """Tell whether one of the strength's words stands in the quotation."""
    return strength in _STEMS and _STEMS[strength].search(quote) is not None


def _words(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Comparator by word, longer words first."""
    pairs = [(word, comparator) for comparator, words in table.items() for word in words]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in words)


def _reaches_a_number(word: re.Match[str], text: str) -> bool:
    """Whether a number follows: at once after one character (超, 近, 约), else soon."""
    return (_AT_ONCE if len(word[0]) == 1 else _SOON).match(text, word.end()) is not None


def _follows_a_number(word: re.Match[str], text: str) -> bool:
    return re.search(rf"[\d{CHINESE}]$", text[: word.start()]) is not None


_BEFORE, _AFTER = _words(BEFORE), _words(AFTER)
_ANY_BEFORE = re.compile(_any_of(_BEFORE), re.IGNORECASE)
_ANY_AFTER = re.compile(_any_of(_AFTER), re.IGNORECASE)
_CURRENCY = r"(?:了|人民币|RMB|USD|US\$|[¥$€]|\s)*"
_JUST_BEFORE = re.compile(rf"(?P<word>{_any_of(_BEFORE)}){_CURRENCY}$", re.IGNORECASE)
_JUST_AFTER = re.compile(rf"\s?(?P<word>{_any_of(_AFTER)})", re.IGNORECASE)
_AT_ONCE = re.compile(rf"{_CURRENCY}(?:{NUMBER})", re.IGNORECASE)
_SOON = re.compile(rf"[^\d,.;:,。;:]{{0,12}}?(?:{NUMBER})", re.IGNORECASE)
_STEMS = {
    strength: re.compile("|".join(rf"\b{w}" if w.isascii() else w for w in words), re.IGNORECASE)
    for strength, words in STRENGTH.items()
}
