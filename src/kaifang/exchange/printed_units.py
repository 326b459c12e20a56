"""The unit that a table prints over its columns (单位：亿元), held against what its map expects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kaifang.core.messages import message
from kaifang.core.units import Unit, UnknownUnit, unit
from kaifang.exchange.errors import UnreadableField
from kaifang.exchange.grid import Grid

_SAID = re.compile(r"(?:计量|金额|数量)?单位\s*[:：]\s*([^)）\]】]+)")
_BETWEEN = re.compile(r"[\s,，、;；/]+")


def check_units(grid: Grid, expected: Iterable[Unit], heads: int) -> Iterator[UnreadableField]:
    """One error for each expected unit that the heads contradict.

    A table that prints 万元 where the map reads 亿元 would be wrong by ten thousand and look right.
    Only units of one dimension are compared; a table that prints none is taken by its map.
    """
    printed = list(_printed(grid, heads))
    for one in dict.fromkeys(expected):
        alike = [(place, said) for place, said in printed if said.dimension == one.dimension]
        if alike and one not in (said for _, said in alike):
            place, said = alike[0]
            field = message("exchange.unit")
            yield UnreadableField.at(place, field=field, found=said.name, expected=one.name)


def _printed(grid: Grid, heads: int) -> Iterator[tuple[str, Unit]]:
    """Every known unit after the word 单位 above the rows, with its place."""
    for row in range(min(heads, len(grid.rows))):
        for column in range(len(grid.rows[row])):
            for said in _SAID.finditer(grid.repaired(row, column)):
                for word in _BETWEEN.split(said[1]):
                    if known := _known(word):
                        yield grid.place(row, column), known


def _known(word: str) -> Unit | None:
    try:
        return unit(word) if word else None
    except UnknownUnit:
        return None
