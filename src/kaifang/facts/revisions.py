"""Revisions: where a later record gives a key another value than the one before it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import numpy as np

from kaifang.core.observation import Visibility
from kaifang.facts.columns import Codes, Ints, Mask, local_days, micros
from kaifang.facts.cube import Cube
from kaifang.facts.selecting import is_one_of


def revisions(
    cube: Cube,
    *,
    now: datetime,
    sees: Visibility = Visibility.PUBLIC,
    inside: frozenset[str] | None = None,
    orgs: Collection[str] | None = None,
    indicators: Collection[str] | None = None,
) -> list[tuple[int, int]]:
    """Return the rows (before, now) of every revision, the latest first.

    The latest is the one recorded on the last day; of one day, the one announced last. A revision
    is of one key and one authority: a flash figure that a verified one replaces is none. What the viewer may not see, or not yet, revises nothing for him.
    """
    places = np.flatnonzero(_seen(cube, now, sees, inside, {"org": orgs, "indicator": indicators}))
    columns, order = cube.columns, cube.order[places]
    same = cube.key[places][1:] == cube.key[places][:-1]
    same &= columns.authority[order][1:] == columns.authority[order][:-1]
    later = np.flatnonzero(same & _differs(cube, order)) + 1
    rows, days = columns.row[order], local_days(columns.recorded[order], cube.zone)
    recent = later[np.lexsort((rows[later], cube.known[places][later], days[later]))][::-1]
    return [(int(rows[at - 1]), int(rows[at])) for at in recent]


def _seen(
    cube: Cube,
    now: datetime,
    sees: Visibility,
    inside: frozenset[str] | None,
    wanted: Mapping[str, Collection[str] | None],
) -> Mask:
    mask: Mask = cube.visible(sees, inside) & (cube.embargo <= micros(now))
    for column, texts in wanted.items():
        if texts is not None:
            codes: Codes = getattr(cube.columns, column)
            mask &= is_one_of(cube, column, codes[cube.order], texts)
    return mask


def _differs(cube: Cube, order: Ints) -> Mask:
    """Whether each of the rows but the first says something else than the one before it."""
    c = cube.columns
    held = (c.has_value, c.value * c.has_value, c.has_high, c.high * c.has_high, c.comparator)
    differs = np.zeros(max(len(order) - 1, 0), np.bool_)
    for column in held:
        differs |= column[order][1:] != column[order][:-1]
    return differs
