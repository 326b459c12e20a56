"""Clocks 时限: a budget and a ledger of suspensions; the due date is derived, never stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from kaifang.cases.budgets import Due, Stretch, budget_of
from kaifang.cases.definition import Definition
from kaifang.cases.events import Event
from kaifang.cases.office import OFFICE_HOURS, OfficeHours
from kaifang.core.workdays import OutsideCalendar, WorkCalendar
from kaifang.packs.schema.processes import WORKING, ProcessClock, TimeUnit

Status = Literal["not_started", "running", "suspended", "stopped"]


class Step(NamedTuple):
    """An event of a case with the state before it and after it; None before a case begins."""

    event: Event
    before: str | None
    after: str | None


class Suspension(NamedTuple):
    """A time during which a clock stood still; one without an end still lasts."""

    start: datetime
    end: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClockState:
    """A clock as it stands; everything in its own unit.

    used, left, due: None when the clock has not started, or lies outside the calendar; left and
    due also without a limit. While suspended, `due` is what it would be if resumed now.
    limit: with its extensions. generation: how many times it was started.
    provisional: it touches a year whose days off are not announced.
    """

    clock: str
    status: Status
    unit: TimeUnit
    limit: int | None
    extended: int = 0
    used: Fraction | None = None
    left: Fraction | None = None
    due: Due | None = None
    provisional: bool = False
    overdue: bool = False
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    generation: int = 0
    suspensions: tuple[Suspension, ...] = ()

    @property
    def share(self) -> Fraction | None:
        """The share of the limit that is used."""
        return self.used / self.limit if self.used is not None and self.limit else None


@dataclass(slots=True)
class ClockRun:
    """One run of a clock, from its anchor to its stop, with the ledger of its suspensions."""

    started_at: datetime
    generation: int
    stopped_at: datetime | None = None
    extended: int = 0
    suspensions: list[Suspension] = field(default_factory=list)

    @property
    def is_suspended(self) -> bool:
        return bool(self.suspensions) and self.suspensions[-1].end is None

    def suspend(self, at: datetime, reason: str) -> None:
        if not self.is_suspended:
            self.suspensions.append(Suspension(at, None, reason))

    def resume(self, at: datetime) -> None:
        if self.is_suspended:
            self.suspensions[-1] = self.suspensions[-1]._replace(end=at)

    @property
    def stretches(self) -> list[Stretch]:
        """When it ran; none is open while it is suspended."""
        edges = [self.started_at, *(e for one in self.suspensions for e in one[:2] if e)]
        ends: list[datetime | None] = [*edges[1::2]]
        if not self.is_suspended:
            ends.append(None)
        return [Stretch(start, end) for start, end in zip(edges[::2], ends, strict=True)]


def last_run(definition: Definition, clock: ProcessClock, steps: Sequence[Step]) -> ClockRun | None:
    """The run of a clock that its case has come to, None before its anchor.

    A start while it runs changes nothing; after a stop it begins anew. The end of the case stops
    it too.
    """
    run: ClockRun | None = None
    for event, _, after in steps:
        at = event.occurred_at
        running = run is not None and run.stopped_at is None
        if not running and event.type in clock.start:
            run = ClockRun(at, run.generation + 1 if run else 1)
        elif not running:
            continue
        assert run is not None
        if event.type == clock.extension_event:
            run.extended += extension(clock, event)
        if (running and event.type in clock.stop) or definition.ends(after):
            run.resume(at)
            run.stopped_at = at
        elif after in clock.pause:
            run.suspend(at, event.reason)
        else:
            run.resume(at)
    return run


def extension(clock: ProcessClock, event: Event) -> int:
    """By how many units an event extends a clock: as it says, else as far as it may."""
    assert clock.extend is not None  # only such clocks have the event
    asked = event.data.get("n")
    return clock.extend.n if asked in (None, "") else int(asked)


def clock_states(
    definition: Definition,
    steps: Sequence[Step],
    calendar: WorkCalendar,
    now: datetime,
    hours: OfficeHours = OFFICE_HOURS,
) -> Mapping[str, ClockState]:
    """All clocks of a case; `calendar.known_on(day)` gives them as they were known on a day."""
    return {
        id: _state(definition, clock, last_run(definition, clock, steps), calendar, now, hours)
        for id, clock in definition.clocks.items()
    }


def _state(
    definition: Definition,
    clock: ProcessClock,
    run: ClockRun | None,
    calendar: WorkCalendar,
    now: datetime,
    hours: OfficeHours,
) -> ClockState:
    limit = clock.limit.n if clock.limit else None
    if run is None:
        return ClockState(clock.id, "not_started", clock.counted_in, limit)
    limit = limit + run.extended if limit is not None else None
    used, due, provisional = _measured(definition, clock, run, calendar, now, hours, limit)
    left = None if used is None or limit is None else limit - used
    return ClockState(
        clock=clock.id,
        status="stopped" if run.stopped_at else "suspended" if run.is_suspended else "running",
        unit=clock.counted_in,
        limit=limit,
        extended=run.extended,
        used=used,
        left=left,
        due=due,
        provisional=provisional,
        overdue=left is not None and left < 0,
        started_at=run.started_at,
        stopped_at=run.stopped_at,
        generation=run.generation,
        suspensions=tuple(run.suspensions),
    )


def _measured(
    definition: Definition,
    clock: ProcessClock,
    run: ClockRun,
    calendar: WorkCalendar,
    now: datetime,
    hours: OfficeHours,
    limit: int | None,
) -> tuple[Fraction | None, Due | None, bool]:
    """Used, due and provisional; what lies outside the calendar is not known, and provisional."""
    budget = budget_of(clock, calendar, definition.zone, hours)
    until = run.stopped_at or now
    stretches = run.stretches
    resumed = [*stretches, Stretch(now, None)] if run.is_suspended else stretches
    try:
        used = budget.used(stretches, until)
        due = None if limit is None else budget.due(resumed, limit)
    except OutsideCalendar:
        return None, None, True
    works = clock.counted_in in WORKING
    return used, due, works and _guesses(calendar, definition.zone, run.started_at, until, due)


def _guesses(
    calendar: WorkCalendar, zone: str, start: datetime, until: datetime, due: Due | None
) -> bool:
    """Whether a year without a notice lies between the anchor and the last day that matters."""
    years = [at.astimezone(ZoneInfo(zone)).year for at in (start, until)]
    years += [due.year] if due else []
    return any(
        calendar.is_provisional(date(year, 1, 1)) for year in range(min(years), max(years) + 1)
    )
