"""The entries of the audit and what each changed, ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kaifang.programme.auditing import reading, wording
from kaifang.programme.auditing.checking import ChainVerified
from kaifang.programme.auditing.reading import AuditFilter, EntryRead
from kaifang.programme.auditing.wording import Names
from kaifang.programme.rights import Actor
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.store.audit import ChainProgress, Fault
from kaifang.store.events.verifying import EventFault, EventProgress

STAMP = "Y-m-d H:i:s"
_LONGEST = 160
FAULTS_SHOWN = 200


@dataclass(frozen=True)
class Entries:
    """The entries that a filter finds, of which only the page that is shown is fetched."""

    actor: Actor
    wanted: AuditFilter

    def __len__(self) -> int:
        return reading.entry_count(self.actor, self.wanted)

    def __getitem__(self, part: slice) -> list[EntryRead]:
        first = part.start or 0
        count = (len(self) if part.stop is None else part.stop) - first
        return reading.entries(self.actor, self.wanted, first, count)


def entries(found: Sequence[EntryRead], query: QueryDict, known: Names) -> Table:
    """One row an entry, the newest first."""
    columns = [
        Column("number", _("No."), kind="short"),
        Column("at", _("Time"), kind="short"),
        Column("who", _("Who, from where")),
        Column("act", _("Act"), kind="short"),
        Column("subject", _("Record")),
        Column("changes", _("Changes and reason")),
    ]
    rows = [_entry(one, known) for one in found]
    empty = _("No entry matches. Take a filter away, or widen the days.")
    return Table("entries", _("Entries"), columns, rows, query, formats=(), empty=empty)


def _entry(one: EntryRead, known: Names) -> Row:
    changes = Truncator(said(wording.differences_in_words(one, known))).chars(_LONGEST)
    return Row({
        "number": named(str(one.number), reverse("audit:show", args=[one.number])),
        "at": stamp(one.at),
        "who": named(one.who, below=one.address),
        "act": wording.act_in_words(one.act),
        "subject": named(wording.subject_in_words(one.subject, known)),
        "changes": named(changes, below=one.reason),
    }, key=str(one.number))  # fmt: skip


def differences(one: EntryRead, known: Names) -> Table:
    """Each field before and after an act."""
    columns = [
        Column("field", _("Field")),
        Column("before", _("Value before")),
        Column("after", _("Value after")),
    ]
    rows = [
        Row({"field": each.field, "before": each.before or "", "after": each.after or ""})
        for each in wording.differences(one, known)
    ]
    empty = _("This act says nothing of fields.")
    return Table("differences", _("What it changed"), columns, rows, formats=(), empty=empty)


def kept_walk(found: ChainVerified, printed: str) -> dict[str, object]:
    """How far a verification has come, as a login keeps it."""
    faults = [[one.kind, one.number] for one in found.faults]
    walk = found.walk
    events = found.event_walk
    wrong = [[one.kind, one.number, one.batch, one.source, one.event] for one in events.faults]
    return {"head": printed, "number": walk.number, "hash": walk.hash, "faults": faults,
            "held": walk.held, "ended": walk.ended, "count": found.count, "batch": events.batch,
            "event": events.event, "wrong": wrong}  # fmt: skip


def walk_of(kept: Mapping[str, Any]) -> ChainProgress:
    """What a login keeps of a verification, to go on from."""
    faults = tuple(Fault(kind, number) for kind, number in kept["faults"])
    return ChainProgress(kept["number"], kept["hash"], faults, kept["held"], kept["ended"])


def event_walk_of(kept: Mapping[str, Any]) -> EventProgress:
    """What a login keeps of the events that were gone through, to go on from."""
    wrong = tuple(EventFault(*one) for one in kept["wrong"])
    return EventProgress(kept["batch"], kept["event"], wrong)


def stamp(at: object) -> str:
    """An instant to the second, in the site's zone."""
    return date_format(timezone.localtime(at), STAMP)
