"""Definition 流程定义: a process compiled into tables that the fold and the analysis look up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kaifang.cases.conformance import Way
from kaifang.cases.events import MIGRATE
from kaifang.cases.rules import rules_hash
from kaifang.core.bilingual import Text
from kaifang.core.errors import SeveralErrors
from kaifang.core.messages import message
from kaifang.packs.linting.processes import process_findings
from kaifang.packs.schema.duplicates import MERGED_STATE, RULED_EVENTS
from kaifang.packs.schema.processes import ProcessClock, ProcessEntry, Transition
from kaifang.packs.walks import Arc, arcs, reached


@dataclass(frozen=True)
class Definition:
    """A process ready to fold: states and events by number, and where each event leads.

    version: the pack's, by which cases keep the definition they began with.
    zone: in whose days its clocks count.
    """

    process: ProcessEntry
    version: str = ""
    zone: str = "Asia/Shanghai"

    @cached_property
    def rules(self) -> str:
        """The hash of what cases are judged by: the same in two versions that differ in words."""
        return rules_hash(self.process)

    @cached_property
    def states(self) -> tuple[str, ...]:
        return tuple(state.id for state in self.process.states)

    @cached_property
    def events(self) -> tuple[str, ...]:
        """Declared events; the extension of a clock is known beside them."""
        return tuple(self.process.events)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Which event counts first at equal times: as declared, else as the file lists them."""
        own = self.process.order
        return (*own, *(event for event in self.events if event not in own))

    @cached_property
    def arcs(self) -> tuple[Arc, ...]:
        return tuple(arcs(self.process))

    @cached_property
    def edges(self) -> npt.NDArray[np.uint8]:
        """uint8[states, events]: the number of the state an event leads to plus one, else 0.

        Where an event leads back to the state before, it is the first source declared of those; the
        fold itself knows which.
        """
        table = np.zeros((len(self.states), len(self.events)), np.uint8)
        for source, event, target in reversed(self.arcs):
            place = self.states.index(source), self.events.index(event)
            table[place] = self.states.index(target) + 1
        return table

    @cached_property
    def masks(self) -> Mapping[str, int]:
        """For each state the events that may happen in it, bit i the event i."""
        return {
            state: sum(1 << event for event in np.flatnonzero(row).tolist())
            for state, row in zip(self.states, self.edges, strict=True)
        }

    @cached_property
    def clocks(self) -> Mapping[str, ProcessClock]:
        return {clock.id: clock for clock in self.process.clocks}

    @cached_property
    def extensions(self) -> Mapping[str, ProcessClock]:
        """Clocks by the event that extends them."""
        return {one.extension_event: one for one in self.process.clocks if one.extend}

    @cached_property
    def beginners(self) -> Mapping[str, Transition]:
        """Events that begin a case; where there are none, any event finds it at its start."""
        return {one.event: one for one in self.process.transitions if not one.from_}

    @cached_property
    def _leaving(self) -> Mapping[tuple[str, str], Transition]:
        return {(state, one.event): one for one in self.process.transitions for state in one.from_}

    @cached_property
    def _any(self) -> Mapping[str, Transition]:
        return {one.event: one for one in reversed(self.process.transitions)}

    def transition(self, state: str | None, event: str) -> Transition | None:
        """What an event does in a state, None where it is not provided for."""
        if state is None:
            return self.beginners.get(event)
        return self._leaving.get((state, event))

    def anywhere(self, event: str) -> Transition | None:
        """The first that the process says of an event, wherever a case may be."""
        return self._any.get(event)

    def possible(self, state: str | None) -> list[Transition]:
        """What may be done in a state, in the order of the file."""
        return [one for one in self.process.transitions if one is self.transition(state, one.event)]

    def ends(self, state: str | None) -> str:
        """`good` or `bad` for a state in which cases end, `merged` for the ruled one, else blank."""
        if state == MERGED_STATE:
            return "merged"
        end = self.process.end
        return "good" if state in end.good else "bad" if state in end.bad else ""

    def holder(self, state: str | None) -> str:
        """Who has a case in hands in a state."""
        return next((one.holder or "" for one in self.process.states if one.id == state), "")

    def label(self, kind: str, id: str) -> Text:
        """The name of a role, state, event, reason, …; what has none is called by its id."""
        if kind == "events":
            return self._event_label(id)
        if kind == "states" and id == MERGED_STATE:
            return message("duplicates.state")
        parts = getattr(self.process, kind)
        return next((one.name.text for one in parts if one.id == id), Text(id, id))

    def _event_label(self, id: str) -> Text:
        if id in self.extensions:
            clock = self.extensions[id].name
            return Text(f"延长“{clock.zh}”时限", f"extend “{clock.en}”")
        if id == MIGRATE:
            return message("cases.migrated")
        if id in RULED_EVENTS:
            return message(f"duplicates.event.{id}")
        named = self.process.events.get(id)
        return named.text if named else Text(id, id)

    def way(self) -> Way:
        """Return what the definition allows, as the analysis of logs holds cases against it.

        Exact where the last event tells the state; where an event leads to several states, what
        may follow in any of them may follow it.
        """
        there = reached(self.arcs, self.process.start)
        into = [arc for arc in self.arcs if arc.source in there]
        begins = {(event, one.to or self.process.start) for event, one in self.beginners.items()}
        steps = {(arc.event, arc.target) for arc in into} | begins
        follows = {
            (event, arc.event) for event, state in steps for arc in into if arc.source == state
        }
        starts = set(self.beginners) or {a.event for a in into if a.source == self.process.start}
        ended = {event for event, state in steps if self.ends(state)}
        return Way(starts=starts, follows=follows, ends=ended, must=self._needed(into))

    def _needed(self, steps: list[Arc]) -> tuple[str, ...]:
        """Events without which no case comes to an end, good or bad."""
        ends = {*self.process.end.good, *self.process.end.bad}
        needed = tuple(self.beginners) if len(self.beginners) == 1 else ()
        for event in self.events:
            others = [arc for arc in steps if arc.event != event]
            if not reached(others, self.process.start) & ends:
                needed = (*needed, event)
        return tuple(dict.fromkeys(needed))


def compile(process: ProcessEntry, version: str = "", zone: str = "Asia/Shanghai") -> Definition:
    """Check a process and make it ready.

    Raises: SeveralErrors with everything that lint finds in it.
    """
    found = process_findings(process)
    if found:
        raise SeveralErrors(found)
    return Definition(process, version, zone)
