"""Write numbers as offices write them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

from kaifang.core.units import number_text, round_half_up

MISSING = "—"


def written(value: Decimal, digits: int | None = None) -> str:
    """Write a number with thousands separators and its declared digits.

    >>> written(Decimal("5942.4"), 1), written(Decimal("-0.04"), 1), written(Decimal("7724"), 0)
    ('5,942.4', '0.0', '7,724')
    """
    if digits is not None:
        value = round_half_up(value, digits)
    return number_text(abs(value) if value == 0 else value)


def aligned(value: Decimal, digits: int | None, widest: int) -> SafeString:
    """Write a number for a column whose numbers have up to `widest` decimals.

    The fraction stands in a box of fixed width, so that the points of the column stand in line.
    """
    whole, point, fraction = written(value, digits).partition(".")
    if not widest:
        return mark_safe(whole + point + fraction)  # noqa: S308
    return mark_safe(f'{whole}<span class="fraction">{point}{fraction}</span>')  # noqa: S308
