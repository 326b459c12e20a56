"""What documents state of clearance times: shown as stated, never computed."""

from __future__ import annotations

from collections.abc import Sequence

from kaifang.core.observation import Measure
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import FactEntry


def stated_reductions(law: Law, base_year: int) -> Sequence[FactEntry]:
    """The facts that state by how much a time was cut against a year, and no hours.

    >>> from kaifang.packs.law import load
    >>> [str(one.value) for one in stated_reductions(load("liaoning-2022"), 2017)]
    ['66%', '91%']
    """
    return [
        one
        for one in law.facts.values()
        if one.measure == Measure.REDUCTION and one.over == str(base_year)
    ]
