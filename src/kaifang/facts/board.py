"""The board in one pass: for many indicators of many organisations the latest figure and its growth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from kaifang.core.observation import Measure
from kaifang.core.orgs import NATION
from kaifang.core.period import Period
from kaifang.facts.columns import Ints, Mask
from kaifang.facts.cube import Snapshot
from kaifang.facts.measure_columns import growth_rates, shares

GROWTH_DIGITS = 1
PREVIOUS_YEAR = "previous_year"


@dataclass(frozen=True)
class Answers:
    """One measure for all rows: exact integers at 10**-digits of the unit, and which are there."""

    value: Ints
    has: Mask
    digits: Sequence[int] | int

    def at(self, row: int) -> Decimal | None:
        """The answer of a row as a decimal; None when missing."""
        if not self.has[row]:
            return None
        digits = self.digits if isinstance(self.digits, int) else self.digits[row]
        return Decimal(int(self.value[row])).scaleb(-digits)


@dataclass(frozen=True)
class Board:
    """Rows are (indicator, organisation) pairs in the order asked; arrays have one element a row.

    `latest` is the newest level by last day, the longest of it (to date before single month);
    `index` points into the snapshot, -1 where nothing is known. `month` is the single month in
    which it ends, stated or, where `month_derived`, the difference of two to-date figures.
    """

    snapshot: Snapshot
    indicators: Sequence[str]
    orgs: Sequence[str]
    index: Ints
    latest: Answers
    growth_stated: Answers
    growth: Answers
    month: Answers
    month_derived: Mask
    share_of_nation: Answers

    def __len__(self) -> int:
        return len(self.index)

    def periods(self) -> list[Period | None]:
        """The period of each row's latest figure."""
        return self.snapshot.periods(self.index)


def build(
    snapshot: Snapshot,
    indicators: Sequence[str],
    orgs: Sequence[str],
    *,
    is_ratio: Callable[[str], bool] = lambda _: False,
    is_flow: Callable[[str], bool] = lambda _: True,
    nation: str = NATION,
) -> Board:
    """Build the board of all pairs, organisation by organisation.

    `is_ratio` tells the indicators whose growth would be points and is left out here;
    `is_flow` those whose single month may be derived from two to-date figures; `nation` is the
    organisation whose figures are the whole of the shares.
    """
    pair_indicators = [indicator for _ in orgs for indicator in indicators]
    pair_orgs = [org for org in orgs for _ in indicators]
    rows = _Rows(snapshot, indicators, orgs)
    index = snapshot.latest(rows.series(Measure.LEVEL))
    periods = _distinct_periods(snapshot, index)
    latest = rows.answers(index)
    ratio = np.tile(np.array([is_ratio(one) for one in indicators], np.bool_), len(orgs))
    flow = np.tile(np.array([is_flow(one) for one in indicators], np.bool_), len(orgs))
    month, derived = _month(rows, index, periods, latest, flow)
    return Board(
        snapshot,
        pair_indicators,
        pair_orgs,
        index,
        latest,
        rows.same_period(index, Measure.GROWTH, PREVIOUS_YEAR),
        _growth(rows, index, periods, ~ratio),
        month,
        derived,
        _share(rows, index, nation),
    )


@dataclass(frozen=True)
class _Rows:
    """The pairs of a board as codes, and lookups along them."""

    snapshot: Snapshot
    indicators: Sequence[str]
    orgs: Sequence[str]

    def series(self, measure: str, base: str = "", org: str | None = None) -> Ints:
        """Series number of each pair, or of each pair's indicator for one organisation."""
        cube = self.snapshot.cube
        wanted = self.orgs if org is None else [org] * len(self.orgs)
        rows = [cube.codes["indicator"].get(one, -1) for one in self.indicators]
        columns = [cube.codes["org"].get(one, -1) for one in wanted]
        grid = np.pad(cube.grid(measure, base), (0, 1), constant_values=-1)
        return grid[np.ix_(rows, columns)].T.ravel().astype(np.int64)

    def digits(self, measure: str) -> list[int]:
        cube = self.snapshot.cube
        return [cube.scale(one, measure) for one in self.indicators] * len(self.orgs)

    def answers(self, index: Ints, measure: str = Measure.LEVEL) -> Answers:
        value, has = self.snapshot.values(index)
        return Answers(value, has, self.digits(measure))

    def same_period(self, index: Ints, measure: str, base: str) -> Answers:
        """Another measure stated for the very same period."""
        keys = self.snapshot.moved_to(index, self.series(measure, base))
        return self.answers(self.snapshot.find(keys), measure)

    def shifted(self, index: Ints, shift: Mapping[Period, Period]) -> Ints:
        """Where the levels of the same series at other periods stand."""
        return self.snapshot.find(self.snapshot.shifted(index, dict(shift)))


def _distinct_periods(snapshot: Snapshot, index: Ints) -> list[Period]:
    first = np.unique(index[index >= 0])
    return sorted({period for period in snapshot.periods(first) if period is not None})


def _growth(rows: _Rows, index: Ints, periods: Sequence[Period], wanted: Mask) -> Answers:
    now, has_now = rows.snapshot.exact(index)
    before = rows.shifted(index, {one: one.last_year() for one in periods})
    base, has_base = rows.snapshot.exact(before)
    value, has = growth_rates(now, base, has_now & wanted, has_base, GROWTH_DIGITS)
    return Answers(value, has, GROWTH_DIGITS)


def _month(
    rows: _Rows, index: Ints, periods: Sequence[Period], now: Answers, flow: Mask
) -> tuple[Answers, Mask]:
    """The single month: stated, else to date less the month before to date."""
    monthly = [one for one in periods if one.is_to_date]
    months = rows.shifted(index, {one: one.last_month() for one in monthly})
    stated, has_stated = rows.snapshot.values(months)
    before = {p: Period.to_date(p.end.year, p.end.month - 1) for p in monthly if p.end.month > 1}
    earlier, has_earlier = rows.snapshot.exact(rows.shifted(index, before))
    _value, has_now = rows.snapshot.exact(index)
    derived = ~has_stated & has_now & has_earlier & flow
    value = np.where(has_stated, stated, np.where(derived, now.value - earlier, 0))
    return Answers(value, has_stated | derived, now.digits), derived


def _share(rows: _Rows, index: Ints, nation: str) -> Answers:
    whole_series = rows.series(Measure.LEVEL, org=nation)
    keys = rows.snapshot.moved_to(index, whole_series)
    now, has_now = rows.snapshot.exact(index)
    whole, has_whole = rows.snapshot.exact(rows.snapshot.find(keys))
    value, has = shares(now, whole, has_now, has_whole, GROWTH_DIGITS)
    return Answers(value, has, GROWTH_DIGITS)
