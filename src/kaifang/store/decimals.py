"""Exact numbers as integer plus scale: Django's DecimalField loses digits on SQLite."""

from __future__ import annotations

from decimal import Context, Decimal

from kaifang.store.errors import NotFinite, TooManyDecimals, TooManyDigits

MOST_DECIMALS = 6
LARGEST = 2**63 - 1
_EXACT = Context(prec=40)


def digits_of(value: Decimal | None) -> tuple[int | None, int]:
    """Return the integer and the scale of a value, as many decimals as it was written with.

    >>> digits_of(Decimal("3312.60"))
    (331260, 2)
    >>> digits_of(Decimal("1.2E+3")), digits_of(None)
    ((1200, 0), (None, 0))

    Raises: NotFinite, TooManyDecimals, TooManyDigits.
    """
    if value is None:
        return None, 0
    sign, figures, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise NotFinite(found=value)
    if -exponent > MOST_DECIMALS:
        return digits_of(_shortened(value))
    if len(figures) + max(exponent, 0) > 20:
        raise TooManyDigits(found=value)
    digits = int("".join(map(str, figures))) * 10 ** max(exponent, 0)
    if digits > LARGEST:
        raise TooManyDigits(found=value)
    return (-digits if sign else digits), max(-exponent, 0)


def decimal_of(digits: int | None, scale: int) -> Decimal | None:
    """Return the value of an integer and its scale, with all its decimals.

    >>> decimal_of(331260, 2)
    Decimal('3312.60')
    """
    return None if digits is None else Decimal(digits).scaleb(-scale, _EXACT)


def _shortened(value: Decimal) -> Decimal:
    """Drop zeros at the end; what then still has too many decimals is refused."""
    sign, figures, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    extra = -exponent - MOST_DECIMALS
    if any(figures[-extra:]):
        raise TooManyDecimals(found=value, expected=MOST_DECIMALS)
    return Decimal((sign, figures[:-extra] or (0,), -MOST_DECIMALS))
