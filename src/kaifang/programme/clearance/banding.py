"""Steps held against their bands, month by month: which left it, and how far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from kaifang.cases.logs import Mask
from kaifang.cases.months import cases_of_months, months_of
from kaifang.cases.spreads import quantile
from kaifang.cases.studies import FEWEST, Step, gone_through, started, study
from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.packs.schema.bands import StepBand
from kaifang.packs.schema.processes import CaseField, ProcessStep
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
            for place, cases in held.groups:
                yield held.finding(place, cases, month)


class _Held:
    """One band with what it is held against."""

    def __init__(self, picked: Selection, band: StepBand) -> None:
        self.picked, self.band = picked, band
        self.entry = step_named(picked.process, band.step)
        self.step: Step = step_of(self.entry)
        field: CaseField | None = grouping(picked.process, band.by or "")
        self.groups = list(groups_of(picked, field))
        self.through = gone_through(picked.log, self.step)
        self.months, self.of_case = months_of(picked.log, picked.zone)

    def finding(self, place: str | None, cases: Mask, month: Period) -> BandFinding:
        rests = self.through & self._began_in(month.start)
        mine = self.picked.now & rests & cases
        count = int(mine.sum())
        whose = _org_of(self.picked, mine)
        if self.picked.of(cases).is_too_few(rests):
            return self._unknown(place, month, None, message(TOO_FEW_FIRMS), whose)
        if count < FEWEST:
            return self._unknown(place, month, count, message("clearance.band_too_few"), whose)
        (times,) = study(self.picked.log.only(mine), [self.step])
        assert times.took is not None  # thirty cases went through
        value = float(getattr(times.took, self.band.of))
        low, high, reason = self._ends(cases, month)
        return BandFinding(
            self.band, self.entry, place, month, count, value, low, high,
            "unknown" if reason else _standing(value, low, high), reason, whose,
        )  # fmt: skip

    def _unknown(
        self, place: str | None, month: Period, count: int | None, reason: Text, org: str
    ) -> BandFinding:
        return BandFinding(
            self.band, self.entry, place, month, count, None, None, None, "unknown", reason, org
        )

    def _ends(self, cases: Mask, month: Period) -> tuple[float | None, float | None, Text | None]:
        """The ends of the band in a month, or why there are none."""
        if ends := self.band.declared:
            low, high = ends.low, ends.high
            return (
                None if low is None else float(low) * _HOUR,
                None if high is None else float(high) * _HOUR,
                None,
            )
        took = self._before(cases, month)
        if len(took) < FEWEST:
            return None, None, message("clearance.band_without_history")
        tps = self.picked.log.ticks_per_second
        return quantile(took, 1, tps), quantile(took, 9, tps), None

    def _before(self, cases: Mask, month: Period) -> npt.NDArray[np.int64]:
        """What the same month of the years before took, ascending."""
        assert self.band.history is not None  # the schema asks for one of the two
        log, own = self.picked.log, month.start
        years = range(own.year - self.band.history.years, own.year)
        chosen = np.zeros(log.cases, np.bool_)
        for year in years:
            chosen |= cases_of_months(log, year, [own.month], self.picked.zone)
        began, _ = started(log, self.step.start)
        ended, _ = log.time_of(self.step.stop)
        like = self.picked.where_like
        return np.sort((ended - began)[chosen & cases & like & self.through])

    def _began_in(self, first: date) -> Mask:
        found: Mask = self.of_case == (self.months.index(first) if first in self.months else -1)
        return found


def _standing(value: float, low: float | None, high: float | None) -> BandStanding:
    if high is not None and value > high:
        return "above"
    if low is not None and value < low:
        return "below"
    return "within"


def _org_of(picked: Selection, cases: Mask) -> str:
    having = picked.log.attributes.get("org")
    codes = np.unique(having.codes[cases]) if having else np.zeros(0, np.int32)
    one = having and len(codes) == 1 and codes[0] >= 0
    return having.values[int(codes[0])] if having and one else ""
