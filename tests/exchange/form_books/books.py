"""Books as they go out and come back: written, changed by hand, saved again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import openpyxl

from kaifang.exchange.form_books.reading import ReadBook, read_book
from kaifang.exchange.form_books.writing import write_book
from kaifang.facts.checking import Past
from kaifang.facts.form_values import Cell, Sheet
from kaifang.packs.law import Law
from tests.facts.reporting import (
    DOMESTIC,
    FOREIGN,
    FUNDS,
    JUNE,
    MAY,
    PROJECTS,
    form_of,
    sheet_of,
)

SHEET = "填报表"
# Where the rows of the north zone stand, and the first of the south.
PLACES = {FUNDS: "E6", DOMESTIC: "E7", FOREIGN: "E8", PROJECTS: "E9"}
FILLED = sheet_of("north", {FUNDS: "100", DOMESTIC: "600000", FOREIGN: "40", PROJECTS: "3"})


def past() -> Past:
    return Past(
        JUNE,
        MAY,
        previous={Cell("north", FUNDS): Decimal("90.5")},
        last_year={Cell("north", FUNDS): Decimal(80)},
    )


def written(
    law: Law, orgs: tuple[str, ...] = ("north",), values: Sheet | None = None, lang: str = "zh"
) -> bytes:
    values = FILLED if values is None else values
    return write_book(law, form_of(law), orgs, JUNE, values, past(), lang)


def changed(data: bytes, change: Callable[[Any], None], sheet: str = SHEET) -> bytes:
    """The book after somebody worked on a sheet and saved it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book[sheet])
    return saved(book)


def typed(data: bytes, values: Mapping[str, object], sheet: str = SHEET) -> bytes:
    """The book with cells typed over."""

    def change(page: Any) -> None:
        for place, value in values.items():
            page[place] = value

    return changed(data, change, sheet)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def loaded(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def read(data: bytes) -> ReadBook:
    return read_book(data, "表.xlsx")


def values_of(book: ReadBook, org: str = "north") -> dict[str, str | None]:
    return {
        cell.row: None if one.value is None else f"{one.value:f}"
        for cell, one in book.sheet.items()
        if cell.org == org
    }


def told(book: ReadBook) -> list[tuple[str, str, str]]:
    """Code, row and place of every fault; both languages say something of their own."""
    for fault in book.faults:
        assert fault.says.zh != fault.says.en
        assert fault.remedy is not None
        assert fault.remedy.zh != fault.remedy.en
    return [(one.rule, one.cell.row, one.where.rpartition("!")[2]) for one in book.faults]


def with_part(data: bytes, part: str, content: bytes) -> bytes:
    """The package with a part added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return out.getvalue()


def part_of(data: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(part)
