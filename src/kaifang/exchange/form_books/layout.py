"""How a form book is laid out: columns, codes of rows, the sheets it has."""

from __future__ import annotations

from zlib import crc32

from kaifang.core.bilingual import LANGUAGES, Text
from kaifang.core.messages import message
from kaifang.facts.form_values import Cell

TEMPLATE = "1"  # version of this layout; a book of another is refused
IDENTITY = "_kaifang"  # the hidden sheet
KEY = "_key"  # head of the hidden column of codes
COLUMNS = ("no", "org", "indicator", "unit", "value", "previous", "last_year", "reason", KEY)
WIDTHS = (6, 18, 34, 12, 16, 16, 16, 32, 4)
MOST_ROWS = 200_000

# What officers write where there is no value; each wants a reason, none is nought.
NO_VALUE = frozenset({"", "-", "--", "—", "——", "–", "－", "/", "无", "无数据", "空", "…", "n/a"})
_SEPARATOR = "|"


def head(column: str) -> Text:
    """The head of a column; that of the codes is for programs."""
    return Text(KEY, KEY) if column == KEY else message(f"book.head.{column}")


def heads(column: str) -> frozenset[str]:
    """The head of a column in all languages."""
    return frozenset(head(column).in_(lang) for lang in LANGUAGES)


def row_code(cell: Cell, *names: str) -> str:
    """The code of a row: organisation, row, and a sum over the names printed beside it.

    The sum tells when codes and names have come apart, as by sorting some of the columns only.

    >>> row_code(Cell("a", "funds:month"), "甲区", "资金")
    'a|funds:month|2658ab02'
    """
    return _SEPARATOR.join((*cell, _sum_of(names)))


def cell_of(code: str) -> Cell | None:
    """The cell that a code stands for; None if it is no code."""
    parts = code.split(_SEPARATOR)
    return Cell(parts[0], parts[1]) if len(parts) == 3 and parts[0] and ":" in parts[1] else None


def agrees(code: str, *names: str) -> bool:
    """Whether the names are those that the code was written for."""
    return code.rpartition(_SEPARATOR)[2] == _sum_of(names)


def _sum_of(names: tuple[str, ...]) -> str:
    return f"{crc32(chr(31).join(names).encode()):08x}"
