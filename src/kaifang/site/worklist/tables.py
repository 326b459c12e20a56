"""The tables of tasks under way."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text, joined
from kaifang.programme.naming import org_name
from kaifang.programme.tables import source_line
from kaifang.programme.tasks.reading import TaskView
from kaifang.site.asking import Asked
from kaifang.site.components.bars import Bar
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named

LATEST_LETTERS = 60


def work_table(
    asked: Asked, tasks: Sequence[TaskView], query: QueryDict, empty: object = ""
) -> Table:
    """Tasks, those due first on top."""
    columns = [
        Column("task", _("Task")),
        Column("standing", _("Standing"), kind="short"),
        Column("due", _("Due"), kind="short", sort=True),
        Column("percent", _("Done"), "%", kind="number"),
        Column("done", _("Progress"), kind="bar"),
        Column("lead", _("Lead body"), kind="short"),
        Column("latest", _("Latest")),
    ]
    rows = [_row(asked, one) for one in tasks]
    source = source_line(asked.programme, asked.figures.versions)
    return Table("work", _("Tasks"), columns, rows, query, source, empty=empty).sorted()


def _row(asked: Asked, one: TaskView) -> Row:
    latest = one.latest.says if one.latest else ""
    return Row({
        "task": named(one.row.title, asked.address(f"/worklist/{one.row.pk}/"), _origin(asked, one)),
        "lead": said(org_name(asked.law, one.row.lead), short=True),
        "percent": None if one.percent is None else Figure(Decimal(one.percent), digits=0),
        "done": Bar(Decimal(one.percent)) if one.percent is not None else "",
        "due": one.row.due.isoformat() if one.row.due else None,
        "standing": standing(one),
        "latest": _shortened(latest),
    }, key=str(one.row.pk))  # fmt: skip


def standing(one: TaskView) -> Text:
    """The clock, and that it is blocked where it is."""
    if one.row.state == "blocked":
        return joined([one.state, one.standing], "，", ", ")
    return one.standing


def task_links(asked: Asked, tasks: Sequence[TaskView]) -> list[tuple[str, str, Text]]:
    """Where each task lies, what it is called and how it stands."""
    return [
        (asked.address(f"/worklist/{one.row.pk}/"), one.row.title, standing(one)) for one in tasks
    ]


def _origin(asked: Asked, one: TaskView) -> object:
    """The measure, the meeting or the process that a task comes from."""
    law_task = asked.law.tasks.get(one.row.law_task)
    if law_task:
        return law_task.name.text
    process = asked.law.processes.get(one.row.source.get("process", ""))
    return process.name.text if process else one.row.source.get("meeting", "")


def _shortened(text: str) -> str:
    return text if len(text) <= LATEST_LETTERS else text[: LATEST_LETTERS - 1] + "…"
