"""To do 待办: what waits for a person today, over forms, dispatch and tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.programme.clearance.notices import open_notices_of
from kaifang.programme.dispatch.circulating import CIRCULATED, checked, editions
from kaifang.programme.dispatch.desk import clock, slips
from kaifang.programme.dispatch.escalating import escalations
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.agenda import progress_of, to_decide, to_fill, to_review
from kaifang.programme.reporting.due import owed_by
from kaifang.programme.rights import Act, Actor, may
from kaifang.programme.tasks import listing


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One line of it, with the path of the page where it is done."""

    says: Text
    link: str


def todo(actor: Actor, programme: Programme) -> list[TodoItem]:
    """What waits for an actor; nothing where nothing waits."""
    return [
        *_notices(actor, programme),
        *_forms(actor, programme),
        *_dispatch(actor, programme),
        *_tasks(actor, programme),
    ]


def _notices(actor: Actor, programme: Programme) -> Iterator[TodoItem]:
    """What a firm has not said yet that it knows."""
    waiting = open_notices_of(programme.law, actor)
    link = f"/clearance/notices/{waiting[0]}/" if len(waiting) == 1 else "/clearance/notices/"
    yield from _counted("notices", len(waiting), link)


def _forms(actor: Actor, programme: Programme) -> Iterator[TodoItem]:
    owed = owed_by(actor, programme)
    own = to_fill(actor, programme, owed)
    waiting = [*to_review(actor, programme, owed), *to_decide(actor, programme, owed)]
    yield from _counted("forms", len(own), own[0].duty.link if len(own) == 1 else "/forms/")
    yield from _counted("reviews", len(waiting), "/forms/")
    for one in progress_of(programme, owed):
        if len(one.owed) > 1 and one.closing is None and one.came_in < len(one.owed):
            says = message(
                "todo.progress", form=one.form.name.text, done=one.came_in, total=len(one.owed)
            )
            about = f"?form={one.form.id}&period={one.period.code}"
            yield TodoItem(says, f"/forms/all/{about}")
            return


def _dispatch(actor: Actor, programme: Programme) -> Iterator[TodoItem]:
    own, seen = {post.org for post in actor.posts}, slips(actor, programme)
    pressing = [
        one
        for one in seen
        if one.to_org in own and (at := clock(programme, one)).is_running and at.days <= 0
    ]
    yield from _counted("slips", len(pressing), "/dispatch/slips/")
    yield from _counted("raises", len(escalations(actor, programme, seen)), "/dispatch/slips/")
    orgs = programme.law.orgs
    asked = [
        answer.org
        for one in editions(programme)
        if one.state == CIRCULATED
        for answer in checked(one).answers.values()
        if not answer.verdict and may(actor, Act.CHECK_DISPATCH, answer.org, orgs)
    ]
    yield from _counted("checks", len(asked), "/dispatch/issuing/")


def _tasks(actor: Actor, programme: Programme) -> Iterator[TodoItem]:
    yield from _counted("tasks", len(listing.mine(actor, programme)), "/worklist/mine/")


def _counted(what: str, count: int, link: str) -> Iterator[TodoItem]:
    if count:
        yield TodoItem(message(f"todo.{what}", n=count), link)
