"""Lights 灯号: green, amber, red or grey by the rules of a pack, always with their words.

One light takes plain values, a board takes columns; both decide alike, on values before they
are rounded. A rule that reads a missing input does not hold; the first rule that holds decides;
where none holds the light is grey and names what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.core.units import number_text
from kaifang.facts.light_columns import Column, compare
from kaifang.facts.light_rules import (
    OPERATORS,
    TRUTHS,
    Colour,
    Condition,
    Effect,
    Given,
    Rule,
    Scheme,
    compile_scheme,
)
from kaifang.facts.rounding import Mask, half_up

__all__ = [
    "Colour",
    "Column",
    "Light",
    "Lights",
    "Restated",
    "Scheme",
    "compile_scheme",
    "effects",
    "evaluate",
    "evaluate_many",
]

COLOURS = tuple(Colour)
NO_RULE = -1
_MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Light:
    """One light: colour, words, the rule that gave it, and the inputs that were missing.

    `rule` is empty where no rule holds; `missing` names inputs that earlier rules would have
    read, also where a later rule holds.
    """

    colour: Colour
    says: Text
    rule: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restated:
    """A light as shown then and as it would be shown now; both are kept (past is not rewritten)."""

    original: Light
    now: Light

    @property
    def has_changed(self) -> bool:
        return self.original.colour is not self.now.colour


def evaluate(scheme: Scheme, values: Mapping[str, Given | None]) -> Light:
    """Give the light that the values earn.

    >>> rule = {"light": "red", "when": {"points_behind": "> 30"}}
    >>> rule["says"] = {"zh": "落后{points_behind}个百分点", "en": "{points_behind} points behind"}
    >>> scheme = compile_scheme({"id": "x", "name": {"zh": "例", "en": "x"}, "rules": [rule]})
    >>> print(evaluate(scheme, {"points_behind": Decimal("30.04")}).says)
    落后30.04个百分点
    >>> print(evaluate(scheme, {}).says)
    缺落后序时进度的百分点
    """
    missing: dict[str, None] = {}
    for rule in scheme.rules:
        if rule.holds(values):
            return Light(rule.colour, _worded(scheme, rule, values), rule.id, tuple(missing))
        missing |= dict.fromkeys(name for name in rule.inputs if values.get(name) is None)
    return Light(Colour.GREY, _why_grey(tuple(missing)), "", tuple(missing))


def effects(scheme: Scheme, values: Mapping[str, Given | None]) -> list[Effect]:
    """List what follows beside the light, such as removal from the list after half a year."""
    return [effect for effect in scheme.effects if effect.rule.holds(values)]


# -- many at once -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lights:
    """Many lights of one scheme: `colour` int8[n] into COLOURS, `rule` int16[n] into its rules.

    `rule` is NO_RULE where none holds. `light` words one of them when it is asked for.
    """

    scheme: Scheme
    colour: NDArray[np.int8]
    rule: NDArray[np.int16]
    columns: Mapping[str, Column]

    def light(self, row: int) -> Light:
        """The whole light of one row, words included."""
        return evaluate(self.scheme, values_at(self.columns, row))


def evaluate_many(scheme: Scheme, columns: Mapping[str, Column]) -> Lights:
    """Give the light of each row; equal to `evaluate` on the row's values.

    `columns` holds a column of length n for each input that is known at all.

    >>> rule = {
    ...     "light": "red",
    ...     "when": {"points_behind": "> 30"},
    ...     "says": {"zh": "慢", "en": "slow"},
    ... }
    >>> scheme = compile_scheme({"id": "x", "name": {"zh": "例", "en": "x"}, "rules": [rule]})
    >>> behind = Column.of_ints(np.array([31, 30]), np.array([True, True]))
    >>> [COLOURS[colour] for colour in evaluate_many(scheme, {"points_behind": behind}).colour]
    [<Colour.RED: 'red'>, <Colour.GREY: 'grey'>]
    """
    n = len(next(iter(columns.values())).has) if columns else 0
    colour = np.full(n, COLOURS.index(Colour.GREY), np.int8)
    chosen = np.full(n, NO_RULE, np.int16)
    for number, rule in enumerate(scheme.rules):
        here = (chosen == NO_RULE) & _holds(rule, columns, n)
        colour[here] = COLOURS.index(rule.colour)
        chosen[here] = number
    return Lights(scheme, colour, chosen, columns)


def values_at(columns: Mapping[str, Column], row: int) -> dict[str, Given | None]:
    """Return the exact values of one row, None where missing."""
    return {
        name: _as_given(name, column.exact(row)) if column.has[row] else None
        for name, column in columns.items()
    }


def _as_given(name: str, value: Fraction) -> Given:
    return bool(value) if name in TRUTHS else value


def _holds(rule: Rule, columns: Mapping[str, Column], n: int) -> Mask:
    holds = np.zeros(n, np.bool_)
    for group in rule.groups:
        held = np.ones(n, np.bool_)
        for one in group:
            held &= _condition(one, columns, n)
        holds |= held
    for name in rule.worded:
        holds &= columns[name].has if name in columns else False
    return holds


def _condition(one: Condition, columns: Mapping[str, Column], n: int) -> Mask:
    if any(name not in columns for name in one.inputs):
        return np.zeros(n, np.bool_)
    other = columns[one.other] if one.other else one.literal
    assert other is not None
    return compare(OPERATORS[one.sign], columns[one.input], other)


# -- words --------------------------------------------------------------------------------


def _worded(scheme: Scheme, rule: Rule, values: Mapping[str, Given | None]) -> Text:
    return rule.says.format(**{name: _shown(scheme, rule, name, values) for name in rule.worded})


def _shown(scheme: Scheme, rule: Rule, name: str, values: Mapping[str, Given | None]) -> str:
    """Write a value with as many digits as still stand on its own side of every mark.

    79.96% is below 80%, so it must not read "80.0%, below 80%".
    """
    value = _fraction(values[name])
    marks = [Fraction(mark) for mark in scheme.marks(name)]
    marks += [_fraction(values[other]) for other in rule.worded if other != name]
    if value.denominator == 1:
        return number_text(Decimal(value.numerator))
    for digits in range(1, _MOST_SHOWN):
        shown = half_up(value, digits)
        if all(_side(Fraction(shown), mark) == _side(value, mark) for mark in marks):
            return number_text(shown)
    return number_text(half_up(value, _MOST_SHOWN))


def _fraction(value: Given | None) -> Fraction:
    assert value is not None  # the rule holds, so its words can be filled
    return Fraction(value)


def _side(value: Fraction, mark: Fraction) -> int:
    return (value > mark) - (value < mark)


def _why_grey(missing: tuple[str, ...]) -> Text:
    if not missing:
        return message("facts.light.no_rule")
    names = joined([message(f"facts.input.{name}") for name in missing])
    return message("missing.no_input", name=names)
