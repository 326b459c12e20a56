"""Find a column by its letter or by the words of its head, over several head rows.

Offices merge head cells: 出口 stands once over 当月 and 累计. A merged or blank cell takes the words
to its left, so `出口/累计` names one column even where 累计 stands three times.
"""

from __future__ import annotations

from collections.abc import Iterable

from kaifang.core.errors import nearest
from kaifang.core.text import repair
from kaifang.exchange.errors import AmbiguousColumn, NoSuchColumn
from kaifang.exchange.grid import Grid, column_letters, column_number


def find_column(grid: Grid, name: str, heads: int) -> int:
    """The 0-based column called `name` in the first `heads` rows, else the one of that letter.

    Raises: NoSuchColumn, AmbiguousColumn.
    """
    paths = {column: head_path(grid, column, heads) for column in range(grid.width)}
    wanted = repair(name).text
    named = [column for column, path in paths.items() if wanted in path[-1:]]
    named = named or [c for c, path in paths.items() if _leads(wanted.split("/"), path)]
    if len(named) > 1:
        letters = ", ".join(map(column_letters, named))
        raise AmbiguousColumn.at(grid.name, found=name, expected=letters)
    if named:
        return named[0]
    if _is_letters(name) and column_number(name) < grid.width:
        return column_number(name)
    known = {"/".join(path[-2:]) for path in paths.values()}
    raise NoSuchColumn.at(grid.name, found=name, near=nearest(wanted, known))


def head_path(grid: Grid, column: int, heads: int) -> list[str]:
    """The words over a column, from the top: ["出口", "累计"]."""
    own = [grid.repaired(row, column) for row in range(heads)]
    lowest = max((row for row, text in enumerate(own) if text), default=-1)
    path = [text or _to_the_left(grid, row, column) for row, text in enumerate(own[: lowest + 1])]
    return [text for text in path if text]


def _to_the_left(grid: Grid, row: int, column: int) -> str:
    texts = (grid.repaired(row, at) for at in range(column - 1, -1, -1))
    return next((text for text in texts if text), "")


def _leads(parts: Iterable[str], path: list[str]) -> bool:
    """Whether the parts stand in the path in this order, the last at its end."""
    *above, last = parts
    remaining = iter(path[:-1])
    return last in path[-1:] and all(part in remaining for part in above)


def _is_letters(name: str) -> bool:
    return len(name) <= 3 and name.isascii() and name.isalpha() and name.isupper()
