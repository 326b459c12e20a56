"""Customs' monthly table as an office receives it: made anew for each test, with its faults.

Row 1 the title, row 2 the month, rows 3 and 4 the heads, then the nation, the province and its
14 cities, then a note. The values are counted out: the n-th row has 10n in the month's exports,
6n in its imports, and so on, so that every expected value can be worked out by hand.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from kaifang.exchange.grid import column_letters

CITIES = (
    *("沈阳市", "大连市", "鞍山市", "抚顺市", "本溪市", "丹东市", "锦州市", "营口市"),
    *("阜新市", "辽阳市", "盘锦市", "铁岭市", "朝阳市", "葫芦岛市"),
)
PLACES = ("全国", "辽宁省", *CITIES)
FLOWS = ("进出口", "出口", "进口")
KINDS = ("当月", "累计", "累计同比")
PERCENT = {"num_format": "0.0%"}


def values(n: int, month: int = 5) -> list[Any]:
    """A row's nine values: of each flow the month, the year to date, and its growth."""
    exports, imports = [10.0 * n, 10.0 * n * month, 5.5], [6.0 * n, 6.0 * n * month, -2.5]
    return [16.0 * n, 16.0 * n * month, 2.0 + n, *exports, *imports]


@dataclass
class Customs:
    """A table to be written; `cells` replaces single cells by place, `formats` dresses them."""

    month: str | date = "2022年5月"
    rows: list[list[Any]] = field(default_factory=list)
    cells: Mapping[str, Any] = field(default_factory=dict)
    formats: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.rows = self.rows or [[name, *values(n)] for n, name in enumerate(PLACES, 1)]

    def xlsx(self, folder: Path, sheet: str = "表一") -> Path:
        """Write it as a workbook, its head cells merged."""
        path = folder / "customs.xlsx"
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet(sheet)
            dress = {place: book.add_format(one) for place, one in self.formats.items()}
            for row, cells in enumerate(self._printed()):
                for column, value in enumerate(cells):
                    place = f"{column_letters(column)}{row + 1}"
                    if value is not None:
                        _write(page, place, value, dress.get(place))
            page.merge_range("A1:J1", "辽宁省进出口月度表")
            for first, flow in zip("BEH", FLOWS, strict=True):
                page.merge_range(f"{first}3:{chr(ord(first) + 2)}3", flow)
            for row in self.hidden_rows:
                page.set_row(row - 1, None, None, {"hidden": True})
            for letter in self.hidden_columns:
                page.set_column(f"{letter}:{letter}", None, None, {"hidden": True})
        return path

    def csv(self, folder: Path, encoding: str = "utf-8-sig") -> Path:
        """Write it as a CSV file, as a spreadsheet does."""
        path = folder / "customs.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(self._printed())
        return path

    def _printed(self) -> list[list[Any]]:
        heads = [["地区"] + [cell for flow in FLOWS for cell in (flow, None, None)]]
        heads += [[None, *KINDS * 3]]
        note = ["注:数据为海关初步统计数。"]
        rows = deepcopy([["辽宁省进出口月度表"], [self.month], *heads, *self.rows, note])
        for place, value in self.cells.items():
            row, column = int(place[1:]) - 1, ord(place[0]) - 65
            rows[row] += [None] * (column + 1 - len(rows[row]))
            rows[row][column] = value
        return rows


def _write(page: Any, place: str, value: Any, dress: Any) -> None:
    """A text that begins with "=" is a formula; a pair is one with the value it was saved with."""
    if isinstance(value, tuple):
        page.write_formula(place, value[0], dress, value[1])
    elif isinstance(value, date):
        page.write_datetime(place, value, dress)
    else:
        page.write(place, value, dress)
