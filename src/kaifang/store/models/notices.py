"""Notices to firms: which event opened each, to whom it went, and whether the firm knows."""

from __future__ import annotations

from django.db import models

from kaifang.store.models.messages import Message


class FirmNotice(models.Model):
    """A notice that one event opened; `key` names that event, so it is opened once.

    org: whose case it is. firm: the credit code, "" until the case tells one that is valid, and
    `fault` then says what is wrong. to: the organisation whose inbox holds the message.
    What happened to it are events of its case; the times here are theirs, for the list.
    """

    id = models.CharField(primary_key=True)
    key = models.CharField(unique=True)
    process = models.CharField()
    notice = models.CharField()
    case = models.CharField()
    source = models.CharField()
    event = models.CharField()
    org = models.CharField(blank=True)
    opened_at = models.DateTimeField()
    fault = models.CharField(blank=True)
    firm = models.CharField(blank=True)
    name = models.CharField(blank=True)
    subject = models.CharField(blank=True)
    to = models.CharField(blank=True)
    told = models.JSONField(default=dict)
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="notice")
    sent_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["process", "case"], name="store_firmnotice_case"),
            models.Index(fields=["to", "-opened_at"], name="store_firmnotice_to"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.process} {self.case} {self.to}"


class CaseAlarm(models.Model):
    """A rung that the clock of a case has come to, claimed by whoever tells of it first.

    rung: how much of the clock is used, as the process declares it. generation: how many times
    the clock was started; extended: by how much, so that a new limit has rungs of its own.
    told: to how many people; opened: the number of the task that it opened.
    """

    process = models.CharField()
    case = models.CharField()
    clock = models.CharField()
    rung = models.CharField()
    generation = models.PositiveIntegerField()
    extended = models.PositiveIntegerField(default=0)
    org = models.CharField(blank=True)
    rung_at = models.DateTimeField()
    told = models.PositiveIntegerField(default=0)
    opened = models.CharField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process", "case", "clock", "rung", "generation", "extended"],
                name="store_casealarm_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.process} {self.case} {self.clock} {self.rung} {self.generation}"
