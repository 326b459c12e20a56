"""Operations on the audit, for the audit administrator; they only read."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema
from pydantic import Field

from kaifang.programme.auditing.reading import (
    AuditFilter,
    entries,
    entry_count,
    entry_numbered,
)
from kaifang.programme.auditing.telling import tell_entry
from kaifang.site.acting import acting
from kaifang.site.api.answers import READ_LIST, READ_ONE, Told, part_of
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.forms import Slice, Speech

_PLAIN = r"^[^\x00]*$"
Number = Annotated[int, Path(ge=1, le=2**62)]

router = Router(auth=SIGNED_IN)


class EntryQuery(Schema):
    """Which entries; without anything all of them."""

    act: str = Field(
        "", max_length=120, pattern=_PLAIN, description="an act, or its kind with a point: slip."
    )
    subject: str = Field(
        "", max_length=300, pattern=_PLAIN, description="a record, task:3, or its kind: task"
    )
    person: str = Field(
        "", max_length=150, pattern=_PLAIN, description="user name; whoever acted or was acted upon"
    )
    from_day: date | None = None
    to_day: date | None = None
    first: int | None = Field(None, ge=1, le=2**62, description="number of the first entry")
    last: int | None = Field(None, ge=1, le=2**62, description="number of the last entry")


@router.get("/audit", response=READ_LIST, summary=_("The audit (audit administrator)"))
def list_entries(
    request: HttpRequest, speech: Query[Speech], wanted: Query[EntryQuery], part: Query[Slice]
) -> Told:
    """The newest first; `prev`, `body` and `hash` let the reader verify each."""
    actor, asked = acting(request), AuditFilter(**wanted.dict())
    found = entries(actor, asked, part.offset, part.limit)
    items = [tell_entry(one, speech.lang) for one in found]
    return part_of(items, entry_count(actor, asked), part)


@router.get("/audit/{number}", response=READ_ONE, summary=_("One entry of the audit"))
def show_entry(request: HttpRequest, number: Number, speech: Query[Speech]) -> Told:
    """Who, from where, before and after, why, and its seal."""
    return tell_entry(entry_numbered(acting(request), number), speech.lang)
