"""Records in memory, so that answers can be tested without a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from kaifang.core.observation import Observation, Visibility
from kaifang.core.period import Period
from kaifang.facts.columns import columns_of
from kaifang.facts.cube import Cube, Snapshot
from kaifang.packs.law import Law
from kaifang.programme.moment import Moment
from kaifang.programme.opening import Programme
from kaifang.programme.viewer import PUBLIC, Viewer

LONG_AGO = datetime(2021, 1, 1, tzinfo=UTC)


class MemoryRecords:
    """What `Records` answers, out of a list of observations."""

    data_version = 1

    def __init__(self, observations: Iterable[Observation]) -> None:
        self._held = [
            replace(one, id=number, recorded=one.recorded or LONG_AGO)
            for number, one in enumerate(observations, 1)
        ]
        self._cube = Cube(columns_of(self._held))

    def snapshot(
        self, moment: Moment, sees: Visibility, inside: frozenset[str] | None = None
    ) -> Snapshot:
        now = moment.seen_at or datetime.now(UTC)
        return self._cube.at(
            moment.as_of, seen_at=moment.seen_at, sees=sees, inside=inside, now=now
        )

    def observation(self, row: int) -> Observation:
        return self._held[row - 1]

    def cube(self) -> Cube:
        return self._cube

    def vintages(self, key: Sequence[str]) -> list[Observation]:
        return [one for one in self._held if one.key == tuple(key)]

    def texts(self) -> Mapping[str, str]:
        return {}


def programme(law: Law, *more: Observation, viewer: Viewer = PUBLIC) -> Programme:
    """A programme on the law's own facts and whatever a test adds to them."""
    return Programme(law, MemoryRecords([*law.observations(), *more]), viewer)


def level(
    indicator: str,
    org: str,
    period: str,
    value: str,
    announced: date,
    *,
    unit: str = "亿元",
    recorded: datetime | None = None,
    visibility: Visibility = Visibility.PUBLIC,
) -> Observation:
    """One stated level."""
    return Observation(
        indicator=indicator,
        org=org,
        period=Period.parse(period),
        value=Decimal(value),
        unit=unit,
        announced=announced,
        recorded=recorded,
        visibility=visibility,
    )
