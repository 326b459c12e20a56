"""Read a received workbook or CSV file as a grid of texts that know their place."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from kaifang.core.errors import KaifangError, nearest
from kaifang.core.text import decode

LARGEST = 50
_MEGABYTE = 1024 * 1024
_UNPACKED = 1024


class TooLarge(KaifangError):
    code = "KF-EXCH-001"


class Empty(KaifangError):
    code = "KF-EXCH-002"


class NotText(KaifangError):
    code = "KF-EXCH-003"


class StrangeKind(KaifangError):
    code = "KF-EXCH-004"


class Unreadable(KaifangError):
    code = "KF-EXCH-005"


class NoSuchSheet(KaifangError):
    code = "KF-EXCH-006"


@dataclass(frozen=True)
class Grid:
    """A sheet as rows of texts; `sheet` is empty for CSV."""

    file: str
    sheet: str
    rows: list[list[str]]

    def at(self, row: int, column: int) -> str:
        """The text at 0-based row and column; "" outside."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    def place(self, row: int, column: int) -> str:
        """How errors name a cell: `表一!D7`."""
        cell = f"{column_letters(column)}{row + 1}"
        return f"{self.sheet or self.file}!{cell}"

    def column(self, name: str, heads: Iterator[int] | range = range(0)) -> int | None:
        """0-based number of a column given by letter (`B`) or by a text in one of the head rows."""
        for row in heads:
            for at, text in enumerate(self.rows[row] if row < len(self.rows) else []):
                if text.strip() == name:
                    return at
        if name.isascii() and name.isalpha() and name.isupper() and len(name) <= 3:
            return column_number(name)
        return None


def read_grid(path: Path, sheet: str = "") -> Grid:
    """Read one sheet of a file.

    Raises: TooLarge, Empty, NotText, StrangeKind, Unreadable, NoSuchSheet.
    """
    size = path.stat().st_size
    if size > LARGEST * _MEGABYTE:
        raise TooLarge.at(path.name, found=size // _MEGABYTE, expected=LARGEST)
    if size == 0:
        raise Empty.at(path.name)
    match path.suffix.lower():
        case ".csv" | ".txt":
            return _read_csv(path)
        case ".xlsx" | ".xls" | ".xlsm" | ".ods":
            return _read_workbook(path, sheet)
    raise StrangeKind.at(path.name, found=path.suffix or path.name)


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


def _read_csv(path: Path) -> Grid:
    text = decode(path.read_bytes())
    if text is None or "\0" in text:
        raise NotText.at(path.name)
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text))]
    if not any(any(row) for row in rows):
        raise Empty.at(path.name)
    return Grid(path.name, "", rows)


def _read_workbook(path: Path, sheet: str) -> Grid:
    _refuse_bomb(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = book.sheet_names
        name = sheet or names[0]
        if name not in names:
            raise NoSuchSheet.at(path.name, found=name, near=nearest(name, names) or names[:3])
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, IndexError) as error:
        raise Unreadable.at(path.name, found=str(error)[:120]) from None
    texts = [[_text(cell) for cell in row] for row in rows]
    if not any(any(row) for row in texts):
        raise Empty.at(f"{path.name}!{name}")
    return Grid(path.name, name, texts)


def _refuse_bomb(path: Path) -> None:
    """A packed file that unpacks to more than a gigabyte is refused before it is opened."""
    if path.suffix.lower() == ".xls":
        return
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable.at(path.name, found=str(error)) from None
    if size > _UNPACKED * _MEGABYTE:
        raise TooLarge.at(path.name, found=size // _MEGABYTE, expected=_UNPACKED)


def _text(value: Any) -> str:
    """A cell as text; doubles get the shortest decimal that reads back to them."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f") if value == value else ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()
