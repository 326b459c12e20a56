"""Channels 绿色通道: from which amount on a case gets a service, whatever currency it is in."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kaifang.packs.schema.base import Cites, Id, NameEntry, QuantityText, Strict


class ProcessChannel(Strict):
    """A service for cases above a `threshold`.

    The field `amount` is in the `currency` that the case names. Where that is not the threshold's,
    `rate` is the field that says how much of it one unit of the threshold's currency is; a case
    without a rate is not compared. `where` keeps the cases whose fields say so.
    """

    id: Id
    name: NameEntry
    amount: Id
    currency: Id
    rate: Id
    threshold: QuantityText
    comparator: Literal["ge", "gt"]
    where: dict[Id, tuple[str, ...]] = Field(default_factory=dict)
    note: NameEntry | None = None
    cite: Cites

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it is decided by."""
        return (self.amount, self.currency, self.rate, *self.where)
