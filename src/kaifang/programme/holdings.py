"""Holdings: what the store holds — packs, batches, revisions — as one viewer may know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.observation import Observation
from kaifang.facts.columns import Ints, micros
from kaifang.facts.cube import Cube
from kaifang.facts.revisions import revisions
from kaifang.programme.opening import Programme
from kaifang.programme.reach import orgs_of
from kaifang.programme.viewer import Viewer

if TYPE_CHECKING:
    from kaifang.store.models import Batch

_AMOUNTS = ("level", "month")


@dataclass(frozen=True)
class Installed:
    """One version of a pack as it was installed."""

    pack: str
    version: str
    hash: str
    installed_at: datetime
    is_active: bool


@dataclass(frozen=True)
class Recorded:
    """One act of recording.

    `rows` counts what the viewer may see of it; who recorded it, from which file and why is for
    internal viewers, and empty for all others.
    """

    number: int
    at: datetime
    kind: Text
    rows: int
    pack: str
    map: str
    file: str
    file_hash: str
    who: str
    reason: str


@dataclass(frozen=True)
class Revised:
    """A value, and the one it was known as before."""

    before: Observation
    now: Observation

    @property
    def change(self) -> Decimal | None:
        """By how much the value was moved; None where either says no number."""
        if self.before.value is None or self.now.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def digits(self) -> int:
        """Decimals that show both values whole."""
        values = (one.value for one in (self.before, self.now) if one.value is not None)
        return max(0, *(-int(value.normalize().as_tuple().exponent) for value in values), 0)


def installed_packs() -> list[Installed]:
    """Every version of every pack that was ever installed, the newest first."""
    from kaifang.store.models import InstalledPack

    return [
        Installed(row.pack, row.version, row.hash, row.installed_at, row.active)
        for row in InstalledPack.objects.order_by("-installed_at", "pack")
    ]


def batches(programme: Programme) -> list[Recorded]:
    """All acts of recording of which the viewer may see a row, the last one first."""
    from kaifang.store.models import Batch, InstalledPack, StoredFile

    packs = dict(InstalledPack.objects.values_list("hash", "pack"))
    names = dict(StoredFile.objects.values_list("sha256", "name"))
    seen = _rows_seen(programme)
    found = (
        (batch, _count(seen, batch.first_row, batch.last_row))
        for batch in Batch.objects.order_by("-id")
    )
    return [_recorded(batch, rows, packs, names, programme.viewer) for batch, rows in found if rows]


def revisions_of(programme: Programme) -> list[tuple[int, int]]:
    """The rows (before, now) of every revision (修订) of the programme.

    The newest batch stands first; in it the programme's own organisation, then the others in
    administrative order, each with its largest change first, measured against what it was.
    """
    law = programme.law
    pairs = revisions(
        programme.records.cube(),
        now=datetime.now(UTC),
        sees=programme.viewer.sees,
        inside=programme.inside,
        orgs=[org.id for org in orgs_of(law)],
        indicators=law.indicators,
    )
    return _in_order(programme, pairs)


def _in_order(programme: Programme, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    from kaifang.store.models import Batch

    if not pairs:
        return pairs
    law, cube = programme.law, programme.records.cube()
    columns = cube.columns
    order = np.argsort(columns.row)
    before, now = order[np.searchsorted(columns.row, np.array(pairs), sorter=order)].T
    old, new = columns.value[before].astype(float), columns.value[now].astype(float)
    told = (columns.has_value[before] & columns.has_value[now]).astype(bool)
    moved = np.where(told, np.abs(new - old) / np.maximum(np.abs(old), _least(cube, now)), 0)
    orgs = [cube.names["org"][code] for code in columns.org[now]]
    place = np.array([-1 if org == law.head.org else law.orgs.place(org) for org in orgs])
    starts = np.sort(np.array(Batch.objects.values_list("first_row", flat=True), dtype=np.int64))
    batch = np.searchsorted(starts, columns.row[now], "right")
    return [pairs[at] for at in np.lexsort((-moved, place, -batch))]


def _least(cube: Cube, at: Ints) -> Ints:
    """What a change is measured against at least: a growth moves by points of a hundred."""
    columns, names = cube.columns, cube.names
    found = []
    for indicator, code in zip(columns.indicator[at], columns.measure[at], strict=True):
        measure = names["measure"][code]
        hundred = 100 * 10 ** columns.scales.get((names["indicator"][indicator], measure), 0)
        found.append(1 if measure in _AMOUNTS else hundred)
    return np.array(found, np.int64)


def revised(programme: Programme, pairs: Sequence[tuple[int, int]]) -> list[Revised]:
    """Open some of the revisions."""
    found = programme.records.observations([row for pair in pairs for row in pair])
    return [Revised(found[before], found[now]) for before, now in pairs]


def _rows_seen(programme: Programme) -> Ints:
    """How many of the records up to each number the viewer may see now: int64[last row + 1]."""
    cube = programme.records.cube()
    rows = cube.columns.row[cube.order]
    seen = np.zeros(int(rows.max(initial=0)) + 1, np.int64)
    released = cube.embargo <= micros(datetime.now(UTC))
    seen[rows] = cube.visible(programme.viewer.sees, programme.inside) & released
    counted: Ints = np.cumsum(seen)
    return counted


def _count(seen: Ints, first: int, last: int) -> int:
    """How many of the records from `first` to `last` may be seen."""
    top = len(seen) - 1
    return int(seen[min(last, top)] - seen[min(first - 1, top)])


def _recorded(
    batch: Batch, rows: int, packs: dict[str, str], names: dict[str, str], viewer: Viewer
) -> Recorded:
    inside = viewer.is_internal
    kind = message(f"batch.{batch.kind}")
    file = batch.file_sha256 if inside else ""
    return Recorded(
        batch.id,
        batch.recorded_at,
        kind,
        rows,
        packs.get(batch.pack_hash, ""),
        batch.map_id,
        names.get(file, ""),
        file[:12],
        batch.who if inside else "",
        batch.reason if inside else "",
    )
