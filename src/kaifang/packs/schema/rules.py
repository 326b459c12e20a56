"""Tasks, lists, lights, seasons, differences, checks, not-figures and import maps."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from kaifang.core.statement import Authority
from kaifang.packs.schema.base import (
    Cites,
    Entry,
    Id,
    NameEntry,
    PeriodText,
    QuantityText,
    Refused,
    Strict,
    UnitText,
)
from kaifang.packs.schema.figures import OrgIds


class TaskEntry(Entry):
    """One numbered measure of a document."""

    id: Id
    doc: Id
    no: str
    name: NameEntry
    valid: PeriodText
    lead: OrgIds = ()
    partners: OrgIds = ()
    parent: Id | None = None
    note: NameEntry | None = None
    cite: Cites


class NamedItem(Strict):
    """A list member that is no organisation."""

    name: NameEntry


class ListEntry(Entry):
    """A named list; what is not known of it is said in `missing`, never filled in."""

    id: Id
    name: NameEntry
    expected: QuantityText | None = None
    items: tuple[Id | NamedItem, ...] = ()
    missing: NameEntry | None = None
    valid: PeriodText | None = None
    note: NameEntry | None = None
    cite: Cites

    @model_validator(mode="after")
    def _complete_or_missing(self) -> ListEntry:
        expected = 1 if self.expected is None else self.expected.base
        if not self.missing and len(self.items) < expected:
            raise Refused("pack.needs.missing")
        return self


class LightRule(Strict):
    """A light and the conditions under which it shows."""

    light: Literal["green", "amber", "red", "grey"]
    when: dict[str, str] = Field(default_factory=dict)
    any: tuple[dict[str, str], ...] = ()
    says: NameEntry

    @model_validator(mode="after")
    def _one_condition(self) -> LightRule:
        if bool(self.when) == bool(self.any):
            raise Refused("pack.needs.one_of", names="when, any")
        return self


class LightEntry(Entry):
    """A named scheme of lights; the first rule that holds decides."""

    id: Id
    name: NameEntry
    edges: NameEntry | None = None
    rules: Annotated[tuple[LightRule, ...], Field(min_length=1)]
    effects: tuple[dict[str, Any], ...] = ()
    recolours_past: bool = False
    note: NameEntry | None = None
    cite: Cites


class SeasonEntry(Entry):
    """How a year's amount usually falls on its months: the share of each, in order."""

    id: Id
    name: NameEntry
    weights: Annotated[tuple[QuantityText, ...], Field(min_length=2)]
    note: NameEntry | None = None
    cite: Cites

    @property
    def shares(self) -> tuple[Decimal, ...]:
        """The weights as plain numbers that add up to 100."""
        return tuple(weight.value for weight in self.weights)

    @model_validator(mode="after")
    def _a_whole(self) -> SeasonEntry:
        units = {weight.unit.code for weight in self.weights}
        if units != {"%"} or min(self.shares) < 0 or sum(self.shares) != 100:
            raise Refused("pack.needs.whole", name="weights")
        return self


class DifferenceEntry(Entry):
    """Where documents disagree; flagged, never repaired."""

    id: Id
    class_: Literal["contradiction", "revision", "definition", "date"] = Field(alias="class")
    figures: Annotated[tuple[Id, ...], Field(min_length=2)]
    note: NameEntry


class Compute(Strict):
    """A small calculation over figure ids, nested."""

    sum: tuple[Operand, ...] = ()
    difference: tuple[Operand, ...] = ()
    product: tuple[Operand, ...] = ()
    ratio: tuple[Operand, ...] = ()
    growth: tuple[Operand, ...] = ()
    annual_growth: tuple[Operand, ...] = ()

    @property
    def operation(self) -> str:
        return next(name for name in type(self).model_fields if getattr(self, name))

    @property
    def operands(self) -> tuple[Operand, ...]:
        operands: tuple[Operand, ...] = getattr(self, self.operation)
        return operands

    @model_validator(mode="after")
    def _one_operation(self) -> Compute:
        if sum(bool(getattr(self, name)) for name in type(self).model_fields) != 1:
            raise Refused("pack.needs.one_of", names=", ".join(type(self).model_fields))
        least, most = _OPERANDS.get(self.operation, (1, None))
        if len(self.operands) < least or (most and len(self.operands) > most):
            raise Refused("pack.needs.count", name=self.operation, count=least)
        return self


