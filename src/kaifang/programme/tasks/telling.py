"""Tasks under way as plain values, as the API gives them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kaifang.programme.naming import org_name
from kaifang.programme.tasks.reading import Evidence, TaskStep, TaskView

if TYPE_CHECKING:
    from kaifang.packs.law import Law
    from kaifang.programme.alarms.tracing import TaskOrigin

Told = dict[str, Any]


def tell_task_kept(law: Law, one: TaskView, lang: str) -> Told:
    """A task by its head; `version` is what the next act expects."""
    row = one.row
    return {
        "number": row.pk,
        "title": row.title,
        "law_task": row.law_task or None,
        "state": row.state,
        "standing": one.standing.in_(lang),
        "lead": row.lead,
        "lead_name": org_name(law, row.lead).in_(lang),
        "partners": list(row.partners),
        "owner": row.owner or None,
        "start": _day(row.start),
        "due": _day(row.due),
        "days_left": one.days_left,
        "overdue": one.is_overdue,
        "percent": one.percent,
        "version": row.version,
    }


def tell_task_kept_whole(
    law: Law, one: TaskView, lang: str, origin: TaskOrigin | None = None
) -> Told:
    """A task with its milestones, files and everything that was done.

    `origin` is the case whose clock opened it, where one did.
    """
    return {
        **tell_task_kept(law, one, lang),
        "source": {} if origin else dict(one.row.source),
        "opened_by": origin.json(lang) if origin else None,
        "milestones": [
            {
                "number": stage.number,
                "title": stage.title,
                "due": _day(stage.due),
                "reached": _day(stage.reached),
            }
            for stage in one.milestones
        ],
        "evidence": [tell_evidence(file) for file in one.evidence],
        "steps": [_step(step, lang) for step in one.steps],
    }


def tell_evidence(file: Evidence) -> Told:
    """A file by its hash; its bytes are another answer."""
    return {
        "sha256": file.sha256,
        "name": file.name,
        "size": file.size,
        "media_type": file.media_type,
        "at": file.at.isoformat(),
    }


def _step(step: TaskStep, lang: str) -> Told:
    return {
        "number": step.number,
        "kind": step.kind,
        "label": step.label.in_(lang),
        "at": step.at.isoformat(),
        "org": step.org,
        "says": step.says or None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
