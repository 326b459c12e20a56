"""Cube: all stated values, and what of them was known, when, and to whom.

A cube is sorted once; asking it as of a date and as seen at an instant is then one pass of
comparisons that keeps, for each thing stated, the leading revision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache

import numpy as np

from kaifang.core.observation import Measure, Visibility
from kaifang.core.period import Period
from kaifang.core.statement import LEADING, Authority
from kaifang.facts.columns import (
    COMPARATORS,
    EPOCH,
    ZONE,
    Codes,
    Columns,
    Ints,
    Mask,
    end_of_day,
    local_days,
    micros,
)
from kaifang.facts.small_cells import Ties, without
from kaifang.facts.small_cells import withheld as find_withheld

_OLDEST = -25_568  # 1900-01-01: ends and starts are held as 16-bit days from here
_START_BITS, _DEFINITION_BITS, _DAY_MASK = 16, 6, 0xFFFF
_KEPT_SNAPSHOTS = 8
_SERIES_SHIFT = 16 + _START_BITS + _DEFINITION_BITS
_MOST_PERIODS = 10_000


@dataclass(frozen=True, slots=True)
class Held:
    """One stated value as a snapshot holds it; `row` is the store's id of the record."""

    indicator: str
    org: str
    period: Period
    measure: str
    base: str
    part: str
    value: Decimal | None
    high: Decimal | None
    comparator: str
    authority: Authority
    definition: str
    announced: date | None
    row: int
    withheld: bool = False


# Up to which visibility, and what is not public of which organisations.
Sight = tuple[Visibility, frozenset[str] | None]
_PUBLIC_SIGHT: Sight = (Visibility.PUBLIC, None)


