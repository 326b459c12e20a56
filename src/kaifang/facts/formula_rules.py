"""Formulas 公式 as a pack writes them: read from plain values, worded, checked for circles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, Union

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.core.units import NotANumber, Quantity, UnknownUnit

Namer: TypeAlias = Callable[[str], Text]
Node: TypeAlias = Union[str, Quantity, "Formula"]

# how many operands each operation takes; None: any number from the least on
ARITIES: dict[str, tuple[int, int | None]] = {
    "sum": (1, None),
    "difference": (2, 2),
    "ratio": (2, 2),
    "share": (1, 1),
    "growth": (1, 2),
    "filter": (1, 1),
}
_BESIDE = {"share": "of", "filter": "where"}  # the second key that an operation needs


class UnreadableFormula(KaifangError):
    code = "KF-FACT-007"


class FormulaCycle(KaifangError):
    code = "KF-FACT-008"


@dataclass(frozen=True, slots=True)
class Formula:
    """One step: an operation on names, literal quantities or further steps.

    `of` is the organisation whose whole a share is of; `where` the breakdown of a filter;
    `unit` what the answer is put into.
    """

    operation: str
    operands: tuple[Node, ...]
    of: str = ""
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unit: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All indicators that it reads, each once."""
        return tuple(dict.fromkeys(_names(self)))

    def words(self, name: Namer = same) -> Text:
        """Say the formula in words; `name` turns ids into names.

        >>> print(compile_formula({"sum": ["exports", "imports"]}).words())
        exports + imports
        """
        return _words(self, name)


def compile_formula(raw: Mapping[str, Any], unit: str | None = None, where: str = "") -> Formula:
    """Read a formula of a pack, as plain values; operands may be ids, quantities or formulas.

    >>> compile_formula({"share": "trade.total", "of": "100000"}).names
    ('trade.total',)

    Raises: UnreadableFormula, with the nearest operation.
    """
    given = {key: value for key, value in raw.items() if value not in (None, "", (), [], {})}
    operation = next((key for key in given if key in ARITIES), "")
    expected = {operation, _BESIDE.get(operation, operation)}
    if not operation or given.keys() != expected:
        stray = next((key for key in given if key not in expected - {""}), operation)
        raise UnreadableFormula.at(where, found=_plain(raw), near=nearest(stray, ARITIES))
    return replace(_step(operation, given, where), unit=unit)


def compile_formulas(
    raws: Mapping[str, Mapping[str, Any]], units: Mapping[str, str] | None = None
) -> dict[str, Formula]:
    """Read the formulas of all derived indicators and refuse those that go in a circle.

    >>> compile_formulas({"a": {"sum": ["b", "c"]}})["a"].names
    ('b', 'c')

    Raises: UnreadableFormula; FormulaCycle, which names the chain.
    """
    units = units or {}
    formulas = {id: compile_formula(raw, units.get(id), id) for id, raw in raws.items()}
    sound: set[str] = set()
    for id in formulas:
        _refuse_cycle(id, formulas, (), sound)
    return formulas


# -- reading ------------------------------------------------------------------------------


def _step(operation: str, given: Mapping[str, Any], where: str) -> Formula:
    raw = given[operation]
    operands = [raw] if isinstance(raw, str | Mapping) else list(raw)
    least, most = ARITIES[operation]
    if len(operands) < least or (most is not None and len(operands) > most):
        raise UnreadableFormula.at(where, found=_plain(given))
    return Formula(
        operation,
        tuple(_node(one, where) for one in operands),
        of=given.get("of", ""),
        where=tuple((name, _values(one)) for name, one in given.get("where", {}).items()),
    )


def _node(raw: Any, where: str) -> Node:
    if isinstance(raw, Mapping):
        return compile_formula(raw, where=where)
    if not isinstance(raw, str):
        raise UnreadableFormula.at(where, found=_plain(raw))
    if not raw[:1].isdigit() and raw[:1] not in "-−":
        return raw
    try:
        return Quantity.parse(raw)
    except (NotANumber, UnknownUnit):
        raise UnreadableFormula.at(where, found=raw) from None


def _values(raw: str | Sequence[str]) -> tuple[str, ...]:
    return (raw,) if isinstance(raw, str) else tuple(raw)


def _plain(raw: Any) -> str:
    return str(dict(raw) if isinstance(raw, Mapping) else raw)


def _names(formula: Formula) -> Iterator[str]:
    for node in formula.operands:
        if isinstance(node, Formula):
            yield from _names(node)
        elif isinstance(node, str):
            yield node


def _refuse_cycle(
    id: str, formulas: Mapping[str, Formula], chain: tuple[str, ...], sound: set[str]
) -> None:
    if id in chain:
        circle = [*chain[chain.index(id) :], id]
        raise FormulaCycle.at(circle[0], found=" → ".join(circle))
    if id in sound or id not in formulas:
        return
    for name in formulas[id].names:
        _refuse_cycle(name, formulas, (*chain, id), sound)
    sound.add(id)


# -- words --------------------------------------------------------------------------------

_SIGNS = {"sum": " + ", "difference": " − ", "ratio": " ÷ "}


def _words(formula: Formula, name: Namer) -> Text:
    parts = [_node_words(node, name) for node in formula.operands]
    if formula.operation in _SIGNS:
        sign = _SIGNS[formula.operation]
        return joined(parts, sign, sign)
    key = f"facts.formula.{formula.operation}"
    if formula.operation == "growth" and len(parts) == 2:
        return message(f"{key}_over", now=parts[0], base=parts[1])
    if formula.operation == "share":
        return message(key, part=parts[0], of=name(formula.of))
    return message(key, part=parts[0], where=_where_words(formula, name))


def _node_words(node: Node, name: Namer) -> Text:
    if isinstance(node, str):
        return name(node)
    if isinstance(node, Quantity):
        return Text(node.text("zh"), node.text("en"))
    inner = _words(node, name)
    return Text(f"({inner.zh})", f"({inner.en})") if node.operation in _SIGNS else inner


def _where_words(formula: Formula, name: Namer) -> Text:
    values = [value for _, values in formula.where for value in values]
    return joined([name(value) for value in values])
