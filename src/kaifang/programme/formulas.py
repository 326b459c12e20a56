"""The formulas of a law's derived indicators, compiled once a law."""

from __future__ import annotations

from kaifang.facts.formulas import Formula, compile_formulas
from kaifang.packs.law import Law

_formulas: dict[str, dict[str, Formula]] = {}


def formulas_of(law: Law) -> dict[str, Formula]:
    """The compiled formulas of a law's derived indicators, once a law. Raises: FormulaCycle."""
    if law.hash not in _formulas:
        derived = {id: e for id, e in law.indicators.items() if e.formula}
        raws = {id: e.formula.model_dump() for id, e in derived.items() if e.formula}
        units = {id: e.unit.code for id, e in derived.items()}
        _formulas[law.hash] = compile_formulas(raws, units)
    return _formulas[law.hash]
