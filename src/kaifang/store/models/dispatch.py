"""Dispatch 调度: tables that are checked and issued, slips, remarks and what a person decided."""

from __future__ import annotations

from django.db import models

from kaifang.store.models.append_only import AppendOnly
from kaifang.store.models.dossiers import Dossier, DossierEvent


class Dispatch(Dossier):
    """The dispatch table of a period: drawn up, given to the cities to check, issued.

    What was shown when it was issued stands in that event, with pack, data and engine version.
    """

    pack = models.CharField()
    period = models.CharField()
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "period", "edition"], name="store_dispatch_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.period} {self.edition} {self.state}"


class DispatchEvent(DossierEvent):
    """Circulated, agreed to, objected to, issued, withdrawn."""

    dossier = models.ForeignKey(Dispatch, models.PROTECT, related_name="events")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="store_dispatchevent_once")
        ]


class Remark(AppendOnly):
    """What an organisation says of an item in a period: problem, next step, proposal.

    The last one of an item, organisation and period holds.
    """

    pack = models.CharField()
    item = models.CharField()
    org = models.CharField()
    period = models.CharField()
    problem = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    who = models.CharField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["pack", "period", "item"], name="store_remark_item")]

    def __str__(self) -> str:
        return f"{self.item} {self.org} {self.period}"


class Decision(AppendOnly):
    """What a person decided on a suggestion of the notice-and-interview rules; the last one holds."""

    pack = models.CharField()
    rule = models.CharField()
    org = models.CharField()
    period = models.CharField()
    verdict = models.CharField()
    named = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    who = models.CharField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["pack", "period", "rule"], name="store_decision_rule")]

    def __str__(self) -> str:
        return f"{self.rule} {self.org} {self.period} {self.verdict}"


class Slip(Dossier):
    """A supervision slip 督办单 from one organisation to another, with a clock.

    `matter` names what it is about ("target:…", "task:…", "submission:…").
    """

    pack = models.CharField()
    serial = models.CharField(unique=True)
    kind = models.CharField()
    level = models.CharField(blank=True)
    from_org = models.CharField()
    to_org = models.CharField(db_index=True)
    matter = models.CharField(blank=True)
    title = models.TextField()
    body = models.TextField(blank=True)
    due = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.serial} {self.to_org} {self.state}"


class SlipEvent(DossierEvent):
    """Sent, answered, returned, raised, extended, closed."""

    dossier = models.ForeignKey(Slip, models.PROTECT, related_name="events")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="store_slipevent_once")
        ]
