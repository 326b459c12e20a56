"""Messages: what the inbox holds, where else they go, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaifang.store.models.append_only import AppendOnly


class Message(AppendOnly):
    """Something that happened, told to one person or to all people of an organisation.

    `id` is the event's identity wherever it is sent, however often. Who has read it stands in
    `MessageRead`, so that each person of an organisation has an inbox of his own.
    """

    id = models.CharField(primary_key=True)
    key = models.CharField(unique=True)
    kind = models.CharField()
    to_user = models.CharField(blank=True)
    to_org = models.CharField(blank=True)
    title_zh = models.TextField()
    title_en = models.TextField()
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    link = models.CharField(blank=True)
    by = models.CharField(blank=True)
    at = models.DateTimeField()
    # what the receiver's own hook is told besides, for his machines to read
    data = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["to_user", "-at"], name="store_message_user"),
            models.Index(fields=["to_org", "-at"], name="store_message_org"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_user="") ^ Q(to_org=""), name="store_message_one_receiver"
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.kind} {self.to_user or self.to_org}"


class MessageRead(AppendOnly):
    """One person has read a message."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="reads")
    user = models.CharField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "user"], name="store_messageread_once")
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.user}"


class Hook(models.Model):
    """An address that messages are sent to, of the kinds in `events` (`*`: all of them).

    With an `org` it is that organisation's own: it gets what is told to it, and nothing else.
    `url` and `secret` let whoever holds them write in our name: they are shown to nobody again.
    """

    class Kind(models.TextChoices):
        WEBHOOK = "webhook"
        DINGTALK = "dingtalk"
        WECOM = "wecom"

    kind = models.CharField(choices=Kind.choices)
    url = models.CharField()
    secret = models.CharField(blank=True)
    org = models.CharField(blank=True, default="")
    events = models.JSONField()
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(blank=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class Delivery(AppendOnly):
    """One attempt to send a message to a hook; `status` is what the receiver answered, if it did."""

    class Outcome(models.TextChoices):
        DELIVERED = "delivered"
        AGAIN = "again"
        FAILED = "failed"
        STOPPED = "stopped"

    hook = models.ForeignKey(Hook, models.PROTECT, related_name="deliveries")
    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries")
    attempt = models.PositiveIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(choices=Outcome.choices)
    status = models.PositiveIntegerField(null=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.message_id} -> {self.hook_id} #{self.attempt} {self.outcome}"
