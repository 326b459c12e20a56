"""What calamine does not tell of an XLSX sheet: errors, formulas, hidden rows, number formats.

Calamine gives '' for #DIV/0!, shows neither formulas nor what is hidden, and gives a cell that
shows 17.6% as 0.176. One pass over the sheet's own XML finds where such cells lie.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element
from xml.parsers import expat  # defusedxml reads it twice as slowly; see _refuse_dtd
from zipfile import ZipFile

from defusedxml import DTDForbidden
from defusedxml.ElementTree import fromstring

from kaifang.exchange.grid import At, column_number

_WORKBOOK = "xl/workbook.xml"
_PERCENT_IDS = frozenset({9, 10})
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_SCALED = re.compile(r"[0#?],+(?![0#?,])")


@dataclass(slots=True)
class Marks:
    """Where the cells of a sheet lie that need a second look; `rows` and `columns` its extent."""

    rows: int = 0
    columns: int = 0
    errors: set[At] = field(default_factory=set)
    formulas: set[At] = field(default_factory=set)
    percents: set[At] = field(default_factory=set)
    scaled: set[At] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def sheet_names(packed: ZipFile) -> dict[str, bool]:
    """The sheets of a workbook in order, and whether each is to be seen."""
    return {
        sheet.attrib["name"]: sheet.get("state", "visible") == "visible"
        for sheet in _elements(packed, _WORKBOOK, "sheet")
    }


def marks_of(packed: ZipFile, sheet: str) -> Marks:
    """Read the marks of one sheet. Raises what zipfile and the XML parser raise."""
    reader = _SheetReader(*_formats(packed))
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = reader.take
    with packed.open(_part_of(packed, sheet)) as content:
        parser.ParseFile(content)
    return reader.marks


def _refuse_dtd(name: str, system: str | None, public: str | None, *_: Any) -> None:
    """Without a DTD there are no entities, and so no XML bombs."""
    raise DTDForbidden(name, system, public)


class _SheetReader:
    """Takes the start tags of a sheet's XML as they come."""

    def __init__(self, percents: frozenset[str], scaled: frozenset[str]) -> None:
        self.marks = Marks()
        self._percents, self._scaled = percents, scaled
        self._special = percents | scaled
        self._row, self._column = -1, -1
        self._columns: dict[str, int] = {}
        self._space: str | None = None
        self._takers: dict[str, Callable[[dict[str, str]], None] | None] = {}

    def take(self, tag: str, attributes: dict[str, str]) -> None:
        try:
            take = self._takers[tag]
        except KeyError:
            take = self._takers[tag] = self._taker_of(tag)
        if take is not None:
            take(attributes)

    def _taker_of(self, tag: str) -> Callable[[dict[str, str]], None] | None:
        """Only elements of the sheet's own namespace: extensions have cells and formulas too."""
        space, _, name = tag.rpartition("}")
        self._space = space if self._space is None else self._space
        return getattr(self, f"_take_{name}", None) if space == self._space else None

    def _take_col(self, attributes: dict[str, str]) -> None:
        if _is_true(attributes.get("hidden")) or attributes.get("width") == "0":
            first, last = int(attributes["min"]), int(attributes["max"])
            self.marks.hidden_columns |= set(range(first - 1, min(last, 1 << 14)))

    def _take_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1
        if _is_true(attributes.get("hidden")) or attributes.get("ht") == "0":
            self.marks.hidden_rows.add(self._row)

    def _take_c(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self._column = self._column_of(place) if place else self._column + 1
        if attributes.get("t") == "e":
            self.marks.errors.add((self._row, self._column))
        style = attributes.get("s", "0")
        if style in self._special:
            special = self.marks.percents if style in self._percents else self.marks.scaled
            special.add((self._row, self._column))

    def _take_f(self, _: dict[str, str]) -> None:
        self.marks.formulas.add((self._row, self._column))

    def _take_v(self, _: dict[str, str]) -> None:
        if self._column >= self.marks.columns:
            self.marks.columns = self._column + 1
        if self._row >= self.marks.rows:
            self.marks.rows = self._row + 1

    _take_is = _take_v

    def _column_of(self, place: str) -> int:
        letters = place.rstrip("0123456789")
        if letters not in self._columns:
            self._columns[letters] = column_number(letters)
        return self._columns[letters]


def _part_of(packed: ZipFile, sheet: str) -> str:
    """The part of the package that holds a sheet."""
    sheets = _elements(packed, _WORKBOOK, "sheet")
    (link,) = (
        value
        for one in sheets
        if one.attrib["name"] == sheet
        for name, value in one.attrib.items()
        if name.endswith("}id")
    )
    links = _elements(packed, "xl/_rels/workbook.xml.rels", "Relationship")
    target = {one.attrib["Id"]: one.attrib["Target"] for one in links}[link]
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _formats(packed: ZipFile) -> tuple[frozenset[str], frozenset[str]]:
    """The styles, as cells name them, that show per cent, and those that scale what they show."""
    if "xl/styles.xml" not in packed.namelist():
        return frozenset(), frozenset()
    root = fromstring(packed.read("xl/styles.xml"), forbid_dtd=True)
    codes = {one.attrib["numFmtId"]: one.attrib["formatCode"] for one in _named(root, "numFmt")}
    (lists,) = (one for one in root if one.tag.endswith("}cellXfs"))
    used = [one.get("numFmtId", "0") for one in lists]
    percents = {n for n, id in enumerate(used) if is_percent(id, codes.get(id, ""))}
    scaled = {n for n, id in enumerate(used) if is_scaled(codes.get(id, ""))}
    return frozenset(map(str, percents)), frozenset(map(str, scaled))


def is_percent(id: str, code: str) -> bool:
    """Whether a number format shows per cent: by its code, or by its id where it is built in."""
    return "%" in _bare(code) if code else int(id) in _PERCENT_IDS


def is_scaled(code: str) -> bool:
    """Whether a number format shows thousands or millions for ones."""
    return _SCALED.search(_bare(code)) is not None


def _bare(code: str) -> str:
    """A format code without its literal texts, for positive numbers."""
    return _LITERAL.sub("", code.partition(";")[0])


def _elements(packed: ZipFile, part: str, name: str) -> Iterator[Element]:
    return _named(fromstring(packed.read(part), forbid_dtd=True), name)


def _named(root: Element, name: str) -> Iterator[Element]:
    return (one for one in root.iter() if one.tag.rpartition("}")[2] == name)


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")
