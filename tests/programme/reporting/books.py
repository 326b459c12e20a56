"""Fill workbooks in as officers do."""

from __future__ import annotations

import io

import openpyxl

from tests.programme.reporting.conftest import whole


def filled_in(data: bytes, values: dict[str, object]) -> bytes:
    """Type values into a book as an officer does: by row key, of every organisation."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "本期数" for cell in row))
    at = {cell.value: cell.column for cell in head}
    code = next(
        cell.column for cell in head if isinstance(cell.value, str) and cell.value.isascii()
    )
    for row in range(head[0].row + 1, sheet.max_row + 1):
        key = str(sheet.cell(row, code).value or "")
        for name, value in values.items():
            if name in key:
                sheet.cell(row, at["本期数"]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def numbers(**other: object) -> dict[str, object]:
    sound = {row: float(one.value) for row, one in whole().items() if one.value is not None}
    return {**sound, **other}
