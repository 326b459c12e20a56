"""A step month by month, beside the same months of the base year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kaifang.cases.spreads import Spread
from kaifang.cases.studies import Step
from kaifang.core.period import Period
from kaifang.packs.schema.processes import ProcessStep
from kaifang.programme.clearance.measuring import MonthRoll
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.promising import step_named
from kaifang.programme.clearance.remembering import remembered
from kaifang.programme.clearance.studying import step_of


@dataclass(frozen=True, slots=True)
class MonthTimes:
    """What a step took in the cases that began in a month, and in that month of the base year.

    None: nobody has gone through it, or `is_withheld` and `base_is_withheld` say the other reason.
    """

    month: Period
    took: Spread | None
    base: Spread | None
    is_withheld: bool = False
    base_is_withheld: bool = False


def trend_of(picked: Selection, step: str = "") -> Sequence[MonthTimes]:
    """Time a step in each month of the selection's period. Raises: UnknownStep."""
    chosen = step_named(picked.process, step)
    return remembered(picked, f"trend {chosen.id}", lambda: _trend(picked, chosen))


def _trend(picked: Selection, chosen: ProcessStep) -> list[MonthTimes]:
    if picked.period is None:
        return []
    through = picked.measured.step(step_of(chosen)).through
    sides = [
        _Side(picked, step_of(chosen), MonthRoll(picked.measured, side & through))
        for side in (picked.in_period, picked.in_base)
    ]
    return [_month(picked.base_year, one, *sides) for one in picked.period.each_month()]


@dataclass(frozen=True, slots=True)
class _Side:
    """The cases of now, or of the base year, that went through the step; `where` is asked later."""

    picked: Selection
    step: Step
    cases: MonthRoll

    def of(self, first: date) -> tuple[Spread | None, bool]:
        """What the step took in the cases of a month, and whether that is withheld."""
        rows = self.cases.of(first)
        if self.picked.are_too_few(rows):
            return None, True
        mine = rows[self.picked.where_like[rows]]
        return self.picked.measured.times(self.step, mine).took, False


def _month(base_year: int, month: Period, now: _Side, then: _Side) -> MonthTimes:
    took, is_hidden = now.of(month.start)
    base, base_is_hidden = then.of(month.start.replace(year=base_year))
    return MonthTimes(month, took, base, is_hidden, base_is_hidden)
