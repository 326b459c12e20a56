"""Duplicates 重复项目: what of a case is compared with others, and who rules whether they are one."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from kaifang.packs.schema.base import Cites, Ids, Refused, SomeIds, Strict

# What a ruling does to cases: the state of the one that counts in another, and the events of both.
MERGED_STATE = "duplicate.merged"
MERGED, SEPARATED = "duplicate.merged", "duplicate.separated"
RECEIVED, RELEASED = "duplicate.received", "duplicate.released"
RULED_EVENTS = (MERGED, SEPARATED, RECEIVED, RELEASED)


class ComparedFields(Strict):
    """Which fields are compared; of several the first that a case tells counts.

    Amounts are compared where their currencies are the same, or nobody tells any.
    """

    name: Ids = ()
    investor: Ids = ()
    credit_code: Ids = ()
    amount: Ids = ()
    currency: Ids = ()
    site: Ids = ()

    @property
    def named(self) -> list[tuple[str, tuple[str, ...]]]:
        """What is compared, with its fields."""
        return [(name, getattr(self, name)) for name in ComparedFields.model_fields]

    @model_validator(mode="after")
    def _complete(self) -> ComparedFields:
        if not (self.name or self.credit_code or self.investor):
            raise Refused("pack.needs.one_of", names="name, investor, credit_code")
        if self.currency and not self.amount:
            raise Refused("pack.needs.both", names="currency, amount")
        return self


class DuplicateRule(Strict):
    """How duplicates are found and ruled on.

    `who` are roles, held at the organisation whose programme it is. `until`: once either case has
    had one of these events, the two are not merged any more. `keeps` says which of two stays: the
    one registered first, or whichever the ruling names.
    """

    compare: ComparedFields
    who: SomeIds
    until: Ids = ()
    keeps: Literal["first_registered", "ruled"] = "first_registered"
    cite: Cites
