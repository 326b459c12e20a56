"""Exact numbers as integer plus scale: Django's DecimalField loses digits on SQLite."""

from __future__ import annotations

from decimal import Context, Decimal

from kaifang.store.errors import NotFinite, TooManyDecimals, TooManyDigits

MOST_DECIMALS = 6
LARGEST = 2**63 - 1
WIDEST = Decimal(LARGEST // 10**MOST_DECIMALS)  # fits beside any other, whatever their decimals
_LONGEST = 20  # characters of digits that are worth reading
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
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise NotFinite(found=value)
    if value.adjusted() >= _LONGEST:
        raise TooManyDigits(found=value)
    scale = _scale_of(value, exponent)
    digits = int(value.scaleb(scale, _EXACT))
    if abs(digits) > LARGEST:
        raise TooManyDigits(found=value)
    return digits, scale


def decimal_of(digits: int | None, scale: int) -> Decimal | None:
    """Return the value of an integer and its scale, with all its decimals.

    >>> decimal_of(331260, 2)
    Decimal('3312.60')
    """
    return None if digits is None else Decimal(digits).scaleb(-scale, _EXACT)


def _scale_of(value: Decimal, exponent: int) -> int:
    """Count the decimals; zeros beyond what the store keeps may be dropped, nothing else."""
    if exponent < -MOST_DECIMALS:
        if any(value.as_tuple().digits[exponent + MOST_DECIMALS :]):
            raise TooManyDecimals(found=value, expected=MOST_DECIMALS)
        return MOST_DECIMALS
    return max(-exponent, 0)
