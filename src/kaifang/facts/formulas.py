"""Evaluation of formulas: the answer, all that it was computed from, and what was missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import NamedTuple, TypeAlias

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.observation import part_code, part_of
from kaifang.core.period import Period
from kaifang.core.units import EXACT, Quantity, unit
from kaifang.facts import measures
from kaifang.facts.formula_rules import (
    Formula,
    FormulaCycle,
    Node,
    UnreadableFormula,
    compile_formula,
    compile_formulas,
)
from kaifang.facts.measures import Measured

__all__ = [
    "Computed",
    "Formula",
    "FormulaCycle",
    "Input",
    "Lookup",
    "UnfitUnits",
    "UnreadableFormula",
    "compile_formula",
    "compile_formulas",
    "evaluate",
]

Lookup: TypeAlias = Callable[[str, str, Period, str], Quantity | None]


class UnfitUnits(KaifangError):
    code = "KF-FACT-009"


@dataclass(frozen=True, slots=True)
class Input:
    """One value that a formula asked for; `computed` where it was itself derived."""

    name: str
    org: str
    period: Period
    part: str
    quantity: Quantity | None
    computed: Computed | None = None


@dataclass(frozen=True, slots=True)
class Computed:
    """The answer of a formula, all inputs it used, and why it is missing where it is.

    `value` is exact to 60 digits and not rounded.
    `reason` says why nothing came of inputs that are there, such as a base of zero.
    """

    formula: Formula
    value: Quantity | None
    inputs: tuple[Input, ...]
    reason: Text | None = None

    @property
    def missing(self) -> tuple[Input, ...]:
        """The stated values that are not there, also those that a derived input lacks."""
        found: list[Input] = []
        for one in self.inputs:
            if one.quantity is None:
                deeper = one.computed.missing if one.computed else ()
                found += [leaf for leaf in deeper or (one,) if leaf not in found]
        return tuple(found)


def evaluate(
    formula: Formula,
    lookup: Lookup,
    org: str,
    period: Period,
    part: str = "",
    derived: Mapping[str, Formula] | None = None,
) -> Computed:
    """Evaluate a formula for an organisation and a period.

    `lookup(indicator, org, period, part)` gives the stated value or None; what it does not have
    is computed where `derived` holds a formula, so that the stated value leads.

    >>> values = {"exports": "3312.6亿元", "imports": "4411.4亿元"}
    >>> total = compile_formula({"sum": ["exports", "imports"]})
    >>> found = evaluate(
    ...     total, lambda name, *_: Quantity.parse(values[name]), "210000", Period.parse("2021")
    ... )
    >>> found.value.text(), [one.name for one in found.inputs]
    ('7,724.0亿元', ['exports', 'imports'])

    Raises: UnitMismatch or UnfitUnits when operands do not go together.
    """
    asking = _Asking(lookup, derived or {})
    answer = _in_unit(asking.answer(formula, _About(org, period, part)), formula.unit)
    is_complete = all(one.quantity is not None for one in asking.inputs)
    reason = answer.reason if is_complete else None
    return Computed(formula, answer.value, tuple(asking.inputs), reason)


# -- one operation each -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Answer:
    value: Quantity | None
    reason: Text | None = None


_NOTHING = _Answer(None)


class _About(NamedTuple):
    """What a value is asked for."""

    org: str
    period: Period
    part: str


class _Asking:
    """One evaluation: whom it asks, and what it has asked for so far."""

    def __init__(self, lookup: Lookup, derived: Mapping[str, Formula]) -> None:
        self.lookup, self.derived = lookup, derived
        self.inputs: list[Input] = []

    def answer(self, formula: Formula, about: _About) -> _Answer:
        first = formula.operands[0]
        match formula.operation:
            case "filter":
                parts = _parts(formula, about)
                return _sum([self._value(first, about._replace(part=part)) for part in parts])
            case "share":
                whole = self._value(first, about._replace(org=formula.of))
                return _share([self._value(first, about), whole])
            case "growth" if len(formula.operands) == 1:
                before = about.period.last_year()
                base = self._value(first, about._replace(period=before))
                return _growth([self._value(first, about), base], before.name())
        values = [self._value(node, about) for node in formula.operands]
        return _OPERATIONS[formula.operation](values)

    def _value(self, node: Node, about: _About) -> Quantity | None:
        if isinstance(node, Quantity):
            return node
        if isinstance(node, Formula):
            return self.answer(node, about).value
        found, computed = self.lookup(node, *about), None
        if found is None and node in self.derived:
            computed = evaluate(self.derived[node], self.lookup, *about, self.derived)
            found = computed.value
        self.inputs.append(Input(node, *about, found, computed))
        return found


def _parts(formula: Formula, about: _About) -> list[str]:
    """The breakdowns that a filter adds up, within the one that is asked for."""
    keys = [name for name, _ in formula.where]
    chosen = product(*(values for _, values in formula.where))
    within = part_of(about.part)
    return [part_code(within | dict(zip(keys, one, strict=True))) for one in chosen]


def _sum(values: list[Quantity | None]) -> _Answer:
    known = _all_known(values)
    if known is None:
        return _NOTHING
    total = known[0]
    for value in known[1:]:
        total += value
    return _Answer(total)


def _difference(values: list[Quantity | None]) -> _Answer:
    known = _all_known(values)
    return _NOTHING if known is None else _Answer(known[0] - known[1])


def _ratio(values: list[Quantity | None]) -> _Answer:
    known = _all_known(values)
    if known is None:
        return _NOTHING
    if not known[1].value:
        return _Answer(None, message("facts.formula.zero_divisor"))
    return _Answer(_over(*known))


def _share(values: list[Quantity | None]) -> _Answer:
    known = _all_known(values)
    if known is None:
        return _NOTHING
    part, whole = known
    return _measured(measures.share(part.to(whole.unit).value, whole.value))


def _growth(values: list[Quantity | None], period: Text | None = None) -> _Answer:
    known = _all_known(values)
    if known is None:
        return _NOTHING
    now, base = known
    return _measured(measures.growth(now.to(base.unit).value, base.value, period))


_OPERATIONS: dict[str, Callable[[list[Quantity | None]], _Answer]] = {
    "sum": _sum,
    "difference": _difference,
    "ratio": _ratio,
    "growth": _growth,
}


# -- units --------------------------------------------------------------------------------


def _all_known(values: list[Quantity | None]) -> list[Quantity] | None:
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else None


def _measured(answer: Measured) -> _Answer:
    if answer.exact is None:
        return _Answer(None, answer.missing)
    return _Answer(Quantity(_decimal(answer.exact), unit(answer.unit)))


def _decimal(value: Fraction) -> Decimal:
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


_FACTORS = {"pure": Decimal(1), "multiple": Decimal(1), "share": Decimal("0.01")}


def _over(above: Quantity, below: Quantity) -> Quantity:
    """Like over like is a pure number; yuan over dollars are a rate; whatever is counted is alike."""
    if _family(above) == _family(below):
        return Quantity(EXACT.divide(above.base, below.base), unit(""))
    if (above.unit.dimension, below.unit.dimension) == ("money.CNY", "money.USD"):
        return Quantity(EXACT.divide(above.base, below.base), unit("元/美元"))
    if below.unit.dimension in _FACTORS:
        return Quantity(EXACT.divide(above.value, _pure(below)), above.unit)
    raise UnfitUnits(found=above.unit.code, expected=below.unit.code, sign="÷")


def _pure(scale: Quantity) -> Decimal:
    return EXACT.multiply(scale.base, _FACTORS[scale.unit.dimension])


def _family(of: Quantity) -> str:
    dimension = of.unit.dimension
    return "count" if dimension.startswith("count.") else dimension


def _in_unit(answer: _Answer, code: str | None) -> _Answer:
    """Put the answer into the declared unit; a pure number into per cent or multiples."""
    if answer.value is None or code is None:
        return answer
    value, declared = answer.value, unit(code)
    if value.unit.dimension == declared.dimension:
        return _Answer(value.to(declared))
    if value.unit.dimension in _FACTORS and declared.dimension in _FACTORS:
        pure = EXACT.divide(_pure(value), _FACTORS[declared.dimension])
        return _Answer(Quantity(EXACT.divide(pure, declared.factor), declared))
    raise UnfitUnits(found=value.unit.code, expected=code, sign="=")
