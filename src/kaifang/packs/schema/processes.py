"""Processes 流程: through which states a case moves, who moves it on what evidence, by which clocks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from kaifang.packs.reading import Location
from kaifang.packs.schema.bands import StepBand
from kaifang.packs.schema.base import (
    CiteEntry,
    Cites,
    Entry,
    Id,
    Ids,
    NameEntry,
    PeriodText,
    Refused,
    SomeIds,
    Strict,
)
from kaifang.packs.schema.channels import ProcessChannel
from kaifang.packs.schema.duplicates import DuplicateRule
from kaifang.packs.schema.feeds import ProcessFeed
from kaifang.packs.schema.ledgers import ProcessLedger
from kaifang.packs.schema.notices import ProcessNotice
from kaifang.packs.schema.rates import ProcessRate

TimeUnit = Literal["working_day", "working_hour", "natural_day", "hour"]
DAYS: tuple[TimeUnit, ...] = ("working_day", "natural_day")
WORKING: tuple[TimeUnit, ...] = ("working_day", "working_hour")
PREVIOUS = "previous"
Measures = Literal[
    "lead_time", "step_time", "waiting", "share_in_time", "rework", "first_pass", "landing_rate"
]  # fmt: skip


class NamedPart(Strict):
    """A kind of evidence, a reason or a holder of the clock: an id with its name."""

    id: Id
    name: NameEntry


class ProcessRole(NamedPart):
    """A role of a process; it is held by whoever has one of its `posts` there."""

    posts: tuple[Literal["division", "reviewer", "city", "zone"], ...] = ()


class ProcessState(Strict):
    """A state in which a case may be; `holder` is who has the case in hands meanwhile.

    `renamed_from` are its ids in earlier versions, by which cases that began then are counted here.
    """

    id: Id
    name: NameEntry
    holder: Id | None = None
    renamed_from: Ids = ()


class ProcessEnds(Strict):
    """The states in which a case may rest, those hoped for and the others."""

    good: SomeIds
    bad: Ids = ()


_KIND_NEEDS = (("code", "list"), ("choice", "choices"), ("amount", "unit"), ("case", "of"))


class CaseField(Strict):
    """What is asked about a case.

    A code comes from a code list `list`, an amount has a `unit`, a case is one `of` a process.
    """

    id: Id
    name: NameEntry
    kind: Literal[
        "text", "integer", "amount", "date", "month", "choice", "code", "org", "case", "credit_code"
    ]
    unit: str = ""
    list: Id | None = None
    of: Id | None = None
    choices: tuple[NamedPart, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> CaseField:
        for kind, field in _KIND_NEEDS:
            if (self.kind == kind) != bool(getattr(self, field)):
                raise Refused("pack.needs.both", names=f"kind: {kind}, {field}")
        return self


class Transition(Strict):
    """What an event does to a case.

    Without `from` it begins a case; without `to` the case stays where it is; `to: previous` takes
    it back to where it was before. `fields` are needed unless they are known already; where the
    event `repeats`, each one tells its own. `optional` ones are asked beside them.
    """

    event: Id
    name: NameEntry
    from_: Ids = Field(default=(), alias="from")
    to: Id | None = None
    who: Ids = ()
    evidence: Ids = ()
    reason: Ids = ()
    fields: Ids = ()
    optional: Ids = ()
    repeats: bool = False
    not_same_person_as: Ids = ()


class TimeLimit(Strict):
    """So many units of time; units are never converted."""

    n: Annotated[int, Field(ge=1, le=100_000)]
    unit: TimeUnit


class Extension(Strict):
    """By how many units of the limit a clock may be extended, by whom, and whether only once."""

    n: Annotated[int, Field(ge=1, le=100_000)]
    who: SomeIds
    once: bool = True


class ProcessClock(Strict):
    """A clock 时限: from the first of some events to the first of others, less its pauses.

    Without a limit it only measures, in `unit`.
    """

    id: Id
    name: NameEntry
    start: SomeIds
    stop: SomeIds
    pause: Ids = ()
    limit: TimeLimit | None = None
    unit: TimeUnit | None = None
    count_from: Literal["next_day", "same_day"] | None = None
    calendar: Id | None = None
    extend: Extension | None = None
    baseline: TimeLimit | None = None
    baseline_period: PeriodText | None = None
    note: NameEntry | None = None
    cite: Cites | None = None

    @property
    def counted_in(self) -> TimeUnit:
        """The unit of everything that is said of the clock."""
        unit = self.limit.unit if self.limit else self.unit
        assert unit is not None  # held by the validator
        return unit

    @model_validator(mode="after")
    def _complete(self) -> ProcessClock:
        if bool(self.limit) == bool(self.unit):
            raise Refused("pack.needs.one_of", names="limit, unit")
        if (self.counted_in in DAYS) != (self.count_from is not None):
            raise Refused("pack.needs.count_from")
        if (self.counted_in in WORKING) != (self.calendar is not None):
            raise Refused("pack.needs.calendar")
        if self.extend and not self.limit:
            raise Refused("pack.needs.both", names="extend, limit")
        return self

    @property
    def extension_event(self) -> str:
        """The event that extends the clock; nobody has to declare it."""
        return f"extend.{self.id}"


class ProcessAlarm(Strict):
    """Whom to tell, and what to open, when so much of a clock is used: a share or an amount."""

    clock: Id
    at: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}%$")] | None = None
    after: TimeLimit | None = None
    tell: Ids = ()
    open: Id | None = None

    @model_validator(mode="after")
    def _complete(self) -> ProcessAlarm:
        if bool(self.at) == bool(self.after):
            raise Refused("pack.needs.one_of", names="at, after")
        if not (self.tell or self.open):
            raise Refused("pack.needs.key", name="alarms", field="tell / open")
        return self

    @property
    def share(self) -> Decimal | None:
        """The share of the limit, 0.8 for 80 %."""
        return Decimal(self.at.removesuffix("%")) / 100 if self.at else None


class ProcessStep(Strict):
    """A step of a time release study: from the last of some events to another, in whose hands.

    Without a `holder` it passes through several hands.
    """

    id: Id
    name: NameEntry
    start: SomeIds
    stop: Id
    holder: Id | None = None


class SumGuard(Strict):
    """Amounts that never exceed another together: the payments of a fund and its award."""

    sum: SomeIds
    at_most: Id
    name: NameEntry
    cite: Cites | None = None


class ProcessEntry(Entry):
    """A process: *command* refuses what is wrong, *observe* stores it and tells the deviation.

    `named_to_all` is the field by which everybody who keeps cases may name one, and learns no more
    of it: a fair of the province, to which the projects of the cities refer.
    """

    id: Id
    name: NameEntry
    mode: Literal["command", "observe"]
    object: Id
    named_to_all: Id | None = None
    roles: tuple[ProcessRole, ...] = ()
    holders: tuple[NamedPart, ...] = ()
    evidence: tuple[NamedPart, ...] = ()
    reasons: tuple[NamedPart, ...] = ()
    fields: tuple[CaseField, ...] = ()
    states: Annotated[tuple[ProcessState, ...], Field(min_length=2)]
    start: Id
    end: ProcessEnds
    transitions: Annotated[tuple[Transition, ...], Field(min_length=1)]
    clocks: tuple[ProcessClock, ...] = ()
    steps: tuple[ProcessStep, ...] = ()
    alarms: tuple[ProcessAlarm, ...] = ()
    guards: tuple[SumGuard, ...] = ()
    feeds: tuple[ProcessFeed, ...] = ()
    ledgers: tuple[ProcessLedger, ...] = ()
    channels: tuple[ProcessChannel, ...] = ()
    notices: tuple[ProcessNotice, ...] = ()
    bands: tuple[StepBand, ...] = ()
    rates: tuple[ProcessRate, ...] = ()
    measures: tuple[Measures, ...] = ()
    duplicates: DuplicateRule | None = None
    order: Ids = ()
    note: NameEntry | None = None
    renamed_from: Id | None = None
    cite: Cites

    @property
    def events(self) -> dict[str, NameEntry]:
        """The events of the process with their names, in the order of the file."""
        named: dict[str, NameEntry] = {}
        for one in self.transitions:
            named.setdefault(one.event, one.name)
        return named

    @property
    def fields_of_firms(self) -> frozenset[str]:
        """The fields that tell which firm, or which case of a firm: never for those outside."""
        coded = {one.id for one in self.fields if one.kind == "credit_code"}
        named = {name for one in self.notices for name in (one.firm, one.subject) if name}
        return frozenset(coded | named)

    def citing(self) -> Iterator[tuple[Location, CiteEntry]]:
        yield from super().citing()
        for kind in ("clocks", "guards", "channels", "notices", "rates", "bands"):
            for number, part in enumerate(getattr(self, kind)):
                for place, cite in enumerate(part.cite or ()):
                    yield (kind, number, "cite", place), cite
        for place, cite in enumerate(self.duplicates.cite if self.duplicates else ()):
            yield ("duplicates", "cite", place), cite

    def clock(self, id: str) -> ProcessClock | None:
        return next((clock for clock in self.clocks if clock.id == id), None)
