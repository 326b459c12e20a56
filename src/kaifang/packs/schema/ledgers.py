"""Ledgers 台账: amounts that cases report month by month, such as the funds in place of a project."""

from __future__ import annotations

from kaifang.packs.schema.base import Id, NameEntry, Strict


class ProcessLedger(Strict):
    """A ledger: each `event` enters an `amount` of a `month`, told apart `by` a choice.

    The event is one that `repeats`, so that each entry tells its own amount and month. What was
    entered wrongly is corrected by an event that amends it, and stays readable.
    """

    id: Id
    name: NameEntry
    event: Id
    amount: Id
    month: Id
    by: Id | None = None
    note: NameEntry | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that an entry is made of."""
        return (self.amount, self.month, *((self.by,) if self.by else ()))
