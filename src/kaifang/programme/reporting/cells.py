"""Values of cells as an event keeps them: decimals as texts, to the last digit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kaifang.facts.form_values import Given

Values = Mapping[str, Given]


def kept(values: Values) -> dict[str, Any]:
    """Write values by row as JSON.

    >>> kept({"fdi:month": Given(Decimal("1.20"), "核实")})
    {'fdi:month': {'value': '1.20', 'reason': '核实'}}
    """
    return {row: _kept(given) for row, given in values.items()}


def read(content: Mapping[str, Any]) -> dict[str, Given]:
    """Read them back."""
    return {row: _read(one) for row, one in content.items()}


def changed(values: Values, changes: Values) -> dict[str, Given]:
    """Those changes that say something else than what stands."""
    return {row: one for row, one in changes.items() if said(values.get(row)) != said(one)}


def said(given: Given | None) -> tuple[Decimal | None, str, str]:
    """What a cell says; a blank one says nothing, and one never touched is blank."""
    return (None, "", "") if given is None else (given.value, given.reason.strip(), _words(given))


def _words(given: Given) -> str:
    """What was typed matters only where no number was read from it."""
    return given.typed if given.value is None else ""


def _kept(given: Given) -> dict[str, Any]:
    value = None if given.value is None else format(given.value, "f")
    texts = {"reason": given.reason.strip(), "typed": given.typed, "where": given.where}
    return {"value": value, **{name: text for name, text in texts.items() if text}}


def _read(one: Mapping[str, Any]) -> Given:
    value = None if one["value"] is None else Decimal(one["value"])
    return Given(value, one.get("reason", ""), one.get("typed", ""), one.get("where", ""))
