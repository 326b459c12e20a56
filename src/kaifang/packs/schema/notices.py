"""Notices to firms 查验通知: which event opens one, to whom it goes, and who says that it arrived."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from kaifang.packs.schema.base import Cites, Id, NameEntry, Strict


class NoticeWindow(Strict):
    """How old an event may be when it is recorded: what is older is history, and tells nobody."""

    n: Annotated[int, Field(ge=1, le=10_000)]
    unit: Literal["hour", "natural_day"]

    @property
    def span(self) -> timedelta:
        """The window as a time that passes by day and by night.

        >>> NoticeWindow(n=2, unit="natural_day").span.total_seconds() / 3600
        48.0
        """
        hours = self.n * (24 if self.unit == "natural_day" else 1)
        return timedelta(hours=hours)


class ProcessNotice(Strict):
    """A notice that an event opens to the firm of a case.

    to: the field with the credit code of the firm; firm: that with its name.
    subject: the field with the number that the firm knows the case by; without it the case's own.
    sent, acknowledged: the events by which the case tells that it went out, and that the firm
    knows; neither moves the case, and nobody else may send them.
    tells: what of the case the firm is told. clock: by which it is late.
    """

    id: Id
    name: NameEntry
    opened_by: Id
    to: Id
    firm: Id | None = None
    subject: Id | None = None
    sent: Id
    acknowledged: Id
    tells: tuple[Id, ...] = ()
    clock: Id | None = None
    within: NoticeWindow
    note: NameEntry | None = None
    cite: Cites
