"""Steps held against their bands, month by month: which left it, and how far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from kaifang.cases.logs import Ticks
from kaifang.cases.spreads import quantile, spread
from kaifang.cases.studies import FEWEST, Step
from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.packs.schema.bands import StepBand
from kaifang.packs.schema.processes import CaseField, ProcessStep
from kaifang.programme.clearance.measuring import MonthRoll, Rows
from kaifang.programme.clearance.picking import Selection, grouping
from kaifang.programme.clearance.promising import step_named
from kaifang.programme.clearance.remembering import remembered
from kaifang.programme.clearance.studying import groups_of, step_of
from kaifang.programme.figures import TOO_FEW_FIRMS

BandStanding = Literal["within", "above", "below", "unknown"]
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class BandFinding:
    """A step of a month held against a band; times in seconds, an end that stands open is None.

    place: the value of the band's field, "" where all are taken together, None where it is not
    known. value: None where `reason` says why, and the standing then is unknown.
    org: whose cases they are, where all are of one organisation.
    """

    band: StepBand
    step: ProcessStep
    place: str | None
    month: Period
    cases: int | None
    value: float | None
    low: float | None
    high: float | None
    standing: BandStanding
    reason: Text | None = None
    org: str = ""

    @property
    def left(self) -> bool:
        """Whether the step has left its band."""
        return self.standing in ("above", "below")


def hold_bands(picked: Selection) -> Sequence[BandFinding]:
    """Hold each band of the process against each month of the selection, the newest first."""
    return remembered(picked, "bands", lambda: list(_findings(picked)))


def _findings(picked: Selection) -> Iterator[BandFinding]:
    months = list(reversed(picked.period.each_month())) if picked.period else []
    for band in picked.process.bands:
        held = _Held(picked, band)
        for month in months:
            for group in held.groups:
                yield held.finding(group, month)


class _Group(NamedTuple):
    """The cases of a place that went through the step, by month; `of` are all cases of the place."""

    place: str | None
    of: Selection
    cases: MonthRoll


class _Held:
    """One band with what it is held against."""

    def __init__(self, picked: Selection, band: StepBand) -> None:
        self.picked, self.band = picked, band
        self.entry = step_named(picked.process, band.step)
        self.step: Step = step_of(self.entry)
        field: CaseField | None = grouping(picked.process, band.by or "")
        self.columns = picked.measured.step(self.step)
        through = self.columns.through
        self.everywhere = MonthRoll(picked.measured, through)
        self.groups = [
            _Group(place, picked.of(cases), MonthRoll(picked.measured, through & cases))
            for place, cases in groups_of(picked, field)
        ]

    def finding(self, group: _Group, month: Period) -> BandFinding:
        rests = self._now(self.everywhere.of(month.start))
        mine = self._alike(self._now(group.cases.of(month.start)))
        place, count = group.place, len(mine)
        whose = _org_of(self.picked, mine)
        if group.of.are_too_few(rests):
            return self._unknown(place, month, None, message(TOO_FEW_FIRMS), whose)
        if count < FEWEST:
            return self._unknown(place, month, count, message("clearance.band_too_few"), whose)
        took = spread(self.columns.took[mine], self.picked.log.ticks_per_second)
        value = float(getattr(took, self.band.of))
        low, high, reason = self._ends(group, month)
        return BandFinding(
            self.band, self.entry, place, month, count, value, low, high,
            "unknown" if reason else _standing(value, low, high), reason, whose,
        )  # fmt: skip

    def _now(self, cases: Rows) -> Rows:
        return cases[self.picked.in_period[cases]]

    def _alike(self, cases: Rows) -> Rows:
        return cases[self.picked.where_like[cases]]

    def _unknown(
        self, place: str | None, month: Period, count: int | None, reason: Text, org: str
    ) -> BandFinding:
        return BandFinding(
            self.band, self.entry, place, month, count, None, None, None, "unknown", reason, org
        )

    def _ends(self, group: _Group, month: Period) -> tuple[float | None, float | None, Text | None]:
        """The ends of the band in a month, or why there are none."""
        if ends := self.band.declared:
            low, high = ends.low, ends.high
            return (
                None if low is None else float(low) * _HOUR,
                None if high is None else float(high) * _HOUR,
                None,
            )
        took = self._before(group, month)
        if len(took) < FEWEST:
            return None, None, message("clearance.band_without_history")
        tps = self.picked.log.ticks_per_second
        return quantile(took, 1, tps), quantile(took, 9, tps), None

    def _before(self, group: _Group, month: Period) -> Ticks:
        """What the same month of the years before took, ascending."""
        assert self.band.history is not None  # the schema asks for one of the two
        own = month.start
        years = range(own.year - self.band.history.years, own.year)
        cases = [group.cases.of(own.replace(year=year)) for year in years]
        return np.sort(self.columns.took[self._alike(np.concatenate(cases))])


def _standing(value: float, low: float | None, high: float | None) -> BandStanding:
    if high is not None and value > high:
        return "above"
    if low is not None and value < low:
        return "below"
    return "within"


def _org_of(picked: Selection, cases: Rows) -> str:
    having = picked.log.attributes.get("org")
    if having is None or not len(cases):
        return ""
    codes = having.codes[cases]
    one = int(codes[0])
    return having.values[one] if one >= 0 and (codes == one).all() else ""