class Cube:
    """Sorted columns; build once per version of the data, ask many times.

    Values that would reveal fewer than three firms are not in it, whoever asks. Days are those
    of `zone`: what nobody announced is known from the day on which it was recorded there.
    """

    def __init__(self, columns: Columns, ties: Ties | None = None, zone: str = ZONE) -> None:
        self.zone = zone
        self.withheld = find_withheld(columns, ties or Ties())
        columns = without(columns, self.withheld)
        self.names = {name: list(texts) for name, texts in columns.names.items()}
        self.codes = {
            name: {t: c for c, t in enumerate(texts)} for name, texts in self.names.items()
        }
        series, self.series_table = _number_series(columns)
        key = _keys(series, columns.start, columns.end, columns.definition)
        known = _known_from(columns, zone)
        order = np.lexsort((columns.row, columns.recorded, known, -columns.authority, key))
        self.columns = columns
        self.order = order
        self.key: Ints = key[order]
        self.known: Codes = known[order]
        self.recorded: Ints = columns.recorded[order]
        self.embargo: Ints = columns.embargo[order]
        self.visibility = columns.visibility[order]
        self.value: Ints = columns.value[order]
        self.has_value: Mask = columns.has_value[order]
        self.is_exact: Mask = ((columns.comparator == 0) & ~columns.has_high)[order]
        self._grids: dict[tuple[str, str], Codes] = {}
        self._embargoes: Ints = np.unique(self.embargo)
        self._internal = self._orgs_of_what_is_internal()
        self._snapshots: dict[tuple[date, datetime | None, Sight, int], Snapshot] = {}

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def withheld_rows(self) -> frozenset[int]:
        """The store's ids of the records whose values are withheld."""
        return frozenset(self.columns.row[self.withheld].tolist())

    @cached_property
    def series_of(self) -> dict[tuple[int, ...], int]:
        """Series number by its five codes (indicator, org, part, measure, base)."""
        return {tuple(map(int, row)): n for n, row in enumerate(self.series_table)}

    def series(
        self, indicator: str, org: str, measure: str = Measure.LEVEL, base: str = "", part: str = ""
    ) -> int:
        """The series number, -1 when nothing was ever stated of it."""
        named = zip(
            ("indicator", "org", "part", "measure", "base"),
            (indicator, org, part, measure, base),
            strict=True,
        )
        try:
            return self.series_of.get(tuple(self.codes[c][text] for c, text in named), -1)
        except KeyError:
            return -1

    def grid(self, measure: str = Measure.LEVEL, base: str = "") -> Codes:
        """Series numbers of a whole-value measure by codes: int32[indicators, orgs], -1 for none."""
        if (measure, base) not in self._grids:
            self._grids[measure, base] = self._make_grid(measure, base)
        return self._grids[measure, base]

    def _make_grid(self, measure: str, base: str) -> Codes:
        grid = np.full((len(self.names["indicator"]), len(self.names["org"])), -1, np.int32)
        five = zip(("part", "measure", "base"), ("", measure, base), strict=True)
        wanted = [self.codes[column].get(text, -1) for column, text in five]
        rows = np.flatnonzero((self.series_table[:, 2:] == wanted).all(axis=1))
        grid[self.series_table[rows, 0], self.series_table[rows, 1]] = rows
        return grid

    def scale(self, indicator: str, measure: str = Measure.LEVEL) -> int:
        """Decimals at which the values of an indicator's measure are held."""
        return self.columns.scales.get((indicator, str(measure)), 0)

    def at(
        self,
        as_of: date,
        *,
        seen_at: datetime | None = None,
        sees: Visibility = Visibility.PUBLIC,
        inside: frozenset[str] | None = None,
        now: datetime | None = None,
    ) -> Snapshot:
        """What was known on `as_of`, recorded by `seen_at`, visible to `sees`.

        What is not public is visible of the organisations `inside` (None: of all).
        `now` decides what is still under embargo (default: `seen_at`, else nothing is released
        whose embargo has not passed at the end of `as_of`).
        """
        moment = micros(now or seen_at) or end_of_day(as_of, self.zone)
        released = int(np.searchsorted(self._embargoes, moment, "right"))
        sight = self._least_sight(sees, inside)
        key = as_of, seen_at, sight, released
        if key not in self._snapshots:
            if len(self._snapshots) >= _KEPT_SNAPSHOTS:
                self._snapshots.pop(next(iter(self._snapshots)), None)
            self._snapshots[key] = self._snapshot(as_of, seen_at, sight, moment)
        return self._snapshots[key]

    def visible(self, sees: Visibility, inside: frozenset[str] | None = None) -> Mask:
        """Which of the sorted rows a viewer may see, embargoes aside: bool[n]."""
        mask: Mask = self.visibility <= int(sees)
        if inside is not None and sees > Visibility.PUBLIC:
            codes = [self.codes["org"][org] for org in inside if org in self.codes["org"]]
            own = np.isin(self.columns.org[self.order], codes)
            mask &= (self.visibility <= int(Visibility.PUBLIC)) | own
        return mask

    def _least_sight(self, sees: Visibility, inside: frozenset[str] | None) -> Sight:
        """Viewers who see the same rows share a snapshot, and all that is worked out from it."""
        if inside is None or inside >= self._internal:
            return sees, None
        return (sees, inside & self._internal) if inside & self._internal else _PUBLIC_SIGHT

    def _orgs_of_what_is_internal(self) -> frozenset[str]:
        hidden = self.visibility > int(Visibility.PUBLIC)
        codes = np.unique(self.columns.org[self.order][hidden])
        return frozenset(self.names["org"][code] for code in codes)

    def _snapshot(
        self, as_of: date, seen_at: datetime | None, sight: Sight, moment: int
    ) -> Snapshot:
        mask = self.known <= (as_of - EPOCH).days
        mask &= self.visible(*sight)
        mask &= self.embargo <= moment
        if seen_at is not None:
            mask &= self.recorded <= micros(seen_at)
        places = np.flatnonzero(mask)
        keys = self.key[places]
        leads = np.empty(len(keys), np.bool_)
        leads[-1:] = True
        np.not_equal(keys[1:], keys[:-1], out=leads[:-1])
        return Snapshot(self, places[leads], keys[leads], as_of)


