"""Records: the store as programmes see it; one cube per version of the data, shared by threads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock

from kaifang.core.observation import Observation, Visibility
from kaifang.facts.columns import ZONE
from kaifang.facts.cube import Cube, Snapshot
from kaifang.facts.small_cells import Ties, has_small_cells
from kaifang.programme.moment import Moment
from kaifang.store import mirror, observations, sources

_NO_TIES = Ties()


@dataclass(frozen=True, slots=True)
class Records:
    """Read access to everything recorded, but for values that would reveal fewer than three firms.

    `ties` tell what such a value could be computed back from; that is withheld too. Days are
    those of `zone`.
    """

    ties: Ties = _NO_TIES
    zone: str = ZONE

    @property
    def data_version(self) -> int:
        return mirror.current().version

    def cube(self) -> Cube:
        """All records as a cube, built once per data version."""
        return _cubes.of(mirror.current(), self.ties, self.zone)

    def snapshot(
        self, moment: Moment, sees: Visibility, inside: frozenset[str] | None = None
    ) -> Snapshot:
        """What was known at a moment, visible to one viewer."""
        now = moment.seen_at or datetime.now(UTC)
        return self.cube().at(
            moment.as_of, seen_at=moment.seen_at, sees=sees, inside=inside, now=now
        )

    def observation(self, row: int) -> Observation:
        return self.observations([row])[row]

    def observations(self, rows: Iterable[int]) -> dict[int, Observation]:
        """Several records by their number."""
        hidden = self.cube().withheld_rows
        return {row: _shown(one, hidden) for row, one in observations.by_id(rows).items()}

    def vintages(self, key: Sequence[str]) -> list[Observation]:
        """All that was recorded of a key."""
        hidden = self.cube().withheld_rows
        return [_shown(one, hidden) for one in observations.vintages(key)]

    def texts(self) -> Mapping[str, str]:
        """Attached document texts by document id."""
        return sources.texts()


def _shown(one: Observation, hidden: frozenset[int]) -> Observation:
    """The record as it may be shown: what is hidden keeps its place and loses its value.

    Its number of firms goes too, and the reason given with it, in which the value may stand.
    """
    if one.id not in hidden:
        return one
    return replace(one, value=None, high=None, firms=None, reason="", withheld=True)


class _Cubes:
    """The cubes of the latest columns; threads that ask at once wait for one building.

    Without a small cell the ties say nothing, and all programmes share one cube.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._current: mirror.Current | None = None
        self._cubes: list[tuple[Ties, Cube]] = []
        self._needs_ties = False

    def of(self, current: mirror.Current, ties: Ties, zone: str) -> Cube:
        with self._lock:
            if self._current is not current:
                self._cubes, self._current = [], current
                self._needs_ties = has_small_cells(current.columns)
            wanted = ties if self._needs_ties else _NO_TIES
            return self._found(wanted, zone) or self._made(current, wanted, zone)

    def _found(self, ties: Ties, zone: str) -> Cube | None:
        cubes = (cube for known, cube in self._cubes if known is ties)
        return next((cube for cube in cubes if cube.zone == zone), None)

    def _made(self, current: mirror.Current, ties: Ties, zone: str) -> Cube:
        cube = Cube(current.columns, ties, zone)
        self._cubes = [*self._cubes, (ties, cube)][-_MOST_CUBES:]
        return cube


_MOST_CUBES = 3


_cubes = _Cubes()
