"""Ring alarms 响铃: each rung of a case's clock once, by whoever claims it first.

A rung is claimed by a unique row, in the transaction that tells of it: of two workers one tells,
and killed in the middle nothing was claimed. A clock that is extended or started anew has rungs
of its own; one that has not started, or was stopped, rings none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from kaifang.cases.alarms import Rung, rungs
from kaifang.packs.law import load
from kaifang.packs.loading import UnknownPack
from kaifang.packs.schema.processes import ProcessAlarm, ProcessEntry
from kaifang.programme.alarms.running import alarmed_cases
from kaifang.programme.alarms.telling import open_task, tell_first_look, tell_rung
from kaifang.programme.casework.reading import CaseView, now_of
from kaifang.programme.shelf import installed
from kaifang.store.models import CaseAlarm
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

# The row that says that a process has been looked at; no rung is called so.
BEGUN = "begun"
Key = tuple[str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class CaseRung:
    """A rung that a case has come to, with the case."""

    case: CaseView
    rung: Rung

    @property
    def key(self) -> Key:
        """What is claimed: with an extension the limit is another, and its rungs are too."""
        clock = self.case.state.clocks[self.rung.clock]
        name = rung_name(self.rung.alarm)
        return self.case.case, self.rung.clock, name, self.rung.generation, clock.extended


def ring_clocks(_: date) -> None:
    """Ring what is due in every programme that the store holds; a tick calls it each hour."""
    from kaifang.programme.opening import Programme

    for volume in installed():
        try:
            law = load(volume.id)
        except UnknownPack:  # installed once, and no longer among the packs of this machine
            continue
        ring(Programme.of(law))


def ring(programme: Programme) -> int:
    """Tell of every rung that was reached and not told of yet; return how many.

    The first look at a process claims what has been reached by then without telling case by case:
    it is history.
    """
    processes = (one for one in programme.law.processes.values() if one.alarms)
    return sum(_ring_process(programme, one) for one in processes)


def rung_name(alarm: ProcessAlarm) -> str:
    """How much of a clock an alarm means: `80%`, `8 working_hour`."""
    return alarm.at or (f"{alarm.after.n} {alarm.after.unit}" if alarm.after else "")


def _ring_process(programme: Programme, process: ProcessEntry) -> int:
    reached = list(_reached(programme, process))
    own = CaseAlarm.objects.filter(process=process.id)
    fields = ("case", "clock", "rung", "generation", "extended")
    known = set(own.values_list(*fields))
    fresh = [one for one in reached if one.key not in known]
    begun = ("", "", BEGUN, 0, 0) in known
    if begun and not fresh:
        return 0
    with one_writer():
        if not begun:
            return _begin(programme, process, fresh)
        return sum(_ring_one(programme, process, one) for one in fresh)


def _reached(programme: Programme, process: ProcessEntry) -> Iterator[CaseRung]:
    for case in alarmed_cases(programme, process):
        for rung in rungs(case.state):
            yield CaseRung(case, rung)


def _begin(programme: Programme, process: ProcessEntry, fresh: list[CaseRung]) -> int:
    """Claim what was reached before anybody looked, with one word to the head of the programme."""
    marker = CaseAlarm(process=process.id, rung=BEGUN, generation=0, rung_at=now_of(programme))
    if not _claimed(marker):
        return 0
    rows = [_row(programme, process, one) for one in fresh]
    CaseAlarm.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if rows:
        tell_first_look(programme, process, len({one.case for one in rows}))
    return 0


def _ring_one(programme: Programme, process: ProcessEntry, one: CaseRung) -> int:
    row = _row(programme, process, one)
    if not _claimed(row):
        return 0
    row.told = tell_rung(programme, process, one.case, one.rung, row)
    if one.rung.alarm.open:
        row.opened = open_task(programme, process, one.case, one.rung)
    row.save(update_fields=["told", "opened"])
    return 1


def _claimed(row: CaseAlarm) -> bool:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # another worker was quicker
        return False
    return True


def _row(programme: Programme, process: ProcessEntry, one: CaseRung) -> CaseAlarm:
    case, clock, name, generation, extended = one.key
    return CaseAlarm(
        process=process.id,
        case=case,
        clock=clock,
        rung=name,
        generation=generation,
        extended=extended,
        org=one.case.org,
        rung_at=now_of(programme),
    )
