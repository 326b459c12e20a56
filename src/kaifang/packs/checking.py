"""Recompute a figure from other figures of the documents: the vocabulary of checks/."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from kaifang.core.units import EXACT, Quantity, Unit, UnitMismatch, unit
from kaifang.packs.schema.rules import Compute, Operand

Find = Callable[[str], Quantity]


def compute(step: Compute, find: Find) -> Quantity:
    """Compute one step; `find` gives the quantity of a figure by id.

    Raises: UnitMismatch when units do not go together, ArithmeticError on division by zero.
    """
    values = [_operand(one, find) for one in step.operands]
    return _OPERATIONS[step.operation](values)


def _operand(operand: Operand, find: Find) -> Quantity:
    if isinstance(operand, Compute):
        return compute(operand, find)
    if operand[:1].isdigit():
        return Quantity.parse(operand)
    return find(operand)


def _sum(values: Sequence[Quantity]) -> Quantity:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


def _difference(values: Sequence[Quantity]) -> Quantity:
    return values[0] - _sum(values[1:])


def _product(values: Sequence[Quantity]) -> Quantity:
    first, second = values
    share = EXACT.divide(second.base, Decimal(100)) if second.unit.code == "%" else second.base
    return Quantity(EXACT.multiply(first.value, share), first.unit)


def _ratio(values: Sequence[Quantity]) -> Quantity:
    """Like over like in per cent; yuan over dollars as a rate."""
    part, whole = values
    quotient = EXACT.divide(part.base, whole.base)
    if (part.unit.dimension, whole.unit.dimension) == ("money.CNY", "money.USD"):
        return Quantity(quotient, unit("元/美元"))
    if part.unit.dimension != whole.unit.dimension:
        raise UnitMismatch(found=part.unit.code, expected=whole.unit.code)
    return Quantity(quotient * 100, _percent())


def _growth(values: Sequence[Quantity]) -> Quantity:
    now, base = values
    change = EXACT.subtract(now.to(base.unit).value, base.value)
    return Quantity(EXACT.divide(change, base.value) * 100, _percent())


def _annual_growth(values: Sequence[Quantity]) -> Quantity:
    last, first, years = values
    factor = EXACT.divide(last.to(first.unit).value, first.value)
    root = EXACT.power(factor, EXACT.divide(Decimal(1), years.value))
    return Quantity((root - 1) * 100, _percent())


def _percent() -> Unit:
    return unit("%")


_OPERATIONS: dict[str, Callable[[Sequence[Quantity]], Quantity]] = {
    "sum": _sum,
    "difference": _difference,
    "product": _product,
    "ratio": _ratio,
    "growth": _growth,
    "annual_growth": _annual_growth,
}
