"""The projects with central enterprises, and those that a channel is open to."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.programme.projects.channels import ChannelList
from kaifang.programme.projects.fields import CENTRAL_ENTERPRISE, YUAN, amount
from kaifang.programme.projects.portfolio import Portfolio, Project
from kaifang.site.asking import Asked
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table
from kaifang.site.projects.tables.writing import (
    field_unit,
    mark_late,
    number,
    project_name,
    quotient,
    standing,
    table,
    told,
)


def central_table(
    asked: Asked, portfolio: Portfolio, projects: Sequence[Project], query: QueryDict
) -> Table:
    columns = [
        Column("project", _("Project")),
        Column("central", _("Central enterprise")),
        Column("org", _("Organisation"), kind="told"),
        Column("stage", _("Stage"), kind="short"),
        Column("days", _("Days there"), _("days"), "number", sort=True),
        Column("yuan", _("Planned investment"), field_unit(portfolio, *YUAN), "number", sort=True),
        Column("steward", _("Steward"), kind="short"),
    ]
    rows = [
        Row({
            "project": project_name(asked, portfolio, one, mark_late(one)),
            "central": told(one.told(*CENTRAL_ENTERPRISE)),
            **standing(asked, portfolio, one),
            "days": number(asked, portfolio.days_since(one.since)),
            "yuan": number(asked, amount(one, YUAN), reason=message("projects.no_amount")),
        }, key=one.case)
        for one in projects
    ]  # fmt: skip
    empty = _("No project with a central enterprise is registered.")
    return table(asked, "central", capfirst(said(message("projects.central"))), columns, rows, query, empty=empty).sorted()  # fmt: skip


def threshold(found: ChannelList) -> Text:
    """From which amount on a channel is open, in words."""
    amount = found.channel.threshold
    words = Text(amount.text("zh"), amount.text("en"))
    return message(f"projects.threshold.{found.channel.comparator}", amount=words)


def not_compared(found: ChannelList) -> str:
    """How many projects nobody can tell whether they are above the threshold; "" for none."""
    count = len(found.unknown)
    return (
        ngettext(
            "%(n)s project cannot be compared: no amount, or no rate of exchange, was entered.",
            "%(n)s projects cannot be compared: no amount, or no rate of exchange, was entered.",
            count,
        )
        % {"n": count}
        if count
        else ""
    )


def channel_table(
    asked: Asked, portfolio: Portfolio, found: ChannelList, query: QueryDict
) -> Table:
    """The projects that a channel is open to, and what each is worth in the threshold's unit."""
    columns = [
        Column("project", _("Project")),
        Column("org", _("Organisation"), kind="told"),
        Column("stage", _("Stage"), kind="short"),
        Column("worth", _("Planned investment"), found.channel.threshold.unit, "number", sort=True),
        Column("steward", _("Steward"), kind="short"),
    ]
    rows = [
        Row({
            "project": project_name(asked, portfolio, one.project),
            **standing(asked, portfolio, one.project),
            "worth": quotient(asked, one.worth, 2),
        }, key=one.project.case)
        for one in found.admitted
    ]  # fmt: skip
    empty = _("No project is above the threshold.")
    name = f"channel-{found.channel.id}"
    return table(asked, name, found.channel.name.text, columns, rows, query, empty=empty).sorted()
