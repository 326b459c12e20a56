"""A step month by month, beside the same months of the base year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kaifang.cases.logs import Mask
from kaifang.cases.months import months_of
from kaifang.cases.spreads import Spread
from kaifang.cases.studies import gone_through, study
from kaifang.core.period import Period
from kaifang.packs.schema.processes import ProcessStep
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
    months, place = months_of(picked.log, picked.zone)
    places = {month: number for number, month in enumerate(months)}
    return [_month(picked, chosen, one, places, place) for one in picked.period.each_month()]


def _month(
    picked: Selection,
    chosen: ProcessStep,
    month: Period,
    places: dict[date, int],
    place: np.ndarray[tuple[int], np.dtype[np.intp]],
) -> MonthTimes:
    step = step_of(chosen)
    through = gone_through(picked.log, step)
    found: list[tuple[Spread | None, bool]] = []
    sides = (month.start, picked.now, False), (
        month.start.replace(year=picked.base_year), picked.then, True,
    )  # fmt: skip
    for start, side, then in sides:
        cases: Mask = side & (place == places.get(start, -1))
        hidden = picked.is_too_few(through & cases, then=then)
        took = None if hidden else study(picked.log.only(cases), [step])[0].took
        found.append((took, hidden))
    (now, now_hidden), (base, base_hidden) = found
    return MonthTimes(month, now, base, now_hidden, base_hidden)
