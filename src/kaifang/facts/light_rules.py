"""Rules of lights 灯号规则: read from a pack's plain values, checked, ready to be evaluated.

A scheme is a list of rules, the first that holds decides. A condition is an operator with a
number, true or false, or the name of another input: `{points_behind: ">= 10"}`.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from string import Formatter
from typing import Any, TypeAlias

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message

Given: TypeAlias = Decimal | Fraction | int | bool

NUMBERS = (
    "points_behind",
    "points_short",
    "attainment_of_schedule",
    "growth",
    "plan_growth",
    "peer_growth",
    "months_unstarted",
    "months_to_statistics",
    "months_without_progress",
    "misses_in_row",
    "ambers_in_row",
    "ambers_total",
    "behind_share",
)
TRUTHS = ("serious", "funds_below_rule", "done", "made_up_later", "due_passed")
INPUTS = (*NUMBERS, *TRUTHS)
MOST_DIGITS = 15  # what float64 holds apart, so that columns decide as decimals do


class UnknownInput(KaifangError):
    code = "KF-FACT-002"


class UnreadableCondition(KaifangError):
    code = "KF-FACT-003"


class Colour(StrEnum):
    """The colours of a light; the words go with them, colour is never the only signal."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"

    @property
    def label(self) -> Text:
        return message(f"facts.light.{self.value}")


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of an input with a literal, or with another input."""

    input: str
    sign: str
    literal: Decimal | bool | None = None
    other: str = ""

    @property
    def inputs(self) -> tuple[str, ...]:
        return (self.input, self.other) if self.other else (self.input,)

    def holds(self, values: Mapping[str, Given | None]) -> bool:
        """Tell whether it holds; what is missing does not."""
        left = values.get(self.input)
        right = values.get(self.other) if self.other else self.literal
        if left is None or right is None:
            return False
        return bool(OPERATORS[self.sign](Fraction(left), Fraction(right)))


Group: TypeAlias = tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A light, the groups of conditions of which one has to hold whole, and its words."""

    id: str
    colour: Colour
    groups: tuple[Group, ...]
    says: Text
    worded: tuple[str, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """All inputs that it reads, in its conditions and in its words."""
        read = [name for group in self.groups for one in group for name in one.inputs]
        return tuple(dict.fromkeys([*read, *self.worded]))

    def holds(self, values: Mapping[str, Given | None]) -> bool:
        """Tell whether it holds; a rule that cannot word itself does not."""
        if any(values.get(name) is None for name in self.worded):
            return False
        return any(all(one.holds(values) for one in group) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Effect:
    """What follows beside the light, such as removal from a list."""

    name: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Scheme:
    """A named set of rules; `recolours_past` where a past month may change its light."""

    id: str
    name: Text
    rules: tuple[Rule, ...]
    effects: tuple[Effect, ...] = ()
    recolours_past: bool = False

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for rule in self.rules for name in rule.inputs))

    def marks(self, name: str) -> list[Decimal]:
        """All numbers that the rules set an input against."""
        conditions = (one for rule in self.rules for group in rule.groups for one in group)
        return [
            one.literal
            for one in conditions
            if one.input == name and isinstance(one.literal, Decimal)
        ]


def compile_scheme(entry: Mapping[str, Any], where: str = "") -> Scheme:
    """Read one entry of a pack's `lights/*.yaml`, as plain values.

    `when` is a mapping of which all conditions have to hold, `any` a list of such mappings.

    >>> rule = {
    ...     "light": "red",
    ...     "when": {"points_behind": "> 30"},
    ...     "says": {"zh": "慢", "en": "slow"},
    ... }
    >>> compile_scheme({"id": "x", "name": {"zh": "例", "en": "x"}, "rules": [rule]}).inputs
    ('points_behind',)

    Raises: UnknownInput with the nearest names, UnreadableCondition.
    """
    where = where or str(entry["id"])
    rules = [
        _rule(f"{entry['id']}#{number}", raw["light"], raw, where)
        for number, raw in enumerate(entry["rules"], 1)
    ]
    effects = [
        Effect(raw["effect"], _rule(f"{entry['id']}!{raw['effect']}", Colour.GREY, raw, where))
        for raw in entry.get("effects") or ()
    ]
    return Scheme(
        entry["id"],
        _text(entry["name"]),
        tuple(rules),
        tuple(effects),
        str(entry.get("recolours_past", False)).lower() == "true",
    )


def _rule(id: str, colour: str, raw: Mapping[str, Any], where: str) -> Rule:
    groups = [raw["when"]] if raw.get("when") else list(raw.get("any") or ())
    if not groups:
        raise UnreadableCondition.at(where, found=id)
    says = _text(raw["says"])
    return Rule(
        id,
        Colour(colour),
        tuple(tuple(_conditions(group, where)) for group in groups),
        says,
        tuple(_worded(says, where)),
    )


def _conditions(group: Mapping[str, str], where: str) -> Iterable[Condition]:
    for name, text in group.items():
        known = _known(name, where)
        match = _CONDITION.fullmatch(str(text).strip())
        if match is None:
            raise UnreadableCondition.at(where, found=f"{name}: {text}")
        yield _condition(known, match["sign"], match["value"], where)


_CONDITION = re.compile(r"(?P<sign>>=|<=|==|!=|>|<)\s*(?P<value>\S+)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def _condition(name: str, sign: str, value: str, where: str) -> Condition:
    is_truth = name in TRUTHS
    if value in ("true", "false") and is_truth and sign in ("==", "!="):
        return Condition(name, sign, literal=value == "true")
    if _NUMBER.fullmatch(value) and not is_truth and len(value.strip("-")) <= MOST_DIGITS:
        return Condition(name, sign, literal=Decimal(value))
    if value.isidentifier() and value not in ("true", "false"):
        other = _known(value, where)
        if (other in TRUTHS) == is_truth and (not is_truth or sign in ("==", "!=")):
            return Condition(name, sign, other=other)
    raise UnreadableCondition.at(where, found=f"{name}: {sign} {value}")


def _worded(says: Text, where: str) -> list[str]:
    fields = [field for text in (says.zh, says.en) for _, field, _, _ in Formatter().parse(text)]
    return list(dict.fromkeys(_known(field, where) for field in fields if field is not None))


def _known(name: str, where: str) -> str:
    if name not in INPUTS:
        raise UnknownInput.at(where, found=name, near=nearest(name, INPUTS))
    return name


def _text(raw: Text | Mapping[str, str]) -> Text:
    return raw if isinstance(raw, Text) else Text(raw["zh"], raw["en"])
