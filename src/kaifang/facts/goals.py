"""Goal, what is known of it, and where it stands: the values that attainment works with.

Nothing here reads a pack: whoever calls translates a target into a `Goal`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.units import Quantity
from kaifang.facts.comparing import Better, Comparator, direction
from kaifang.facts.measures import Measured
from kaifang.facts.pace import Pace


class IncompleteGoal(KaifangError):
    code = "KF-FACT-001"


class Form(StrEnum):
    """The closed set of forms that a target may have."""

    LEVEL = "level"
    GROWTH = "growth"
    GROWTH_ABOVE = "growth_above"
    SHARE_NOT_BELOW = "share_not_below"
    RANGE = "range"
    RANK = "rank"
    REDUCTION = "reduction"
    MULTIPLE = "multiple"
    COUNT = "count"
    MILESTONE = "milestone"
    BY = "by"


class Verdict(StrEnum):
    """What can be said: NOT_YET while the period runs, UNDECIDED where facts are missing."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_YET = "not_yet"
    UNDECIDED = "undecided"

    @property
    def label(self) -> Text:
        return message(f"facts.verdict.{self.value}")


NEEDS_VALUE = (
    Form.LEVEL,
    Form.GROWTH,
    Form.RANGE,
    Form.REDUCTION,
    Form.MULTIPLE,
    Form.COUNT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A target in plain values.

    `value` keeps the digits as printed (6% and 6.0% differ under 左右); `high` is the upper end
    of a range; `start` the level that it sets out from (从90个工作日压缩至60个). `over` names the base in words.
    `is_flow` says that the indicator adds up over the months, so that a schedule applies.
    `profile` weighs the months of the period where time does not pass evenly for it.
    `of` names whose growth is to be passed. A rank without value must be better than before.

    Raises: IncompleteGoal, for a form that needs a value and has none.
    """

    form: Form
    period: Period
    value: Quantity | None = None
    high: Quantity | None = None
    start: Quantity | None = None
    comparator: Comparator = Comparator.EQ
    better: Better = Better.UP
    is_flow: bool = True
    over: Text | None = None
    of: tuple[str, ...] = ()
    profile: tuple[Decimal, ...] | None = None
    due: date | None = None

    def __post_init__(self) -> None:
        if self.form in NEEDS_VALUE and self.value is None:
            raise IncompleteGoal(found=self.form.value)

    @property
    def direction(self) -> Better:
        """Which way leads to the mark."""
        return direction(self.comparator, self.better)

    @property
    def wanted(self) -> Quantity:
        """The value, of a form that has one."""
        assert self.value is not None
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known on the day `as_of`; all may be missing.

    `period` is what `actual` and the other values are about (for a flow: to date), `base` the
    base over the goal's whole period, `base_to_date` over the same part of it. `rate` is the
    published growth, reduction or multiple and leads the computed one. `peers` holds the growth
    of each in `Goal.of`; `actual` is the share or the rank itself in those forms and `before`
    the earlier one; `members` the values of each member that has to reach the goal by itself.
    `stated` is the comparator that `actual` was stated with (超过500人), `stated_high` the upper end
    of a range; no attainment is worked out of what is not exact, for a level, count or range the
    verdict is told where it is sure all the same. `done` is when a milestone was reached; `is_open` says that somebody reported it as not yet
    reached. `reason` says why `actual` is missing, `no_base` why the bases are, where that is
    known. What lies outside the goal's period, or does not run from its start for a flow, counts
    as missing.
    """

    as_of: date
    period: Period | None = None
    actual: Quantity | None = None
    base: Quantity | None = None
    base_to_date: Quantity | None = None
    rate: Quantity | None = None
    before: Quantity | None = None
    peers: Mapping[str, Quantity | None] = field(default_factory=dict)
    members: Mapping[str, Quantity | None] = field(default_factory=dict)
    stated: Comparator = Comparator.EQ
    stated_high: Quantity | None = None
    done: date | None = None
    is_open: bool = False
    reason: Text | None = None
    no_base: Text | None = None

    @property
    def is_exact(self) -> bool:
        """Whether `actual` is a single value."""
        return self.stated is Comparator.EQ

    def covers(self, period: Period) -> bool:
        """Tell whether the data reach to the end of the period."""
        return self.period is not None and self.period.end >= period.end


@dataclass(frozen=True, slots=True)
class Attainment:
    """Where a target stands.

    `attainment` in per cent; `target_level` the amount to reach, where the form has or implies
    one; `points_ahead` of the schedule, `scheduled` the share that it asks for; `lead` in points over the growth, share or rank that is
    asked for; `pace` what the rest needs; `says` the verdict in words; `missing` why the verdict
    is undecided. `members` holds the standing of each, where each has to reach the goal.
    """

    verdict: Verdict
    says: Text
    attainment: Measured
    points_ahead: Measured
    scheduled: Measured
    lead: Measured
    target_level: Quantity | None = None
    pace: Pace | None = None
    missing: Text | None = None
    members: Mapping[str, Attainment] = field(default_factory=dict)
