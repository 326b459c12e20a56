"""The owner 责任人 of a task: one of those in office where it is carried out, replaced with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from kaifang.core.messages import message
from kaifang.programme.messages.posting import post
from kaifang.programme.people.naming import names_of
from kaifang.programme.rights import Actor
from kaifang.programme.tasks.acting import act_on
from kaifang.programme.tasks.errors import NothingSaid, NotOfTheTask
from kaifang.store.models import Post, Task
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


def owners(task: Task) -> dict[str, str]:
    """Names of those who may own a task, by their numbers: in office today where it is done."""
    held = Post.objects.on(timezone.localdate()).filter(user__is_active=True)
    rows = held.filter(org__in=[task.lead, *task.partners]).order_by("id")
    return names_of(dict.fromkeys(str(one) for one in rows.values_list("user_id", flat=True)))


def assign(
    actor: Actor,
    programme: Programme,
    task: Task,
    owner: str,
    reason: str,
    *,
    version: int | None = None,
) -> None:
    """Give a task to another owner, "" to nobody in particular, and tell him.

    Raises as `report`; NotOfTheTask.
    """
    if not reason.strip():
        raise NothingSaid
    if owner and owner not in owners(task):
        raise NotOfTheTask(name=task.title, found=names_of([owner])[owner])
    told = {"before": task.owner, "owner": owner}
    with one_writer():
        act_on(
            actor, programme, task, "assign", task.state,
            version=version, reason=reason.strip(), content=told, changes={"owner": owner},
        )  # fmt: skip
        if owner:
            link = f"/worklist/{task.pk}/?pack={task.pack}"
            post("task.assign", message("task.told.assign", name=task.title),
                 to_user=owner, link=link)  # fmt: skip
