"""Events of cases, the batches they came in, and what was set aside."""

from __future__ import annotations

from django.db import models

from kaifang.store.models.append_only import AppendOnly


class EventBatch(AppendOnly):
    """Events recorded at once, numbered `first_event..last_event` without gaps.

    `leaves` are the SHA-256 of its events one after the other, 32 bytes each; `root` is the root
    of the Merkle tree (RFC 9162) over them, named by entry `audit` of the chain. `recorded_at` is
    the store's clock; `given_by` says what the events came from: a file, a feed.
    """

    id = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    first_event = models.BigIntegerField()
    last_event = models.BigIntegerField()
    root = models.CharField()
    leaves = models.BinaryField()
    given_by = models.CharField()
    who = models.CharField(blank=True)
    pack_hash = models.CharField(blank=True)
    pack_version = models.CharField(blank=True)
    audit = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.pk} {self.given_by} {self.first_event}–{self.last_event}"


class CaseEvent(AppendOnly):
    """One event as recorded; what it says is sealed by `hash`, where it stands by its batch.

    When it was recorded and under which pack is said by its batch.
    """

    id = models.BigIntegerField(primary_key=True)
    batch = models.ForeignKey(
        EventBatch, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    source = models.CharField()
    event = models.CharField()
    process = models.CharField()
    case = models.CharField()
    type = models.CharField()
    occurred_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    actor = models.CharField(blank=True)
    on_behalf_of = models.CharField(blank=True)
    org = models.CharField(blank=True)
    sequence = models.BigIntegerField(null=True)
    # Canonical JSON, kept as a text: jsonb would write it anew.
    data = models.TextField()
    amends = models.CharField(blank=True)
    amends_source = models.CharField(blank=True)
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "event"], name="store_caseevent_once")
        ]
        indexes = [models.Index(fields=["process", "case"], name="store_caseevent_case")]

    def __str__(self) -> str:
        return f"{self.pk} {self.source} {self.event}"


class HeldEvent(models.Model):
    """An event set aside (quarantine 隔离) until a person has looked at it.

    `why` is `other_body` where its source and id are recorded with other words, `kept_hash` then
    that of the event recorded; `body` is what was sent, whole. `resolution` says what came of it.
    """

    source = models.CharField()
    event = models.CharField()
    process = models.CharField()
    case = models.CharField()
    why = models.CharField()
    kept_hash = models.CharField(blank=True)
    held_hash = models.CharField()
    body = models.TextField()
    given_by = models.CharField()
    who = models.CharField(blank=True)
    held_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(blank=True)
    resolution = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "event", "held_hash"], name="store_heldevent_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(resolved_at=None), name="store_heldevent_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.why} {self.source} {self.event}"
