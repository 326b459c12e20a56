"""Tables of single consignments: those behind a figure, and the course of one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import quote

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.programme.casework.reading import CaseView
from kaifang.programme.casework.telling import tell_clock
from kaifang.programme.clearance.consignments import Consignment
from kaifang.programme.clearance.telling import holder_name
from kaifang.programme.naming import org_name
from kaifang.site.asking import Asked, spoken
from kaifang.site.clearance.tables import authority, value_name
from kaifang.site.components.addresses import own_query
from kaifang.site.components.durations import HOURS, in_hours, limit_text
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named


def cases(asked: Asked, found: Iterable[Consignment], query: QueryDict) -> Table:
    """One row a case, the one that took longest first."""
    columns = [
        Column("case", _("Case")),
        Column("org", _("Organisation")),
        Column("began", _("First event"), kind="short"),
        Column("took", _("Took"), HOURS, "number"),
    ]
    rows = [
        Row({
            "case": named(one.case, asked.address(f"/clearance/{quote(one.case)}/")),
            "org": org_name(asked.law, one.org) if one.org else "",
            "began": _when(one.began),
            "took": in_hours(one.seconds, authority=authority(asked), reason=_("still open")),
        }, key=one.case)
        for one in found
    ]  # fmt: skip
    return Table("cases", _("Consignments"), columns, rows, query,
                 empty=_("No such case among those that you may see."))  # fmt: skip


def head(asked: Asked, view: CaseView) -> list[tuple[object, object]]:
    """What is known of a case."""
    own, state = view.state.definition, view.state
    fields = {one.id: one for one in own.process.fields}
    facts: list[tuple[object, object]] = [
        (_("State"), own.label("states", state.state or "") if state.state else "—"),
        (pgettext("case", "Since"), _when(state.since) if state.since else "—"),
        (_("In whose hands"), holder_name(own.process, state.holder) if state.holder else "—"),
        (_("Organisation"), org_name(asked.law, view.org) if view.org else "—"),
    ]
    return facts + [
        (fields[id].name.text, value_name(fields[id], str(value)))
        for id, value in state.values.items()
        if id in fields
    ]


def history(asked: Asked, view: CaseView, query: QueryDict) -> Table:
    """The events in their order, with the time since the one before and what was off."""
    own = view.state.definition
    off: dict[int, list[str]] = {}
    for one in view.state.deviations:
        off.setdefault(one.event.seq, []).append(said(one.error.says))
    columns = [
        Column("event", _("Event")),
        Column("at", _("When"), kind="short"),
        Column("since", _("Since the one before"), HOURS, "number"),
        Column("state", _("State after it")),
        Column("off", _("Off the declared way")),
    ]
    rows, before = [], None
    for step in view.state.history:
        at = step.event.occurred_at
        passed = None if before is None else (at - before).total_seconds()
        rows.append(Row({
            "event": own.label("events", step.event.type),
            "at": _when(at),
            "since": "" if passed is None else in_hours(passed, authority=authority(asked)),
            "state": own.label("states", step.after) if step.after else "",
            "off": "；".join(off.get(step.event.seq, [])),
        }))  # fmt: skip
        before = at
    return Table("history", pgettext("case", "Course"), columns, rows, own_query(query, "history"))


def elsewhere(view: CaseView) -> list[object]:
    """What was off with events that do not stand in the course, such as those still to come."""
    told = {step.event.seq for step in view.state.history}
    return [one.error.says for one in view.state.deviations if one.event.seq not in told]


def clocks(asked: Asked, view: CaseView, query: QueryDict) -> Table:
    """The clocks of a case as they stand."""
    own, lang = view.state.definition, spoken()
    status = {
        "not_started": _("not started"),
        "running": _("running"),
        "suspended": _("suspended"),
        "stopped": pgettext("case", "stopped"),
    }
    columns = [
        Column("clock", _("Clock")),
        Column("status", _("Status"), kind="short"),
        Column("used", _("Used"), kind="short"),
        Column("limit", _("Limit"), kind="short"),
        Column("due", pgettext("case", "Due"), kind="short"),
        Column("overdue", _("Beyond the limit")),
    ]
    rows = []
    for one in view.state.clocks.values():
        told = tell_clock(own, one, lang)
        rows.append(Row({
            "clock": told["name"],
            "status": status[one.status],
            "used": limit_text(told["used"], one.unit) if told["used"] is not None else "—",
            "limit": limit_text(one.limit, one.unit) if one.limit is not None else _("none"),
            "due": _due(one.due),
            "overdue": _("yes") if one.overdue else "",
        }))  # fmt: skip
    return Table("clocks", _("Clocks"), columns, rows, own_query(query, "clocks"))


def _due(due: date | datetime | None) -> str:
    if isinstance(due, datetime):
        return _when(due)
    return due.isoformat() if due else "—"


def _when(at: datetime) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i")
