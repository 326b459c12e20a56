"""Tables: described once, then drawn, sorted by the address bar and exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from kaifang.site.components.addresses import keep
from kaifang.site.components.figures import Figure, missing
from kaifang.site.components.markup import element, escaped, said

# The class of a cell by the kind of its column, where the component itself has taken the name.
CELLS = {"light": "light-cell", "bar": "bar-cell"}
# A name of more bytes (three a Chinese character) breaks over lines: a long one everywhere, a
# middling one on a phone.
NAME_SIZES = (("long", 39), ("middling", 24))
# What a sheet of A4 has no room for; A3 carries everything.
OFF_A4 = frozenset({"month", "base", "share", "trend"})
FORMATS = ("xlsx", "csv", "json")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; a `number` column carries its unit in the head and lines up its points."""

    key: str
    label: object
    unit: object = ""
    # text, short (never broken), told (a name as somebody wrote it), words (never narrow), number,
    # spark, bar, light
    kind: str = "text"
    sort: bool = False
    hint: object = ""
    group: object = ""

    @property
    def is_number(self) -> bool:
        return self.kind == "number"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: cells by column key; `level` indents, `total` rules it off.

    A `band` is a heading over the rows that follow: only its first cell is drawn.
    """

    cells: Mapping[str, object]
    key: str = ""
    level: int = 0
    total: bool = False
    band: bool = False


@dataclass(frozen=True, slots=True)
class Stack:
    """A figure of a column with something quiet beneath it: its period, or another reckoning."""

    top: Figure
    below: object = ""

    @property
    def plain(self) -> object:
        return self.top.plain


@dataclass(frozen=True, slots=True)
class Order:
    """By which column the rows stand, and which way."""

    key: str = ""
    descending: bool = False

    @classmethod
    def asked(cls, query: QueryDict) -> Order:
        """Read `order=key` or `order=-key` from the address."""
        wanted = query.get("order", "")
        return cls(wanted.lstrip("-"), wanted.startswith("-"))


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that share one head above their own."""

    label: object
    span: int


@dataclass(frozen=True)
class Table:
    """A table with its caption; `source` is the line at its foot."""

    name: str
    caption: object
    columns: Sequence[Column]
    rows: Sequence[Row]
    query: QueryDict = field(default_factory=QueryDict)
    source: object = ""
    formats: Sequence[str] = FORMATS
    wide: bool = False
    empty: object = ""
    leaves: Sequence[Column] = ()

    @property
    def leaving(self) -> Sequence[Column]:
        """The columns of a file: what a page sets beneath one another stands there by itself."""
        return self.leaves or self.columns

    @property
    def order(self) -> Order:
        return Order.asked(self.query)

    @property
    def heads(self) -> list[SafeString]:
        return [_head(c, _Drawn.of(c, self.rows), self.order, self.query) for c in self.columns]

    @property
    def groups(self) -> list[Group]:
        """Heads above the heads, empty when no column has one."""
        found: list[Group] = []
        for column in self.columns:
            if found and found[-1].label == column.group:
                found[-1] = Group(column.group, found[-1].span + 1)
            else:
                found.append(Group(column.group, 1))
        return found if any(group.label for group in found) else []

    @cached_property
    def body(self) -> SafeString:
        """All rows, written in one go: a board has thousands of cells."""
        draw = [_Drawn.of(column, self.rows) for column in self.columns]
        return mark_safe("".join(_row(row, draw) for row in self.rows))  # noqa: S308

    @property
    def exports(self) -> list[tuple[str, str]]:
        return [(name.upper(), keep(self.query, format=name)) for name in self.formats]

    def sorted(self) -> Table:
        """Return the table in the order of its address; missing values always stand last."""
        order = self.order
        if not any(c.key == order.key and c.sort for c in self.columns):
            return self
        known = [r for r in self.rows if plain(r.cells.get(order.key)) is not None]
        unknown = [r for r in self.rows if plain(r.cells.get(order.key)) is None]
        known.sort(key=lambda r: plain(r.cells[order.key]), reverse=order.descending)
        return replace(self, rows=[*known, *unknown])

    def trimmed(self) -> Table:
        """Return the table without the columns in which no row has anything to say."""
        if not self.rows:
            return self
        told = {key for row in self.rows for key, cell in row.cells.items() if cell != ""}
        return replace(self, columns=[c for c in self.columns if c.key in told])

    def authorities(self) -> set[str]:
        """Return whose figures stand in the table; an export of demo data says so."""
        cells = [cell for row in self.rows for cell in row.cells.values()]
        return {c.authority for c in cells if isinstance(c, Figure) and c.value is not None}

    def records(self) -> list[dict[str, object]]:
        """Return the rows as plain values by column key, for an export."""
        return [{c.key: plain(row.cells.get(c.key)) for c in self.columns} for row in self.rows]


