"""The events set aside, and the fields in which two bodies differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from kaifang.core.messages import catalogue, message
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.clearance.quarantine import HeldPair
from kaifang.programme.naming import org_name
from kaifang.site.asking import Asked
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named

# What an event says of itself, in words; what it tells of its case has the names of the pack.
FIELDS = {
    "occurred_at": gettext_lazy("When it happened"),
    "announced_at": gettext_lazy("When it was announced"),
    "type": gettext_lazy("Event"),
    "case": gettext_lazy("Case"),
    "process": gettext_lazy("Process"),
    "org": gettext_lazy("Organisation"),
    "actor": pgettext_lazy("event", "Done by"),
    "on_behalf_of": pgettext_lazy("event", "On behalf of"),
    "sequence": gettext_lazy("Place in the order"),
    "amends": gettext_lazy("Event that it corrects"),
    "amends_source": gettext_lazy("Source of the event that it corrects"),
}
INSTANTS = ("occurred_at", "announced_at")


def waiting_table(asked: Asked, found: Sequence[HeldPair], query: QueryDict) -> Table:
    """One row an event, the oldest first."""
    columns = [
        Column("event", _("Event")),
        Column("case", _("Case")),
        Column("why", _("Why")),
        Column("fields", _("Differs in")),
        Column("given_by", _("Sent by")),
        Column("held_at", _("Set aside"), kind="short"),
    ]
    rows = [_waiting(asked, one) for one in found]
    empty = _("No event is set aside: everything that was sent is recorded.")
    return Table("quarantine", _("Events set aside"), columns, rows, query, formats=(), empty=empty)


def _waiting(asked: Asked, one: HeldPair) -> Row:
    href = asked.address(f"/data/quarantine/{one.number}/")
    return Row({
        "event": named(one.other["id"], href, one.other["source"]),
        "case": named(one.other["case"], below=told(asked.law, one, "process", one.other["process"])),
        "why": why(one),
        "fields": pgettext("list", "; ").join(field_name(asked.law, one, each.field) for each in one.differences),
        "given_by": named(one.given_by),
        "held_at": date_format(timezone.localtime(one.held_at), "Y-m-d H:i"),
    }, key=str(one.number))  # fmt: skip


def difference_table(law: Law, one: HeldPair) -> Table:
    """Each field in which the two differ."""
    columns = [
        Column("field", _("Field")),
        Column("recorded", _("The recorded one")),
        Column("other", _("The other one")),
    ]
    nothing = _("not stated")
    rows = [
        Row({
            "field": field_name(law, one, each.field),
            "recorded": told(law, one, each.field, each.recorded) or nothing,
            "other": told(law, one, each.field, each.other) or nothing,
        })
        for each in one.differences
    ]  # fmt: skip
    return Table("differences", _("Where the two differ"), columns, rows, formats=())


def why(one: HeldPair) -> object:
    """Why it was set aside, in words where there are any."""
    key = f"quarantine.why.{one.why}"
    return message(key) if key in catalogue() else one.why


def field_name(law: Law, one: HeldPair, field: str) -> str:
    """A field of an event in words; one that no pack knows by its own name."""
    if field in FIELDS:
        return str(FIELDS[field])
    entry, id = _entry(law, one), field.rpartition(".")[2]
    parts = (*entry.fields, *entry.evidence) if entry else ()
    return next((said(part.name.text) for part in parts if part.id == id), field)


def told(law: Law, one: HeldPair, field: str, value: str | None) -> str:
    """What a field says, as people read it."""
    entry = _entry(law, one)
    if value and field in INSTANTS:
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "Y-m-d H:i:s")
    if value and field == "org":
        return said(org_name(law, value))
    if entry and field == "process":
        return said(entry.name.text)
    if entry and field == "type":
        return next((said(t.name.text) for t in entry.transitions if t.event == value), value or "")
    return value or ""


def _entry(law: Law, one: HeldPair) -> ProcessEntry | None:
    return law.processes.get(one.other["process"])
