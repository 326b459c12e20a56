"""The history of a case as people read it: what counts, what each correction replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kaifang.cases.clocks import Step
from kaifang.cases.events import VOID, Event, EventKey
from kaifang.core.errors import KaifangError
from kaifang.programme.casework.reading import CaseFold, CaseView, expect_seen

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme
    from kaifang.programme.rights import Actor

_NEXT, _LEAST = timedelta(seconds=1), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One step of a case with the wordings that it replaced, the latest first.

    wrong: what speaks against it all the same. withdrawn: it does not count any more.
    """

    step: Step
    replaced: tuple[Event, ...] = ()
    wrong: tuple[KaifangError, ...] = ()
    withdrawn: bool = False

    @property
    def event(self) -> Event:
        return self.step.event


def case_history(
    actor: Actor, programme: Programme, process: str, view: CaseView
) -> tuple[CaseEntry, ...]:
    """Everything that happened to a case that somebody sees, the latest on top.

    Raises: UnknownProcess, NotCommanded, NoSuchCase.
    """
    recorded = [one.for_fold() for one in expect_seen(actor, programme, process, view.case)]
    by_key = {one.key: one for one in recorded}
    entries = [
        CaseEntry(
            step,
            tuple(_before(step.event, by_key)),
            tuple(one.error for one in view.state.deviations if one.event.key == step.event.key),
        )
        for step in reversed(view.state.history)
    ]
    taken_away = (by_key.get(one.amends) for one in recorded if one.type == VOID and one.amends)
    gone = [CaseEntry(Step(one, None, None), withdrawn=True) for one in taken_away if one]
    return tuple(sorted([*entries, *gone], key=_when, reverse=True))


def instant_on(programme: Programme, process: str, day: date, last: datetime | None) -> datetime:
    """When something happened of which only the day is known: behind what came before that day.

    Today it is now, so that of several acts of a day each follows the one before.
    """
    now = CaseFold.of(programme, process).now
    begins = datetime.combine(day, time(), ZoneInfo(programme.law.head.zone))
    if day == now.astimezone(begins.tzinfo).date():
        return now
    if last is None or not _is_on(last, day, begins):
        return begins
    return next(one for one in (last + _NEXT, last + _LEAST, last) if _is_on(one, day, begins))


def corrected_on(programme: Programme, old: datetime, day: date) -> datetime:
    """The instant of an event that was put on another day: at the same hour of that day."""
    local = old.astimezone(ZoneInfo(programme.law.head.zone))
    return old if local.date() == day else datetime.combine(day, local.timetz())


def _is_on(last: datetime, day: date, begins: datetime) -> bool:
    return last.astimezone(begins.tzinfo).date() == day


def _before(event: Event, by_key: dict[EventKey, Event]) -> Iterator[Event]:
    seen, key = {event.key}, event.amends
    while key is not None and key in by_key and key not in seen:
        seen.add(key)
        yield by_key[key]
        key = by_key[key].amends


def _when(one: CaseEntry) -> datetime:
    return one.event.occurred_at
