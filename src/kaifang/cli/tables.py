"""Lay out tables for a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

GAP = "  "
MARK = "…"
NARROWEST = 8


def width(text: str) -> int:
    """Return how many columns a text takes.

    >>> width("进出口 7,724")
    12
    """
    return sum(_columns(char) for char in text)


def clipped(text: str, columns: int) -> str:
    """Cut a text so that it takes no more than `columns`, marking the cut.

    >>> clipped("进出口总额", 7)
    '进出口…'
    """
    if width(text) <= columns:
        return text
    kept, used = "", width(MARK)
    for char in text:
        used += _columns(char)
        if used > columns:
            break
        kept += char
    return kept + MARK


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text with blanks to `columns`; with `right` they come before it."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def wrapped(text: str, columns: int) -> list[str]:
    """Break a text into lines; English breaks at blanks, Chinese anywhere.

    >>> wrapped("check packs again", 11)
    ['check packs', 'again']
    """
    lines = [""]
    for word in _words(text):
        if width(lines[-1] + word.rstrip()) > columns and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return lines


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    columns: int | None = None,
) -> list[str]:
    """Return the lines of a table; `right` are the numbers of columns to align right.

    With `columns` given, cells of the widest columns are cut until the table fits.
    """
    widths = [max(map(width, cells)) for cells in zip_longest(heads, *rows, fillvalue="")]
    if columns is not None:
        widths = _fitted(widths, columns)
    rule = ["─" * one for one in widths]
    return [_line(cells, widths, right) for cells in (heads, rule, *rows)]


def _fitted(widths: list[int], columns: int) -> list[int]:
    """Take from the widest column, again and again, until the table fits."""
    fitted = list(widths)
    while sum(fitted) + len(GAP) * (len(fitted) - 1) > columns and max(fitted) > NARROWEST:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    parts = (
        padded(clipped(cell, columns), columns, right=at in right)
        for at, (cell, columns) in enumerate(zip(cells, widths, strict=False))
    )
    return GAP.join(parts).rstrip()


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


_HANGING = "，。、；：？！）》」』”’,.;:?!)"  # never begin a line


def _words(text: str) -> list[str]:
    """Pieces that stay whole: English words with the blank after them, single characters."""
    words: list[str] = []
    for char in text:
        whole = words and (char in _HANGING or _joins(words[-1][-1], char))
        if whole:
            words[-1] += char
        else:
            words.append(char)
    return words


def _joins(last: str, char: str) -> bool:
    if char == " ":
        return True
    return last != " " and _columns(last) == 1 and _columns(char) == 1
