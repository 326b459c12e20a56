"""Grid: a sheet as rows of texts that know their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kaifang.core.errors import KaifangError
from kaifang.core.text import repair
from kaifang.exchange.errors import HiddenColumn, HiddenRow

At = tuple[int, int]


@dataclass(frozen=True)
class Grid:
    """A sheet as rows of texts; `sheet` is empty for CSV. Rows and columns count from 0.

    `faults` are cells that cannot be trusted, by place; hidden rows and columns are those of a
    workbook.
    """

    file: str
    sheet: str
    rows: list[list[str]]
    faults: Mapping[At, KaifangError] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """How errors name the sheet."""
        return self.sheet or self.file

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> str:
        """The text of a cell; "" outside."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    def repaired(self, row: int, column: int) -> str:
        """The text of a cell with widths folded and stray blanks dropped."""
        text = self.at(row, column)
        return text if text.isascii() else repair(text).text

    def place(self, row: int, column: int) -> str:
        """How errors name a cell: `表一!D7`."""
        return f"{self.name}!{column_letters(column)}{row + 1}"

    def findings(self) -> Iterator[KaifangError]:
        """Everything about the sheet that a reader of the printed page could not know."""
        yield from (self.faults[at] for at in sorted(self.faults))
        for row in sorted(self.hidden_rows):
            if any(self.rows[row] if row < len(self.rows) else ()):
                yield self.hidden_row(row)
        for column in sorted(self.hidden_columns):
            if any(self.at(row, column) for row in range(len(self.rows))):
                yield self.hidden_column(column)

    def hidden_row(self, row: int) -> HiddenRow:
        return HiddenRow.at(f"{self.name}!{row + 1}:{row + 1}", found=row + 1)

    def hidden_column(self, column: int) -> HiddenColumn:
        letters = column_letters(column)
        return HiddenColumn.at(f"{self.name}!{letters}:{letters}", found=letters)


def column_letters(column: int) -> str:
    """Write a 0-based column as letters.

    >>> column_letters(27)
    'AB'
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Read letters as a 0-based column.

    >>> column_number("AB")
    27
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
