"""Supervision: rules that suggest a notice or an interview, and the levels of slips."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from kaifang.packs.schema.base import Cites, Entry, Id, NameEntry, Refused, Strict
from kaifang.packs.schema.places import OrgKind

Count = Annotated[int, Field(ge=1, le=100)]


class NoticeCondition(Strict):
    """When a rule suggests something; all that is given has to hold of the same items.

    `light` is a light or a worse one, `in_row` for how many periods one after another, `tail`
    the last so many of their kind by attainment, `behind` at least so many points behind
    schedule; `items` is of how many items all this has to hold.
    """

    light: Literal["amber", "red"] | None = None
    in_row: Count = 1
    tail: Count | None = None
    behind: Annotated[Decimal, Field(gt=0)] | None = None
    items: Count = 1

    @model_validator(mode="after")
    def _some_condition(self) -> NoticeCondition:
        if not (self.light or self.tail or self.behind):
            raise Refused("pack.needs.key", name="when", field="light / tail / behind")
        if self.in_row > 1 and not self.light:
            raise Refused("pack.needs.key", name="in_row", field="light")
        return self


class NoticeEntry(Entry):
    """A rule that suggests to name somebody in a notice 通报, or to ask him to an interview 约谈.

    It suggests; a person decides.
    """

    id: Id
    name: NameEntry
    measure: Literal["notice", "interview"]
    named: bool = False
    kinds: Annotated[tuple[OrgKind, ...], Field(min_length=1)] = ("city",)
    indicators: tuple[Id, ...] = ()
    when: NoticeCondition
    note: NameEntry | None = None
    cite: Cites


class SlipLevel(Strict):
    """A level of a slip with its usual limit, which a person may change."""

    id: Id
    name: NameEntry
    days: Annotated[int, Field(ge=1, le=366)]
    clock: Literal["calendar", "working"]


class SlipEntry(Entry):
    """The levels of supervision slips, the mildest first; `mark` stands before the number."""

    id: Id
    name: NameEntry
    mark: str = ""
    levels: Annotated[tuple[SlipLevel, ...], Field(min_length=1)]
    note: NameEntry | None = None
    cite: Cites
