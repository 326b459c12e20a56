"""Trace tasks that alarms opened: from the task to its case, from a case to its tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.alarms.addressing import case_address
from kaifang.programme.casework.errors import NoSuchCase
from kaifang.programme.casework.listing import case_name
from kaifang.programme.casework.reading import CaseFold, expect_seen
from kaifang.programme.rights import Actor
from kaifang.programme.tasks.listing import tasks_numbered
from kaifang.programme.tasks.reading import TaskView
from kaifang.store.models import CaseAlarm

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

_TASK = "task:"


@dataclass(frozen=True, slots=True)
class TaskOrigin:
    """The case by whose clock a task was opened.

    name: what the case is called; address: its page, both blank where it is not the reader's to
    see.
    """

    process: ProcessEntry
    case: str
    clock: Text
    name: str = ""
    address: str = ""

    @property
    def says(self) -> Text:
        """Of which process, and by which clock."""
        return message("alarm.opened_by", process=self.process.name.text, clock=self.clock)

    def json(self, lang: str) -> dict[str, Any]:
        """The origin as plain values; the case is null for whoever may not see it."""
        return {
            "process": self.process.id,
            "case": self.case if self.address else None,
            "case_name": self.name or None,
            "clock": self.clock.in_(lang),
        }


def task_origin(actor: Actor, programme: Programme, task: TaskView) -> TaskOrigin | None:
    """The case that an alarm opened a task for; None where no alarm did."""
    source = task.row.source
    process = programme.law.processes.get(source.get("process", ""))
    if process is None or not source.get("case"):
        return None
    clock = process.clock(source.get("alarm", ""))
    name = clock.name.text if clock else message("alarm.clock_gone")
    origin = TaskOrigin(process, source["case"], name)
    try:
        found = expect_seen(actor, programme, process.id, origin.case)
    except NoSuchCase:
        return origin
    commanded = process.mode == "command"
    called = case_name(CaseFold.of(programme, process.id).view(found)) if commanded else origin.case
    address = case_address(programme, process, origin.case)
    return TaskOrigin(process, origin.case, name, called, address)


def tasks_of_case(actor: Actor, programme: Programme, process: str, case: str) -> list[TaskView]:
    """The tasks that alarms opened for a case, as far as somebody may see them, the newest on top."""
    opened = CaseAlarm.objects.filter(process=process, case=case, opened__startswith=_TASK)
    numbers = [int(one.removeprefix(_TASK)) for one in opened.values_list("opened", flat=True)]
    return tasks_numbered(actor, programme, numbers)[::-1] if numbers else []
