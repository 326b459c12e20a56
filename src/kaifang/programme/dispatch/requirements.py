"""What a notice asks for: only what open slips and kept tasks ask of its addressees already."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from kaifang.exchange.drafts import Sentence
from kaifang.programme.dispatch.desk import slips
from kaifang.programme.dispatch.relations import SlipKind
from kaifang.programme.dispatch.slips import WAITING
from kaifang.programme.dispatch.wording import gap, sentence, words
from kaifang.programme.naming import org_name
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor

if TYPE_CHECKING:
    from kaifang.programme.tasks.reading import TaskView


def requirements(
    actor: Actor, programme: Programme, asked: Collection[str], unnamed: Collection[str]
) -> list[Sentence]:
    """Sentences for the addressees that may be named; a gap where nothing is asked of them."""
    named = [org for org in asked if org not in unnamed]
    found = [*_of_slips(actor, programme, named), *_of_tasks(actor, programme, named)]
    return found or [gap("notice.asked.none")]


def _of_slips(actor: Actor, programme: Programme, named: Collection[str]) -> Iterator[Sentence]:
    for slip in slips(actor, programme):
        if slip.to_org in named and slip.state in WAITING and slip.due:
            yield sentence(
                "notice.asked.slip",
                to=org_name(programme.law, slip.to_org),
                title=words(slip.title),
                kind=SlipKind(slip.kind).label,
                serial=slip.serial,
                due=slip.due.isoformat(),
            )


def _of_tasks(actor: Actor, programme: Programme, named: Collection[str]) -> Iterator[Sentence]:
    from kaifang.programme.tasks.listing import tasks

    for one in tasks(actor, programme):
        if one.is_under_way and one.row.lead in named:
            yield _task(programme, one)


def _task(programme: Programme, one: TaskView) -> Sentence:
    lead, title = org_name(programme.law, one.row.lead), words(one.row.title)
    if one.row.due is None:
        return sentence("notice.asked.task", lead=lead, title=title)
    due = one.row.due.isoformat()
    return sentence("notice.asked.task_due", lead=lead, title=title, due=due)
