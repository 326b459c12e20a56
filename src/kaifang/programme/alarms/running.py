"""Cases whose clocks run: the only ones of which an alarm may speak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from kaifang.cases import definition as definitions
from kaifang.cases.definition import Definition
from kaifang.cases.logs import EventLog, Mask
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.calendars import work_calendar
from kaifang.programme.casework.earlier import earlier_definitions
from kaifang.programme.casework.reading import CaseFold, CaseView, all_cases, now_of
from kaifang.store import case_mirror, events

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


def alarmed_cases(programme: Programme, process: ProcessEntry) -> Iterator[CaseView]:
    """The cases of a process with a clock under way that an alarm watches, as they stand now.

    Of an observed process, which may have millions, only those are folded whose mirror shows such
    a clock started and not stopped: that may be a few too many, never too few.
    """
    if process.mode == "command":
        yield from (one for one in all_cases(programme, process.id) if not one.state.is_merged)
        return
    law, now = programme.law, now_of(programme)
    definition = definitions.compile(process, str(law.head.version), law.head.zone)
    day = now.astimezone(ZoneInfo(law.head.zone)).date()
    earlier = earlier_definitions(law, process.id)
    reader = CaseFold(definition, work_calendar(law).known_on(day), now, earlier)
    log = case_mirror.log(process.id, process.order or tuple(process.events))
    for case in np.flatnonzero(under_way(log, definition)).tolist():
        yield reader.view(events.of_case(process.id, log.case_ids[case]))


def under_way(log: EventLog, definition: Definition) -> Mask:
    """The cases in which a watched clock was started after it was stopped for the last time."""
    found = np.zeros(log.cases, np.bool_)
    ends = {arc.event for arc in definition.arcs if definition.ends(arc.target)}
    for clock in {one.clock for one in definition.process.alarms}:
        declared = definition.clocks[clock]
        found |= _last(log, declared.start) > _last(log, {*declared.stop, *ends})
    return found


def _last(log: EventLog, activities: Iterable[str]) -> npt.NDArray[np.int64]:
    """The place of the last event of some kinds in each case, -1 where there is none."""
    codes = [log.code(one) for one in activities if one in log.activities]
    places = np.flatnonzero(np.isin(log.activity, np.array(codes, log.activity.dtype)))
    last = np.full(log.cases, -1, np.int64)
    last[np.searchsorted(log.offsets, places, side="right") - 1] = places  # the last one stays
    return last