class Snapshot:
    """The leading revision of each stated thing, sorted by series, last day, longest first."""

    def __init__(self, cube: Cube, places: Ints, keys: Ints, as_of: date) -> None:
        self.cube, self.places, self.keys, self.as_of = cube, places, keys, as_of

    def __len__(self) -> int:
        return len(self.places)

    def find(self, keys: Ints) -> Ints:
        """Index of each key in the snapshot, -1 where it is not there: int64[n] to int64[n]."""
        if not len(self.keys):
            return np.full(len(keys), -1, np.int64)
        at: Ints = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        found: Ints = np.where(self.keys[at] == keys, at, -1)
        return found

    def latest(self, series: Ints, *, by: date | None = None) -> Ints:
        """Index of the latest and longest period of each series that ends on or before `by`.

        `by` is the snapshot's own date unless given; -1 where there is none.
        """
        last = _day16(np.array([((by or self.as_of) - EPOCH).days]))[0]
        ceiling = (series << _SERIES_SHIFT) | ((last + 1) << (_START_BITS + _DEFINITION_BITS))
        at: Ints = np.searchsorted(self.keys, ceiling) - 1
        at = self._within(at, series)
        while (long := self._longer_than_a_year(at)).any():
            at = np.where(long, self._within(at - 1, series), at)
        return at

    def _within(self, at: Ints, series: Ints) -> Ints:
        """The index where it still belongs to the series, -1 elsewhere."""
        good = (at >= 0) & (series >= 0)
        good[good] = (self.keys[at[good]] >> _SERIES_SHIFT) == series[good]
        return np.where(good, at, -1)

    def _longer_than_a_year(self, at: Ints) -> Mask:
        span = self._keys_at(at) >> _DEFINITION_BITS
        start, end = _DAY_MASK - (span & _DAY_MASK), (span >> _START_BITS) & _DAY_MASK
        return (at >= 0) & (end - start > 366)

    def _keys_at(self, index: Ints) -> Ints:
        """The key at each index, -1 at -1."""
        if not len(self.keys):
            return np.full(len(index), -1, np.int64)
        return np.where(index >= 0, self.keys[np.maximum(index, 0)], -1)

    def values(self, index: Ints) -> tuple[Ints, Mask]:
        """Scaled values at snapshot indices, and which of them are there."""
        if not len(self.places):
            return np.zeros(len(index), np.int64), np.zeros(len(index), np.bool_)
        place = self.places[np.maximum(index, 0)]
        has = (index >= 0) & self.cube.has_value[place]
        return np.where(has, self.cube.value[place], 0), has

    def exact(self, index: Ints) -> tuple[Ints, Mask]:
        """The values of which something may be worked out: no comparator, no range."""
        value, has = self.values(index)
        if len(self.places):
            has = has & self.cube.is_exact[self.places[np.maximum(index, 0)]]
        return np.where(has, value, 0), has

    def moved_to(self, index: Ints, series: Ints) -> Ints:
        """Keys of the same period and definition in another series; -1 where either is missing."""
        rest = self._keys_at(index) & ((1 << _SERIES_SHIFT) - 1)
        return np.where((index >= 0) & (series >= 0), (series << _SERIES_SHIFT) | rest, -1)

    def shifted(self, index: Ints, shift: dict[Period, Period]) -> Ints:
        """Keys of the same series and definition, with each period replaced (e.g. by last year's).

        Periods that `shift` does not name give -1.
        """
        keys = self._keys_at(index)
        span_mask = (1 << (16 + _START_BITS)) - 1
        spans = np.where(index >= 0, (keys >> _DEFINITION_BITS) & span_mask, -1)
        known, inverse = np.unique(spans, return_inverse=True)
        moved = np.array([_moved(int(span), shift) for span in known], np.int64)[inverse]
        rest = keys & ~(span_mask << _DEFINITION_BITS)
        return np.where((moved >= 0) & (index >= 0), rest | (moved << _DEFINITION_BITS), -1)

    def periods(self, index: Ints) -> list[Period | None]:
        """The period at each index; None at -1."""
        span_mask = (1 << (16 + _START_BITS)) - 1
        spans = np.where(index >= 0, (self._keys_at(index) >> _DEFINITION_BITS) & span_mask, -1)
        known, inverse = np.unique(spans, return_inverse=True)
        made = [None if span < 0 else _period(span) for span in known.tolist()]
        return [made[place] for place in inverse.tolist()]

    def held(self, index: int) -> Held:
        """Everything about the value at one index."""
        cube, c = self.cube, self.cube.columns
        place = int(cube.order[self.places[index]])
        text = {name: cube.names[name][getattr(c, name)[place]] for name in cube.names}
        scale = cube.scale(text["indicator"], text["measure"])
        announced = int(c.announced[place])
        return Held(
            text["indicator"],
            text["org"],
            _period(int(self.keys[index]) >> _DEFINITION_BITS),
            text["measure"],
            text["base"],
            text["part"],
            Decimal(int(c.value[place])).scaleb(-scale) if c.has_value[place] else None,
            Decimal(int(c.high[place])).scaleb(-scale) if c.has_high[place] else None,
            COMPARATORS[c.comparator[place]],
            LEADING[c.authority[place]],
            text["definition"],
            EPOCH + timedelta(days=announced) if announced >= 0 else None,
            int(c.row[place]),
            bool(self.cube.withheld[place]),
        )

    def get(
        self,
        indicator: str,
        org: str,
        period: Period,
        measure: str = Measure.LEVEL,
        base: str = "",
        part: str = "",
    ) -> Held | None:
        """The leading value of one thing; of several definitions, the latest."""
        series = self.cube.series(indicator, org, measure, base, part)
        if series < 0 or not _is_held(period):
            return None
        first = ((series << (_SERIES_SHIFT - _DEFINITION_BITS)) | _span(period)) << _DEFINITION_BITS
        last = int(np.searchsorted(self.keys, first + (1 << _DEFINITION_BITS))) - 1
        return self.held(last) if last >= 0 and self.keys[last] >= first else None

    def history(
        self, indicator: str, org: str, measure: str = Measure.LEVEL, base: str = "", part: str = ""
    ) -> list[Held]:
        """All periods of one series, by last day, the longest first."""
        series = self.cube.series(indicator, org, measure, base, part)
        if series < 0:
            return []
        bounds = [series << _SERIES_SHIFT, (series + 1) << _SERIES_SHIFT]
        first, last = np.searchsorted(self.keys, bounds)
        return [self.held(index) for index in range(first, last)]

    def points(self, indicator: str, org: str, part: str = "") -> list[tuple[Period, Decimal]]:
        """Periods and values of the levels of one series, by last day, the longest last."""
        series = self.cube.series(indicator, org, part=part)
        if series < 0:
            return []
        first, last = np.searchsorted(
            self.keys, [series << _SERIES_SHIFT, (series + 1) << _SERIES_SHIFT]
        )
        index = np.arange(first, last)
        value, has = self.values(index)
        scale = -self.cube.scale(indicator)
        spans = (self.keys[index] >> _DEFINITION_BITS).tolist()
        return [
            (_period(span), Decimal(one).scaleb(scale))
            for span, one, known in zip(spans, value.tolist(), has.tolist(), strict=True)
            if known
        ]

    def knows(self, indicator: str, org: str, part: str = "") -> bool:
        """Whether a level of one series has a value."""
        series = self.cube.series(indicator, org, part=part)
        if series < 0:
            return False
        bounds = [series << _SERIES_SHIFT, (series + 1) << _SERIES_SHIFT]
        first, last = np.searchsorted(self.keys, bounds)
        return bool(self.values(np.arange(first, last))[1].any())

    def newest(
        self, indicator: str, org: str, *, within: Period | None = None, part: str = ""
    ) -> Held | None:
        """The latest level known, the longest of its last day; within a period if asked."""
        series = self.cube.series(indicator, org, part=part)
        if series < 0:
            return None
        first, last = np.searchsorted(
            self.keys, [series << _SERIES_SHIFT, (series + 1) << _SERIES_SHIFT]
        )
        for index in range(int(last) - 1, int(first) - 1, -1):
            period = _period(int(self.keys[index]) >> _DEFINITION_BITS)
            inside = period.end <= self.as_of and (within is None or within.contains(period))
            if inside and not _is_longer_than_a_year(period):
                return self.held(index)
        return None


