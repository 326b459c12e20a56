"""Time release study of a process: each step over some months, against like months of long ago."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from kaifang.cases.logs import EventLog, Mask
from kaifang.cases.months import cases_between, cases_of_months, months_of
from kaifang.cases.spreads import Spread
from kaifang.cases.studies import Change, Step, changes
from kaifang.cases.waiting import Held
from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.core.period import Period, UnreadablePeriod
from kaifang.packs.schema.processes import CaseField, ProcessEntry, ProcessStep
from kaifang.programme.clearance.hands import held_in
from kaifang.programme.clearance.processes import expect_process
from kaifang.programme.errors import InternalOnly
from kaifang.programme.opening import Programme
from kaifang.store import case_mirror

BASE_YEAR = 2017
MOST_GROUPS = 100
_GROUPING = ("text", "choice", "code", "org")


class StepsNotDeclared(KaifangError):
    """A process that declares no steps to time."""

    code = "KF-CASE-210"


class UnknownGrouping(KaifangError):
    """A field that the process does not declare, or by which nobody may be told apart."""

    code = "KF-CASE-211"


@dataclass(frozen=True, slots=True)
class StepFinding:
    """One step of one group of cases: now, and in the same months of the base year.

    `group` is "" for all cases, None for those of which the value is not known.
    """

    group: str | None
    step: ProcessStep
    change: Change

    @property
    def took(self) -> Spread | None:
        return self.change.now.took

    @property
    def promise(self) -> Spread | None:
        return self.change.now.promise

    @property
    def why_no_times(self) -> Text | None:
        return None if self.took else message("clearance.no_cases")

    @property
    def why_no_promise(self) -> Text | None:
        if self.promise:
            return None
        return message("clearance.too_few") if self.took else self.why_no_times

    @property
    def why_no_change(self) -> Text | None:
        """Why a step has no change; the base that is missing is told first."""
        if self.change.then.took is None:
            return message("clearance.no_base")
        return self.why_no_times


@dataclass(frozen=True, slots=True)
class ClearanceStudy:
    """What a study found; `period` None: no event is recorded.

    cases: those that began in the period; base_cases: in the same months of `base_year`.
    left_out: groups beyond the hundred with the most cases.
    """

    process: ProcessEntry
    period: Period | None
    by: CaseField | None
    base_year: int
    cases: int
    base_cases: int
    findings: Sequence[StepFinding]
    held: Sequence[Held]
    is_demo: bool
    left_out: int = 0


def study_clearance(
    programme: Programme,
    process: str = "",
    *,
    first: str = "",
    last: str = "",
    by: str = "",
    base_year: int = BASE_YEAR,
) -> ClearanceStudy:
    """Time the steps of a process over the months from `first` to `last`, both included.

    Without months: from January of the newest month with cases to that month. What is observed at
    ports is public like any announced time; a process that is acted on is for those inside.

    Raises: UnknownProcess, StepsNotDeclared, UnknownGrouping, InternalOnly, UnreadablePeriod.
    """
    entry = _process(programme, process)
    field = _field(entry, by)
    log = case_mirror.log(entry.id, entry.order or tuple(entry.events))
    zone = programme.law.head.zone
    period = _period(log, first, last, zone)
    now, then = _chosen(log, period, base_year, zone)
    groups = list(_groups(log, field, now))
    steps = [_step(one) for one in entry.steps]
    return ClearanceStudy(
        process=entry,
        period=period,
        by=field,
        base_year=base_year,
        cases=int(now.sum()),
        base_cases=int(then.sum()),
        findings=[
            StepFinding(group, step, change)
            for group, cases in groups[:MOST_GROUPS]
            for step, change in zip(
                entry.steps,
                changes(log.only(now & cases), log.only(then & cases), steps),
                strict=True,
            )
        ],
        held=held_in(entry, log.only(now)) if now.any() else [],
        is_demo=programme.law.head.demo,
        left_out=max(0, len(groups) - MOST_GROUPS),
    )


def studied(programme: Programme) -> list[ProcessEntry]:
    """The processes that declare steps and that the viewer may see studied."""
    inside = programme.viewer.is_internal
    declared = programme.law.processes.values()
    return [one for one in declared if one.steps and (inside or one.mode == "observe")]


def _process(programme: Programme, name: str) -> ProcessEntry:
    """The process of a name; without one the first that may be studied."""
    declared = programme.law.processes
    if not name:
        name = next((one.id for one in studied(programme)), "")
    else:
        expect_process(programme.law, name)
    entry = declared.get(name)
    if entry is None or not entry.steps:
        raise StepsNotDeclared(found=name or programme.law.id)
    if entry.mode != "observe" and not programme.viewer.is_internal:
        raise InternalOnly
    return entry


def _field(entry: ProcessEntry, by: str) -> CaseField | None:
    if not by:
        return None
    known = {one.id: one for one in entry.fields if one.kind in _GROUPING}
    if by not in known:
        raise UnknownGrouping(found=by, near=nearest(by, known) or list(known))
    return known[by]


def _period(log: EventLog, first: str, last: str, zone: str) -> Period | None:
    """The months asked for; what is not said is taken from the newest month with cases."""
    months = months_of(log, zone)[0]
    if not months and not (first and last):
        return None
    end = Period.parse(last).end if last else Period.month(months[-1].year, months[-1].month).end
    period = Period(Period.parse(first).start if first else end.replace(month=1, day=1), end)
    if not period.months:
        raise UnreadablePeriod(found=period.code)
    return period


def _chosen(log: EventLog, period: Period | None, base_year: int, zone: str) -> tuple[Mask, Mask]:
    """The cases that began in the period, and those of its months in the base year."""
    if period is None:
        none = np.zeros(log.cases, np.bool_)
        return none, none
    months = {one.start.month for one in period.each_month()}
    now = cases_between(log, period.start, period.end + timedelta(days=1), zone)
    return now, cases_of_months(log, base_year, months, zone)


def _groups(log: EventLog, field: CaseField | None, now: Mask) -> Iterator[tuple[str | None, Mask]]:
    """The groups that have cases now, the largest first, then the cases not told apart."""
    everybody = np.ones(log.cases, np.bool_)
    if field is None:
        yield "", everybody
        return
    having = log.attributes.get(field.id)
    if having is None:
        yield None, everybody
        return
    counts = np.bincount(having.codes[now] + 1, minlength=len(having.values) + 1)
    for code in np.argsort(-counts[1:], kind="stable"):
        if counts[code + 1]:
            yield having.values[code], having.codes == code
    if counts[0]:
        yield None, having.codes < 0


def _step(one: ProcessStep) -> Step:
    return Step(one.id, one.start, one.stop, one.holder or "")
