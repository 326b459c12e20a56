"""Tasks 任务 under way: those of a pack and those that a meeting decided, with what was done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaifang.store.models.dossiers import Dossier, DossierEvent


class Task(Dossier):
    """One task that somebody keeps. `law_task` names the pack's task that it carries out, if any.

    `source` says where one of our own comes from: the meeting, its day and its decision.
    `milestones` is a list of {title, due}; which of them are reached stands in the events.
    """

    pack = models.CharField()
    law_task = models.CharField(blank=True)
    title = models.TextField()
    lead = models.CharField(db_index=True)
    owner = models.CharField(blank=True)
    partners = models.JSONField(default=list)
    start = models.DateField(null=True)
    due = models.DateField(null=True)
    source = models.JSONField(default=dict)
    milestones = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "law_task", "lead"],
                condition=~Q(law_task=""),
                name="store_task_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.title[:20]} {self.state}"


class TaskEvent(DossierEvent):
    """Progress, a milestone reached, evidence, blocked, unblocked, changed, done, cancelled."""

    dossier = models.ForeignKey(Task, models.PROTECT, related_name="events")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="store_taskevent_once")
        ]
