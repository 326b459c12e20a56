"""The events set aside, and the fields in which two bodies differ."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kaifang.core.messages import catalogue, message
from kaifang.programme.clearance.quarantine import HeldPair
from kaifang.site.asking import Asked
from kaifang.site.components.tables import Column, Row, Table, named


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
        "case": named(one.other["case"], below=one.other["process"]),
        "why": why(one),
        "fields": ", ".join(each.field for each in one.differences),
        "given_by": named(one.given_by),
        "held_at": date_format(timezone.localtime(one.held_at), "Y-m-d H:i"),
    }, key=str(one.number))  # fmt: skip


def difference_table(one: HeldPair) -> Table:
    """Each field in which the two differ."""
    columns = [
        Column("field", _("Field")),
        Column("recorded", _("The recorded one")),
        Column("other", _("The other one")),
    ]
    nothing = _("not stated")
    rows = [
        Row({
            "field": each.field,
            "recorded": nothing if each.recorded is None else each.recorded,
            "other": nothing if each.other is None else each.other,
        })
        for each in one.differences
    ]  # fmt: skip
    return Table("differences", _("Where the two differ"), columns, rows, formats=())


def why(one: HeldPair) -> object:
    """Why it was set aside, in words where there are any."""
    key = f"quarantine.why.{one.why}"
    return message(key) if key in catalogue() else one.why
