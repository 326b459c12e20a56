"""Tables that leave the house: the same rows as the page shows, as XLSX, CSV or JSON."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from html import unescape
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text, same
from kaifang.core.units import Unit
from kaifang.exchange.tables import Cell, Column, Table, write_csv, write_json, write_xlsx
from kaifang.programme.errors import UnknownChoice
from kaifang.programme.tables import source_line, watermark
from kaifang.site.asking import Asked, spoken
from kaifang.site.components import tables
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import said

WRITERS = {
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "json": (write_json, "application/json"),
}
# Columns that only draw: their numbers stand in other columns.
_DRAWN = ("spark", "bar")


def download(table: Table, format: str) -> HttpResponse:
    """A table as a file. Raises: UnknownChoice."""
    if format not in WRITERS:
        raise UnknownChoice(name=_("Format"), found=format, near=list(WRITERS))
    write, kind = WRITERS[format]
    answer = HttpResponse(write(table, spoken()), content_type=kind)
    name = f"{table.id}.{format}"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def watermarked(table: Table, asked: Asked) -> Table:
    """The table with who takes it out and when, where it is read from inside."""
    return replace(table, watermark=watermark(asked.programme))


def asked_for(
    request: HttpRequest, asked: Asked, *shown: tables.Table | None
) -> HttpResponse | None:
    """The download that the address asks for: of the table it names, else of the first."""
    if "format" not in request.GET:
        return None
    known = {table.name: table for table in shown if table is not None}
    wanted = request.GET.get("table") or next(iter(known), "")
    if wanted not in known:
        raise UnknownChoice(name=_("Table"), found=wanted, near=list(known))
    return download(leaving(known[wanted], asked), request.GET["format"])


def leaving(table: tables.Table, asked: Asked) -> Table:
    """A table of a page ready for download, with the line that says where it comes from."""
    kept = [column for column in table.leaving if column.kind not in _DRAWN]
    columns = [
        Column(c.key, _text(c.label), _text(c.unit) if c.unit else None,
               "number" if c.is_number else "text")
        for c in kept
    ]  # fmt: skip
    rows = [[_cell(row.cells.get(column.key)) for column in kept] for row in table.rows]
    source = source_line(asked.programme, asked.figures.versions)
    name = f"{table.name}-{asked.law.id}"
    mark = watermark(asked.programme)
    return Table(name, _text(table.caption), columns, rows, source, watermark=mark)


def _text(label: object) -> Text:
    if isinstance(label, Text):
        return label
    return label.name if isinstance(label, Unit) else same(said(label))


def _cell(cell: object) -> Cell:
    if isinstance(cell, Figure):
        reason = _text(cell.reason) if cell.value is None and cell.reason else None
        digits = max(-int(cell.value.as_tuple().exponent), 0) if cell.value is not None else 0
        shown = digits if cell.digits is None else cell.digits
        return Cell(cell.value, shown, reason, cell.authority == "demo")
    value = tables.plain(cell)
    if isinstance(value, SafeString):
        value = unescape(strip_tags(value.replace("<span", " <span"))).strip()
    return Cell(value if isinstance(value, Decimal | str) else "" if value is None else str(value))
