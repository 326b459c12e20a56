"""What comes up from below: forms, reporting calendars, and the calendar of working days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from kaifang.core.period import Period
from kaifang.packs.schema.base import (
    Cites,
    Entry,
    Id,
    NameEntry,
    PeriodText,
    Refused,
    Strict,
    UnitText,
)
from kaifang.packs.schema.figures import OrgIds

Level = Literal["zone", "city", "province"]
Span = Literal["month", "to_date", "quarter", "half", "year"]
Over = Literal["period", "year", "level"]


class Due(Strict):
    """The day by which a period is reported."""

    period: PeriodText
    on: dt.date


class OrgDue(Strict):
    """An organisation that wants the forms from below so many natural days earlier."""

    org: Id
    days: Annotated[int, Field(ge=1, le=60)]


class CalendarEntry(Entry):
    """The due dates of a form."""

    id: Id
    name: NameEntry
    due: Annotated[tuple[Due, ...], Field(min_length=1)]
    earlier: tuple[OrgDue, ...] = ()
    cite: Cites


class WorkdaysEntry(Entry):
    """Days off on weekdays and make-up days on weekends, as one notice set them.

    A later notice about the same days counts from its own `known_from` on.
    """

    id: Id
    name: NameEntry
    year: int
    known_from: dt.date
    off: tuple[dt.date, ...] = ()
    work: tuple[dt.date, ...] = ()
    cite: Cites


class FormRow(Strict):
    """One number that a form asks for; `firms` is the row that tells on how many firms it rests."""

    indicator: Id
    span: Span = "to_date"
    unit: UnitText | None = None
    required: bool = True
    hint: NameEntry | None = None
    firms: Id | None = None

    @property
    def key(self) -> str:
        """How the row is called in workbooks, checks and the API."""
        return f"{self.indicator}:{self.span}"

    def within(self, period: Period) -> Period:
        """The period that the row speaks of on the form of a period."""
        end = period.end
        match self.span:
            case "month":
                return period.last_month()
            case "to_date":
                return Period.to_date(end.year, end.month)
            case "quarter":
                return Period.quarter(end.year, (end.month + 2) // 3)
            case "half":
                return Period.half(end.year, (end.month + 5) // 6)
        return period.in_year()


class CheckRule(Strict):
    """A check over the rows of a form; soft ones let a value stand with a reason.

    It holds for every row of its indicator, or those of one `span`; `tolerance` of a sum is an
    amount in the unit of the row, of an official figure per cent of it. `over` says what a jump
    is measured against: the period before, the same period of the year before (always so for a
    row to date), or the level of that period in earlier years.
    """

    id: Id
    kind: Literal["range", "part", "sum", "not_falling", "jump", "official"]
    row: Id
    span: Span | None = None
    parts: tuple[Id, ...] = ()
    whole: Id | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    factor: Annotated[Decimal, Field(gt=1)] | None = None
    tolerance: Annotated[Decimal, Field(ge=0)] | None = None
    over: Over | None = None
    hard: bool = True
    says: NameEntry
    cite: Cites | None = None

    @model_validator(mode="after")
    def _complete(self) -> CheckRule:
        wanted = _COMPARES[self.kind]
        if wanted and all(getattr(self, name) in (None, ()) for name in wanted):
            raise Refused("pack.needs.key", name=self.kind, field=" / ".join(wanted))
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """All rows that the check speaks of, by indicator."""
        return (self.row, *self.parts, *((self.whole,) if self.whole else ()))


_COMPARES: dict[str, tuple[str, ...]] = {
    "range": ("low", "high"),
    "part": ("whole",),
    "sum": ("parts",),
    "jump": ("factor",),
    "official": ("tolerance",),
    "not_falling": (),
}


class FormEntry(Entry):
    """A form: indicators x organisations x period, with what the law wants printed on it."""

    id: Id
    name: NameEntry
    number: str
    issuer: Id
    approval: NameEntry | None = None
    valid_until: dt.date
    version: str = "1"
    calendar: Id
    orgs: OrgIds
    review: Annotated[tuple[Level, ...], Field(min_length=1)]
    rows: Annotated[tuple[FormRow, ...], Field(min_length=1)]
    checks: tuple[CheckRule, ...] = ()
    note: NameEntry | None = None
    cite: Cites

    @model_validator(mode="after")
    def _counted(self) -> FormEntry:
        for row in self.rows:
            if row.firms is not None and self.row(row.firms) is None:
                raise Refused("pack.needs.firms_row", name=row.firms, row=row.indicator)
        return self

    def row(self, indicator: str) -> FormRow | None:
        """The first row of an indicator."""
        return next((row for row in self.rows if row.indicator == indicator), None)

    def firms_of(self, row: FormRow) -> FormRow | None:
        """The row that tells on how many firms another rests: of the same span where there is one."""
        told = [one for one in self.rows if one.indicator == row.firms]
        return next((one for one in told if one.span == row.span), told[0] if told else None)