def _is_longer_than_a_year(period: Period) -> bool:
    return (period.end - period.start).days > 366


def _number_series(columns: Columns) -> tuple[Ints, Codes]:
    """Number the distinct (indicator, org, part, measure, base): int64[n] and int32[series, 5]."""
    five = (columns.indicator, columns.org, columns.part, columns.measure, columns.base)
    packed = np.zeros(len(columns), np.int64)
    for codes, name in zip(five, ("indicator", "org", "part", "measure", "base"), strict=True):
        packed = packed * max(1, len(columns.names[name])) + codes
    _, first, inverse = np.unique(packed, return_index=True, return_inverse=True)
    table = np.stack([codes[first] for codes in five], axis=1)
    return inverse.astype(np.int64), table.astype(np.int32)


def _keys(series: Ints, start: Codes, end: Codes, definition: Codes) -> Ints:
    span = (_day16(end) << _START_BITS) | (_DAY_MASK - _day16(start))
    return (series << _SERIES_SHIFT) | (span << _DEFINITION_BITS) | definition.astype(np.int64)


def _day16(days: Codes | Ints) -> Ints:
    return days.astype(np.int64) - _OLDEST


@lru_cache(maxsize=_MOST_PERIODS)
def _period(span: int) -> Period:
    end = (span >> _START_BITS) & _DAY_MASK
    start = _DAY_MASK - (span & _DAY_MASK)
    return Period(_date(start), _date(end))


def _is_held(period: Period) -> bool:
    """Whether both ends of a period fit a key; no record has another."""
    first, last = ((day - EPOCH).days - _OLDEST for day in (period.start, period.end))
    return first >= 0 and last <= _DAY_MASK


def _span(period: Period) -> int:
    start, end = ((day - EPOCH).days - _OLDEST for day in (period.start, period.end))
    return (end << _START_BITS) | (_DAY_MASK - start)


def _date(day16: int) -> date:
    return EPOCH + timedelta(days=day16 + _OLDEST)


def _moved(span: int, shift: dict[Period, Period]) -> int:
    if span < 0:
        return -1
    target = shift.get(_period(span))
    return -1 if target is None else _span(target)


def _known_from(columns: Columns, zone: str) -> Codes:
    """The day of announcement, else the day of the zone on which it was recorded."""
    known: Codes = columns.announced.astype(np.int32)
    unannounced = known < 0
    known[unannounced] = local_days(columns.recorded[unannounced], zone)
    return known
