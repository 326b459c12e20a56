"""Lists of tasks: all that somebody may see, filtered, and what is his today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kaifang.programme.rights import Act, Actor, may
from kaifang.programme.tasks.errors import NoSuchTask
from kaifang.programme.tasks.reading import UNDER_WAY, TaskStep, TaskView, step_of, steps_of, view
from kaifang.store.models import Task, TaskEvent

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


_COLUMNS = ("lead", "owner", "state", "law_task")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks are asked for; empty fields leave nothing out."""

    lead: str = ""
    owner: str = ""
    state: str = ""
    law_task: str = ""
    overdue: bool = False

    def keeps(self, one: TaskView) -> bool:
        """Whether a task is among them."""
        asked = {column: getattr(self, column) for column in _COLUMNS}
        same = all(getattr(one.row, column) == text for column, text in asked.items() if text)
        return same and (one.is_overdue or not self.overdue)


def tasks(actor: Actor, programme: Programme, wanted: Wanted = Wanted()) -> list[TaskView]:
    """The tasks that a person may see, those due first on top, ended ones last."""
    rows = Task.objects.filter(pack=programme.law.id)
    for column in _COLUMNS:
        if asked := getattr(wanted, column):
            rows = rows.filter(**{column: asked})
    seen = [row for row in rows if _sees(actor, programme, row)]
    views = _views(seen, programme.moment().as_of)
    if wanted.overdue:
        views = [one for one in views if one.is_overdue]
    return sorted(views, key=_order)


def task(actor: Actor, programme: Programme, number: int) -> TaskView:
    """One task. Raises: NoSuchTask, also where it is not this person's to see."""
    row = Task.objects.filter(pack=programme.law.id, pk=number).first()
    if row is None or not _sees(actor, programme, row):
        raise NoSuchTask(found=number)
    return view(row, programme.moment().as_of, steps_of(row))


def tasks_numbered(actor: Actor, programme: Programme, numbers: Iterable[int]) -> list[TaskView]:
    """The tasks of some numbers that a person may see, by their number."""
    rows = Task.objects.filter(pack=programme.law.id, pk__in=list(numbers)).order_by("pk")
    return _views([one for one in rows if _sees(actor, programme, one)], programme.moment().as_of)


def mine(actor: Actor, programme: Programme) -> list[TaskView]:
    """What is a person's to do: tasks that he owns, or that his organisations lead unowned."""
    own = {post.org for post in actor.posts if post.org}
    return [
        one
        for one in tasks(actor, programme)
        if one.is_under_way
        and (one.row.owner == actor.user if one.row.owner else one.row.lead in own)
    ]


def _views(rows: Sequence[Task], day: date) -> list[TaskView]:
    """Fold many tasks with one query for all their events."""
    steps: dict[int, list[TaskStep]] = defaultdict(list)
    events = TaskEvent.objects.filter(dossier__in=[row.pk for row in rows])
    for event in events.order_by("dossier", "number"):
        steps[event.dossier_id].append(step_of(event))
    return [view(row, day, steps[row.pk]) for row in rows]


def _sees(actor: Actor, programme: Programme, row: Task) -> bool:
    """Whoever leads it, takes part in it, owns it, or stands above one who does."""
    if actor.user and row.owner == actor.user:
        return True
    orgs = programme.law.orgs
    return any(may(actor, Act.SEE_INTERNAL, org, orgs) for org in (row.lead, *row.partners))


def _order(one: TaskView) -> tuple[bool, date, int]:
    return (one.row.state not in UNDER_WAY, one.row.due or date.max, one.row.pk)