_OPERANDS: dict[str, tuple[int, int | None]] = {
    "difference": (2, None),
    "product": (2, 2),
    "ratio": (2, 2),
    "growth": (2, 2),
    "annual_growth": (3, 3),
}
Operand = Compute | str
Compute.model_rebuild()


class CheckEntry(Entry):
    """A figure of a document that can be recomputed from others."""

    id: Id
    compute: Compute
    gives: str
    digits: int = 1
    agrees: bool = True
    difference: Id | None = None
    note: NameEntry | None = None

    @model_validator(mode="after")
    def _disagreement_is_declared(self) -> CheckEntry:
        if self.agrees == (self.difference is not None):
            raise Refused("pack.needs.both", names="agrees: false, difference")
        return self


class NotFigureEntry(Entry):
    """Numerals of a document that are no figures, with the reason."""

    doc: Id
    text: str = ""
    pattern: str = ""
    kind: Literal[
        "enumeration",
        "idiom",
        "name",
        "date",
        "document_number",
        "title",
        "contact",
        "page",
        "event_number",
        "plan_name",
        "word",
    ]
    note: NameEntry | None = None

    @model_validator(mode="after")
    def _text_or_pattern(self) -> NotFigureEntry:
        if bool(self.text) == bool(self.pattern):
            raise Refused("pack.needs.one_of", names="text, pattern")
        return self


class MapColumn(Strict):
    """One column of an official table: which indicator and measure it holds, in which unit.

    `firms` names the column that tells on how many firms each of its values rests.
    """

    column: str
    indicator: Id
    unit: UnitText
    measure: Literal["level", "growth"] = "level"
    span: Literal["month", "to_date", "year", "quarter"] = "month"
    part: dict[str, str] = Field(default_factory=dict)
    firms: str = ""


class FactMapEntry(Entry):
    """How an official table is read: where its header ends, what rows and columns mean.

    Columns are named by their head (`出口/累计`: 累计 below 出口) or by letter (`B`); `orgs`
    translates printed names.
    """

    id: Id
    name: NameEntry
    sheet: str = ""
    first_row: Annotated[int, Field(ge=1)]
    last_row_mark: str = ""
    org_column: str
    orgs: Annotated[dict[str, Id], Field(min_length=1)]
    skip: tuple[str, ...] = ()
    period_cell: Annotated[str, Field(pattern=r"^([A-Z]{1,3}[1-9][0-9]*)?$")] = ""
    period_pattern: str = ""
    columns: Annotated[tuple[MapColumn, ...], Field(min_length=1)]
    missing: tuple[str, ...] = ("-", "−", "–", "—", "——", "")
    authority: Authority = Authority.PUBLISHED
    source: NameEntry
    note: NameEntry | None = None


class CodeColumns(Strict):
    """The columns of a code list; where none gives the parent, it follows from the code."""

    code: str
    zh: str = ""
    en: str = ""
    parent: str = ""

    @model_validator(mode="after")
    def _some_name(self) -> CodeColumns:
        if not (self.zh or self.en):
            raise Refused("pack.needs.names")
        return self


class CodeMapEntry(Entry):
    """How the full text of a code list is read from a file that the office has.

    `top` are the words that the column of parents uses for "none".
    """

    id: Id
    name: NameEntry
    list: Id
    edition: str
    sheet: str = ""
    first_row: Annotated[int, Field(ge=2)] = 2
    columns: CodeColumns
    top: tuple[str, ...] = ("",)
    note: NameEntry | None = None
