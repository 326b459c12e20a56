"""The tables of reporting: what is owed, how far all are, what was corrected."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.messages import message
from kaifang.programme.naming import org_name
from kaifang.programme.people.naming import names_of
from kaifang.programme.reporting.agenda import FormProgress
from kaifang.programme.reporting.corrections import Correction
from kaifang.programme.reporting.due import Owed, Punctuality, Timeliness
from kaifang.programme.reporting.history import ACCEPTED, RETURNED, SUBMITTED
from kaifang.programme.reporting.telling import level_text, state_text
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.markup import element, said
from kaifang.site.components.markup import joined as beside
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.site.filling.tables import given_text

NAMED = 3  # organisations told by name in a line of the calendar
TONES = {
    Timeliness.LATE: "late",
    Timeliness.TODAY: "watch",
    Timeliness.SOON: "watch",
    Timeliness.CAME_LATE: "watch",
}


def owed_table(
    asked: Asked, name: str, caption: object, owed: Sequence[Owed], query: QueryDict, empty: object
) -> Table:
    """Forms with their day and where they stand."""
    columns = [
        Column("form", pgettext("report", "Form")),
        Column("org", _("Organisation")),
        Column("period", _("Period"), kind="short"),
        Column("due", _("Due"), kind="short", sort=True),
        Column("state", _("State"), kind="short"),
        Column("time", _("In time"), kind="short"),
        Column("submitted", _("Came in on"), kind="short", sort=True),
    ]
    rows = [_owed_row(asked, one) for one in owed]
    return Table(name, caption, columns, rows, query, _source(asked), empty=empty).sorted()


def _owed_row(asked: Asked, one: Owed) -> Row:
    duty = one.duty
    return Row({
        "form": named(duty.form.name.text, asked.address(duty.link), same(duty.form.number)),
        "org": org_name(asked.law, duty.org),
        "period": duty.period.name(),
        "due": duty.due.isoformat(),
        "state": standing(one),
        "time": timely(one.timeliness),
        "submitted": one.submitted_on.isoformat() if one.submitted_on else None,
    }, key=duty.link)  # fmt: skip


def standing(one: Owed) -> Text:
    """Where a form is; one that nobody began says so."""
    if one.state == SUBMITTED and one.level:
        return message("reporting.at_level", level=level_text(one.level))
    return state_text(one.state) if one.state else message("reporting.state.none")


def timely(told: Timeliness) -> SafeString:
    """A word on the clock, in the tone of what it asks for."""
    return element("span", said(told.label), class_=f"told told--{TONES.get(told, 'plain')}")


def progress_table(asked: Asked, listed: Sequence[FormProgress], query: QueryDict) -> Table:
    """How many of each form's period came in: 11/14."""
    columns = [
        Column("form", pgettext("report", "Form")),
        Column("period", _("Period"), kind="short"),
        Column("in", _("Came in"), kind="short"),
        Column("in_time", _("In time"), kind="short"),
        Column("review", _("Under review"), kind="number"),
        Column("returned", _("Returned"), kind="number"),
        Column("accepted", _("Accepted"), kind="number"),
        Column("closed", _("Closed on"), kind="short"),
    ]
    rows = [_progress_row(asked, one) for one in listed]
    empty = _("No form is due yet.")
    return Table("progress", _("How far the forms are"), columns, rows, query, _source(asked),
                 empty=empty)  # fmt: skip


def _progress_row(asked: Asked, one: FormProgress) -> Row:
    about = {"form": one.form.id, "period": one.period.code}
    total = len(one.owed)
    href = asked.address("/forms/all/", **about)
    return Row({
        "form": named(one.form.name.text, href, same(one.form.number)),
        "period": one.period.name(),
        "in": f"{one.came_in}/{total}",
        "in_time": f"{one.in_time}/{total}",
        "review": _count(asked, one.count(SUBMITTED), **about, state=SUBMITTED),
        "returned": _count(asked, one.count(RETURNED), **about, state=RETURNED),
        "accepted": _count(asked, one.count(ACCEPTED), **about, state=ACCEPTED),
        "closed": localtime(one.closing.at).date().isoformat() if one.closing else None,
    })  # fmt: skip


def _count(asked: Asked, count: int, **query: object) -> object:
    href = asked.address("/forms/all/", **query)
    return element("a", str(count), href=href) if count else "0"


