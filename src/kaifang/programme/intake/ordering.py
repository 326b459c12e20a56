"""In which order the stages of a row were reached: by their days, unless those contradict the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kaifang.cases.histories import Stage, fits
from kaifang.exchange.case_books.reading import StageGiven


class Late(NamedTuple):
    """A stage that is dated before one that has to come first."""

    event: str
    before: str


def in_turn(
    stage: Stage, given: Mapping[str, StageGiven], places: Mapping[str, int]
) -> tuple[list[tuple[str, date]], list[Late]]:
    """The stages in turn, each with its day, and those whose days contradict the way.

    Days decide, at equal ones the order of the columns. Where the way allows the columns' order
    alone, that is meant and the days are wrong. A day that cannot be read counts as that of the
    stage before.
    """
    columns = sorted(given, key=lambda event: places[event])
    days = _filled(columns, {event: one.day for event, one in given.items()})
    by_day = sorted(columns, key=lambda event: days[event])
    if by_day == columns or fits(stage, by_day) or not fits(stage, columns):
        return [(event, days[event]) for event in by_day], []
    late = list(_late(columns, days))
    latest, found = date.min, []
    for event in columns:
        latest = max(latest, days[event])
        found.append((event, latest))
    return found, late


def _filled(columns: Sequence[str], days: Mapping[str, date | None]) -> dict[str, date]:
    known = [day for event in columns if (day := days[event]) is not None]
    before = known[0] if known else date.min
    found: dict[str, date] = {}
    for event in columns:
        before = days[event] or before
        found[event] = before
    return found


def _late(columns: Sequence[str], days: Mapping[str, date]) -> Iterator[Late]:
    """Each stage that is dated before the latest of those in front of it."""
    latest = columns[0]
    for event in columns[1:]:
        if days[event] < days[latest]:
            yield Late(event, latest)
        else:
            latest = event
