"""The list of projects, one a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.programme.projects.fields import INVESTOR, YUAN, amount
from kaifang.programme.projects.lights import ProjectLight
from kaifang.programme.projects.portfolio import Portfolio, Project
from kaifang.site.asking import Asked
from kaifang.site.components.lights import Light
from kaifang.site.components.tables import Column, Row, Table
from kaifang.site.projects.tables.writing import (
    field_unit,
    lacking,
    mark_late,
    number,
    project_name,
    standing,
    table,
    told,
)


def list_table(
    asked: Asked,
    portfolio: Portfolio,
    caption: object,
    lights: Mapping[str, ProjectLight],
    query: QueryDict,
    projects: Sequence[Project] | None = None,
) -> Table:
    """Projects one a row, each a link to its page."""
    columns = [
        Column("project", _("Project")),
        Column("org", _("Organisation"), kind="told"),
        Column("stage", _("Stage"), kind="short"),
        Column("days", _("Days there"), _("days"), "number", sort=True),
        Column("investor", _("Investor"), kind="told"),
        Column("yuan", _("Planned investment"), field_unit(portfolio, *YUAN), "number", sort=True),
        Column("light", _("Light"), kind="light"),
        Column("due", _("Limit"), kind="short"),
        Column("steward", _("Steward"), kind="short"),
    ]
    chosen = portfolio.projects if projects is None else projects
    rows = [_list_row(asked, portfolio, one, lights.get(one.case)) for one in chosen]
    empty = _("No project matches.")
    return table(asked, "projects", caption, columns, rows, query, empty=empty).sorted()


def _list_row(asked: Asked, portfolio: Portfolio, one: Project, light: ProjectLight | None) -> Row:
    return Row({
        "project": project_name(asked, portfolio, one, mark_late(one)),
        **standing(asked, portfolio, one),
        "days": number(asked, portfolio.days_since(one.since)),
        "investor": told(one.told(*INVESTOR)),
        "yuan": number(asked, amount(one, YUAN), reason=message("projects.no_amount")),
        "light": _light(light),
        "due": one.due or lacking("no_limit"),
    }, key=one.case)  # fmt: skip


def _light(one: ProjectLight | None) -> object:
    if one is None:
        return lacking("no_light")
    words = [one.light.says, *(each for each in one.says if isinstance(each, Text))]
    return Light(one.light.colour.value, joined(words, "；", "; "))
