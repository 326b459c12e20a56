"""The board: a programme's indicators with their targets, organisation by organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from itertools import groupby
from typing import Any

from kaifang.core.bilingual import Text
from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.core.ranking import rank
from kaifang.core.statement import Statement
from kaifang.facts import board as facts_board
from kaifang.facts.board import Board
from kaifang.packs.schema.figures import IndicatorEntry, TargetEntry
from kaifang.programme.figures import Figures
from kaifang.programme.naming import org_name, strength_text
from kaifang.programme.progress import Progress


@dataclass(frozen=True)
class BoardRow:
    """One indicator of one organisation, with the target that asks for it if there is one.

    `place` is its row in the board's `numbers`, -1 where it is about no indicator.
    """

    figures: Figures
    indicator: IndicatorEntry | None
    org: Org
    target: TargetEntry | None
    period: Period | None
    place: int = -1

    @cached_property
    def progress(self) -> Progress | None:
        return Progress.of(self.figures, self.target, self.org.id) if self.target else None

    @property
    def name(self) -> Text:
        """The indicator, or the name of a target without one."""
        if self.indicator is not None:
            return self.indicator.name.text
        assert self.target is not None
        milestone = self.target.target.milestone
        named = self.target.name or milestone
        assert named is not None
        return named.text

    @property
    def target_text(self) -> Text | None:
        return self.progress.text if self.progress else None

    @property
    def strength(self) -> Text | None:
        return strength_text(self.target.strength) if self.target else None

    @cached_property
    def latest(self) -> Statement | None:
        return self._statement("level")

    @cached_property
    def month(self) -> Statement | None:
        return self._statement("month")

    @cached_property
    def growth(self) -> Statement | None:
        """The published growth where there is one, else the computed."""
        return self._statement("growth")

    @cached_property
    def growth_computed(self) -> Statement | None:
        return self._statement("growth_computed")

    @cached_property
    def share(self) -> Statement | None:
        return self._statement("share_of_nation")

    @cached_property
    def trend(self) -> list[tuple[Period, Decimal | None]]:
        return self.figures.trend(self.indicator.id, self.org.id) if self.indicator else []

    def json(self, lang: str = "zh") -> dict[str, Any]:
        """The row as plain values, as the command line and the API give it."""
        row: dict[str, Any] = {
            "org": self.org.id,
            "org_name": self.org.name.in_(lang),
            "indicator": self.indicator.id if self.indicator else None,
            "name": self.name.in_(lang),
            "period": self.period.code if self.period else None,
        }
        for name in ("latest", "month", "growth", "growth_computed", "share"):
            one: Statement | None = getattr(self, name)
            row[name] = one.json(lang) if one else None
        row["target"] = self._target_json(lang)
        return row

    def _target_json(self, lang: str) -> dict[str, Any] | None:
        if self.target is None or self.progress is None:
            return None
        progress = self.progress
        return {
            "id": self.target.id,
            "text": progress.text.in_(lang),
            "form": self.target.target.form,
            "comparator": self.target.comparator,
            "strength": self.target.strength,
            "period": self.target.period.code,
            "attainment": progress.attainment().json(lang),
            "ahead": progress.ahead().json(lang),
            "needed": progress.needed().json(lang),
            "verdict": progress.stands.verdict.value,
            "says": progress.stands.says.in_(lang),
            "light": {
                "colour": progress.light.colour.value,
                "says": progress.light.says.in_(lang),
                "rule": progress.light.rule,
            },
        }

    def _statement(self, measure: str) -> Statement | None:
        if self.indicator is None or self.period is None:
            return None
        return self.figures.statement(self.indicator.id, self.org.id, self.period, measure)


@dataclass(frozen=True)
class BoardView:
    """Rows in administrative order, then in the order of the pack; `numbers` is the fast pass."""

    figures: Figures
    indicators: Sequence[str]
    orgs: Sequence[str]
    targets: Sequence[TargetEntry]

    @cached_property
    def numbers(self) -> Board:
        """Latest figures, growth and shares of all pairs in one pass."""
        law = self.figures.law
        return facts_board.build(
            self.figures.snapshot,
            self.indicators,
            self.orgs,
            is_ratio=lambda name: law.indicators[name].kind == "ratio",
            is_flow=lambda name: law.indicators[name].kind == "flow",
            nation=law.head.nation,
        )

    @cached_property
    def rows(self) -> list[BoardRow]:
        """Rows that have a figure or a target; pairs of which nothing is known are left out."""
        return list(self._rows())

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[BoardRow]:
        return iter(self.rows)

    def __repr__(self) -> str:
        versions = self.figures.versions
        return f"<board of {versions.pack} as of {versions.as_of}: {len(self)} rows>"

    def _repr_html_(self) -> str:
        from kaifang.programme.notebook import board_html

        return board_html(self)

    def ranks(self, indicator: str, orgs: Sequence[str], digits: int) -> dict[str, int | None]:
        """Rank of each organisation by its latest value of one indicator, as printed."""
        by_org = {
            row.org.id: row for row in self.rows if row.indicator and row.indicator.id == indicator
        }
        values = {}
        for org in orgs:
            latest = by_org[org].latest if org in by_org else None
            values[org] = latest.quantity.value if latest and latest.quantity else None
        descending = self.figures.law.indicator(indicator).better != "down"
        return rank(values, digits, descending=descending)

    def _rows(self) -> Iterator[BoardRow]:
        law = self.figures.law
        periods = dict(zip(self._pairs(), enumerate(self.numbers.periods()), strict=True))
        asked: dict[tuple[str, str | None], list[TargetEntry | None]] = defaultdict(list)
        for target in self.targets:
            asked[target.org, target.indicator].append(target)
        for org in self.orgs:
            for id in self.indicators:
                place, period = periods[org, id]
                wanted = asked.get((org, id), [])
                if period is None and not wanted:
                    continue
                entry = law.indicators[id]
                for one in wanted or [None]:
                    yield BoardRow(self.figures, entry, law.orgs[org], one, period, place)
            for one in asked.get((org, None), []):
                yield BoardRow(self.figures, None, law.orgs[org], one, None)

    def _pairs(self) -> list[tuple[str, str]]:
        return [(org, indicator) for org in self.orgs for indicator in self.indicators]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row with its rank among the organisations of its kind; `group` is what is ranked."""

    row: BoardRow
    group: tuple[str, str] = ("", "")
    rank: int | None = None


