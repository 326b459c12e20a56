"""Small cells 小单元格: values that would reveal fewer than three firms, and those they follow from.

A cell is an indicator of an organisation, a part and a period, whatever was said of it and when.
What is withheld depends on the records alone, never on who asks or as of which day: two answers
set side by side give nothing away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from kaifang.core.observation import FEWEST_FIRMS, Measure, part_code, part_of
from kaifang.core.period import Period, UnreadablePeriod
from kaifang.facts.columns import EPOCH, Columns, Ints, Mask
from kaifang.facts.time_paths import Span, cut


@dataclass(frozen=True)
class Ties:
    """How figures follow from one another 勾稽关系: what adds up to what.

    `parents` gives for an organisation the one it is a part of, and its kind: like adds up with
    like. `sums` are indicators that add up from others, `derived` all that are computed from
    others in any way. `unadding` do not add up over organisations and parts (rates, ranks);
    `not_over_time` not over months either (stocks).
    """

    parents: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    derived: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unadding: frozenset[str] = frozenset()
    not_over_time: frozenset[str] = frozenset()


class Cell(NamedTuple):
    """What a value is about; days since 1970."""

    indicator: str
    org: str
    part: str
    start: int
    end: int


def withheld(columns: Columns, ties: Ties) -> Mask:
    """Tell which rows must not be shown: bool[n].

    A row is withheld where its cell rests on one or two firms by any statement of it, where such
    a cell could be computed from it, and where it is a growth, share or other measure of or over
    such a cell.
    """
    few = _few(columns)
    if not few.any():
        return few
    near = _rows_near(columns, few, ties)
    cells = _cells(columns, near)
    hidden = _Hiding(ties, *_told(columns, near, cells, few)).all_hidden()
    mask = np.zeros(len(columns), np.bool_)
    mask[near] = [
        cell in hidden or _gives_away(columns, row, cell, hidden)
        for row, cell in zip(near.tolist(), cells, strict=True)
    ]
    return mask


def has_small_cells(columns: Columns) -> bool:
    """Whether any value rests on one or two firms."""
    return bool(_few(columns).any())


def _few(columns: Columns) -> Mask:
    found: Mask = (columns.firms > 0) & (columns.firms < FEWEST_FIRMS)
    return found


def without(columns: Columns, hidden: Mask) -> Columns:
    """Take values out of columns; nothing of their digits is left."""
    if not hidden.any():
        return columns
    return replace(
        columns,
        value=np.where(hidden, 0, columns.value),
        has_value=columns.has_value & ~hidden,
        high=np.where(hidden, 0, columns.high),
        has_high=columns.has_high & ~hidden,
    )


def _rows_near(columns: Columns, few: Mask, ties: Ties) -> Ints:
    """All rows of the indicators with a small cell, and of those tied to them by a formula."""
    names = columns.names["indicator"]
    wanted = {names[code] for code in np.unique(columns.indicator[few])}
    tied = [{whole, *inputs} for whole, inputs in (*ties.sums.items(), *ties.derived.items())]
    while more := [one for one in tied if one & wanted and not one <= wanted]:
        wanted = wanted.union(*more)
    codes = [code for code, name in enumerate(names) if name in wanted]
    return np.flatnonzero(np.isin(columns.indicator, codes))


def _cells(columns: Columns, rows: Ints) -> list[Cell]:
    texts = (
        [columns.names[name][code] for code in getattr(columns, name)[rows].tolist()]
        for name in ("indicator", "org", "part")
    )
    days = (columns.start[rows].tolist(), columns.end[rows].tolist())
    return [Cell(*five) for five in zip(*texts, *days, strict=True)]


def _told(
    columns: Columns, rows: Ints, cells: list[Cell], few: Mask
) -> tuple[dict[Cell, float], dict[Cell, int]]:
    """The newest level of each cell, for its size only, and the firms of the small ones."""
    level = columns.names["measure"].index(Measure.LEVEL) if _has_levels(columns) else -1
    values: dict[Cell, float] = {}
    firms: dict[Cell, int] = {}
    by_row = sorted(zip(columns.row[rows].tolist(), rows.tolist(), cells, strict=True))
    for _, at, cell in by_row:
        if few[at]:
            firms[cell] = min(int(columns.firms[at]), firms.get(cell, FEWEST_FIRMS))
        if columns.measure[at] == level and columns.has_value[at]:
            scale = columns.scales.get((cell.indicator, str(Measure.LEVEL)), 0)
            values[cell] = int(columns.value[at]) / 10**scale
    return values, firms


def _has_levels(columns: Columns) -> bool:
    return Measure.LEVEL in columns.names["measure"]


def _gives_away(columns: Columns, row: int, cell: Cell, hidden: set[Cell]) -> bool:
    """Whether a row compares with a hidden cell: its base follows from it and its value."""
    if columns.names["measure"][columns.measure[row]] == Measure.LEVEL:
        return False
    last_year = _span(_period(cell.start, cell.end).last_year())
    if cell._replace(start=last_year[0], end=last_year[1]) in hidden:
        return True
    named = columns.names["base"][columns.base[row]]
    if cell._replace(org=named) in hidden:
        return True  # a share of it: the whole is the part over its share
    base = _base(named)
    return base is not None and cell._replace(start=base[0], end=base[1]) in hidden


def _base(text: str) -> Span | None:
    """The period that a base names, None where it is none (an organisation, the year before)."""
    try:
        return _span(Period.parse(text))
    except UnreadablePeriod:
        return None


def _period(start: int, end: int) -> Period:
    first, last = (np.datetime64(EPOCH) + day for day in (start, end))
    return Period(first.item(), last.item())


def _span(period: Period) -> Span:
    return (period.start - EPOCH).days, (period.end - EPOCH).days


@dataclass(frozen=True)
class _Sum:
    """One whole and its parts, all of them cells with a value."""

    whole: Cell
    parts: list[Cell]


@dataclass
class _Hiding:
    """Hides cells until none of the hidden ones follows from those shown."""

    ties: Ties
    values: dict[Cell, float]
    firms: dict[Cell, int]
    hidden: set[Cell] = field(default_factory=set)

    def all_hidden(self) -> set[Cell]:
        self.hidden |= self.firms.keys()
        sums = [*self._sums(_over_orgs(self.ties)), *self._part_sums(), *self._formula_sums()]
        before = -1
        while before != len(self.hidden):
            before = len(self.hidden)
            for one in sums:
                self._protect(one)
            self._protect_over_time()
            self._hide_derived()
        return self.hidden

    # -- what adds up -----------------------------------------------------------------

    def _sums(self, whole_of: Callable[[Cell], tuple[Cell, str] | None]) -> list[_Sum]:
        """Gather the parts of each whole; `whole_of` gives it with the kind of part."""
        found: dict[tuple[Cell, str], list[Cell]] = {}
        for cell in sorted(self.values):
            whole = whole_of(cell) if cell.indicator not in self.ties.unadding else None
            if whole and whole[0] in self.values:
                found.setdefault(whole, []).append(cell)
        return [_Sum(whole, parts) for (whole, _), parts in found.items()]

    def _part_sums(self) -> list[_Sum]:
        """A breakdown adds up over each of its dimensions."""
        names = {name for cell in self.values for name in part_of(cell.part)}
        return [one for name in sorted(names) for one in self._sums(_over_part(name))]

    def _formula_sums(self) -> list[_Sum]:
        return [
            _Sum(cell, [part for part in parts if part in self.values])
            for cell in sorted(self.values)
            if (
                parts := [
                    cell._replace(indicator=i) for i in self.ties.sums.get(cell.indicator, ())
                ]
            )
        ]

    # -- hiding -----------------------------------------------------------------------

    def _protect(self, one: _Sum) -> None:
        """Hide more of a sum until what is hidden cannot be told from what is shown."""
        while self._is_open(one):
            shown = [part for part in one.parts if part not in self.hidden]
            self.hidden.add(min(shown, key=self._cost) if shown else one.whole)

    def _is_open(self, one: _Sum) -> bool:
        hidden = [part for part in one.parts if part in self.hidden]
        if one.whole in self.hidden:
            return not hidden and bool(one.parts) and self._comes_to(one, [one.whole])
        firms = sum(self.firms.get(part, FEWEST_FIRMS) for part in hidden)
        alone = len(hidden) == 1 or firms < FEWEST_FIRMS
        return bool(hidden) and alone and self._comes_to(one, hidden)

    def _comes_to(self, one: _Sum, hidden: list[Cell]) -> bool:
        """Whether parts and whole tell what is hidden: the rest that no part has is smaller."""
        rest = self.values[one.whole] - sum(self.values[part] for part in one.parts)
        return abs(rest) < abs(sum(self.values.get(cell, 0.0) for cell in hidden))

    def _cost(self, cell: Cell) -> tuple[bool, float, Cell]:
        """What is hidden in another period already goes first, then the smallest."""
        known = any(
            (one.indicator, one.org, one.part) == (cell.indicator, cell.org, cell.part)
            for one in self.hidden
        )
        return not known, abs(self.values[cell]), cell

    def _protect_over_time(self) -> None:
        """Hide the periods from whose sums and differences a hidden one follows."""
        apart = self.ties.unadding | self.ties.not_over_time
        lines = {cell[:3] for cell in self.hidden if cell.indicator not in apart}
        spans: dict[tuple[str, ...], list[Span]] = {line: [] for line in lines}
        for cell in self.values:
            if cell[:3] in lines:
                spans[cell[:3]].append((cell.start, cell.end))
        for (indicator, org, part), told in sorted(spans.items()):
            line = Cell(indicator, org, part, 0, 0)
            secret = {(c.start, c.end) for c in self.hidden if c[:3] == line[:3]}
            for start, end in cut(told, secret):
                self.hidden.add(line._replace(start=start, end=end))

    def _hide_derived(self) -> None:
        """Hide what was computed from a hidden value, or tells it together with the others."""
        for cell in self.values:
            inputs = self.ties.derived.get(cell.indicator, ())
            if cell.indicator in self.ties.sums:
                continue  # a sum over several tells none of them
            if any(cell._replace(indicator=one) in self.hidden for one in inputs):
                self.hidden.add(cell)


def _over_orgs(ties: Ties) -> Callable[[Cell], tuple[Cell, str] | None]:
    def whole_of(cell: Cell) -> tuple[Cell, str] | None:
        parent = ties.parents.get(cell.org)
        return (cell._replace(org=parent[0]), parent[1]) if parent else None

    return whole_of


def _over_part(name: str) -> Callable[[Cell], tuple[Cell, str] | None]:
    def whole_of(cell: Cell) -> tuple[Cell, str] | None:
        part = part_of(cell.part)
        if part.pop(name, None) is None:
            return None
        return cell._replace(part=part_code(part)), name

    return whole_of
