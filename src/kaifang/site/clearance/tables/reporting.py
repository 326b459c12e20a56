"""Sheets of the time release study as tables of a page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaifang.exchange.tables import Cell
from kaifang.exchange.tables import Table as Sheet
from kaifang.site.components.figures import Figure
from kaifang.site.components.tables import Column, Row, Table

MOST_ON_A4 = 8  # columns of figures that an upright sheet has room for
_GROUP = "group"


def sheet(one: Sheet) -> Table:
    """A sheet of the report as a table of the page; a group stands as a heading over its rows."""
    grouped = one.columns[0].key == _GROUP
    shown = one.columns[1:] if grouped else one.columns
    columns = [
        Column(c.key, c.title, c.unit or "", "number" if c.kind == "number" else "text")
        for c in shown
    ]
    rows: list[Row] = []
    headed = None
    for cells in one.rows:
        told = {c.key: _sheet_cell(cell) for c, cell in zip(one.columns, cells, strict=True)}
        if grouped and told[_GROUP] != headed:
            headed = told[_GROUP]
            rows.append(Row({shown[0].key: headed}, band=True))
        rows.append(Row(told))
    return Table(one.id, one.title, columns, rows, formats=(), wide=len(columns) > MOST_ON_A4,
                 empty=_("Nothing to tell."))  # fmt: skip


def _sheet_cell(cell: Cell) -> object:
    if isinstance(cell.value, str):
        return cell.value
    mark = "demo" if cell.demo else "derived"
    return Figure(cell.value, digits=cell.digits, authority=mark, reason=cell.note or "")
