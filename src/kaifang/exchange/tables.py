"""Table: columns and rows as pages show them, written as XLSX, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

import xlsxwriter

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.statement import Statement

Value = Decimal | str | None
# What a spreadsheet takes for the beginning of a formula; the wide signs where it is Chinese.
_FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
_PLAIN_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(\.[0-9]+)?%?")
_DOUBLE_DIGITS = 15
_LONGEST_NAME = 31  # of a sheet, in a workbook
_PAPERS = {"a4": 9, "a3": 8}  # as workbooks number them


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its unit once in the head; numbers stand right-aligned."""

    key: str
    title: Text
    unit: Text | None = None
    kind: Literal["text", "number"] = "text"

    def head(self, lang: str) -> str:
        title = self.title.in_(lang)
        return f"{title}({self.unit.in_(lang)})" if self.unit else title


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as number or text; `digits` decimals shown, `note` says why it is missing."""

    value: Value
    digits: int = 1
    note: Text | None = None
    demo: bool = False


@dataclass(frozen=True)
class Table:
    """A table ready to leave the house; `source` is the line at its foot.

    On A3 long texts break inside their cells instead of running out of them. `watermark` stands
    in every copy of what is internal: who took it out, and when.
    """

    id: str
    title: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    source: Text
    paper: Literal["a4", "a3"] = "a4"
    watermark: Text | None = None

    @property
    def is_demo(self) -> bool:
        return any(cell.demo for row in self.rows for cell in row)

    @property
    def marked(self) -> list[list[Cell]]:
        """The rows; where one figure of a row is invented, every cell of it says so."""
        return [
            [_invented(cell) for cell in row] if any(c.demo for c in row) else list(row)
            for row in self.rows
        ]


def _invented(cell: Cell) -> Cell:
    return cell if cell.demo else Cell(cell.value, cell.digits, cell.note, demo=True)


def cell_of(statement: Statement | None, *, demo: bool = False) -> Cell:
    """The cell of a statement: its number, or "—" with the reason."""
    if statement is None:
        return Cell(None)
    if statement.quantity is None:
        return Cell(None, note=statement.missing, demo=demo)
    return Cell(statement.quantity.value, statement.digits, demo=demo)


def write_csv(table: Table, lang: str = "zh") -> bytes:
    """CSV for offices: UTF-8 with byte-order mark, formulas defused, the source line last."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_safe(column.head(lang)) for column in table.columns)
    for row in table.marked:
        writer.writerow(_written(cell, lang) for cell in row)
    writer.writerow([])
    writer.writerow([_safe(table.source.in_(lang))])
    if table.watermark:
        writer.writerow([_safe(table.watermark.in_(lang))])
    return out.getvalue().encode("utf-8-sig")


