"""Time release study of a process: each step over some months, against like months of long ago."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from kaifang.cases.logs import EventLog, Mask
from kaifang.cases.months import cases_between, cases_of_months, months_of
from kaifang.cases.spreads import Spread
from kaifang.cases.studies import Change, Step, StepTimes, changes
from kaifang.cases.waiting import Held
from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.core.period import Period, UnreadablePeriod
from kaifang.packs.schema.processes import CaseField, ProcessEntry, ProcessStep
from kaifang.programme.clearance.hands import held_in
from kaifang.programme.clearance.processes import expect_process
from kaifang.programme.errors import InternalOnly
from kaifang.programme.figures import TOO_FEW_FIRMS
from kaifang.programme.opening import Programme
from kaifang.store import case_mirror

BASE_YEAR = 2017
MOST_GROUPS = 100
FEWEST_SHOWN = 3
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

    `group` is "" for all cases, None for those of which the value is not known. What rests on
    fewer than three cases, and so on fewer than three firms, has neither times nor counts.
    """

    group: str | None
    step: ProcessStep
    change: Change
    withheld_now: bool = False
    withheld_then: bool = False

    @property
    def took(self) -> Spread | None:
        return self.change.now.took

    @property
    def cases(self) -> int | None:
        """How many cases the times rest on; None where withheld, like the counts that follow."""
        return None if self.withheld_now else self.took.count if self.took else 0

    @property
    def base_cases(self) -> int | None:
        then = self.change.then.took
        return None if self.withheld_then else then.count if then else 0

    @property
    def still_open(self) -> int | None:
        return None if self.withheld_now else self.change.now.still_open

    @property
    def backwards(self) -> int | None:
        return None if self.withheld_now else self.change.now.backwards

    @property
    def promise(self) -> Spread | None:
        return self.change.now.promise

    @property
    def why_no_times(self) -> Text | None:
        if self.withheld_now:
            return message(TOO_FEW_FIRMS)
        return None if self.took else message("clearance.no_cases")

    @property
    def why_no_promise(self) -> Text | None:
        if self.promise:
            return None
        return message("clearance.too_few") if self.took else self.why_no_times

    @property
    def why_no_change(self) -> Text | None:
        """Why a step has no change; the base that is missing is told first."""
        if self.withheld_then:
            return message(TOO_FEW_FIRMS)
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
        findings=_shown(
            [
                StepFinding(group, step, change)
                for group, cases in groups[:MOST_GROUPS]
                for step, change in zip(
                    entry.steps,
                    changes(log.only(now & cases), log.only(then & cases), steps),
                    strict=True,
                )
            ]
        ),
        held=held_in(entry, log.only(now)) if now.sum() >= FEWEST_SHOWN else [],
        is_demo=programme.law.head.demo,
        left_out=max(0, len(groups) - MOST_GROUPS),
    )


def _shown(findings: Sequence[StepFinding]) -> list[StepFinding]:
    """The findings without what would tell of fewer than three cases, step by step."""
    shown = list(findings)
    for step in {one.step.id for one in findings}:
        places = [place for place, one in enumerate(findings) if one.step.id == step]
        for few in withheld([_count(findings[place].change.now) for place in places]):
            shown[places[few]] = _without_now(shown[places[few]])
        for few in withheld([_count(findings[place].change.then) for place in places]):
            shown[places[few]] = _without_then(shown[places[few]])
    return shown


def withheld(counts: Sequence[int]) -> set[int]:
    """The places of counts below three, and of others so that no difference gives them away."""
    rising = [
        place for place in sorted(range(len(counts)), key=counts.__getitem__) if counts[place]
    ]
    hidden = sum(0 < count < FEWEST_SHOWN for count in counts)
    while 0 < hidden < len(rising) and (
        hidden < 2 or sum(counts[place] for place in rising[:hidden]) < FEWEST_SHOWN
    ):
        hidden += 1
    return set(rising[:hidden])


def _count(times: StepTimes) -> int:
    """The cases that a step's times rest on; where none has ended it, those under way."""
    return times.took.count if times.took else times.still_open + times.backwards


def _without_now(one: StepFinding) -> StepFinding:
    change = replace(one.change, now=_nothing(one.change.now))
    return replace(one, change=change, withheld_now=True)


def _without_then(one: StepFinding) -> StepFinding:
    change = replace(one.change, then=_nothing(one.change.then))
    return replace(one, change=change, withheld_then=True)


def _nothing(times: StepTimes) -> StepTimes:
    return replace(times, took=None, still_open=0, backwards=0)


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
