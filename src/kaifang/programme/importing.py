"""Import of official tables: read by a map of the pack, recorded, revisions told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from kaifang.core.bilingual import Text
from kaifang.core.errors import nearest
from kaifang.core.observation import Observation
from kaifang.core.period import Period
from kaifang.core.units import Unit
from kaifang.exchange.fact_tables import read_table
from kaifang.exchange.sheets import read_grid
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.schema.rules import FactMapEntry
from kaifang.programme.naming import org_name


@dataclass(frozen=True)
class Revised:
    """A value that the table gives differently from what was known (上月被修订)."""

    indicator: Text
    org: Text
    period: Text
    before: Observation
    now: Observation


@dataclass(frozen=True)
class Imported:
    """What an import changed."""

    read: int
    added: int
    unchanged: int
    revised: Sequence[Revised]


def import_table(
    law: Law,
    file: Path,
    map: str | FactMapEntry,
    *,
    period: Period | None = None,
    announced: date | None = None,
    reason: str = "",
    who: str = "",
) -> Imported:
    """Read a table by a map, or by the law's map of that id, and record it.

    The same file twice changes nothing.

    Raises: SeveralErrors with every wrong cell; nothing is recorded then.
    """
    from kaifang.store.models import Batch
    from kaifang.store.observations import Origin, append

    entry = find_map(law, map) if isinstance(map, str) else map
    grid = read_grid(file, entry.sheet)
    unit_of = partial(_unit, law)
    found = read_table(grid, entry, unit_of, period=period, announced=announced)
    origin = Origin(law.hash, hashlib.sha256(file.read_bytes()).hexdigest(), entry.id, who)
    text = reason or f"{entry.name.zh} {file.name}"
    result = append(found, kind=Batch.Kind("import"), reason=text, origin=origin)
    revised = [_revised(law, one.old, one.new) for one in result.revisions]
    return Imported(len(found), result.added, result.unchanged, revised)


def find_map(law: Law, id: str) -> FactMapEntry:
    """A map of the law by id. Raises: UnknownName."""
    if id not in law.maps:
        raise UnknownName(kind=LABELS["maps"], found=id, near=nearest(id, law.maps))
    return law.maps[id]


def _unit(law: Law, indicator: str) -> Unit:
    return law.indicator(indicator).unit


def _revised(law: Law, before: Observation, now: Observation) -> Revised:
    return Revised(
        law.indicator(now.indicator).name.text,
        org_name(law, now.org),
        now.period.name(cumulative=True),
        before,
        now,
    )