def write_json(table: Table, lang: str = "zh") -> bytes:
    """JSON with exact decimals as texts, so that no digit is lost on the way."""
    rows = [
        {c.key: _json(cell, lang) for c, cell in zip(table.columns, row, strict=True)}
        for row in table.marked
    ]
    columns = [
        {"key": c.key, "title": c.title.in_(lang), "unit": c.unit.in_(lang) if c.unit else None}
        for c in table.columns
    ]
    content = {
        "id": table.id,
        "title": table.title.in_(lang),
        "demo": table.is_demo,
        "columns": columns,
        "rows": rows,
        "source": table.source.in_(lang),
        **({"watermark": table.watermark.in_(lang)} if table.watermark else {}),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def write_xlsx(table: Table, lang: str = "zh") -> bytes:
    """A workbook with frozen head, filter, repeated head in landscape and the source line.

    Invented figures are marked by their number format, so that they stay numbers.
    """
    return write_book([table], lang)


def write_book(tables: Sequence[Table], lang: str = "zh") -> bytes:
    """A workbook of several tables, a sheet for each by its title."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for table in tables:
        _write_sheet(book, table, lang)
    book.close()
    return out.getvalue()


def _write_sheet(book: Any, table: Table, lang: str) -> None:
    sheet = book.add_worksheet(_sheet_name(table.title.in_(lang)))
    styles = _Styles(book, lang, wraps=table.paper == "a3")
    mark = table.watermark.in_(lang) if table.watermark else ""
    sheet.write_string(0, 0, "　".join(filter(None, (table.title.in_(lang), mark))), styles.title)
    for place, column in enumerate(table.columns):
        sheet.write_string(1, place, column.head(lang), styles.head)
    rows = table.marked
    for number, row in enumerate(rows, 2):
        for place, cell in enumerate(row):
            _write_cell(sheet, number, place, cell, styles)
    sheet.write_string(len(rows) + 3, 0, table.source.in_(lang), styles.foot)
    _lay_out(sheet, table, rows, lang)
    _stamp(sheet, mark)


class _Styles:
    """The few formats of an exported sheet."""

    def __init__(self, book: Any, lang: str, *, wraps: bool = False) -> None:
        self.book, self.lang = book, lang
        self._broken = {"text_wrap": True, "valign": "top"} if wraps else {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#F4F1EA"}
        )
        self.foot = book.add_format({"font_size": 9, "font_color": "#666666"})
        self._made: dict[tuple[str, bool, bool], Any] = {}

    def text(self, cell: Cell) -> Any:
        return self._of("@", cell.demo, quiet=False)

    def missing(self, cell: Cell) -> Any:
        return self._of("@", cell.demo, quiet=True)

    def number(self, cell: Cell) -> Any:
        decimals = "." + "0" * cell.digits if cell.digits else ""
        return self._of(f"#,##0{decimals}", cell.demo, quiet=False)

    def _of(self, code: str, demo: bool, *, quiet: bool) -> Any:
        """A number format, the demo mark inside it; what is missing stands right and grey."""
        key = code, demo, quiet
        if key not in self._made:
            mark = f'"{_mark(self.lang)}"' if demo else ""
            look = {"align": "right", "font_color": "#666666"} if quiet else {}
            self._made[key] = self.book.add_format(
                {"num_format": code + mark, **look, **self._broken}
            )
        return self._made[key]


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, styles: _Styles) -> None:
    if cell.value is None:
        sheet.write_string(row, column, "—", styles.missing(cell))
        if cell.note:
            sheet.write_comment(row, column, cell.note.in_(styles.lang))
    elif isinstance(cell.value, str):
        sheet.write_string(row, column, cell.value, styles.text(cell))
    elif len(cell.value.as_tuple().digits) > _DOUBLE_DIGITS:
        sheet.write_string(row, column, f"{cell.value:f}", styles.missing(cell))
    else:
        sheet.write_number(row, column, float(cell.value), styles.number(cell))


def _lay_out(sheet: Any, table: Table, rows: Sequence[Sequence[Cell]], lang: str) -> None:
    columns = table.columns
    for place, column in enumerate(columns):
        texts = [column.head(lang), *(_written(row[place], lang) for row in rows[:200])]
        widest = max(sum(2 if ord(c) > 255 else 1 for c in text) for text in texts)
        sheet.set_column(place, place, min(48, max(8, widest + 2)))
    sheet.freeze_panes(2, 1)
    if rows:
        sheet.autofilter(1, 0, len(rows) + 1, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(_PAPERS[table.paper])
    sheet.repeat_rows(1)
    sheet.fit_to_pages(1, 0)


def _stamp(sheet: Any, mark: str) -> None:
    """The number of each printed page; of what is internal, on each page who took it out."""
    told = mark.replace("&", "&&")
    if told:
        sheet.set_header(f"&R{told}")
    sheet.set_footer(f"&C&P / &N&R{told}" if told else "&C&P / &N")


def _written(cell: Cell, lang: str) -> str:
    """A cell as one text, with the demo mark where it says something."""
    if isinstance(cell.value, Decimal):
        text = f"{cell.value:f}"
    else:
        text = "—" if cell.value is None else _safe(cell.value)
    return text + _mark(lang) if cell.demo and text else text


@cache
def _mark(lang: str) -> str:
    return f"({message('table.demo').in_(lang)})"


def _json(cell: Cell, lang: str) -> dict[str, Any]:
    value = f"{cell.value:f}" if isinstance(cell.value, Decimal) else cell.value
    missing = {"missing": cell.note.in_(lang) if cell.note else None} if value is None else {}
    return {"value": value, **missing, **({"demo": True} if cell.demo else {})}


def _safe(text: str) -> str:
    """Defuse what a spreadsheet would run as a formula; a negative number stays a number."""
    if text.startswith(_FORMULA_SIGNS) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _sheet_name(title: str) -> str:
    """A title as the name of a sheet: short, and without the signs that a workbook refuses."""
    return "".join(c for c in title if c not in "[]:*?/\\'")[:_LONGEST_NAME].strip() or "table"
