"""Time release study of a process: each step over some months, against like months of long ago."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kaifang.cases.logs import Mask
from kaifang.cases.spreads import Spread
from kaifang.cases.studies import Change, Step, StepTimes
from kaifang.cases.waiting import Held
from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.packs.schema.processes import CaseField, ProcessEntry, ProcessStep
from kaifang.programme.clearance.hands import held_in
from kaifang.programme.clearance.picking import BASE_YEAR, Selection, grouping, select
from kaifang.programme.clearance.remembering import remembered
from kaifang.programme.clearance.withholding import withheld
from kaifang.programme.figures import TOO_FEW_FIRMS
from kaifang.programme.moment import Moment
from kaifang.programme.opening import Programme

MOST_GROUPS = 100


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
    where: Mapping[str, str] | None = None,
    base_year: int = BASE_YEAR,
    moment: Moment | None = None,
) -> ClearanceStudy:
    """Time the steps of a process over the months from `first` to `last`, both included.

    What the months are where none are named, what `where` keeps, as of when and who may ask: see
    `select`.

    Raises: UnknownProcess, StepsNotDeclared, UnknownGrouping, InternalOnly, UnreadablePeriod.
    """
    picked = select(
        programme, process, first=first, last=last, where=where, base_year=base_year, moment=moment
    )
    return study_selected(picked, by, is_demo=programme.law.head.demo)


def study_selected(picked: Selection, by: str = "", *, is_demo: bool) -> ClearanceStudy:
    """Time the steps of the cases selected. Raises: UnknownGrouping."""
    field = grouping(picked.process, by)
    return remembered(picked, f"study {by}", lambda: _study(picked, field, is_demo))


def _study(picked: Selection, field: CaseField | None, is_demo: bool) -> ClearanceStudy:
    groups = [(name, picked.of(cases)) for name, cases in groups_of(picked, field)]
    return ClearanceStudy(
        process=picked.process,
        period=picked.period,
        by=field,
        base_year=picked.base_year,
        cases=int(picked.now.sum()),
        base_cases=int(picked.then.sum()),
        findings=list(_findings(picked, groups[:MOST_GROUPS])),
        held=held_of(picked),
        is_demo=is_demo,
        left_out=max(0, len(groups) - MOST_GROUPS),
    )


def held_of(picked: Selection) -> Sequence[Held]:
    """Who had the cases selected in hands, and how long; nothing where that is withheld."""
    return remembered(picked, "held", lambda: _held(picked))


def _held(picked: Selection) -> list[Held]:
    shown = picked.now.any() and not picked.is_too_few(picked.everybody)
    return held_in(picked.process, picked.log.only(picked.now)) if shown else []


Group = tuple[str | None, Selection]


def _findings(picked: Selection, groups: Sequence[Group]) -> Iterator[StepFinding]:
    """Group by group; what would tell of fewer than three firms is withheld step by step."""
    steps = [step_of(one) for one in picked.process.steps]
    timed = [_changes(each, steps) for _, each in groups]
    hidden_now = [_hidden(picked, groups, one, timed, place) for place, one in enumerate(steps)]
    hidden_then = [
        _hidden(picked, groups, one, timed, place, then=True) for place, one in enumerate(steps)
    ]
    for number, (name, _) in enumerate(groups):
        for place, step in enumerate(picked.process.steps):
            found = StepFinding(name, step, timed[number][place])
            found = _without_now(found) if number in hidden_now[place] else found
            yield _without_then(found) if number in hidden_then[place] else found


def _changes(picked: Selection, steps: Sequence[Step]) -> list[Change]:
    now, then = np.flatnonzero(picked.now), np.flatnonzero(picked.then)
    times = picked.measured.times
    return [Change(times(one, now), times(one, then)) for one in steps]


def _hidden(
    picked: Selection,
    groups: Sequence[Group],
    step: Step,
    timed: Sequence[Sequence[Change]],
    place: int,
    *,
    then: bool = False,
) -> set[int]:
    """The places of the groups whose times of a step are not shown."""
    if not picked.withholds:
        return set()
    through = picked.measured.step(step).through
    rests = np.flatnonzero(through & (picked.in_base if then else picked.in_period))
    few = [n for n, (_, each) in enumerate(groups) if each.are_too_few(rests)]
    times = [row[place].then if then else row[place].now for row in timed]
    return withheld([_count(one) for one in times]) | set(few)


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


def groups_of(picked: Selection, field: CaseField | None) -> Iterator[tuple[str | None, Mask]]:
    """The groups that have cases now, the largest first, then the cases not told apart."""
    if field is None:
        yield "", picked.everybody
        return
    having = picked.log.attributes.get(field.id)
    if having is None:
        yield None, picked.everybody
        return
    counts = np.bincount(having.codes[picked.now] + 1, minlength=len(having.values) + 1)
    for code in np.argsort(-counts[1:], kind="stable"):
        if counts[code + 1]:
            yield having.values[code], having.codes == code
    if counts[0]:
        yield None, having.codes < 0


def step_of(one: ProcessStep) -> Step:
    """A step as the analysis of logs takes it."""
    return Step(one.id, one.start, one.stop, one.holder or "")
