"""Which cases a study is of: the months asked for, those of a base year, and what they are like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from kaifang.cases.logs import EventLog, Mask
from kaifang.cases.months import cases_between, cases_of_months
from kaifang.core.errors import KaifangError, nearest
from kaifang.core.period import Period, UnreadablePeriod
from kaifang.packs.schema.processes import CaseField, ProcessEntry
from kaifang.programme.clearance.measuring import MeasuredLog, Rows, different, is_thin, measured
from kaifang.programme.clearance.processes import expect_process
from kaifang.programme.clearance.withholding import FEWEST_SHOWN
from kaifang.programme.errors import InternalOnly
from kaifang.programme.moment import Moment
from kaifang.programme.opening import Programme
from kaifang.store import case_mirror

BASE_YEAR = 2017
_GROUPING = ("text", "choice", "code", "org")


class StepsNotDeclared(KaifangError):
    """A process without steps has nothing to study."""

    code = "KF-CASE-210"


class EarlierIsInternal(InternalOnly):
    """A stranger asked how clearance stood before: between two days a single case could be read off."""

    code = "KF-CASE-400"


class UnknownGrouping(KaifangError):
    """A study was asked by something that is no field of the process, or not one to group by."""

    code = "KF-CASE-211"


@dataclass(frozen=True)
class Selection:
    """The cases of a process that a study is of.

    now: those that began in `period` and are like `where` says; then: those of the same months of
    `base_year`. moment: as of which day, and as seen when, the log is. withholds: whoever asks may not see the single cases, so nothing that rests on
    fewer than three firms is shown (of a process that names no firms: three cases).
    """

    process: ProcessEntry
    log: EventLog
    zone: str
    period: Period | None
    base_year: int
    where: Mapping[str, str]
    in_period: Mask
    in_base: Mask
    moment: Moment
    measured: MeasuredLog
    withholds: bool
    like: tuple[Mask, ...] = field(default=())

    @property
    def everybody(self) -> Mask:
        return np.ones(self.log.cases, np.bool_)

    @cached_property
    def now(self) -> Mask:
        return self._alike(self.in_period)

    @cached_property
    def where_like(self) -> Mask:
        """The cases of all times that are like `where` says."""
        return self._alike(self.everybody)

    @cached_property
    def then(self) -> Mask:
        return self._alike(self.in_base)

    def of(self, cases: Mask) -> Selection:
        """The same selection of some cases only: those of one port."""
        return replace(self, like=(*self.like, cases))

    def is_too_few(self, rests: Mask, *, then: bool = False) -> bool:
        """Whether a figure that rests on some cases may not be shown.

        Nor where it would tell, with the figures of other months or of other choices of the same
        fields, of one or two firms by subtraction.
        """
        if not self.withholds:
            return False
        return self.are_too_few(np.flatnonzero(rests & (self.in_base if then else self.in_period)))

    def are_too_few(self, rows: Rows) -> bool:
        """The same of cases by their numbers, all of the period or all of its base."""
        if not self.withholds:
            return False
        cells = [rows]
        for one in self.like:
            cells = [half for cell in cells for half in (cell[one[cell]], cell[~one[cell]])]
        firm = self.measured.firm
        thin = any(is_thin(firm[cell], FEWEST_SHOWN) for cell in cells)
        return thin or self._has_thin_month(cells[0])

    def _alike(self, cases: Mask) -> Mask:
        for one in self.like:
            cases = cases & one
        return cases

    def _has_thin_month(self, rows: Rows) -> bool:
        months, firms = self.measured.month[rows], self.measured.firm[rows]
        if not len(rows) or months.min() == months.max():
            return is_thin(firms, FEWEST_SHOWN)
        counts = different(months, firms)
        return bool(((counts > 0) & (counts < FEWEST_SHOWN)).any())


def select(
    programme: Programme,
    process: str = "",
    *,
    first: str = "",
    last: str = "",
    where: Mapping[str, str] | None = None,
    base_year: int = BASE_YEAR,
    moment: Moment | None = None,
) -> Selection:
    """Select the cases of a process that began in the months from `first` to `last`.

    As they stood at the end of the moment's day (default: today, in a demo the day it plays on):
    no event is there that occurred later, or that was recorded later than it is seen.
    Without months: from January of the newest month with cases to that month. `where` keeps those
    with a value of a field: `{"port": "岚浦口岸"}`. What is observed at ports is public like any
    announced time; a process that is acted on is for those inside.

    Raises: UnknownProcess, StepsNotDeclared, UnknownGrouping, InternalOnly, UnreadablePeriod,
    EarlierIsInternal.
    """
    entry = _process(programme, process)
    asked = {id: value for id, value in (where or {}).items() if value}
    fields = {id: grouping(entry, id) for id in asked}
    zone, withholds = programme.law.head.zone, not sees_all(programme)
    present = programme.moment()
    moment = moment or present
    log = _log_at(entry, moment, zone)
    if withholds and log is not _log_at(entry, present, zone):
        raise EarlierIsInternal
    table = measured(log, entry, zone, f"{entry.id} {moment if moment != present else ''}")
    period = _period(list(table.months), first, last)
    now, then = _chosen(log, period, base_year, zone)
    return Selection(
        process=entry,
        log=log,
        zone=zone,
        period=period,
        base_year=base_year,
        where=asked,
        in_period=now,
        in_base=then,
        moment=moment,
        measured=table,
        withholds=withholds,
        like=tuple(_having(log, one, asked[id]) for id, one in fields.items() if one),
    )


def sees_all(programme: Programme) -> bool:
    """Whether the viewer may see single cases, so that nothing is withheld from him."""
    return programme.viewer.is_internal and programme.inside is None


def _log_at(entry: ProcessEntry, moment: Moment, zone: str) -> EventLog:
    cut = case_mirror.Cut(moment.end_in(zone), moment.seen_at)
    return case_mirror.log(entry.id, entry.order or tuple(entry.events), cut)


def studied(programme: Programme) -> list[ProcessEntry]:
    """The processes that declare steps and that the viewer may see studied."""
    inside = programme.viewer.is_internal
    declared = programme.law.processes.values()
    return [one for one in declared if one.steps and (inside or one.mode == "observe")]


def groupings(entry: ProcessEntry) -> list[CaseField]:
    """The fields by which cases may be told apart; never those that name a firm."""
    offered = (one for one in entry.fields if one.id not in entry.fields_of_firms)
    return [one for one in offered if one.kind in _GROUPING]


def grouping(entry: ProcessEntry, by: str) -> CaseField | None:
    """The field of a name; None of none. Raises: UnknownGrouping."""
    if not by:
        return None
    known = {one.id: one for one in groupings(entry)}
    if by not in known:
        raise UnknownGrouping(found=by, near=nearest(by, known) or list(known))
    return known[by]


def values_of(selection: Selection, field: str) -> list[str]:
    """The values of a field that cases have, in order."""
    having = selection.log.attributes.get(field)
    return sorted(having.values) if having else []


def _having(log: EventLog, field: CaseField, value: str) -> Mask:
    having = log.attributes.get(field.id)
    return np.zeros(log.cases, np.bool_) if having is None else having.is_one_of(value)


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


def _period(months: Sequence[date], first: str, last: str) -> Period | None:
    """The months asked for; what is not said is taken from the newest month with cases."""
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
