"""Ties 勾稽关系 of a law: which figures add up to which, so that a small cell stays hidden."""

from __future__ import annotations

from kaifang.facts.small_cells import Ties
from kaifang.packs.law import Law
from kaifang.programme.formulas import formulas_of

_UNADDING = ("ratio", "rank")


def ties_of(law: Law) -> Ties:
    """What adds up by a law: organisations to the one above, indicators by their formulas."""
    if law.hash not in _ties:
        _ties[law.hash] = _read(law)
    return _ties[law.hash]


def _read(law: Law) -> Ties:
    formulas, kinds = formulas_of(law), {id: one.kind for id, one in law.indicators.items()}
    return Ties(
        parents={org.id: (org.parent, org.kind) for org in law.orgs if org.parent},
        sums={
            id: tuple(map(str, one.operands))
            for id, one in formulas.items()
            if one.operation == "sum" and all(each in kinds for each in one.operands)
        },
        derived={id: one.names for id, one in formulas.items()},
        unadding=frozenset(id for id, kind in kinds.items() if kind in _UNADDING),
        not_over_time=frozenset(id for id, kind in kinds.items() if kind != "flow"),
    )


_ties: dict[str, Ties] = {}
