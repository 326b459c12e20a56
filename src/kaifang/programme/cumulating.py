"""A period filled by the shorter ones that were stated: months added up to a to-date value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from kaifang.core.bilingual import Text
from kaifang.core.period import Period
from kaifang.core.units import EXACT
from kaifang.facts.cube import Held, Snapshot
from kaifang.facts.to_date import pieces


@dataclass(frozen=True, slots=True)
class PeriodPieces:
    """The stated pieces of a period from its beginning on; `gap` says where they stop."""

    pieces: tuple[Held, ...]
    gap: Text | None
    is_unfinished: bool

    @property
    def total(self) -> Decimal:
        return reduce(EXACT.add, (one.value or Decimal() for one in self.pieces), Decimal())

    @property
    def definitions(self) -> set[str]:
        return {one.definition for one in self.pieces}


def fill(
    snapshot: Snapshot, indicator: str, org: str, period: Period, part: str = ""
) -> PeriodPieces | None:
    """Fill a period with exact stated levels; None where not a piece of it is known.

    It is unfinished where nothing is known beyond the gap: the period has not come to its end.
    """
    if period.months <= 1:
        return None
    known = {
        one.period: one
        for one in snapshot.history(indicator, org, part=part)
        if one.period != period
        and period.contains(one.period)
        and one.value is not None
        and one.comparator == "eq"
        and one.high is None
    }
    if not known:
        return None
    found, gap = pieces(known, period)
    reached = found[-1].end if found else period.start
    is_unfinished = gap is not None and all(one.end <= reached for one in known)
    return PeriodPieces(tuple(known[one] for one in found), gap, is_unfinished)
