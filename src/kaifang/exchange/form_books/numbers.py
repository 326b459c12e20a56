"""What an officer typed for a number: full-width digits, commas, dashes, "约" and worse."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from kaifang.core.errors import KaifangError
from kaifang.core.numerals import comparator_in
from kaifang.core.text import repair
from kaifang.core.units import LONGEST_NUMBER
from kaifang.exchange.form_books.faults import NotANumberCell, NotExact, PercentCell
from kaifang.exchange.form_books.layout import NO_VALUE
from kaifang.exchange.sheets import shown_number, shown_text

_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_PERCENT = "%"
_WORDS = re.compile(r"[约余]|左右|上下|大概|大约|将近|接近|超过?|不到|以上|以下|至少|[<>≈~≤≥]")


def number_in(value: Any, unit: str, *, shows_percent: bool = False) -> Decimal | None:
    """Read what stands in a cell; None for what says that there is no value, which is not nought.

    A cell that shows 17.6% holds 0.176: it is 17.6 where the unit is per cent, and refused
    where it is another.

    >>> number_in("１，２３４．５", "亿元"), number_in("—", "亿元"), number_in("17.6%", "%")
    (Decimal('1234.5'), None, Decimal('17.6'))

    Raises: NotANumberCell, NotExact, PercentCell.
    """
    if isinstance(value, float) and not shows_percent:
        return Decimal(int(value)) if value.is_integer() else shown_number(value)
    text = typed_text(value)
    if text.lower() in NO_VALUE:
        return None
    if isinstance(value, bool | date):
        raise _refused(NotANumberCell, value)
    if shows_percent and isinstance(value, float):
        text = f"{shown_number(value) * 100:f}%"
    if text.endswith(_PERCENT):
        if unit != _PERCENT:
            raise PercentCell(found=text, expected=unit)
        text = text.removesuffix(_PERCENT).strip()
    return _exact(text, value)


def typed_text(value: Any) -> str:
    """What stands in a cell, widths folded and stray blanks dropped."""
    text = shown_text(value)
    return text if text.isascii() else repair(text).text.strip()


def _exact(text: str, value: Any) -> Decimal:
    bare = text.replace("−", "-").removeprefix("'")
    if _NUMBER.fullmatch(bare) and len(bare) <= LONGEST_NUMBER:
        return Decimal(bare.replace(",", ""))
    is_limited = _WORDS.search(text) or comparator_in(text) != "eq"
    has_digit = any(char.isdigit() for char in text)
    raise _refused(NotExact if is_limited and has_digit else NotANumberCell, value)


def _refused(kind: type[KaifangError], value: Any) -> KaifangError:
    return kind(found=shown_text(value)[:60])
