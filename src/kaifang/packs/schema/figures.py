"""Indicators, and the entries that carry figures: facts, targets, parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from kaifang.core.observation import Measure, part_code
from kaifang.core.statement import Authority
from kaifang.core.units import Quantity
from kaifang.packs.reading import Location
from kaifang.packs.schema.base import (
    Cites,
    Comparator,
    Entry,
    Id,
    NameEntry,
    PeriodText,
    QuantityText,
    Refused,
    Strength,
    Strict,
    UnitText,
)

FORMULAS = ("sum", "difference", "ratio", "share", "growth", "filter")


class Formula(Strict):
    """One step of the closed vocabulary; operands are indicators."""

    sum: tuple[Id, ...] = ()
    difference: tuple[Id, ...] = ()
    ratio: tuple[Id, ...] = ()
    share: Id | None = None
    of: Id | None = None
    growth: Id | None = None
    filter: Id | None = None
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def operation(self) -> str:
        return next(name for name in FORMULAS if getattr(self, name))

    @property
    def operands(self) -> tuple[str, ...]:
        value = getattr(self, self.operation)
        return (value,) if isinstance(value, str) else tuple(value)

    @model_validator(mode="after")
    def _one_operation(self) -> Formula:
        given = [name for name in FORMULAS if getattr(self, name)]
        if len(given) != 1:
            raise Refused("pack.needs.one_of", names=", ".join(FORMULAS))
        if given[0] in ("difference", "ratio") and len(self.operands) != 2:
            raise Refused("pack.needs.count", name=given[0], count=2)
        return self


class Version(Strict):
    """A definition of an indicator from a day on, and how it broke with the one before."""

    id: str
    from_: date = Field(alias="from")
    break_: NameEntry | None = Field(default=None, alias="break")


class IndicatorEntry(Entry):
    """What is measured, in which unit, by whom, defined how."""

    id: Id
    name: NameEntry
    unit: UnitText
    digits: Annotated[int, Field(ge=0, le=6)] = 1
    kind: Literal["flow", "stock", "ratio", "rank"]
    better: Literal["up", "down", "none"] = "up"
    frequency: Literal["month", "quarter", "half", "year", "once"] = "year"
    source: NameEntry
    definition: NameEntry
    versions: tuple[Version, ...] = ()
    formula: Formula | None = None
    collected: Literal["imported", "reported", "derived"] = "imported"
    visibility: Literal["public", "internal", "secret"] = "public"
    release: NameEntry | None = None
    contact: NameEntry | None = None
    note: NameEntry | None = None
    cite: Cites | None = None
    renamed_from: Id | None = None


def _part_code(part: dict[str, str], scope: str | NameEntry | None) -> str:
    """The breakdown with the scope that the sentence limits the indicator to."""
    name = scope.zh if isinstance(scope, NameEntry) else scope
    return part_code({**part, "scope": name} if name else part)


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


OrgIds = Annotated[
    tuple[Id, ...], BeforeValidator(_as_tuple, json_schema_input_type=Id | tuple[Id, ...])
]
NUMBERLESS = (Measure.GROWTH_ABOVE, Measure.SHARE_KEPT, Measure.RECORD)
_NEEDS_OVER = (Measure.GROWTH, Measure.MULTIPLE, Measure.REDUCTION)


class FactEntry(Entry):
    """A published figure, or a published statement without one (a record, a share kept)."""

    id: Id
    indicator: Id
    org: Id
    period: PeriodText
    measure: Measure = Measure.LEVEL
    value: QuantityText | None = None
    high: QuantityText | None = None
    comparator: Comparator = "eq"
    strength: Strength = "none"
    over: str = ""
    of: OrgIds = ()
    since: PeriodText | None = None
    part: dict[str, str] = Field(default_factory=dict)
    scope: Id | NameEntry | None = None
    authority: Authority = Authority.PUBLISHED
    source: NameEntry | None = None
    definition: str = ""
    visibility: Literal["public", "internal", "secret"] | None = None
    note: NameEntry | None = None
    cite: Cites
    renamed_from: Id | None = None

    @model_validator(mode="after")
    def _complete(self) -> FactEntry:
        if self.value is None and self.measure not in NUMBERLESS:
            raise Refused("pack.needs.key", name=self.measure.value, field="value")
        if self.measure in _NEEDS_OVER and not self.over:
            raise Refused("pack.needs.key", name=self.measure.value, field="over")
        if (
            self.measure in (Measure.SHARE, Measure.GROWTH_ABOVE, Measure.SHARE_KEPT)
            and not self.of
        ):
            raise Refused("pack.needs.key", name=self.measure.value, field="of")
        if (self.comparator == "range") != (self.high is not None):
            raise Refused("pack.needs.both", names="comparator: range, high")
        return self

    @property
    def base(self) -> str:
        """What the measure refers to: the base period, or the whole it is part of."""
        return self.over or "+".join(self.of) or (self.since.code if self.since else "")

    @property
    def part_code(self) -> str:
        return _part_code(self.part, self.scope)

    @property
    def figures(self) -> tuple[Quantity, ...]:
        return tuple(one for one in (self.value, self.high) if one is not None)

    @property
    def value_at(self) -> Location:
        """The field that holds the figure."""
        return ("value",)


FORMS = (
    "level",
    "growth",
    "growth_above",
    "share_not_below",
    "range",
    "rank",
    "reduction",
    "multiple",
    "count",
    "milestone",
    "by",
)


class TargetForm(Strict):
    """What must be reached: exactly one form of the closed set."""

    level: QuantityText | None = None
    growth: QuantityText | None = None
    growth_above: OrgIds = ()
    share_not_below: Id | None = None
    range: tuple[QuantityText, QuantityText] | None = None
    rank: str | None = None
    reduction: QuantityText | None = None
    multiple: QuantityText | None = None
    count: QuantityText | None = None
    milestone: NameEntry | None = None
    by: date | None = None
    over: str = ""
    than: Literal["", "previous_year"] = ""
    each: Id | None = None
    from_: QuantityText | None = Field(default=None, alias="from")

    @property
    def form(self) -> str:
        return next(name for name in FORMS if getattr(self, name))

    @property
    def figures(self) -> tuple[Quantity, ...]:
        """The quantities of the form itself, low before high."""
        if self.range is not None:
            return self.range
        value = getattr(self, self.form)
        if self.form == "rank" and value != "better_than_before":
            return (Quantity.parse(value),)
        return (value,) if isinstance(value, Quantity) else ()

    @model_validator(mode="after")
    def _one_form(self) -> TargetForm:
        given = [name for name in FORMS if getattr(self, name)]
        if len(given) != 1:
            raise Refused("pack.needs.one_of", names=", ".join(FORMS))
        return self


class TargetEntry(Entry):
    """A commitment, with or without a number."""

    id: Id
    indicator: Id | None = None
    org: Id
    period: PeriodText
    target: TargetForm
    comparator: Comparator = "eq"
    strength: Strength = "none"
    name: NameEntry | None = None
    lead: OrgIds = ()
    task: Id | None = None
    part: dict[str, str] = Field(default_factory=dict)
    scope: Id | NameEntry | None = None
    light: Id | None = None
    season: Id | None = None
    note: NameEntry | None = None
    cite: Cites
    renamed_from: Id | None = None

    @model_validator(mode="after")
    def _complete(self) -> TargetEntry:
        if self.indicator is None and self.target.form not in ("milestone", "by"):
            raise Refused("pack.needs.indicator")
        if self.indicator is None and self.target.form == "by" and self.name is None:
            raise Refused("pack.needs.key", name="by", field="name")
        return self

    @property
    def part_code(self) -> str:
        return _part_code(self.part, self.scope)

    @property
    def figures(self) -> tuple[Quantity, ...]:
        return self.target.figures

    @property
    def value_at(self) -> Location:
        """The field that holds the figure, the day or the commitment."""
        return ("target", self.target.form)


class ParameterEntry(Entry):
    """A figure of a rule: a limit, a share of a fund, a threshold, a tier."""

    id: Id
    name: NameEntry
    value: QuantityText
    high: QuantityText | None = None
    from_: QuantityText | None = Field(default=None, alias="from")
    comparator: Comparator = "eq"
    strength: Strength = "none"
    valid: PeriodText
    org: Id | None = None
    subject: str = ""
    note: NameEntry | None = None
    cite: Cites
    renamed_from: Id | None = None

    @property
    def figures(self) -> tuple[Quantity, ...]:
        return tuple(one for one in (self.value, self.high) if one is not None)

    @property
    def value_at(self) -> Location:
        """The field that holds the figure."""
        return ("value",)


Figures = FactEntry | TargetEntry | ParameterEntry
Where = Mapping[str, tuple[str, ...]]
