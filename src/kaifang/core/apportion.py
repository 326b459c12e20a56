"""Exact apportionment: the parts add up to the total to the last digit, or to at least that."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError


class CannotApportion(KaifangError):
    code = "KF-CORE-009"


def apportion(
    total: Decimal,
    weights: Mapping[str, Decimal],
    digits: int,
    *,
    fixed: Mapping[str, Decimal] | None = None,
    floors: Mapping[str, Decimal] | None = None,
) -> dict[str, Decimal]:
    """Split `total` by `weights` at `digits` decimals, exactly (largest remainder).

    `fixed` parts are taken as they are and the rest is spread over the others; no part falls
    below its floor. Ties of remainders go to the earlier key.

    >>> apportion(Decimal(10), {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)}, 0)
    {'a': Decimal('4'), 'b': Decimal('3'), 'c': Decimal('3')}

    Raises: CannotApportion when the total has more decimals than `digits`, a weight is negative,
    all are zero, or the fixed parts and floors leave too little.
    """
    fixed, floors = dict(fixed or {}), dict(floors or {})
    free = {key: weight for key, weight in weights.items() if key not in fixed}
    rest = total - sum(fixed.values(), Decimal(0))
    if total != total.quantize(Decimal(1).scaleb(-digits)):
        raise _cannot(total, free, Text("总数的小数位更多", "the total has more decimals"), digits)
    _check(total, rest, free)
    while True:
        parts = _largest_remainder(rest, free, digits) if free else {}
        short = [key for key, part in parts.items() if part < floors.get(key, part)]
        if not short:
            return {key: fixed.get(key, parts.get(key, Decimal(0))) for key in weights}
        for key in short:
            fixed[key] = floors[key]
            rest -= floors[key]
            del free[key]
        _check(total, rest, free)


def at_least(total: Decimal, weights: Mapping[str, Decimal], digits: int) -> dict[str, Decimal]:
    """Split so that each part is rounded up: the sum is at least the total (加压).

    Raises: CannotApportion.
    """
    _check(total, total, weights)
    whole, step = sum(map(Fraction, weights.values())), Decimal(1).scaleb(-digits)
    return {
        key: _to_grid(Fraction(total) * Fraction(weight) / whole, step, up=True)
        for key, weight in weights.items()
    }


def _check(total: Decimal, rest: Decimal, free: Mapping[str, Decimal]) -> None:
    if any(weight < 0 for weight in free.values()):
        raise _cannot(total, free, Text("权重为负", "a weight is negative"))
    if rest < 0:
        why = Text("固定值或下限之和超过总数", "fixed parts or floors exceed the total")
        raise _cannot(total, free, why)
    if rest > 0 and not any(free.values()):
        raise _cannot(total, free, Text("没有可分摊的对象", "nobody is left to take the rest"))


def _cannot(
    total: Decimal, free: Mapping[str, Decimal], why: Text, digits: int = 0
) -> CannotApportion:
    return CannotApportion(found=total, expected=len(free), digits=digits, why=why)


def _largest_remainder(
    total: Decimal, weights: Mapping[str, Decimal], digits: int
) -> dict[str, Decimal]:
    whole, step = sum(map(Fraction, weights.values())), Decimal(1).scaleb(-digits)
    if not whole:
        return dict.fromkeys(weights, Decimal(0).quantize(step))
    ideal = {k: Fraction(total) * Fraction(w) / whole for k, w in weights.items()}
    parts = {k: _to_grid(v, step, up=False) for k, v in ideal.items()}
    left = int((total - sum(parts.values(), Decimal(0))) / step)
    hungry = sorted(weights, key=lambda k: Fraction(parts[k]) - ideal[k])
    for key in hungry[:left]:
        parts[key] += step
    return parts


def _to_grid(value: Fraction, step: Decimal, *, up: bool) -> Decimal:
    steps = value / Fraction(step)
    whole = -(-steps.numerator // steps.denominator) if up else steps.numerator // steps.denominator
    return Decimal(whole) * step
