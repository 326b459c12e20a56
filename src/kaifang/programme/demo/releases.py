"""Releases: on which day a month's figure is announced, and which figure it is then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

TODAY = date(2023, 7, 15)


class Stage(StrEnum):
    """What a figure is when it is announced; the word stands as its reason in the records."""

    FIRST = ""
    FLASH = "快报"
    VERIFIED = "核定"
    REVISED = "上月数据修订"


@dataclass(frozen=True, slots=True)
class Practice:
    """How a source publishes: its stages, and whether January waits for February (1-2月)."""

    stages: tuple[Stage, ...]
    is_combined: bool = False

    def days(self, year: int, month: int) -> tuple[date, ...]:
        """The day of each stage of a month; they never go back."""
        return _days(self, year, month)


CUSTOMS = Practice((Stage.FIRST, Stage.REVISED), is_combined=True)
STATISTICS = Practice((Stage.FIRST, Stage.REVISED))
REPORTS = Practice((Stage.FLASH, Stage.VERIFIED, Stage.REVISED))

# Figures of a half and of a whole year come out earlier than the usual 18th.
_USUAL, _EARLY = 18, {6: 13, 12: 14}
_FLASH, _VERIFIED = 8, 25


@lru_cache(maxsize=1024)
def _days(practice: Practice, year: int, month: int) -> tuple[date, ...]:
    if practice.is_combined and month == 1:
        month = 2
    after = _next(year, month)
    if Stage.FLASH in practice.stages:
        flash, verified = _working(*after, _FLASH), _working(*after, _VERIFIED)
        return flash, verified, _working(*_next(*after), _VERIFIED)
    first = _working(*after, _EARLY.get(month, _USUAL))
    return first, _first_of_next(practice, after)


def _first_of_next(practice: Practice, month: tuple[int, int]) -> date:
    """A month is revised with the release of the one after it."""
    if practice.is_combined and month[1] == 1:
        month = month[0], 2
    return _working(*_next(*month), _EARLY.get(month[1], _USUAL))


def _next(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)


def _working(year: int, month: int, day: int) -> date:
    """The day itself, or the Monday after it."""
    found = date(year, month, day)
    return found + timedelta(days=max(0, 7 - found.weekday())) if found.weekday() > 4 else found
