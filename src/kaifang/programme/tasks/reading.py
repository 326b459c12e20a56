"""What a task came to: its events folded into progress, milestones, evidence and standing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.store.models import Task, TaskEvent

OPEN, BLOCKED, DONE, CANCELLED = "open", "blocked", "done", "cancelled"
UNDER_WAY = (OPEN, BLOCKED)


@dataclass(frozen=True, slots=True)
class TaskStep:
    """One act upon a task as it is shown; `content` holds what belongs to its kind."""

    number: int
    kind: str
    at: datetime
    who: str
    org: str
    says: str
    content: Mapping[str, Any]

    @property
    def label(self) -> Text:
        return message(f"task.act.{self.kind}")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A stage of a task; `reached` is the day on which it was, None while it is not."""

    number: int
    title: str
    due: date | None
    reached: date | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that proves something; its bytes lie outside the web root under their hash."""

    sha256: str
    name: str
    size: int
    media_type: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as of a day; `percent` is what was reported last, None if nobody ever did."""

    row: Task
    day: date
    steps: tuple[TaskStep, ...]
    milestones: tuple[Milestone, ...]
    evidence: tuple[Evidence, ...]
    percent: int | None

    @property
    def is_under_way(self) -> bool:
        return self.row.state in UNDER_WAY

    @property
    def days_left(self) -> int | None:
        """Days to the due date, negative once it is over; None without one or when ended."""
        if self.row.due is None or not self.is_under_way:
            return None
        return int((self.row.due - self.day).days)

    @property
    def is_overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def state(self) -> Text:
        return message(f"task.state.{self.row.state}")

    @property
    def standing(self) -> Text:
        """The state in words, with the clock while it runs."""
        if not self.is_under_way:
            return self.state
        left = self.days_left
        if left is None:
            return message("task.standing.timeless")
        if left == 0:
            return message("task.standing.today")
        return message(f"task.standing.{'due' if left > 0 else 'overdue'}", days=abs(left))

    @property
    def latest(self) -> TaskStep | None:
        """The last report of progress, or of what blocks it."""
        told = [step for step in self.steps if step.says]
        return told[-1] if told else None


def view(row: Task, day: date, steps: Sequence[TaskStep]) -> TaskView:
    """Fold the steps of a task, in their order."""
    reported = [step.content["percent"] for step in steps if "percent" in step.content]
    known = [percent for percent in reported if percent is not None]
    return TaskView(
        row,
        day,
        tuple(steps),
        tuple(_milestones(row, steps)),
        tuple(_evidence(step) for step in steps if step.kind == "evidence"),
        100 if row.state == DONE else (known[-1] if known else None),
    )


def steps_of(row: Task) -> list[TaskStep]:
    """All that was done to a task, the first step first."""
    return [step_of(event) for event in row.events.order_by("number")]


def step_of(event: TaskEvent) -> TaskStep:
    """An event as it is shown."""
    says = event.content.get("text", "") or event.reason
    return TaskStep(event.number, event.kind, event.at, event.who, event.org, says, event.content)


def _milestones(row: Task, steps: Sequence[TaskStep]) -> list[Milestone]:
    reached = {s.content["milestone"]: s.content["on"] for s in steps if s.kind == "reach"}
    return [
        Milestone(number, one["title"], _day(one.get("due")), _day(reached.get(number)))
        for number, one in enumerate(row.milestones, 1)
    ]


def _evidence(step: TaskStep) -> Evidence:
    told = step.content
    return Evidence(
        told["sha256"], told["name"], told["size"], told["media_type"], step.at, step.who
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
