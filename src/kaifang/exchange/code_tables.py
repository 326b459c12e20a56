"""Full code lists: a grid read by a map of the pack into codes, or all its wrong rows.

Where no column gives the code above, it follows from the code: the longest shorter code that it
begins with, else what the pack's sample says, else the last lettered section printed before it
(GB/T 4754: A, 01, 011, 0111).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kaifang.core.bilingual import Text
from kaifang.core.codes import Code, CodeList
from kaifang.core.errors import KaifangError, SeveralErrors, nearest
from kaifang.exchange.errors import (
    CircularParent,
    DuplicateCode,
    NoCode,
    NoName,
    NoRows,
    OtherList,
    UnknownParent,
    collecting,
)
from kaifang.exchange.grid import Grid
from kaifang.exchange.heads import find_column
from kaifang.packs.schema.rules import CodeMapEntry

_KEPT = ("code", "parent", "zh", "en")
_NAMED = 3


def read_codes(grid: Grid, map: CodeMapEntry, sample: CodeList | None = None) -> list[Code]:
    """Read every code; a name is empty in a language that the file does not have.

    Raises: SeveralErrors with every wrong row by its place.
    """
    reading = _Reading(grid, map, sample)
    reading.find_columns()
    for row in range(map.first_row - 1, len(grid.rows)):
        with collecting(reading.wrong):
            reading.read_row(row)
    reading.stop_if_wrong()
    codes = [reading.code_of(row) for row in reading.rows]
    reading.wrong += _circles(reading, codes)
    reading.wrong += _lacking(grid, map, codes, sample)
    reading.stop_if_wrong()
    return codes


def completed(codes: Iterable[Code], sample: CodeList) -> list[Code]:
    """Codes with what the sample knows more: names in the other language, sections above."""
    known = {one.code: one for one in sample}
    found = {one.code: _completed(one, known.get(one.code, one)) for one in codes}
    above = [one for one in sample if one.code not in found]
    return [*above, *found.values()]


def pack_codes(codes: Iterable[Code]) -> bytes:
    """Write codes as they are kept: CSV, the same bytes for the same codes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_KEPT)
    writer.writerows((c.code, c.parent or "", c.name.zh, c.name.en) for c in codes)
    return out.getvalue().encode()


def unpack_codes(data: bytes) -> list[Code]:
    """Read what `pack_codes` wrote."""
    _, *rows = csv.reader(io.StringIO(data.decode(), newline=""))
    return [Code(code, Text(zh, en), parent or None) for code, parent, zh, en in rows]


@dataclass(frozen=True, slots=True)
class _Row:
    """One code as printed, with the lettered section above it."""

    place: str
    code: str
    name: Text
    parent: str
    section: str


@dataclass
class _Reading:
    """One pass over a grid."""

    grid: Grid
    map: CodeMapEntry
    sample: CodeList | None
    columns: dict[str, int] = field(default_factory=dict)
    rows: list[_Row] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    section: str = ""
    wrong: list[KaifangError] = field(default_factory=list)

    def stop_if_wrong(self) -> None:
        if self.wrong:
            raise SeveralErrors(self.wrong)
        if not self.rows and self.columns:
            raise NoRows.at(self.grid.name)

    def find_columns(self) -> None:
        for name, head in self.map.columns.model_dump().items():
            if head:
                with collecting(self.wrong):
                    self.columns[name] = find_column(self.grid, head, self.map.first_row - 1)
        if self.wrong:
            raise SeveralErrors(self.wrong)

    def read_row(self, row: int) -> None:
        cells = {name: self._text(row, column) for name, column in self.columns.items()}
        code, name = cells["code"], Text(cells.get("zh", ""), cells.get("en", ""))
        if not any(cells.values()) or (code and code in self.map.top):
            return
        place = self.grid.place(row, self.columns["code"])
        if row in self.grid.hidden_rows:
            raise self.grid.hidden_row(row)
        if not code:
            raise NoCode.at(place, found=name.zh or name.en)
        if not (name.zh or name.en):
            raise NoName.at(place, found=code)
        if code in self.places:
            raise DuplicateCode.at(place, found=code, expected=self.places[code])
        self.places[code] = place
        self.section = code if code.isalpha() else self.section
        self.rows.append(_Row(place, code, name, cells.get("parent", ""), self.section))

    def _text(self, row: int, column: int) -> str:
        if fault := self.grid.faults.get((row, column)):
            raise fault
        return self.grid.at(row, column)

    def code_of(self, row: _Row) -> Code:
        parent = self._parent_printed(row) if "parent" in self.columns else self._derived(row)
        return Code(row.code, row.name, parent)

    def _parent_printed(self, row: _Row) -> str | None:
        if row.parent in self.map.top:
            return None
        if row.parent not in self.places and row.parent not in (self.sample or ()):
            near = nearest(row.parent, self.places)
            error = UnknownParent.at(row.place, found=row.code, expected=row.parent, near=near)
            self.wrong.append(error)
        return row.parent

    def _derived(self, row: _Row) -> str | None:
        for length in range(len(row.code) - 1, 0, -1):
            if row.code[:length] in self.places:
                return row.code[:length]
        if self.sample is not None and row.code in self.sample:
            return self.sample[row.code].parent
        return None if row.code.isalpha() else row.section or None


def _circles(reading: _Reading, codes: Iterable[Code]) -> Iterator[KaifangError]:
    """Find codes that stand above themselves."""
    above = {one.code: one.parent for one in codes}
    for code, at in above.items():
        seen: set[str] = set()
        while at is not None and at not in seen:
            seen.add(at)
            at = above.get(at)
        if code in seen:
            yield CircularParent.at(reading.places[code], found=code)


def _lacking(
    grid: Grid, map: CodeMapEntry, codes: Iterable[Code], sample: CodeList | None
) -> Iterator[KaifangError]:
    """Numbered codes of the sample that the full list does not have."""
    given = {one.code for one in codes}
    lacking = [one.code for one in sample or () if one.code.isdigit() and one.code not in given]
    if lacking:
        named, expected = ", ".join(lacking[:_NAMED]), f"{map.list} {map.edition}"
        yield OtherList.at(grid.name, count=len(lacking), found=named, expected=expected)


def _completed(one: Code, known: Code) -> Code:
    zh = one.name.zh or known.name.zh or one.name.en
    en = one.name.en or known.name.en or one.name.zh
    return Code(one.code, Text(zh, en), one.parent or known.parent, known.also)
