"""Ranks 位次 on values as printed: equal at the declared digits means equal rank (并列)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kaifang.core.units import round_half_up


def rank(
    values: Mapping[str, Decimal | None], digits: int, *, descending: bool = True
) -> dict[str, int | None]:
    """Rank by the rounded value; ties share the better rank and the next rank is skipped.

    A missing value has no rank and takes no place.

    >>> rank({"a": Decimal("1.04"), "b": Decimal("0.96"), "c": Decimal(2), "d": None}, 1)
    {'a': 2, 'b': 2, 'c': 1, 'd': None}
    """
    shown = {k: None if v is None else round_half_up(v, digits) for k, v in values.items()}
    order = sorted((v for v in shown.values() if v is not None), reverse=descending)
    first = {value: place for place, value in reversed(list(enumerate(order, 1)))}
    return {k: None if v is None else first[v] for k, v in shown.items()}
