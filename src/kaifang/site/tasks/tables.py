"""The table of tasks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text, joined
from kaifang.packs.schema.rules import TaskEntry
from kaifang.programme.naming import org_name
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.figures import Figure
from kaifang.site.components.tables import Column, Row, Table, named


def tasks_table(asked: Asked, tasks: Sequence[TaskEntry], query: QueryDict | None = None) -> Table:
    """Numbered measures, document by document, in the order of the text."""
    columns = [
        Column("no", _("Number"), kind="short"),
        Column("name", _("Task")),
        Column("lead", _("Lead body")),
        Column("partners", _("Partners")),
        Column("valid", _("Valid"), kind="short"),
        Column("targets", _("Targets"), kind="number"),
    ]
    source = source_line(asked.programme, asked.figures.versions)
    empty = _("The documents of this programme number no measures.")
    rows = list(_by_document(asked, tasks))
    return Table(
        "tasks",
        _("Numbered measures of the documents"),
        columns,
        rows,
        query or QueryDict(),
        source,
        empty=empty,
    ).trimmed()


def _by_document(asked: Asked, tasks: Sequence[TaskEntry]) -> Iterator[Row]:
    targets = Counter(one.task for one in asked.law.targets.values() if one.task)
    for doc, listed in groupby(_in_text_order(tasks), key=lambda task: task.doc):
        title = asked.law.documents[doc].title
        yield Row({"no": named(title, asked.address(f"/documents/{doc}/"))}, band=True)
        yield from (_row(asked, task, targets[task.id]) for task in listed)


def _in_text_order(tasks: Sequence[TaskEntry]) -> list[TaskEntry]:
    """Document by document; what stands under a measure follows it."""
    ids = {task.id for task in tasks}
    under: dict[str, list[TaskEntry]] = defaultdict(list)
    for task in tasks:
        under[task.parent if task.parent in ids else ""].append(task)

    def walk(parent: str) -> Iterator[TaskEntry]:
        for task in under[parent]:
            yield task
            yield from walk(task.id)

    documents = list(dict.fromkeys(task.doc for task in tasks))
    return sorted(walk(""), key=lambda task: documents.index(task.doc))


def _row(asked: Asked, task: TaskEntry, targets: int) -> Row:
    return Row({
        "no": task.no,
        "name": named(task.name.text, asked.address(f"/tasks/{task.id}/")),
        "lead": _names(asked, task.lead),
        "partners": _names(asked, task.partners),
        "valid": task.valid.name(),
        "targets": Figure(Decimal(targets), digits=0) if targets else "",
    }, key=task.id, level=_depth(asked, task))  # fmt: skip


def _names(asked: Asked, ids: Iterable[str]) -> Text | str:
    found = [org_name(asked.law, id) for id in ids]
    return joined(found) if found else ""


def _depth(asked: Asked, task: TaskEntry) -> int:
    depth, at = 0, task.parent
    while at in asked.law.tasks and depth < 2:
        depth, at = depth + 1, asked.law.tasks[at].parent
    return depth
