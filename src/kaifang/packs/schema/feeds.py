"""Feeds 计数: what the cases of a register count up to, and the indicator that takes the number."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from kaifang.packs.schema.base import Id, Ids, NameEntry, Refused, Strict, Words

KINDS = ("count", "count_in", "sum")


class ProcessFeed(Strict):
    """A number that cases make: how many had an event, stand in a state, or an amount summed.

    It is told from January to the end of each month, quarter or year that has ended: of what
    happened since the year began, or with `count_in` of how things stood then. `period_field`
    names the field that tells when something counts, instead of when the event occurred; `where`
    keeps the cases whose fields say so; `firms` is the field that tells on how many firms an
    event rests.
    """

    indicator: Id
    count: Ids = ()
    count_in: Ids = ()
    sum: Id | None = None
    of: Ids = ()
    period_field: Id | None = None
    where: dict[Id, Words] = Field(default_factory=dict)
    firms: Id | None = None
    period: Literal["month", "quarter", "year"] = "month"
    note: NameEntry | None = None

    @property
    def kind(self) -> str:
        """`count`, `count_in` or `sum`."""
        return next(name for name in KINDS if getattr(self, name))

    @property
    def events(self) -> tuple[str, ...]:
        """The events that count; none where it is states that do."""
        return self.count or self.of

    @model_validator(mode="after")
    def _complete(self) -> ProcessFeed:
        if sum(bool(getattr(self, name)) for name in KINDS) != 1:
            raise Refused("pack.needs.one_of", names=", ".join(KINDS))
        if bool(self.sum) != bool(self.of):
            raise Refused("pack.needs.both", names="sum, of")
        if self.count_in and (self.period_field or self.firms):
            raise Refused("pack.needs.events", names="period_field, firms")
        return self
