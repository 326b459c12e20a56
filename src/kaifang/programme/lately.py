"""Lately: which figures of a programme were revised last, as of a day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import numpy as np

from kaifang.core.observation import Measure, Observation
from kaifang.facts.columns import EPOCH, micros
from kaifang.facts.cube import Cube
from kaifang.facts.revisions import revisions
from kaifang.programme.figures import Figures
from kaifang.programme.opening import Programme

Pair = tuple[Observation, Observation]


def lately_revised(programme: Programme, figures: Figures, *, last: int = 5) -> list[Pair]:
    """The latest revisions of levels of the programme's own organisation: known before, and now.

    Headline indicators only, so that the list stays as short as the table above it.
    """
    as_of, seen_at = figures.snapshot.as_of, figures.versions.seen_at
    cube = programme.records.cube()
    pairs = revisions(
        cube,
        now=seen_at or datetime.now(UTC),
        sees=programme.viewer.sees,
        inside=programme.inside,
        orgs=[programme.law.head.org or ""],
        indicators=programme.law.head.headline,
    )
    end = datetime.combine(as_of + timedelta(days=1), time(), UTC)
    known = _known(cube, [row for _, row in pairs], (as_of - EPOCH).days, seen_at or end)
    shown = [pair for pair, is_known in zip(pairs, known, strict=True) if is_known][:last]
    found = programme.records.observations([row for pair in shown for row in pair])
    return [(found[before], found[now]) for before, now in shown]


def _known(cube: Cube, rows: list[int], day: int, instant: datetime) -> list[bool]:
    """Whether each record is a level announced by a day; if never announced, recorded by then."""
    columns = cube.columns
    order = np.argsort(columns.row)
    at = order[np.searchsorted(columns.row, rows, sorter=order)]
    announced, recorded = columns.announced[at], columns.recorded[at]
    known = np.where(announced >= 0, announced <= day, recorded <= micros(instant))
    known &= columns.measure[at] == cube.codes["measure"].get(Measure.LEVEL, -1)
    return [bool(one) for one in known]
