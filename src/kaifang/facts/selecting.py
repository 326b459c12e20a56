"""Select from a snapshot: which of the values that lead are of some indicators, places, periods."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from kaifang.core.period import Period
from kaifang.facts.columns import EPOCH, Codes, Ints, Mask
from kaifang.facts.cube import Cube, Snapshot


def select(
    snapshot: Snapshot,
    *,
    indicators: Collection[str] | None = None,
    orgs: Collection[str] | None = None,
    within: Period | None = None,
) -> Ints:
    """Return the snapshot indices that pass, in the snapshot's order; None keeps all.

    `within` keeps the periods that lie inside it.
    """
    cube, rows = snapshot.cube, snapshot.cube.order[snapshot.places]
    columns = cube.columns
    mask: Mask = np.ones(len(rows), np.bool_)
    if indicators is not None:
        mask &= is_one_of(cube, "indicator", columns.indicator[rows], indicators)
    if orgs is not None:
        mask &= is_one_of(cube, "org", columns.org[rows], orgs)
    if within is not None:
        first, last = ((day - EPOCH).days for day in (within.start, within.end))
        mask &= (columns.start[rows] >= first) & (columns.end[rows] <= last)
    return np.flatnonzero(mask)


def told_of(snapshot: Snapshot, column: str, index: Ints | None = None) -> set[str]:
    """Return what the values of a snapshot, or some of them, say in a coded column."""
    cube = snapshot.cube
    places = snapshot.places if index is None else snapshot.places[index]
    codes: Codes = getattr(cube.columns, column)
    names = cube.names[column]
    counts = np.bincount(codes[cube.order[places]], minlength=len(names))
    return {names[code] for code in np.flatnonzero(counts)}


def is_one_of(cube: Cube, column: str, codes: Codes, texts: Collection[str]) -> Mask:
    """Tell which codes of a column stand for one of the texts."""
    known = cube.codes[column]
    table = np.zeros(len(cube.names[column]) + 1, np.bool_)
    table[[known[text] for text in texts if text in known]] = True
    found: Mask = table[codes]
    return found
