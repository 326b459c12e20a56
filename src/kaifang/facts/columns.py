"""Columns: all stated values as integer-coded arrays, the form in which the cube takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from kaifang.core.observation import Observation
from kaifang.core.statement import LEADING

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Small = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]
EPOCH = date(1970, 1, 1)
ZONE = "Asia/Shanghai"
_DAY = 86_400_000_000
_QUARTER = 900_000_000  # no zone changes its clocks but at a quarter of an hour
CODED = ("indicator", "org", "part", "measure", "base", "definition")
COMPARATORS = ("eq", "ge", "gt", "le", "lt", "about", "approx", "range")


@dataclass(frozen=True)
class Columns:
    """One array element a stated value; all arrays have length n.

    `names[column]` lists the texts behind the codes of `CODED`. `start`, `end`, `announced` are
    int32 days since 1970-01-01 (announced -1: not announced, known from `recorded` on);
    `recorded`, `embargo` int64 microseconds UTC (embargo 0: none). `value` and `high` are exact
    at `scales[indicator, measure]` decimals. `authority` is the precedence, 0 leading;
    `comparator` an index into COMPARATORS; `row` the store's id; `firms` how many firms the value
    rests on, -1 where nobody told it.
    """

    names: Mapping[str, Sequence[str]]
    scales: Mapping[tuple[str, str], int]
    indicator: Codes
    org: Codes
    part: Codes
    measure: Codes
    base: Codes
    definition: Codes
    start: Codes
    end: Codes
    announced: Codes
    recorded: Ints
    embargo: Ints
    value: Ints
    has_value: Mask
    high: Ints
    has_high: Mask
    comparator: Small
    authority: Small
    visibility: Small
    row: Ints
    firms: Codes

    def __len__(self) -> int:
        return len(self.row)


def columns_of(observations: Sequence[Observation]) -> Columns:
    """Make columns of observations in memory; rows are numbered as they come.

    For a notebook or a test without a store; a store has its own mirror.
    """
    names: dict[str, list[str]] = {}
    codes: dict[str, Codes] = {}
    for column in CODED:
        texts = [str(getattr(one, column)) for one in observations]
        names[column] = sorted(set(texts))
        place = {text: code for code, text in enumerate(names[column])}
        codes[column] = np.array([place[text] for text in texts], np.int32)
    scales = _scales(observations)
    values = [_scaled(one.value, one, scales) for one in observations]
    highs = [_scaled(one.high, one, scales) for one in observations]
    return Columns(
        names=names,
        scales=scales,
        **codes,
        start=_days([one.period.start for one in observations]),
        end=_days([one.period.end for one in observations]),
        announced=np.array(
            [(one.announced - EPOCH).days if one.announced else -1 for one in observations],
            np.int32,
        ),
        recorded=_instants([one.recorded for one in observations]),
        embargo=_instants([one.embargo for one in observations]),
        value=np.array(values, np.int64),
        has_value=np.array([one.value is not None for one in observations], np.bool_),
        high=np.array(highs, np.int64),
        has_high=np.array([one.high is not None for one in observations], np.bool_),
        comparator=np.array([COMPARATORS.index(o.comparator) for o in observations], np.int8),
        authority=np.array([LEADING.index(one.authority) for one in observations], np.int8),
        visibility=np.array([int(one.visibility) for one in observations], np.int8),
        row=np.array([one.id or n for n, one in enumerate(observations, 1)], np.int64),
        firms=np.array([-1 if one.firms is None else one.firms for one in observations], np.int32),
    )


def micros(instant: datetime | None) -> int:
    """Microseconds since 1970 UTC; 0 for None."""
    if instant is None:
        return 0
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def local_days(instants: Ints, zone: str) -> Codes:
    """Days since 1970 on which instants fall in a zone.

    >>> local_days(np.array([16 * 3_600_000_000 - 1, 16 * 3_600_000_000]), "Asia/Shanghai")
    array([0, 1], dtype=int32)
    """
    quarters, place = np.unique(instants // _QUARTER, return_inverse=True)
    offsets = [_offset(int(one) * _QUARTER, zone) // timedelta(microseconds=1) for one in quarters]
    shifted = instants + np.array(offsets, np.int64)[place]
    return (shifted // _DAY).astype(np.int32)


def end_of_day(day: date, zone: str) -> int:
    """The last microsecond of a day in a zone, since 1970 UTC."""
    return micros(datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))) - 1


def _offset(instant: int, zone: str) -> timedelta:
    """By how much a zone was ahead of UTC."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)
    return at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()


def _scales(observations: Sequence[Observation]) -> dict[tuple[str, str], int]:
    scales: dict[tuple[str, str], int] = {}
    for one in observations:
        key = (one.indicator, str(one.measure))
        for value in (one.value, one.high):
            scales[key] = max(scales.get(key, 0), _decimals(value))
    return scales


def _decimals(value: Decimal | None) -> int:
    if value is None:
        return 0
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _scaled(value: Decimal | None, one: Observation, scales: Mapping[tuple[str, str], int]) -> int:
    return 0 if value is None else int(value.scaleb(scales[one.indicator, str(one.measure)]))


def _days(days: Sequence[date]) -> Codes:
    return np.array([(day - EPOCH).days for day in days], np.int32)


def _instants(instants: Sequence[datetime | None]) -> Ints:
    return np.array([micros(instant) for instant in instants], np.int64)
