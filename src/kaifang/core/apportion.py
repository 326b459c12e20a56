"""Exact apportionment: the parts add up to the total to the last digit, or to at least that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.units import EXACT


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

    `fixed` parts are taken as they are and the rest is spread over the others; no other part
    falls below its floor. Ties of remainders go to the earlier key.

    >>> apportion(Decimal(10), {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)}, 0)
    {'a': Decimal('4'), 'b': Decimal('3'), 'c': Decimal('3')}

    Raises: CannotApportion when the total or a fixed part has more decimals than `digits` or is
    negative, a weight is negative, all are zero, a name has no weight, or too little is left.
    """
    problem = _Problem(total, weights, digits)
    problem.steps(total)
    kept = {key: problem.steps(part) for key, part in problem.known(fixed or {}).items()}
    least = {key: problem.steps_up(part) for key, part in problem.known(floors or {}).items()}
    while True:
        free = {key: weight for key, weight in weights.items() if key not in kept}
        rest = problem.rest(kept, free)
        parts = _largest_remainder(int(rest), free)
        short = {key: least[key] for key in parts if parts[key] < least.get(key, 0)}
        if not short:
            whole = parts | kept
            return {key: problem.decimal(whole[key]) for key in weights}
        kept |= short


def at_least(total: Decimal, weights: Mapping[str, Decimal], digits: int) -> dict[str, Decimal]:
    """Split so that each part is rounded up: the sum is at least the total (加压).

    Raises: CannotApportion.
    """
    problem = _Problem(total, weights, digits)
    ideal = _ideal(problem.rest({}, weights), weights)
    return {key: problem.decimal(ceil(part)) for key, part in ideal.items()}


def counted(
    parts: Mapping[str, Decimal], weights: Mapping[str, Decimal], digits: int
) -> dict[str, Decimal]:
    """Return parts that are taken as they are, if they can be counted at `digits` decimals.

    Raises: CannotApportion when one has more decimals, is negative, or has no weight.
    """
    problem = _Problem(sum(parts.values(), Decimal(0)), weights, digits)
    return {key: problem.decimal(problem.steps(part)) for key, part in problem.known(parts).items()}


@dataclass(frozen=True, slots=True)
class _Problem:
    """What is to be split, counted in whole steps of the last decimal."""

    total: Decimal
    weights: Mapping[str, Decimal]
    digits: int

    def known(self, parts: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
        if strangers := parts.keys() - self.weights.keys():
            raise self._cannot("apportion.stranger", name=", ".join(sorted(strangers)))
        return parts

    def steps(self, value: Decimal) -> int:
        steps = self._moved(value)
        if steps.denominator != 1:
            raise self._cannot("apportion.decimals", value=value)
        if steps < 0:
            raise self._cannot("apportion.negative", value=value)
        return int(steps)

    def steps_up(self, value: Decimal) -> int:
        return ceil(self._moved(value))

    def decimal(self, steps: int) -> Decimal:
        return Decimal(steps).scaleb(-self.digits, EXACT)

    def rest(self, kept: Mapping[str, int], free: Mapping[str, Decimal]) -> Fraction:
        """The steps left for the free parts, which must be able to take them."""
        if negative := [weight for weight in free.values() if weight < 0]:
            raise self._cannot("apportion.negative", value=negative[0])
        rest = self._moved(self.total) - sum(kept.values())
        if rest < 0:
            raise self._cannot("apportion.too_little")
        if rest > 0 and not any(free.values()):
            raise self._cannot("apportion.nobody")
        return rest

    def _moved(self, value: Decimal) -> Fraction:
        return Fraction(value.scaleb(self.digits, EXACT))

    def _cannot(self, why: str, **params: object) -> CannotApportion:
        return CannotApportion(
            found=self.total,
            expected=len(self.weights),
            digits=self.digits,
            why=message(why, **params),
        )


def _ideal(steps: Fraction | int, weights: Mapping[str, Decimal]) -> dict[str, Fraction]:
    whole = sum(map(Fraction, weights.values())) or Fraction(1)
    return {key: steps * Fraction(weight) / whole for key, weight in weights.items()}


def _largest_remainder(steps: int, weights: Mapping[str, Decimal]) -> dict[str, int]:
    ideal = _ideal(steps, weights)
    parts = {key: floor(part) for key, part in ideal.items()}
    hungriest = sorted(weights, key=lambda key: parts[key] - ideal[key])
    for key in hungriest[: steps - sum(parts.values())]:
        parts[key] += 1
    return parts
