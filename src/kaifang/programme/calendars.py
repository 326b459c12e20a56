"""The calendar of working days that a law carries."""

from __future__ import annotations

from functools import lru_cache

from kaifang.core.workdays import Notice, WorkCalendar
from kaifang.packs.law import Law


def work_calendar(law: Law) -> WorkCalendar:
    """Which days are worked, by all notices that a law knows; `known_on` tells of an earlier day.

    >>> from datetime import date
    >>> from kaifang.packs.law import compose
    >>> calendar = work_calendar(compose("cn-calendar"))
    >>> calendar.between(date(2025, 9, 26), date(2025, 10, 10))
    5
    """
    return _calendar_of(
        tuple(
            Notice(entry.year, entry.known_from, frozenset(entry.off), frozenset(entry.work))
            for entry in law.workdays.values()
        )
    )


@lru_cache(maxsize=16)  # laws mostly stand on the same notices, and each page asks
def _calendar_of(notices: tuple[Notice, ...]) -> WorkCalendar:
    return WorkCalendar(notices)
