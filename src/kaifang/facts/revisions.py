"""Revisions: where a later record gives a key another value than the one before it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import numpy as np

from kaifang.core.observation import Visibility
from kaifang.facts.columns import Ints, Mask, micros
from kaifang.facts.cube import Cube
from kaifang.facts.selecting import is_one_of


def revisions(
    cube: Cube,
    *,
    now: datetime,
    sees: Visibility = Visibility.PUBLIC,
    orgs: Collection[str] | None = None,
) -> list[tuple[int, int]]:
    """Return the rows (before, now) of every revision, the one recorded last first.

    A revision is of one key and one authority: a flash figure that a verified one replaces is
    none. What the viewer may not see, or not yet, revises nothing for him.
    """
    places = np.flatnonzero(_seen(cube, now, sees, orgs))
    columns, order = cube.columns, cube.order[places]
    same = cube.key[places][1:] == cube.key[places][:-1]
    same &= columns.authority[order][1:] == columns.authority[order][:-1]
    later = np.flatnonzero(same & _differs(cube, order)) + 1
    recent = later[np.lexsort((columns.row[order][later], columns.recorded[order][later]))][::-1]
    rows = columns.row[order]
    return [(int(rows[at - 1]), int(rows[at])) for at in recent]


def _seen(cube: Cube, now: datetime, sees: Visibility, orgs: Collection[str] | None) -> Mask:
    mask: Mask = (cube.visibility <= int(sees)) & (cube.embargo <= micros(now))
    if orgs is not None:
        mask &= is_one_of(cube, "org", cube.columns.org[cube.order], orgs)
    return mask


def _differs(cube: Cube, order: Ints) -> Mask:
    """Whether each of the rows but the first says something else than the one before it."""
    c = cube.columns
    held = (c.has_value, c.value * c.has_value, c.has_high, c.high * c.has_high, c.comparator)
    differs = np.zeros(max(len(order) - 1, 0), np.bool_)
    for column in held:
        differs |= column[order][1:] != column[order][:-1]
    return differs