def in_rank_order(view: BoardView, rows: Sequence[BoardRow]) -> list[Ranked]:
    """Indicator by indicator and kind by kind, the leading organisation first.

    Like is ranked with like: cities among cities, zones among zones; one alone has no rank.
    """
    grouped: dict[tuple[str, str], list[BoardRow]] = defaultdict(list)
    for row in rows:
        grouped[row.indicator.id if row.indicator else row.org.id, row.org.kind].append(row)
    place = {id: number for number, id in enumerate(view.indicators)}
    keys = sorted(grouped, key=lambda key: place.get(key[0], len(place)))
    return [one for key in keys for one in _ranked(view, key, grouped[key])]


def _ranked(view: BoardView, group: tuple[str, str], rows: list[BoardRow]) -> list[Ranked]:
    values = {row.org.id: view.numbers.latest.at(row.place) for row in rows if row.place >= 0}
    if len(values) < _FEWEST:
        return [Ranked(row, group) for row in rows]
    entry = view.figures.law.indicator(group[0])
    ranks = rank(values, entry.digits, descending=entry.better != "down")
    last = len(values) + 1
    ordered = sorted(rows, key=lambda row: ranks[row.org.id] or last)
    return [Ranked(row, group, ranks[row.org.id]) for row in ordered]


def known_first(rows: Iterable[BoardRow]) -> list[BoardRow]:
    """Each organisation's rows with a figure before those that only ask; neither is left out."""
    return [
        row
        for _org, of_org in groupby(rows, key=lambda row: row.org.id)
        for row in sorted(of_org, key=lambda row: row.period is None)
    ]


_FEWEST = 2
FIRMEST = ("ensure", "hold", "aim", "expect", "none")


def leading(rows: Iterable[BoardRow], period: Period | None) -> list[tuple[BoardRow, int]]:
    """One row an indicator and organisation, with how many further targets it has.

    The leading target has a number, is about the programme's own period, and is the firmest.
    """
    grouped: dict[tuple[str, str], list[BoardRow]] = defaultdict(list)
    for row in rows:
        if row.indicator is not None:
            grouped[row.org.id, row.indicator.id].append(row)
    return [(min(group, key=partial(_leads, period)), len(group) - 1) for group in grouped.values()]


def _leads(period: Period | None, row: BoardRow) -> tuple[bool, bool, int]:
    target = row.target
    if target is None:
        return True, True, 0
    return not target.figures, target.period != period, FIRMEST.index(target.strength)


def org_text(row: BoardRow) -> Text:
    """The organisation's name, for table cells."""
    return org_name(row.figures.law, row.org.id)
