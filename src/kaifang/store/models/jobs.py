"""Work to be done after the transaction that asked for it: the outbox is a table of ours."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One piece of work. It is there if, and only if, what asked for it was committed.

    `next_at` says from when a worker may take it: of a waiting job when it is due, of a leased
    one when its lease runs out. `attempts` counts the times it was taken; with `leased_by` it
    tells a worker whether the job is still its own. The same `key` asks for the same work once.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        LEASED = "leased"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    kind = models.CharField()
    payload = models.JSONField()
    key = models.CharField(unique=True)
    state = models.CharField(choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    leased_by = models.CharField(blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                condition=Q(state__in=("waiting", "leased")),
                name="store_job_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.state} {self.key}"
