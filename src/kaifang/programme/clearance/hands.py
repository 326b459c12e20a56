"""In whose hands cases were: the states that they went through, and who holds a case there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kaifang.cases.logs import EventLog, Ticks
from kaifang.cases.waiting import Held, held_by, waiting
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.packs.walks import arcs


def held_in(process: ProcessEntry, log: EventLog) -> list[Held]:
    """How long each holder had the cases, by the state that they were in after each event.

    The same event may leave a case with one holder or with another: goods that arrive after they
    were declared are in the hands of customs. A case that is still open counts to its last event.
    """
    holders = {one.id: one.holder or "" for one in process.states}
    return waiting(_in_states(process, log), holders)


def time_held(process: ProcessEntry, log: EventLog, holder: str) -> Ticks:
    """How long a holder had each case, in ticks."""
    states = [one.id for one in process.states if (one.holder or "") == holder]
    return held_by(_in_states(process, log), states)


def _in_states(process: ProcessEntry, log: EventLog) -> EventLog:
    """The log with the state after each event in its activity's place.

    An event that the definition does not expect in a state leaves the case where it is.
    """
    states = [one.id for one in process.states]
    leads = np.tile(np.arange(len(states))[:, None], (1, len(log.activities)))
    for arc in arcs(process):
        if arc.event in log.activities:
            leads[states.index(arc.source), log.code(arc.event)] = states.index(arc.target)
    after = np.zeros(log.events, np.uint16)
    at = np.full(log.cases, states.index(process.start))
    for place in range(int(log.lengths.max(initial=0))):
        going = np.flatnonzero(log.lengths > place)
        events = log.offsets[:-1][going] + place
        at[going] = leads[at[going], log.activity[events]]
        after[events] = at[going]
    return replace(log, activities=tuple(states), activity=after)
