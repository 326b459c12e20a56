"""Fold 归集: one pure function from the events of a case to where it stands.

The screen, the guard and the check of history all ask it, so none can disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kaifang.cases.amending import standing
from kaifang.cases.clocks import ClockState, Step, clock_states
from kaifang.cases.definition import Definition
from kaifang.cases.errors import EventAhead, EventTimeNaive, StateUnmapped, VersionUnknown
from kaifang.cases.events import MIGRATE, Event, EventKey, in_order
from kaifang.cases.guards import OUT_OF_PLACE, objections
from kaifang.cases.office import OFFICE_HOURS, OfficeHours
from kaifang.cases.position import Position, mapped_states
from kaifang.core.errors import KaifangError
from kaifang.core.workdays import WorkCalendar
from kaifang.packs.schema.duplicates import MERGED, MERGED_STATE, RULED_EVENTS, SEPARATED

Versions = Mapping[str, Definition]


@dataclass(frozen=True, slots=True)
class CaseDeviation:
    """Where a case left what its definition says: `error` tells it in both languages."""

    event: Event
    error: KaifangError

    @property
    def code(self) -> str:
        return self.error.code


@dataclass(frozen=True, slots=True)
class CaseState:
    """Where a case stands at an instant.

    state: None before it begins. since: when it came into the state. ended: good, bad, merged (it
    counts in another case) or blank. holder: who has it in hands. history: the events that count,
    in order, with the states around each. pending: events of a time still to come. position: what
    the next command is judged by. timed: the steps that its clocks see.
    """

    definition: Definition
    state: str | None
    since: datetime | None
    ended: str
    holder: str
    history: tuple[Step, ...]
    clocks: Mapping[str, ClockState]
    deviations: tuple[CaseDeviation, ...]
    pending: tuple[Event, ...]
    position: Position
    timed: tuple[Step, ...] = ()

    @property
    def values(self) -> Mapping[str, Any]:
        """What is known of the fields, the latest of each."""
        return self.position.values

    def at(
        self, calendar: WorkCalendar, now: datetime, hours: OfficeHours = OFFICE_HOURS
    ) -> CaseState:
        """The same case at another instant: only its clocks go on.

        For cases of which no event lies between the two instants; others are to be folded anew.
        """
        if not any(clock.status in ("running", "suspended") for clock in self.clocks.values()):
            return self
        clocks = clock_states(self.definition, self.timed, calendar, now, hours)
        return replace(self, clocks=clocks)

    @property
    def is_merged(self) -> bool:
        """Whether it was ruled to be another case, in which alone it counts."""
        return self.state == MERGED_STATE


def fold(
    definition: Definition,
    events: Iterable[Event],
    calendar: WorkCalendar,
    *,
    now: datetime,
    earlier: Versions | None = None,
    hours: OfficeHours = OFFICE_HOURS,
) -> CaseState:
    """Fold the events of one case, in whatever order they come, into where it stands at `now`.

    Corrections replace what they amend. An event out of order, unknown or before the case began
    is a deviation; it moves an observed case (there it happened all the same) unless that has
    ended, never a commanded one. An event of a time to come waits. `earlier` are the
    definitions under which a case may have begun, by the hash of their pack and by its version; it
    goes over to another by a `migrate` event.
    A case that was ruled to be another one is merged as long as the ruling stands; one that was
    separated again is as if it had never been merged.

    Raises: EventTimeNaive when `now` has no zone.
    """
    if now.utcoffset() is None:
        raise EventTimeNaive(found=now.isoformat(), column="now")
    given = list(events)
    stand = standing(given)
    ahead = [one for one in stand.events if one.occurred_at > now]
    versions = {**(earlier or {}), definition.version: definition}
    telling = [*stand.faults, *((one, EventAhead.at(one.id, found=one.type)) for one in ahead)]
    walk = _Walk(definition, versions, [CaseDeviation(*one) for one in telling])
    known = in_order([one for one in stand.events if one.occurred_at <= now], definition.order)
    walk.merged_by = _merging(known)
    walk.first_told = {one.key: one for one in given}
    for event in known:
        walk.take(event)
    return walk.result(calendar, now, hours, tuple(in_order(ahead, definition.order)))


def _merging(events: Iterable[Event]) -> Event | None:
    """The ruling that holds a case merged now."""
    ruled = [one for one in events if one.type in (MERGED, SEPARATED)]
    return ruled[-1] if ruled and ruled[-1].type == MERGED else None


class _Walk:
    """Goes from event to event."""

    def __init__(
        self, definition: Definition, versions: Versions, deviations: list[CaseDeviation]
    ) -> None:
        self.definition, self.versions, self.deviations = definition, versions, deviations
        self.steps: list[Step] = []
        self.position: Position | None = None
        self.without_effect: set[EventKey] = set()
        self.merged_by: Event | None = None
        self.first_told: Mapping[EventKey, Event] = {}

    def take(self, event: Event) -> None:
        if self.position is None:
            self._begin(event)
        assert self.position is not None
        if event.type in RULED_EVENTS:
            self._rule(event)
            return
        if event.type == MIGRATE:
            self._migrate(event)
            return
        found = list(objections(self.definition, self.position, event))
        self.deviations += [CaseDeviation(event, error) for error in found]
        before = self.position.state
        if self._counts(event, found):
            self.position.take(self.definition, event, self._target(event))
        else:
            self.without_effect.add(event.key)
        self.steps.append(Step(event, before, self.position.state))

    def _rule(self, event: Event) -> None:
        """Show a ruling where it fell; only the one that stands has an effect, on the whole."""
        assert self.position is not None
        state = self.position.state
        after = MERGED_STATE if event is self.merged_by else state
        self.steps.append(Step(event, state, after))

    def _begin(self, event: Event) -> None:
        """A case begins with the version that its first event was recorded under.

        A correction of that event is recorded later, and takes the case to no other version.
        """
        self._turn_to(self._under(self._original(event)) or self.definition.version, event)
        self.position = Position.at_start(self.definition)

    def _under(self, event: Event) -> str:
        """What tells the definition of an event: its pack's content, else the version it names."""
        return event.pack if event.pack in self.versions else event.version

    def _original(self, event: Event) -> Event:
        met = {event.key}
        while (key := event.amends) is not None and key in self.first_told and key not in met:
            event = self.first_told[key]
            met.add(key)
        return event

    def _turn_to(self, version: str, event: Event) -> bool:
        known = version in self.versions
        if known:
            self.definition = self.versions[version]
        else:
            self._tell(event, VersionUnknown.at(event.id, found=version))
        return known

    def _tell(self, event: Event, error: KaifangError) -> None:
        self.deviations.append(CaseDeviation(event, error))

    def _migrate(self, event: Event) -> None:
        """Go over to another version, unless a state of the case would be nowhere in it."""
        assert self.position is not None
        before, kept, states = self.position.state, self.definition, mapped_states(event)
        named = str(event.data.get("version", ""))
        if self._turn_to(event.pack if event.pack in self.versions else named, event):
            own = self.definition
            after = states.get(before or "", before)
            if after is None or after in own.states:
                self._map(states)
            else:
                told = {"found": after, "expected": ", ".join(own.states), "version": own.version}
                self._tell(event, StateUnmapped.at(event.id, **told))
                self.definition = kept
        self.steps.append(Step(event, before, self.position.state))

    def _map(self, states: Mapping[str, str]) -> None:
        assert self.position is not None
        self.position.move(states)
        self.steps = [
            Step(one, states.get(old or "", old), states.get(new or "", new))
            for one, old, new in self.steps
        ]

    def _counts(self, event: Event, found: list[KaifangError]) -> bool:
        """Whether an event changes anything."""
        if event.type in self.definition.extensions:
            return not found
        assert self.position is not None
        if not any(isinstance(one, OUT_OF_PLACE) for one in found):
            return True
        observes = self.definition.process.mode == "observe"
        known = self.definition.anywhere(event.type) is not None
        return observes and known and not self.definition.ends(self.position.state)

    def _target(self, event: Event) -> str | None:
        assert self.position is not None
        own = self.definition.transition(self.position.state, event.type)
        transition = own or self.definition.anywhere(event.type)
        return self.position.target(transition) if transition else self.position.state

    def result(
        self, calendar: WorkCalendar, now: datetime, hours: OfficeHours, pending: tuple[Event, ...]
    ) -> CaseState:
        position = self.position or Position.at_start(self.definition)
        if self.merged_by is not None:
            position.merge(self.merged_by.occurred_at)
        timed = tuple(self._timed())
        return CaseState(
            definition=self.definition,
            state=position.state,
            since=position.since,
            ended=self.definition.ends(position.state),
            holder=self.definition.holder(position.state),
            history=tuple(self.steps),
            clocks=clock_states(self.definition, timed, calendar, now, hours),
            deviations=tuple(self.deviations),
            pending=pending,
            position=deepcopy(position),
            timed=timed,
        )

    def _timed(self) -> list[Step]:
        """The steps that clocks see: what had no effect on the case has none on them."""
        return [one for one in self.steps if one.event.key not in self.without_effect]
