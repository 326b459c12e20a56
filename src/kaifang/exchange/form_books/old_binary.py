"""What calamine does not tell of an .xls: formulas, errors, hidden rows, per cent, macros.

One pass over the records of the old binary kind, as `workbook_faults` makes one over the XML.
Source: [MS-CFB] Compound File Binary File Format; [MS-XLS] Excel Binary File Format, 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from kaifang.exchange.errors import Locked, Unreadable
from kaifang.exchange.form_books.faults import HasMacros
from kaifang.exchange.grid import At
from kaifang.exchange.workbook_faults import Marks, is_percent, is_scaled

_FREE = 0xFFFFFFFA  # and above: no sector
_SHIFTS = ((9, 6), (12, 6))
_CIRCLE = "a chain in a circle"
_ENTRY = 128
_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _FORMAT, _XF = 0x0809, 0x000A, 0x002F, 0x0085, 0x041E, 0x00E0
_ROW, _COLINFO, _FORMULA, _BOOLERR, _MULRK = 0x0208, 0x007D, 0x0006, 0x0205, 0x00BD
_VALUES = (0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6)  # numbers and texts
_IS_ERROR = b"\x02", b"\xff\xff"  # first and last bytes of a formula's result
_HIDDEN_ROW, _HIDDEN_COLUMN, _MACRO_SHEET = 0x20, 0x01, 0x01


def old_marks(data: bytes, name: str) -> dict[str, Marks]:
    """The marks of every sheet. Raises: Locked, HasMacros, Unreadable."""
    try:
        return _Workbook(_stream(data, name), name).marks()
    except (struct.error, IndexError, ValueError) as error:
        raise Unreadable.because(name, "exchange.no_workbook", error) from None


# -- the compound file: sectors in chains ----------------------------------------------------------


def _stream(data: bytes, name: str) -> bytes:
    """The stream that holds the workbook."""
    file = _Compound(data)
    if "EncryptedPackage" in file.entries:
        raise Locked.at(name)
    if any(entry.startswith("_VBA_PROJECT") for entry in file.entries):
        raise HasMacros.at(name, found="VBA")
    for title in ("Workbook", "Book"):
        if title in file.entries:
            return file.content(title)
    raise ValueError("no Workbook stream")


class _Compound:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size, self._mini = (1 << shift for shift in self._shifts())
        first, _, self._cutoff, mini_first, _, more, _ = struct.unpack_from("<7I", data, 48)
        most = len(data) // self._size
        tables = list(islice(self._tables(more), most + 1))
        if len(tables) > most:
            raise ValueError("more tables of chains than sectors")
        self._fat = self._numbers(b"".join(map(self._sector, tables)))
        _demand_ends(self._fat)
        self._mini_fat = self._numbers(self._chain(mini_first))
        folder = self._chain(first)
        self.entries: dict[str, tuple[int, int]] = {}
        for at in range(0, len(folder) - _ENTRY + 1, _ENTRY):
            length = struct.unpack_from("<H", folder, at + 64)[0]
            title = folder[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if folder[at + 66] == 5:
                title = "/"
            start, size = struct.unpack_from("<II", folder, at + 116)
            self.entries.setdefault(title, (start, size))  # of two of one name the first is read

    def content(self, title: str) -> bytes:
        start, size = self.entries[title]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        if "/" not in self.entries:
            raise ValueError("no root")
        small = self._chain(self.entries["/"][0])
        pieces = (
            small[n * self._mini : (n + 1) * self._mini] for n in self._walk(start, self._mini_fat)
        )
        return b"".join(pieces)[:size]

    def _shifts(self) -> tuple[int, int]:
        """The sizes of sectors, small and smaller, as powers of two; only these are allowed."""
        found = struct.unpack_from("<2H", self._data, 30)
        if found not in _SHIFTS:
            raise ValueError(f"sectors of 2^{found[0]} and 2^{found[1]} bytes")
        return found

    def _tables(self, more: int) -> Iterator[int]:
        """The sectors that hold the table of chains."""
        yield from (n for n in struct.unpack_from("<109I", self._data, 76) if n < _FREE)
        seen: set[int] = set()
        while more < _FREE:
            if more in seen:
                raise ValueError(_CIRCLE)
            seen.add(more)
            *listed, more = self._numbers(self._sector(more))
            yield from (n for n in listed if n < _FREE)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._walk(start, self._fat)))

    @staticmethod
    def _walk(start: int, table: tuple[int, ...]) -> Iterator[int]:
        for _ in table:
            if start >= _FREE:
                return
            yield start
            start = table[start]
        if start < _FREE:
            raise ValueError(_CIRCLE)

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _demand_ends(table: tuple[int, ...]) -> None:
    """Refuse chains that go round in a circle: the reader behind us would never come out.

    It would take memory until the system ends the process, so every chain is looked at, also
    those that no stream of ours begins.
    """
    of_walk = [0] * len(table)
    for walk, first in enumerate(range(len(table)), 1):
        at = first
        while at < len(table) and not of_walk[at]:
            of_walk[at] = walk
            at = table[at]
        if at < len(table) and of_walk[at] == walk:
            raise ValueError(_CIRCLE)


# -- the records of the workbook -------------------------------------------------------------------


@dataclass
class _Workbook:
    data: bytes
    name: str

    def marks(self) -> dict[str, Marks]:
        starts: dict[str, int] = {}
        codes: dict[int, str] = {}
        used: list[int] = []
        for kind, body in self._records(0):
            if kind == _FILEPASS:
                raise Locked.at(self.name)
            if kind == _BOUNDSHEET:
                if body[5] == _MACRO_SHEET:
                    raise HasMacros.at(self.name, found="XLM")
                starts[_short_text(body[6:])] = struct.unpack_from("<I", body)[0]
            elif kind == _FORMAT:
                codes[struct.unpack_from("<H", body)[0]] = _text(body[4], body[2], body[5:])
            elif kind == _XF:
                used.append(struct.unpack_from("<H", body, 2)[0])
        percents = {n for n, id in enumerate(used) if is_percent(str(id), codes.get(id, ""))}
        scaled = {n for n, id in enumerate(used) if is_scaled(codes.get(id, ""))}
        return {title: self._sheet(at, percents, scaled) for title, at in starts.items()}

    def _sheet(self, start: int, percents: set[int], scaled: set[int]) -> Marks:
        sheet = _Sheet(Marks(), percents, scaled)
        for kind, body in self._records(start):
            if take := sheet.taker(kind):
                take(body)
        return sheet.marks

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """The records from a BOF to its EOF; charts within have their own."""
        depth = 0
        while at + 4 <= len(self.data):
            kind, length = struct.unpack_from("<HH", self.data, at)
            depth += (kind == _BOF) - (kind == _EOF)
            if depth <= 0:
                return
            if depth == 1:
                yield kind, self.data[at + 4 : at + 4 + length]
            at += 4 + length


@dataclass
class _Sheet:
    """Takes the records of one sheet as they come."""

    marks: Marks
    percents: set[int]
    scaled: set[int]

    def taker(self, kind: int) -> Callable[[bytes], None] | None:
        takers = {
            _ROW: self._row,
            _COLINFO: self._columns,
            _FORMULA: self._formula,
            _BOOLERR: self._bool_or_error,
            _MULRK: self._several,
        }
        return takers.get(kind) or (self._value if kind in _VALUES else None)

    def _row(self, body: bytes) -> None:
        if struct.unpack_from("<H", body, 12)[0] & _HIDDEN_ROW:
            self.marks.hidden_rows.add(struct.unpack_from("<H", body)[0])

    def _columns(self, body: bytes) -> None:
        first, last, width, _, flags = struct.unpack_from("<5H", body)
        if flags & _HIDDEN_COLUMN or not width:
            self.marks.hidden_columns |= set(range(first, min(last, 255) + 1))

    def _value(self, body: bytes) -> None:
        self._cell(*struct.unpack_from("<3H", body))

    def _cell(self, row: int, column: int, style: int) -> At:
        marks = self.marks
        marks.rows, marks.columns = max(marks.rows, row + 1), max(marks.columns, column + 1)
        if style in self.percents:
            marks.percents.add((row, column))
        elif style in self.scaled:
            marks.scaled.add((row, column))
        return row, column

    def _formula(self, body: bytes) -> None:
        at = self._cell(*struct.unpack_from("<3H", body))
        self.marks.formulas.add(at)
        if (body[6:7], body[12:14]) == _IS_ERROR:
            self.marks.errors.add(at)

    def _bool_or_error(self, body: bytes) -> None:
        at = self._cell(*struct.unpack_from("<3H", body))
        if body[7]:
            self.marks.errors.add(at)

    def _several(self, body: bytes) -> None:
        row, first = struct.unpack_from("<2H", body)
        for place in range((len(body) - 6) // 6):
            self._cell(row, first + place, struct.unpack_from("<H", body, 4 + 6 * place)[0])


def _short_text(body: bytes) -> str:
    return _text(body[1], body[0], body[2:])


def _text(flags: int, length: int, body: bytes) -> str:
    """Characters of one byte each where the flag says so, else of two."""
    return body[: 2 * length].decode("utf-16-le") if flags & 1 else body[:length].decode("latin-1")
