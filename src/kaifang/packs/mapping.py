"""Import maps: whether what they name is there, and whether their units can be converted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kaifang.core.errors import KaifangError, nearest
from kaifang.core.units import Unit, UnitMismatch, unit
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.quoting import BadPattern
from kaifang.packs.schema.rules import FactMapEntry, MapColumn


def check_map(law: Law, map: FactMapEntry) -> Iterator[KaifangError]:
    """Name everything that keeps a map from reading a table."""
    orgs = [one.id for one in law.orgs]
    yield from _unknown(map, "orgs", map.orgs.values(), orgs)
    yield from _unknown(map, "indicators", [c.indicator for c in map.columns], law.indicators)
    for column in map.columns:
        expected = _expected_unit(law, column)
        if expected and expected.dimension != column.unit.dimension:
            yield UnitMismatch.at(map.where, found=column.unit.code, expected=expected.code)
    try:
        re.compile(map.period_pattern)
    except re.error as error:
        yield BadPattern.at(map.where, found=str(error))


def _unknown(
    map: FactMapEntry, kind: str, names: Collection[str], known: Collection[str]
) -> Iterator[UnknownName]:
    for name in dict.fromkeys(names):
        if name not in known:
            near = nearest(name, known)
            yield UnknownName.at(map.where, kind=LABELS[kind], found=name, near=near)


def _expected_unit(law: Law, column: MapColumn) -> Unit | None:
    if column.measure == "growth":
        return unit("%")
    about = law.indicators.get(column.indicator)
    return about.unit if about else None