def invented(table: Table) -> Table:
    """The same table with every figure in it marked as a demo's."""
    return replace(table, rows=[
        replace(row, cells={key: _invented(cell) for key, cell in row.cells.items()})
        for row in table.rows
    ])  # fmt: skip


def _invented(cell: object) -> object:
    is_figure = isinstance(cell, Figure) and cell.value is not None
    return replace(cell, authority="demo") if is_figure else cell


def plain(cell: object) -> object:
    """Return the bare value of a cell: a number, a text, or None where it is missing."""
    if cell is None or cell == "":
        return None
    if hasattr(cell, "plain"):
        return cell.plain
    return cell if isinstance(cell, Decimal | int) else said(cell)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """How the cells of one column are written."""

    key: str
    classes: str
    number: bool
    widest: int

    @property
    def cell(self) -> str:
        """The classes of its cells; a column that a sheet of A4 leaves out is named there too."""
        return f"{self.classes} off-a4".strip() if self.key in OFF_A4 else self.classes

    @classmethod
    def of(cls, column: Column, rows: Sequence[Row]) -> _Drawn:
        stated = (row.cells.get(column.key) for row in rows)
        tops = (cell.top if isinstance(cell, Stack) else cell for cell in stated)
        cells = [cell for cell in tops if isinstance(cell, Figure)]
        widest = max((_decimals(c) for c in cells), default=0) if column.is_number else 0
        marked = any(c.authority != "published" for c in cells if c.value is not None)
        classes = [
            CELLS.get(column.kind, column.kind),
            f"d{min(widest, 6)}" if widest else "",
            "marked" if marked else "",
        ]
        return cls(column.key, " ".join(filter(None, classes)), column.is_number, widest)


def _decimals(figure: Figure) -> int:
    if figure.value is None:
        return 0
    if figure.digits is not None:
        return max(figure.digits, 0)
    return max(-int(figure.value.as_tuple().exponent), 0)


def _head(column: Column, drawn: _Drawn, order: Order, query: QueryDict) -> SafeString:
    sorting = order.key == column.key and column.sort
    direction = ("descending" if order.descending else "ascending") if sorting else None
    unit = element("span", said(column.unit), class_="unit") if column.unit else ""
    label = element("span", said(column.label), class_="head-label")
    if column.sort:
        label = _sort_link(column, label, order, query, sorting)
    return element(
        "th",
        label,
        unit,
        scope="col",
        class_=drawn.cell,
        data_group=said(column.group) or None,
        aria_sort=direction,
        title=said(column.hint),
    )


def _sort_link(
    column: Column, label: SafeString, order: Order, query: QueryDict, sorting: bool
) -> SafeString:
    """Order numbers from the top first, names from the beginning; a third press takes it away."""
    first = f"-{column.key}" if column.is_number else column.key
    second = column.key if column.is_number else f"-{column.key}"
    now = f"{'-' if order.descending else ''}{order.key}" if sorting else ""
    follows = {"": first, first: second}.get(now)
    arrow = element("span", class_="sort-arrow", aria_hidden="true")
    return element("a", label, arrow, href=keep(query, order=follows, page=None), class_="sort")


def _row(row: Row, columns: Sequence[_Drawn]) -> str:
    classes = " ".join(
        filter(None, ["total" if row.total else "", f"level-{row.level}" if row.level else ""])
    )
    opening = f' class="{classes}"' if classes else ""
    first, *rest = columns
    if row.band:
        words = f'<span class="band-name">{_cell(row, first)}</span>'
        return f'<tr class="band"><th scope="rowgroup" colspan="{len(columns)}">{words}</th></tr>\n'
    head = f'<th scope="row" class="{first.classes}">{_cell(row, first)}</th>'
    cells = "".join(f'<td class="{c.cell}">{_cell(row, c)}</td>' for c in rest)
    return f'<tr{opening} data-row tabindex="-1">{head}{cells}</tr>\n'


def _cell(row: Row, column: _Drawn) -> str:
    cell = row.cells.get(column.key)
    if isinstance(cell, Figure):
        return cell.html(column.widest, with_unit=not column.number)
    if isinstance(cell, Stack):
        top = cell.top.html(column.widest, with_unit=not column.number)
        return top + note(cell.below) if cell.below else top
    if cell is None:
        return missing()
    return escaped(said(cell) if hasattr(cell, "in_") else cell)


def note(text: object) -> SafeString:
    """Write a quiet second line inside a cell."""
    return element("span", said(text), class_="cell-note")


def named(label: object, href: str = "", below: object = "") -> SafeString:
    """Write a name as a link to its page, with a quiet second line where there is one."""
    words = said(label)
    name = element("a", words, href=href) if href else words
    size = next((f" named--{size}" for size, most in NAME_SIZES if len(words.encode()) > most), "")
    return element("span", name, note(below) if below else None, class_=f"named{size}")


__all__ = [
    "Column",
    "Group",
    "Order",
    "Row",
    "Stack",
    "Table",
    "invented",
    "named",
    "note",
    "plain",
]
