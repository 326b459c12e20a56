"""Read a received workbook or CSV file as a grid of texts that know their place.

Only XLSX and CSV: of the older kinds nobody tells us which cells show per cent, hold an error or
lie hidden, and 0.176 taken for 17.6% is worse than asking for another file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from kaifang.core.errors import KaifangError, nearest
from kaifang.core.text import decode
from kaifang.exchange.errors import (
    Empty,
    ErrorValue,
    NoCachedValue,
    NoSuchSheet,
    NotText,
    ScaledFormat,
    StrangeKind,
    TooLarge,
    TooManyCells,
    Unreadable,
)
from kaifang.exchange.grid import At, Grid
from kaifang.exchange.packages import opened
from kaifang.exchange.workbook_faults import Marks, marks_of, sheet_names

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
}
LARGEST = 50  # megabytes
MOST_CELLS = 5_000_000
_MEGABYTE = 1024 * 1024
# A spreadsheet shows 15 digits; what a double holds beyond them is noise of binary arithmetic.
_SHOWN = Context(prec=15)


def read_grid(path: Path, sheet: str = "") -> Grid:
    """Read one sheet of a file: the one named, else the first that is to be seen.

    Raises: TooLarge, Empty, NotText, StrangeKind, Unreadable, Locked, NoSuchSheet, TooManyCells.
    """
    if media_type(path) != MEDIA_TYPES[".csv"]:
        return _read_workbook(path, sheet)
    return Grid(path.name, "", [[cell.strip() for cell in row] for row in read_csv(path)])


def media_type(path: Path) -> str:
    """The media type of a file by its ending. Raises: StrangeKind."""
    ending = path.suffix.lower()
    if ending not in MEDIA_TYPES:
        raise StrangeKind.at(path.name, found=path.suffix or path.name)
    return MEDIA_TYPES[ending]


def read_csv(path: Path) -> list[list[str]]:
    """Read the cells of a CSV file as they are. Raises: TooLarge, Empty, NotText, Unreadable."""
    _check_size(path)
    text = decode(path.read_bytes())
    if text is None:
        raise NotText.at(path.name)
    try:
        # strict: a quotation mark that nobody closes would swallow the rest of the table
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Unreadable.because(path.name, "exchange.quotes_open", error) from None
    if not any(cell.strip() for row in rows for cell in row):
        raise Empty.at(path.name)
    return rows


def _check_size(path: Path) -> None:
    size = path.stat().st_size
    if size > LARGEST * _MEGABYTE:
        raise TooLarge.at(path.name, found=size // _MEGABYTE, expected=LARGEST)
    if size == 0:
        raise Empty.at(path.name)


def _read_workbook(path: Path, sheet: str) -> Grid:
    _check_size(path)
    with opened(path) as packed:
        name = _chosen(path, sheet, sheet_names(packed))
        marks = marks_of(packed, name)
    if marks.rows * marks.columns > MOST_CELLS:
        raise TooManyCells.at(f"{path.name}!{name}", found=marks.rows, expected=MOST_CELLS)
    rows = _cells(path, name)
    _show_percents(rows, marks)
    grid = Grid(path.name, name, [[shown_text(cell) for cell in row] for row in rows])
    if not any(map(any, grid.rows)) and not marks.formulas:
        raise Empty.at(grid.name)
    return _with_marks(grid, marks)


def _chosen(path: Path, sheet: str, names: dict[str, bool]) -> str:
    if sheet and sheet not in names:
        raise NoSuchSheet.at(path.name, found=sheet, near=nearest(sheet, names) or list(names)[:3])
    visible = [name for name, is_visible in names.items() if is_visible]
    return sheet or (visible or list(names))[0]


def _cells(path: Path, sheet: str) -> list[list[Any]]:
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable.because(path.name, "exchange.broken_sheet", error) from None


def _show_percents(rows: list[list[Any]], marks: Marks) -> None:
    """A cell that shows 17.6% holds 0.176: read it as it shows."""
    for row, column in marks.percents:
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        if isinstance(value, float):
            rows[row][column] = f"{shown_text(shown_number(value) * 100)}%"


def _with_marks(grid: Grid, marks: Marks) -> Grid:
    hidden = frozenset(marks.hidden_rows), frozenset(marks.hidden_columns)
    return Grid(grid.file, grid.sheet, grid.rows, dict(_faults(grid, marks)), *hidden)


def _faults(grid: Grid, marks: Marks) -> Iterator[tuple[At, KaifangError]]:
    for at in marks.errors:
        yield at, ErrorValue.at(grid.place(*at))
    for at in marks.formulas - marks.errors:
        if not grid.at(*at):
            yield at, NoCachedValue.at(grid.place(*at))
    for at in marks.scaled - marks.errors:
        if grid.at(*at):
            yield at, ScaledFormat.at(grid.place(*at), found=grid.at(*at))


def shown_text(value: Any) -> str:
    """A cell as text: numbers with the digits a spreadsheet can show, days without an hour."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        value = shown_number(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()


def shown_number(value: float) -> Decimal:
    """A number with the digits that a spreadsheet shows of it."""
    return _SHOWN.create_decimal(repr(value))
