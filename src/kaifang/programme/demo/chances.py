"""Whole numbers by chance that repeat: the same for the same words, on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from kaifang.programme.demo.noise import noise

Thing = TypeVar("Thing")


def roll(many: int, *about: object) -> int:
    """Return a number from 0 to below `many`.

    >>> roll(6, "dice", 1) == roll(6, "dice", 1)
    True
    """
    return int((noise(*about) + 1) / 2 * many)


def between(low: int, high: int, *about: object) -> int:
    """Return a number from `low` to `high`, both included."""
    return low + roll(high - low + 1, *about)


def one_of(things: Sequence[Thing], *about: object) -> Thing:
    """Choose one."""
    return things[roll(len(things), *about)]


def weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend.

    >>> weekday(date(2023, 7, 15))
    datetime.date(2023, 7, 17)
    """
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
