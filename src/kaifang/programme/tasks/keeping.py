"""Keep tasks: take one up, report, reach a milestone, say what blocks it, finish it.

Every act is one event with its audit entry, in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.programme.rights import Act, Actor, demand
from kaifang.programme.tasks.acting import act_on, record, tell
from kaifang.programme.tasks.errors import (
    DaysTurned,
    NoSuchMilestone,
    NoSuchShare,
    NothingSaid,
    NotYetReached,
    StillUnderWay,
)
from kaifang.programme.tasks.reading import BLOCKED, CANCELLED, DONE, OPEN, UNDER_WAY
from kaifang.store.models import Task
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be kept: of a pack (`law_task`) or decided by a meeting (`source`).

    `milestones` are titles with the day on which each is due; `source` holds what is known of
    the meeting: its `meeting`, `on`, `decision`.
    """

    title: str
    lead: str
    law_task: str = ""
    owner: str = ""
    partners: Sequence[str] = ()
    start: date | None = None
    due: date | None = None
    source: Mapping[str, str] = field(default_factory=dict)
    milestones: Sequence[tuple[str, date | None]] = ()


def add_task(actor: Actor, programme: Programme, new: NewTask) -> Task:
    """Put a task on the list and tell its lead body; a pack's task is taken up once a body.

    Raises: NotAllowed, NothingSaid, DaysTurned, UnknownOrg.
    """
    orgs = programme.law.orgs
    demand(actor, Act.KEEP_TASK, orgs[new.lead].id, orgs)
    if not new.title.strip():
        raise NothingSaid
    _check_days(new.start, new.due)
    for partner in new.partners:
        _ = orgs[partner]
    with one_writer():
        held = _taken_up(programme, new)
        if held is not None:
            return held
        task = Task.objects.create(pack=programme.law.id, opened_by=actor.user, **_columns(new))
        record(actor, programme, task, "add", OPEN, after={"title": new.title, "lead": new.lead})
        tell(task, "added", new.lead)
    return task


def report(
    actor: Actor,
    programme: Programme,
    task: Task,
    text: str,
    percent: int | None = None,
    *,
    version: int | None = None,
) -> None:
    """Report progress; `percent` is how much of it is done, 0 to 100.

    Raises: NotAllowed, TaskEnded, NothingSaid, NoSuchShare, ChangedMeanwhile.
    """
    if percent is not None and not 0 <= percent <= _WHOLE:
        raise NoSuchShare(found=percent, expected=_WHOLE)
    content = {"text": _said(text), "percent": percent}
    act_on(actor, programme, task, "report", task.state, version=version, content=content)


def reach(
    actor: Actor,
    programme: Programme,
    task: Task,
    milestone: int,
    on: date,
    *,
    version: int | None = None,
) -> None:
    """Say that a milestone (from 1) was reached on a day.

    Raises as `report`; NoSuchMilestone, NotYetReached for a day to come.
    """
    if on > (today := programme.moment().as_of):
        raise NotYetReached(found=on, expected=today)
    if not 1 <= milestone <= len(task.milestones):
        raise NoSuchMilestone(name=task.title, found=milestone, expected=len(task.milestones))
    content = {"milestone": milestone, "on": on.isoformat()}
    act_on(actor, programme, task, "reach", task.state, version=version, content=content)


def block(
    actor: Actor, programme: Programme, task: Task, reason: str, *, version: int | None = None
) -> None:
    """Say what a task is held up by; whoever gave it is told. Raises as `report`."""
    reason = _said(reason)
    with one_writer():
        act_on(actor, programme, task, "block", BLOCKED, version=version, reason=reason)
        tell(task, "block", programme.law.head.org or "", Text(reason, reason))


def unblock(
    actor: Actor, programme: Programme, task: Task, reason: str, *, version: int | None = None
) -> None:
    """Say that it can go on, and how. Raises as `report`."""
    act_on(actor, programme, task, "unblock", OPEN, version=version, reason=_said(reason))


def finish(
    actor: Actor, programme: Programme, task: Task, text: str, *, version: int | None = None
) -> None:
    """End a task as done, with what came of it. Raises as `report`."""
    content = {"text": _said(text)}
    with one_writer():
        act_on(actor, programme, task, "finish", DONE, version=version, content=content)
        tell(task, "finish", programme.law.head.org or "")


def cancel(
    actor: Actor, programme: Programme, task: Task, reason: str, *, version: int | None = None
) -> None:
    """End a task that is not to be done. Raises as `report`."""
    act_on(actor, programme, task, "cancel", CANCELLED, version=version, reason=_said(reason))


def reopen(
    actor: Actor, programme: Programme, task: Task, reason: str, *, version: int | None = None
) -> None:
    """Take an ended task up again: nothing that was done is lost.

    Raises as `report`; StillUnderWay where it has not ended.
    """
    reason, orgs = _said(reason), programme.law.orgs
    demand(actor, Act.KEEP_TASK, task.lead, orgs)
    if task.state in UNDER_WAY:
        raise StillUnderWay(name=task.title, found=message(f"task.state.{task.state}"))
    record(actor, programme, task, "reopen", OPEN, reason=reason, version=version)


def reschedule(
    actor: Actor,
    programme: Programme,
    task: Task,
    due: date | None,
    reason: str,
    *,
    version: int | None = None,
) -> None:
    """Set another due date, with the reason. Raises as `report`; DaysTurned."""
    _check_days(task.start, due)
    told = {"before": task.due, "due": due}
    act_on(
        actor, programme, task, "reschedule", task.state,
        version=version, reason=_said(reason), content=told, changes={"due": due},
    )  # fmt: skip


def _taken_up(programme: Programme, new: NewTask) -> Task | None:
    if not new.law_task:
        return None
    found: Task | None = Task.objects.filter(
        pack=programme.law.id, law_task=new.law_task, lead=new.lead
    ).first()
    return found


def _columns(new: NewTask) -> dict[str, Any]:
    return {
        "state": OPEN,
        "opened_at": timezone.now(),
        "law_task": new.law_task,
        "lead": new.lead,
        "title": new.title.strip(),
        "owner": new.owner,
        "partners": list(new.partners),
        "start": new.start,
        "due": new.due,
        "source": dict(new.source),
        "milestones": [
            {"title": title, "due": day.isoformat() if day else None}
            for title, day in new.milestones
        ],
    }


def _check_days(start: date | None, due: date | None) -> None:
    if start and due and due < start:
        raise DaysTurned(found=due, expected=start)


def _said(text: str) -> str:
    if not text.strip():
        raise NothingSaid
    return text.strip()
