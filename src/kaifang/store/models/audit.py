"""The audit chain: who did what to which record; every entry seals the one before."""

from __future__ import annotations

from django.db import models

from kaifang.store.models.append_only import AppendOnly


class AuditEntry(AppendOnly):
    """One act. `body` is canonical JSON without personal data; `hash` seals it and `prev`."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField()
    subject = models.CharField()
    actor = models.CharField(blank=True)
    body = models.TextField()
    prev = models.CharField()
    hash = models.CharField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="store_audit_subject"),
            models.Index(fields=["act", "id"], name="store_audit_act"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.act} {self.subject}"


class AuditPerson(models.Model):
    """Personal data of an act (name, address), outside the sealed body: it can be erased."""

    entry = models.OneToOneField(
        AuditEntry, models.DO_NOTHING, primary_key=True, related_name="person", db_constraint=False
    )
    content = models.JSONField()

    def __str__(self) -> str:
        return f"{self.entry_id}"
