"""Rounds of consultation when a target is split."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kaifang.store.models.append_only import AppendOnly


class SplitRound(AppendOnly):
    """What one round proposed for splitting an organisation's target over its parts."""

    indicator = models.CharField()
    org = models.CharField()
    period = models.CharField()
    number = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    who = models.CharField(blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "org", "period", "number"], name="store_round_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.org} {self.period} #{self.number}"