def punctuality_table(asked: Asked, listed: Sequence[Punctuality], query: QueryDict) -> Table:
    """Completeness and timeliness of each organisation."""
    columns = [
        Column("org", _("Organisation")),
        Column("due", _("Fell due"), kind="number"),
        Column("came_in", _("Came in"), kind="number"),
        Column("in_time", _("In time"), kind="number"),
        Column("completeness", _("Completeness"), "%", kind="number", sort=True),
        Column("timeliness", _("Timeliness"), "%", kind="number", sort=True),
    ]
    rows = [
        Row({
            "org": named(org_name(asked.law, one.org), asked.address("/forms/all/", org=one.org)),
            "due": Decimal(one.due), "came_in": Decimal(one.came_in),
            "in_time": Decimal(one.in_time),
            "completeness": _share(one.completeness), "timeliness": _share(one.timeliness),
        }, key=one.org)
        for one in listed
    ]  # fmt: skip
    return Table("punctuality", _("Completeness and timeliness"), columns, rows, query,
                 _source(asked), empty=_("Nothing has fallen due yet.")).sorted()  # fmt: skip


def _share(share: float | None) -> Decimal | None:
    return None if share is None else Decimal(f"{share * 100:.1f}")


def calendar_table(
    asked: Asked,
    owed: Iterable[Owed],
    closed: Container[tuple[str, str]],
    today: date,
    query: QueryDict,
) -> Table:
    """Which form is due on which day, from today on and what is still open before."""
    columns = [
        Column("due", _("Due"), kind="short"),
        Column("form", pgettext("report", "Form")),
        Column("period", _("Period"), kind="short"),
        Column("orgs", _("Who")),
        Column("in", _("Came in"), kind="short"),
    ]
    open_ones = [
        one for one in owed
        if one.duty.due >= today
        or not (one.timeliness.is_in or one.duty.form_and_period in closed)
    ]  # fmt: skip
    listed = sorted(open_ones, key=_day_key)
    rows = [_day_row(asked, list(group)) for _key, group in groupby(listed, key=_day_key)]
    return Table("calendar", _("Due dates"), columns, rows, query, _source(asked),
                 empty=_("No form is asked of those whom you may see."))  # fmt: skip


def _day_key(one: Owed) -> tuple[date, str, date]:
    return (one.duty.due, one.duty.form.id, one.duty.period.end)


def _day_row(asked: Asked, group: list[Owed]) -> Row:
    duty = group[0].duty
    names = [org_name(asked.law, one.duty.org) for one in group[:NAMED]]
    who = joined(names)
    if len(group) > NAMED:
        who = message("reporting.and_more", names=who, count=len(group))
    href = duty.link if len(group) == 1 else "/forms/all/"
    about = {} if len(group) == 1 else {"form": duty.form.id, "period": duty.period.code}
    return Row({
        "due": duty.due.isoformat(),
        "form": named(duty.form.name.text, asked.address(href, **about)),
        "period": duty.period.name(),
        "orgs": who,
        "in": f"{sum(one.timeliness.is_in for one in group)}/{len(group)}",
    })  # fmt: skip


def corrections_table(asked: Asked, listed: Sequence[Correction], query: QueryDict) -> Table:
    """Corrections with what stood before, what stands after and who decided."""
    columns = [
        Column("form", pgettext("report", "Form")),
        Column("cells", _("Cells")),
        Column("reason", _("Reason")),
        Column("asked", _("Asked for")),
        Column("outcome", _("Outcome")),
    ]
    names = names_of(who for one in listed for who in (one.asked_by, one.decided_by))
    rows = [_correction_row(asked, one, names) for one in listed]
    return Table("corrections", _("Requests for correction"), columns, rows, query, _source(asked),
                 empty=_("No correction was ever asked for."))  # fmt: skip


def _correction_row(asked: Asked, one: Correction, names: Mapping[str, str]) -> Row:
    cells = [
        element("span", said(_row_name(asked, cell.row)), " ", given_text(cell.before), " → ",
                given_text(cell.after), class_="cell-change")
        for cell in one.cells
    ]  # fmt: skip
    outcome = message(f"reporting.outcome.{one.outcome or 'none'}")
    decided = f"{localtime(one.decided_at):%Y-%m-%d} {names.get(one.decided_by, '')}" if one.decided_at else ""  # fmt: skip
    return Row({
        "form": named(one.duty.title(asked.law), asked.address(one.duty.link)),
        "cells": beside(list(cells)),
        "reason": one.reason,
        "asked": f"{localtime(one.asked_at):%Y-%m-%d} {names.get(one.asked_by, '')}",
        "outcome": named(outcome, below=same(" ".join(filter(None, [decided, one.why])))),
    })  # fmt: skip


def _row_name(asked: Asked, row: str) -> Text:
    return asked.law.indicator(row.partition(":")[0]).name.text


def _source(asked: Asked) -> Text:
    return source_line(asked.programme, asked.figures.versions)
