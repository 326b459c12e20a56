"""Observations as SDMX-CSV 2.0, out and in again, with every decimal as it was.

One row an observation, UTF-8 without mark, lines ended as RFC 4180 wants. Dimensions that do not
apply are `_Z`; periods without an SDMX code are start and duration (`2022-01-01/P5M`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from kaifang.core.errors import KaifangError, SeveralErrors, nearest
from kaifang.core.observation import Measure, Observation, Visibility
from kaifang.core.period import Kind, Period
from kaifang.core.statement import Authority
from kaifang.core.units import Unit, known_units, unit
from kaifang.exchange.errors import NoSuchColumn, UnreadableField
from kaifang.exchange.grid import column_letters
from kaifang.exchange.sheets import read_csv

STRUCTURE_ID = "KAIFANG:OBSERVATIONS(1.0.0)"
NOT_APPLICABLE = "_Z"
_ACTIONS = ("I", "A", "M")  # nothing that deletes or replaces: records are only ever added
# Of a value withheld from an output the code list says Q: missing, suppressed.
_NORMAL, _MISSING, _SUPPRESSED = "A", "O", "Q"
_PERCENT = "PT"
_FREQUENCIES = {
    Kind.DAY: "D",
    Kind.MONTH: "M",
    Kind.QUARTER: "Q",
    Kind.HALF: "S",
    Kind.YEAR: "A",
    Kind.APRIL_YEAR: "A",
}
_OTHER_FREQUENCY = "_O"
_CONFIDENTIALITY = {Visibility.PUBLIC: "F", Visibility.INTERNAL: "N", Visibility.SECRET: "S"}


@dataclass(frozen=True, slots=True)
class _Field:
    """A column and the attribute of an observation it holds."""

    column: str
    attribute: str
    write: Callable[[Any], str] = str
    read: Callable[[str], Any] = str
    expected: str = "…"


def _dimension(column: str, attribute: str) -> _Field:
    return _Field(
        column,
        attribute,
        lambda text: text or NOT_APPLICABLE,
        lambda text: "" if text == NOT_APPLICABLE else text,
    )


def _optional(
    column: str, attribute: str, write: Callable[[Any], str], read: Callable[[str], Any], form: str
) -> _Field:
    return _Field(
        column,
        attribute,
        lambda value: "" if value is None else write(value),
        lambda text: read(text) if text else None,
        form,
    )


def _decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite():
        raise InvalidOperation
    return value


_VISIBILITIES = {letter: one for one, letter in _CONFIDENTIALITY.items()}
_KEY = (
    _Field("REF_AREA", "org"),
    _Field("INDICATOR", "indicator"),
    _Field("MEASURE", "measure", read=Measure, expected=" | ".join(Measure)),
    _dimension("BASE", "base"),
    _dimension("BREAKDOWN", "part"),
    _dimension("DEFINITION", "definition"),
    _Field("TIME_PERIOD", "period", lambda p: p.sdmx, Period.parse, "2022-M05"),
)
_VALUES = (
    _optional("OBS_VALUE", "value", lambda v: f"{v:f}", _decimal, "7724.0"),
    _optional("OBS_VALUE_HIGH", "high", lambda v: f"{v:f}", _decimal, "7724.0"),
)
_ATTRIBUTES = (
    _Field("CONF_STATUS", "visibility", _CONFIDENTIALITY.__getitem__, _VISIBILITIES.__getitem__,
           " | ".join(_VISIBILITIES)),
    _Field("COMPARATOR", "comparator"),
    _Field("AUTHORITY", "authority", read=Authority, expected=" | ".join(Authority)),
    _Field("SOURCE", "source"),
    _optional("ANNOUNCED", "announced", date.isoformat, date.fromisoformat, "2022-06-18"),
    _optional("EMBARGO_TIME", "embargo", datetime.isoformat, datetime.fromisoformat,
              "2022-06-18T10:00:00+08:00"),
    _Field("FIGURE", "figure"),
    _Field("PACK", "pack"),
    _Field("COMMENT_OBS", "reason"),
    _optional("LAST_UPDATE", "recorded", datetime.isoformat, datetime.fromisoformat,
              "2022-06-18T10:00:00+00:00"),
    _optional("FIRMS", "firms", str, int, "3"),
)  # fmt: skip
_FIELDS = (*_KEY, *_VALUES, *_ATTRIBUTES)
_REQUIRED = ("REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "UNIT_MULT")
COLUMNS = (
    *("STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ"),
    *(field.column for field in (*_KEY, *_VALUES)),
    *("UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS"),
    *(field.column for field in _ATTRIBUTES),
)


def write_sdmx(observations: Iterable[Observation]) -> bytes:
    """Write observations, one a row under the columns of `COLUMNS`. Raises: UnknownUnit."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(map(_row, observations))
    return out.getvalue().encode()


