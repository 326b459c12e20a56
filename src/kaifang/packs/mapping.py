"""Import maps: whether what they name is there, and whether their units can be converted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from kaifang.core.errors import KaifangError, nearest
from kaifang.core.units import Unit, UnitMismatch, unit
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.quoting import BadPattern
from kaifang.packs.schema.rules import FactMapEntry, MapColumn

K = TypeVar("K", str, int)


def check_map(law: Law, map: FactMapEntry) -> Iterator[KaifangError]:
    """Name everything that keeps a map from reading a table."""
    orgs = [one.id for one in law.orgs]
    for printed, org in _firsts(map.orgs).items():
        yield from _unknown(map.where_of("orgs", printed), "orgs", org, orgs)
    columns = {number: column.indicator for number, column in enumerate(map.columns)}
    for number, name in _firsts(columns).items():
        where = map.where_of("columns", number, "indicator")
        yield from _unknown(where, "indicators", name, law.indicators)
    for number, column in enumerate(map.columns):
        expected = _expected_unit(law, column)
        if expected and expected.dimension != column.unit.dimension:
            where = map.where_of("columns", number, "unit")
            yield UnitMismatch.at(where, found=column.unit.code, expected=expected.code)
    try:
        re.compile(map.period_pattern)
    except re.error as error:
        yield BadPattern.at(map.where_of("period_pattern"), found=str(error))


def _firsts(named: Mapping[K, str]) -> dict[K, str]:
    """Each name once, where it is named first."""
    seen: dict[str, K] = {}
    for place, name in named.items():
        seen.setdefault(name, place)
    return {place: name for name, place in seen.items()}


def _unknown(where: str, kind: str, name: str, known: Collection[str]) -> Iterator[UnknownName]:
    if name not in known:
        near = nearest(name, known)
        yield UnknownName.at(where, kind=LABELS[kind], found=name, near=near)


def _expected_unit(law: Law, column: MapColumn) -> Unit | None:
    if column.measure == "growth":
        return unit("%")
    about = law.indicators.get(column.indicator)
    return about.unit if about else None
