"""Numerals, the words that limit them, and what a printed figure says."""

from kaifang.core.numerals.reading import (
    Reading,
    comparator_in,
    find_figures,
    has_comparator_word,
    read,
)
from kaifang.core.numerals.spelling import chinese_number, english_number, find_numerals
from kaifang.core.numerals.wording import AFTER, BEFORE, STRENGTH, has_strength_word

__all__ = [
    "AFTER",
    "BEFORE",
    "STRENGTH",
    "Reading",
    "chinese_number",
    "comparator_in",
    "english_number",
    "find_figures",
    "find_numerals",
    "has_comparator_word",
    "has_strength_word",
    "read",
]