def read_sdmx(path: Path) -> list[Observation]:
    """Read what `write_sdmx` wrote; columns may stand in any order, and unknown ones are let be.

    Rows whose value was suppressed say nothing and are left out: a withheld value is not known
    to be missing.

    Raises: TooLarge, Empty, NotText, Unreadable; SeveralErrors with every missing column, or with
    every wrong field by its place.
    """
    heads, *rows = read_csv(path)
    absent = [name for name in _REQUIRED if name not in heads]
    if absent:
        raise SeveralErrors(
            NoSuchColumn.at(path.name, found=name, near=nearest(name, heads)) for name in absent
        )
    wrong: list[KaifangError] = []
    found = [_Row(path.name, n, heads, row, wrong).read() for n, row in enumerate(rows, 2) if row]
    if wrong:
        raise SeveralErrors(wrong)
    return [one for one in found if one is not None]


def _row(one: Observation) -> dict[str, str]:
    measured = unit(one.unit)
    return {
        "STRUCTURE": "dataflow",
        "STRUCTURE_ID": STRUCTURE_ID,
        "ACTION": _ACTIONS[0],
        "FREQ": _FREQUENCIES.get(one.period.kind, _OTHER_FREQUENCY),
        "UNIT_MEASURE": _measure_of(measured),
        "UNIT_MULT": str(measured.factor.adjusted()),
        "OBS_STATUS": _status(one),
        **{field.column: field.write(getattr(one, field.attribute)) for field in _FIELDS},
    }


@dataclass(frozen=True)
class _Row:
    """A row being read; what is wrong with it is noted by place."""

    file: str
    number: int
    heads: Sequence[str]
    cells: Sequence[str]
    wrong: list[KaifangError]

    def read(self) -> Observation | None:
        before = len(self.wrong)
        given = [field for field in _FIELDS if field.column in self.heads]
        values = {field.attribute: self._value(field) for field in given}
        self._check("STRUCTURE_ID", (STRUCTURE_ID,))
        self._check("ACTION", _ACTIONS)
        measured = (self._text("UNIT_MEASURE"), self._text("UNIT_MULT"))
        if measured not in _units():
            self._note("UNIT_MEASURE", " ".join(measured), "CNY 8")
        if len(self.wrong) > before or self._is_suppressed():
            return None
        return Observation(unit=_units()[measured].code, **values)

    def _is_suppressed(self) -> bool:
        return "OBS_STATUS" in self.heads and self._text("OBS_STATUS") == _SUPPRESSED

    def _value(self, field: _Field) -> Any:
        text = self._text(field.column)
        try:
            return field.read(text)
        except (KaifangError, ValueError, KeyError, InvalidOperation):
            self._note(field.column, text, field.expected)
            return None

    def _check(self, column: str, allowed: Sequence[str]) -> None:
        if column in self.heads and self._text(column) not in allowed:
            self._note(column, self._text(column), " | ".join(allowed))

    def _text(self, column: str) -> str:
        at = self.heads.index(column)
        return self.cells[at] if at < len(self.cells) else ""

    def _note(self, column: str, found: str, expected: str) -> None:
        place = f"{self.file}!{column_letters(self.heads.index(column))}{self.number}"
        self.wrong.append(UnreadableField.at(place, field=column, found=found, expected=expected))


def _status(one: Observation) -> str:
    if one.withheld:
        return _SUPPRESSED
    return _MISSING if one.value is None else _NORMAL


def _measure_of(measured: Unit) -> str:
    """The unit without its scale: CNY for 亿元, TEU for 万标箱, PT for per cent."""
    if measured.dimension == "share":
        return _PERCENT
    return measured.dimension.rpartition(".")[2].upper()


@cache
def _units() -> dict[tuple[str, str], Unit]:
    """Units by measure and power of ten."""
    return {(_measure_of(one), str(one.factor.adjusted())): one for one in known_units()}
