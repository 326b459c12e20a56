"""Set a batch against what is known: what is new, what repeats, what revises, what conflicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.utils import timezone

from kaifang.core.errors import KaifangError
from kaifang.core.observation import Measure, Observation
from kaifang.store.errors import OtherUnit, OverlappingRevisions
from kaifang.store.models import Record
from kaifang.store.rows import observations_of
from kaifang.store.vintages import Chain, Revision, line_of, said

# Above this many organisations all rows of an indicator are read to compare with.
_MANY = 400


@dataclass(slots=True)
class Compared:
    """A batch sorted out; `wrong` is what keeps it from being recorded.

    `confirmed` counts those of `fresh` that say what stood already, announced anew.
    """

    fresh: list[Observation] = field(default_factory=list)
    unchanged: int = 0
    confirmed: int = 0
    revisions: list[Revision] = field(default_factory=list)
    wrong: list[KaifangError] = field(default_factory=list)


def compare(given: Iterable[Observation]) -> Compared:
    """Compare observations with the records of the store, one indicator after another."""
    result = Compared()
    in_order = sorted(given, key=attrgetter("indicator"))  # stable: keeps the order given
    for indicator, group in groupby(in_order, key=attrgetter("indicator")):
        _compare_one(indicator, list(group), result)
    return result


def _compare_one(indicator: str, group: list[Observation], result: Compared) -> None:
    result.wrong += _conflicts(group)
    result.wrong += _other_units(indicator, group)
    if result.wrong:
        return
    chains = _chains(indicator, {o.org for o in group})
    today = timezone.localdate()
    for o in group:
        chain = chains.setdefault(line_of(o), Chain(today))
        if chain.repeats(o):
            result.unchanged += 1
            continue
        old = chain.before(o)
        if old and old.id and said(old) != said(o):
            result.revisions.append(Revision(old, o))
        elif old and said(old) == said(o):
            result.confirmed += 1
        chain.add(o)
        result.fresh.append(o)


def _conflicts(group: list[Observation]) -> list[KaifangError]:
    """Find different values for one key, authority and announcement."""
    first: dict[tuple[Any, ...], Observation] = {}
    pairs = ((first.setdefault((*line_of(o), o.announced), o), o) for o in group)
    return [_overlap(one, other) for one, other in pairs if said(one) != said(other)]


def _other_units(indicator: str, group: list[Observation]) -> list[KaifangError]:
    """Find levels in another unit than the indicator's levels have had."""
    levels = [o for o in group if o.measure is Measure.LEVEL]
    if not levels:
        return []
    rows = Record.objects.filter(indicator=indicator, measure=Measure.LEVEL.value)
    # any one will do: first() would read the table in the order of its key
    expected = next(iter(rows.values_list("unit", flat=True)[:1]), levels[0].unit)
    return [
        OtherUnit(o.figure, indicator=indicator, found=o.unit, expected=expected)
        for o in levels
        if o.unit != expected
    ]


def _chains(indicator: str, orgs: set[str]) -> dict[tuple[Any, ...], Chain]:
    rows = Record.objects.filter(indicator=indicator)
    if len(orgs) <= _MANY:
        rows = rows.filter(org__in=orgs)
    lines: dict[tuple[Any, ...], list[Observation]] = {}
    for o in observations_of(rows):
        lines.setdefault(line_of(o), []).append(o)
    today = timezone.localdate()
    return {line: Chain.of(known, today) for line, known in lines.items()}


def _overlap(one: Observation, other: Observation) -> OverlappingRevisions:
    what = " ".join(filter(None, one.key))
    return OverlappingRevisions(one=_named(one), two=_named(other), what=what)


def _named(o: Observation) -> str:
    value = "—" if o.value is None else format(o.value, "f")
    return f"{value}{o.unit}{f' ({o.figure})' if o.figure else ''}"
