"""Observation 数据: an indicator's value for an organisation and a period, as somebody stated it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum

from kaifang.core.period import Period
from kaifang.core.statement import Authority

SUBMISSION = "submission:"  # how `figure` begins where a value came on a form
REGISTER = "register:"  # and where the cases of a register make it
FEWEST_FIRMS = 3  # a value that rests on fewer of them is shown to nobody


class Measure(StrEnum):
    """What is said of the indicator."""

    LEVEL = "level"
    GROWTH = "growth"
    SHARE = "share"
    RANK = "rank"
    CHANGE = "change"
    MULTIPLE = "multiple"
    REDUCTION = "reduction"
    GROWTH_ABOVE = "growth_above"
    SHARE_KEPT = "share_kept"
    RECORD = "record"


class Visibility(IntEnum):
    """Who may see it; a viewer sees what is at or below his own level."""

    PUBLIC = 0
    INTERNAL = 1
    SECRET = 2


@dataclass(frozen=True, slots=True)
class Observation:
    """One stated value; the store adds its own clock and never overwrites.

    `value` is in the indicator's unit for a level, in the measure's own (%, 倍, 位) otherwise;
    None means that the statement carries no number (a record high, a share kept) or that the
    value is known to be missing. `base` is the period or organisation that growth or share
    refers to ("previous_year", "2017", "100000"); `part` a breakdown such as "partner=JP".
    `announced` is when it was made public (cited), `recorded` the store's clock. `firms` is the
    number of firms that the value rests on, None where nobody told it. What is `withheld` has
    been taken out of an answer, for it would reveal fewer than three firms; no store holds it so.
    """

    indicator: str
    org: str
    period: Period
    value: Decimal | None
    unit: str
    measure: Measure = Measure.LEVEL
    base: str = ""
    part: str = ""
    comparator: str = "eq"
    high: Decimal | None = None
    authority: Authority = Authority.PUBLISHED
    source: str = ""
    definition: str = ""
    visibility: Visibility = Visibility.PUBLIC
    embargo: datetime | None = None
    announced: date | None = None
    figure: str = ""
    pack: str = ""
    reason: str = ""
    recorded: datetime | None = None
    id: int = 0
    firms: int | None = None
    withheld: bool = False

    @property
    def key(self) -> tuple[str, str, str, str, str, str, str]:
        """What the value is about; later statements of the same key are revisions."""
        return (
            self.indicator,
            self.org,
            self.period.code,
            self.measure,
            self.base,
            self.part,
            self.definition,
        )


def part_code(part: Mapping[str, str]) -> str:
    """Write a breakdown in canonical order.

    >>> part_code({"partner": "JP", "mode": "0110"})
    'mode=0110;partner=JP'
    """
    return ";".join(f"{name}={part[name]}" for name in sorted(part))


def part_of(code: str) -> dict[str, str]:
    """Read a breakdown back."""
    return dict(item.split("=", 1) for item in code.split(";") if item)
