"""Events of one process as coded arrays, in the order in which they were recorded."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
NUMBERS: Mapping[str, type[np.generic]] = {
    "number": np.int64,
    "case": np.int32,
    "activity": np.int32,
    "source": np.int32,
    "microseconds": np.int64,
    "sequence": np.int64,  # -1: the sender numbers none
}
# A respect in which nearly every case is different names it; it is no attribute.
MOST_VALUES = 100_000
ORG = "org"
_SPARE = 8  # an eighth more than is held: so copying costs each event little


class Amending(NamedTuple):
    """An event that amends another: its name and that of the other."""

    source: str
    event: str
    amends_source: str
    amends: str


class EventRow(NamedTuple):
    """A row of the table of events, as far as the mirror keeps it."""

    number: int
    source: str
    event: str
    case: str
    type: str
    microseconds: int
    sequence: int | None
    org: str
    data: str
    amends: str
    amends_source: str


class Telling(NamedTuple):
    """An event that told a value of a case: row and case by their places, the value by its code."""

    row: int
    case: int
    code: int


@dataclass(slots=True)
class GivenAttribute:
    """What is told of cases in one respect: the code of a value by case, -1 where none is told.

    codes, rows, times: of each case the value told first, the event that told it, by its place, and
    the earliest time of those that are kept. again: who told it of a case once more, of an earlier
    time than all before: where a log ends before the first, that one counts.
    """

    values: dict[str, int] = field(default_factory=dict)
    codes: array[int] = field(default_factory=lambda: array("i"))
    rows: array[int] = field(default_factory=lambda: array("i"))
    times: array[int] = field(default_factory=lambda: array("q"))
    again: list[Telling] = field(default_factory=list)

    def tell(self, case: int, value: str, row: int, microseconds: int) -> None:
        """The first value told of a case counts."""
        more = case + 1 - len(self.codes)
        if more > 0:
            self.codes.extend([-1] * more)
            self.rows.extend([-1] * more)
            self.times.extend([0] * more)
        if self.codes[case] < 0:
            self.codes[case] = self.values.setdefault(value, len(self.values))
            self.rows[case] = row
        elif microseconds < self.times[case]:
            code = self.values.setdefault(value, len(self.values))
            self.again.append(Telling(row, case, code))
        else:
            return
        self.times[case] = microseconds

    def codes_of(self, there: npt.NDArray[np.bool_] | None, cases: int) -> npt.NDArray[np.int32]:
        """The code of each case by the events that are there; None: by all."""
        found = np.full(cases, -1, np.int32)
        held = np.array(self.codes, np.int32)
        if there is None:
            found[: len(held)] = held
            return found
        rows = np.array(self.rows, np.int32)
        found[: len(held)] = np.where((held >= 0) & there[rows], held, -1)
        if self.again:
            again = np.array(self.again, np.int32)
            counts = again[there[again[:, 0]] & (found[again[:, 1]] < 0)][::-1]
            found[counts[:, 1]] = counts[:, 2]  # backwards, so that the first is written last
        return found


class EventColumns(dict[str, Array]):
    """Columns of one length that grow at their end; room for more is kept behind them."""

    def __init__(self, columns: Mapping[str, Array] | None = None) -> None:
        super().__init__(columns or {name: np.zeros(0, kind) for name, kind in NUMBERS.items()})
        self._room: dict[str, Array] = dict(self)

    def extend(self, fresh: Mapping[str, Array]) -> None:
        for name, more in fresh.items():
            held, room = self[name], self._room[name]
            length = len(held) + len(more)
            if length > len(room):
                room = self._room[name] = np.empty(length + length // _SPARE, held.dtype)
                room[: len(held)] = held
            room[len(held) : length] = more
            self[name] = room[:length]


@dataclass(slots=True)
class CodedEvents:
    """Coded columns and the names behind the codes; it grows at its end only."""

    columns: EventColumns = field(default_factory=EventColumns)
    cases: dict[str, int] = field(default_factory=dict)
    activities: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    told: dict[str, GivenAttribute] = field(default_factory=dict)
    amending: list[Amending] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.columns["number"])

    def extend(self, rows: Iterable[EventRow]) -> int:
        """Set rows behind those that are here; return how many."""
        read: dict[str, list[int]] = {name: [] for name in NUMBERS}
        add = [column.append for column in read.values()]
        for place, row in enumerate(rows, len(self)):
            case = self.cases.setdefault(row.case, len(self.cases))
            sequence = -1 if row.sequence is None else row.sequence
            coded = (
                row.number,
                case,
                self.activities.setdefault(row.type, len(self.activities)),
                self.sources.setdefault(row.source, len(self.sources)),
                row.microseconds,
                sequence,
            )
            for put, number in zip(add, coded, strict=True):
                put(number)
            for name, value in attributes_of(row.org, row.data):
                told = self.told.setdefault(name, GivenAttribute())
                told.tell(case, value, place, row.microseconds)
            if row.amends:
                target = row.amends_source or row.source
                self.amending.append(Amending(row.source, row.event, target, row.amends))
        self.columns.extend({name: np.array(read[name], kind) for name, kind in NUMBERS.items()})
        return len(read["number"])


def attributes_of(org: str, data: str) -> Iterable[tuple[str, str]]:
    """What an event tells of its case: its organisation, and what its data hold as plain values."""
    found = [(ORG, org)] if org else []
    if data != "{}":
        for name, value in json.loads(data).items():
            if isinstance(value, str):
                if value:
                    found.append((name, value))
            elif isinstance(value, bool | int):
                found.append((name, json.dumps(value)))
    return found
