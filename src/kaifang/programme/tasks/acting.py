"""Act upon a task: the right, the event and its audit entry, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.orgs import Orgs
from kaifang.exchange.hooks import NOTHING
from kaifang.programme.messages.posting import post
from kaifang.programme.rights import Act, Actor, demand, may
from kaifang.programme.tasks.errors import TaskEnded
from kaifang.programme.tasks.reading import UNDER_WAY
from kaifang.store import audit
from kaifang.store.dossiers import Step, add_event
from kaifang.store.models import Task
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


def act_on(
    actor: Actor, programme: Programme, task: Task, kind: str, state: str, **more: Any
) -> None:
    """Move a task under way on. Raises: NotAllowed, TaskEnded, ChangedMeanwhile."""
    demand(actor, Act.KEEP_TASK, task.lead, programme.law.orgs)
    if task.state not in UNDER_WAY:
        found = message(f"task.state.{task.state}")
        raise TaskEnded(name=task.title, found=found, act=message(f"task.act.{kind}"))
    record(actor, programme, task, kind, state, **more)


def record(
    actor: Actor,
    programme: Programme,
    task: Task,
    kind: str,
    state: str,
    *,
    version: int | None = None,
    reason: str = "",
    content: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add an act with its audit entry, both or neither. Raises: ChangedMeanwhile."""
    before = {"state": task.state}
    org = _acts_for(actor, task, programme.law.orgs)
    step = Step(kind, state, actor.user, org, reason, content or {}, changes or {})
    with one_writer():
        add_event(task, step, version)
        audit.record(
            f"{Act.KEEP_TASK.value}.{kind}",
            f"task:{task.pk}",
            actor=actor.user,
            before=before,
            after={"state": state, **(after or content or {})},
            reason=reason,
            person=actor.told,
        )


def _acts_for(actor: Actor, task: Task, orgs: Orgs) -> str:
    """The organisation by whose right an actor acts; in solo mode the lead body."""
    own = (replace(actor, posts=(post,), solo=False) for post in actor.posts)
    able = [one.posts[0].org for one in own if may(one, Act.KEEP_TASK, task.lead, orgs)]
    return able[0] if able else task.lead


def tell(task: Task, kind: str, org: str, body: Text = NOTHING) -> None:
    """Tell an organisation what became of a task; call it in the transaction of the act."""
    if org:
        title = message(f"task.told.{kind}", name=task.title)
        link = f"/worklist/{task.pk}/?pack={task.pack}"
        post(f"task.{kind}", title, to_org=org, body=body, link=link)
