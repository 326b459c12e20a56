"""Records: the store as programmes see it; one cube per version of the data, shared by threads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from threading import Lock

from kaifang.core.observation import Observation, Visibility
from kaifang.facts.cube import Cube, Snapshot
from kaifang.programme.moment import Moment
from kaifang.store import mirror, observations, sources


class Records:
    """Read access to everything recorded."""

    @property
    def data_version(self) -> int:
        return mirror.current().version

    def cube(self) -> Cube:
        """All records as a cube, built once per data version."""
        return _cubes.of(mirror.current())

    def snapshot(
        self, moment: Moment, sees: Visibility, inside: frozenset[str] | None = None
    ) -> Snapshot:
        """What was known at a moment, visible to one viewer."""
        now = moment.seen_at or datetime.now(UTC)
        return self.cube().at(
            moment.as_of, seen_at=moment.seen_at, sees=sees, inside=inside, now=now
        )

    def observation(self, row: int) -> Observation:
        return observations.by_id([row])[row]

    def observations(self, rows: Iterable[int]) -> dict[int, Observation]:
        """Several records by their number."""
        return observations.by_id(rows)

    def vintages(self, key: Sequence[str]) -> list[Observation]:
        return observations.vintages(key)

    def texts(self) -> Mapping[str, str]:
        """Attached document texts by document id."""
        return sources.texts()


class _Cubes:
    """The cube of the latest columns; threads that ask at once wait for one building."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._current: mirror.Current | None = None
        self._cube: Cube | None = None

    def of(self, current: mirror.Current) -> Cube:
        with self._lock:
            if self._cube is None or self._current is not current:
                self._cube, self._current = Cube(current.columns), current
            return self._cube


_cubes = _Cubes()
