"""Submissions 填报: what an organisation reported on a form for a period, and closed periods."""

from __future__ import annotations

from django.db import models

from kaifang.store.models.append_only import AppendOnly
from kaifang.store.models.dossiers import Dossier, DossierEvent


class Submission(Dossier):
    """One form of one organisation for one period.

    `level` is whose turn it is in review; `content` the hash of the values last submitted;
    `submitted_at` when they came in first, which decides whether they were in time.
    """

    form = models.CharField()
    org = models.CharField()
    period = models.CharField()
    pack = models.CharField()
    level = models.CharField(blank=True)
    content = models.CharField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "period", "org"], name="store_submission_once")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.org} {self.period} {self.state}"


class SubmissionEvent(DossierEvent):
    """Filled, submitted, accepted, rejected, corrected: one act with the cells that it touched."""

    dossier = models.ForeignKey(Submission, models.PROTECT, related_name="events")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="store_submissionevent_once")
        ]


class Closing(AppendOnly):
    """A form's period was closed 关账: from here on a change is a correction with a reason."""

    form = models.CharField()
    period = models.CharField()
    at = models.DateTimeField()
    who = models.CharField(blank=True)
    reason = models.TextField(blank=True)
    pack_hash = models.CharField(blank=True)
    data_version = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "period"], name="store_closing_once")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.period}"
