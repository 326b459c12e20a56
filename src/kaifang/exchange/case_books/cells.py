"""Read the cells of a case book: by the kind of its field each becomes what an event keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.messages import message
from kaifang.core.party import credit_code
from kaifang.core.units import LONGEST_NUMBER
from kaifang.exchange.case_books.faults import (
    CaseChoiceUnlisted,
    CaseCodeUnlisted,
    DayUnreadable,
    NotAWholeNumber,
    OtherUnit,
)
from kaifang.exchange.case_books.offering import ColumnOffer
from kaifang.exchange.form_books.faults import NotANumberCell, NotExact
from kaifang.exchange.form_books.numbers import number_in, typed_text
from kaifang.exchange.sheets import shown_text
from kaifang.packs.schema.processes import CaseField

_DAY = re.compile(
    r"(?:(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?"
    r"|(?P<y8>\d{4})(?P<m8>\d{2})(?P<d8>\d{2}))(?:[T ]00:00(?::00)?)?"
)
_MONTH = re.compile(r"(?P<y>\d{4})(?:[-/.年](?P<m>\d{1,2})月?|(?P<m6>\d{2}))")
_WORDS = re.compile(r"[约左右上下旬初底末前后]")
_WITH_UNIT = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?\s*(?P<unit>[^\W\d_][^\d]*)")
_BEFORE_UNIT = re.compile(r"(?P<unit>[￥¥$€]|RMB|CNY|USD|US\$)\s*[0-9].*", re.IGNORECASE)
_MONEY = re.compile(r"[元亿万千百币镑$￥¥€]|RMB|CNY|USD|EUR|JPY|HKD", re.IGNORECASE)
_EARLIEST = date(1949, 10, 1)
_MOST_TOLD = 12


def value_in(field: CaseField, raw: Any, offer: ColumnOffer | None, *, shows_percent: bool) -> Any:
    """What an event keeps of a cell that is not blank.

    Raises: NotANumberCell, NotExact, PercentCell, OtherUnit, NotAWholeNumber, DayUnreadable,
    CaseChoiceUnlisted, CaseCodeUnlisted, InvalidCreditCode.
    """
    if offer is not None:
        return offered(field, raw, offer)
    if field.kind == "amount":
        return _amount(field, raw, shows_percent=shows_percent)
    read = _READS.get(field.kind)
    return shown_text(raw) if read is None else read(raw)


def day_in(raw: Any) -> date:
    """Read a day: a date cell, or a text such as 2023-05-04, ２０２３年５月４日, 20230504.

    >>> day_in("2023.5.4"), day_in("２０２３年５月４日")
    (datetime.date(2023, 5, 4), datetime.date(2023, 5, 4))

    Raises: DayUnreadable, NotExact.
    """
    if isinstance(raw, datetime | date):
        return _known(raw.date() if isinstance(raw, datetime) else raw, raw)
    text = "".join(typed_text(raw).split())
    found = _DAY.fullmatch(text)
    if found is None:
        raise _inexact(raw, text)
    parts = [found[one] or found[f"{one}8"] for one in "ymd"]
    try:
        return _known(date(*map(int, parts)), raw)
    except ValueError:
        raise _no_day(raw) from None


def offered(field: CaseField, raw: Any, offer: ColumnOffer) -> str:
    """The value that a cell names. Raises: CaseChoiceUnlisted, CaseCodeUnlisted."""
    text = shown_text(raw)
    value = offer.value_of(text)
    if value is not None:
        return value
    if offer.takes_more and text.isascii() and text.replace(".", "").isalnum():
        return text
    near = offer.near(text)
    if field.kind == "choice":
        names = list(offer.shown.values())
        more = [same("…")] if len(names) > _MOST_TOLD else []
        raise CaseChoiceUnlisted(
            found=text, expected=joined([*names[:_MOST_TOLD], *more]), near=near
        )
    raise CaseCodeUnlisted(found=text, expected=field.name.text, near=near)


def _month(raw: Any) -> str:
    if isinstance(raw, datetime | date):
        return f"{raw.year:04d}-{raw.month:02d}"
    text = "".join(typed_text(raw).split())
    found = _MONTH.fullmatch(text)
    if found is None:
        return f"{day_in(raw):%Y-%m}"
    month = int(found["m"] or found["m6"])
    if not 1 <= month <= 12:
        raise _no_day(raw)
    return f"{found['y']}-{month:02d}"


def _whole(raw: Any) -> int:
    number = _number(raw, "", shows_percent=False)
    if number != number.to_integral_value():
        raise NotAWholeNumber(found=shown_text(raw))
    return int(number)


def _amount(field: CaseField, raw: Any, *, shows_percent: bool) -> str:
    """An amount in the unit of its column; its own unit may stand behind it, no other may."""
    if isinstance(raw, str):
        text = typed_text(raw)
        found = _WITH_UNIT.fullmatch(text) or _BEFORE_UNIT.fullmatch(text)
        unit = found["unit"].strip() if found else ""
        if unit == field.unit:
            raw = text.removesuffix(unit).strip()
        elif _MONEY.search(unit):
            raise OtherUnit(found=shown_text(raw), expected=field.unit)
    return format(_number(raw, field.unit, shows_percent=shows_percent), "f")


def _number(raw: Any, unit: str, *, shows_percent: bool) -> Decimal:
    number = number_in(raw, unit, shows_percent=shows_percent)
    if number is None or len(f"{number:f}") > LONGEST_NUMBER:
        raise NotANumberCell(found=shown_text(raw)[:60])
    return number


def _known(day: date, raw: Any) -> date:
    if day < _EARLIEST:
        raise _no_day(raw)
    return day


def _inexact(raw: Any, text: str) -> DayUnreadable | NotExact:
    if _WORDS.search(text) and any(char.isdigit() for char in text):
        return NotExact(found=shown_text(raw)[:60])
    return _no_day(raw)


def _no_day(raw: Any) -> DayUnreadable:
    return DayUnreadable(found=shown_text(raw)[:60])


def _credit_code(raw: Any) -> str:
    return credit_code(shown_text(raw))


_READS: Mapping[str, Callable[[Any], Any]] = {
    "integer": _whole,
    "date": lambda raw: day_in(raw).isoformat(),
    "month": _month,
    "credit_code": _credit_code,
}


def expected_of(kind: str, unit: str = "") -> Text:
    """What a cell of a kind wants, in words."""
    told = {"amount", "integer", "date", "month", "credit_code", "choice", "code", "org", "case"}
    key = kind if kind in told else "text"
    return message(f"case_book.expected.{key}", unit=unit)
