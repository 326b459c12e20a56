"""Ticks 定时: work that is due once a day or once an hour, whoever gets to it first.

A tick is a job whose key names the interval (`tick:reminders:2023-04-20`), so that of many workers
that ask for it one row comes to be, and one worker does it. What a tick writes is written in the
transaction that marks it as done: killed in the middle it has done nothing, and is done again.
Add a tick to `TICKS`; its function is told the day, and one that is due once a day must not look at
the clock itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from kaifang.programme.alarms.ringing import ring_clocks
from kaifang.programme.casework.fed_jobs import feed_all
from kaifang.programme.clearance.ringing import ring_all
from kaifang.programme.people.sessions import forget_expired_sessions
from kaifang.programme.reporting.reminders import remind_all
from kaifang.store import jobs
from kaifang.store.jobs import Lease
from kaifang.store.models import Job

TICK = "tick"


class _LeaseLost(Exception):
    """A tick took longer than its lease: another worker has it, and this one's work is undone."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Work that is due once a day, from `at` on (the site's time); with `hourly` once an hour."""

    run: Callable[[date], None]
    at: time = time(8)
    hourly: bool = False

    def stamp(self, now: datetime) -> str:
        """The interval that an instant lies in, empty before the day's hour.

        >>> now = datetime(2023, 4, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
        >>> Tick(print).stamp(now), Tick(print, time(10)).stamp(now)
        ('2023-04-20', '')
        >>> Tick(print, hourly=True).stamp(now)
        '2023-04-20T09'
        """
        if self.hourly:
            return f"{now:%Y-%m-%dT%H}"
        return f"{now:%Y-%m-%d}" if now.time() >= self.at else ""


TICKS: Mapping[str, Tick] = {
    "alarms": Tick(ring_clocks, hourly=True),
    "reminders": Tick(remind_all),
    "registers": Tick(feed_all, time(1)),
    "bands": Tick(ring_all, time(2)),
    "sessions": Tick(forget_expired_sessions, time(3)),
}


class Clockwork:
    """Asks for the ticks of a table; one that was asked for is not asked for again."""

    def __init__(self, ticks: Mapping[str, Tick] = TICKS) -> None:
        self._ticks = ticks
        self._asked: dict[str, str] = {}

    def ask(self, now: datetime) -> int:
        """Put what is due now into the job table; return how many ticks were new to it."""
        here = now.astimezone(ZoneInfo(settings.TIME_ZONE))
        due = {name: tick.stamp(here) for name, tick in self._ticks.items()}
        new = {name: at for name, at in due.items() if at and self._asked.get(name) != at}
        added = sum(_ask(name, at, now) for name, at in new.items())
        self._asked |= new
        return added

    def do(self, held: Lease, now: datetime) -> None:  # noqa: ARG002 - a handler of jobs
        """Do a tick and mark it as done, both or neither. Raises: _LeaseLost."""
        name, stamp = held.payload["tick"], held.payload["stamp"]
        if name not in self._ticks:
            jobs.stop(held, f"no tick {name}")
            return
        with transaction.atomic():
            self._ticks[name].run(date.fromisoformat(stamp[:10]))
            if not jobs.finish(held):
                raise _LeaseLost(held.key)


def _ask(name: str, stamp: str, now: datetime) -> bool:
    key = f"{TICK}:{name}:{stamp}"
    if Job.objects.filter(key=key).exists():
        return False  # without asking to write, which on SQLite holds others up
    with transaction.atomic():
        jobs.enqueue(TICK, {"tick": name, "stamp": stamp}, key, now)
    return True
