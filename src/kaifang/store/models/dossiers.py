"""Dossiers 卷宗: what has a state, and the numbered events that brought it there."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kaifang.store.errors import RecordsStay
from kaifang.store.models.append_only import AppendOnly


class DossierRows(models.QuerySet):
    """Dossiers are looked up and moved on, never deleted."""

    def delete(self) -> NoReturn:
        raise RecordsStay(found=self.model._meta.label)


class Dossier(models.Model):
    """A matter under way. Its events are the truth; this row keeps what they came to.

    `version` is the number of the last event, so that two who act at once are told apart.
    """

    state = models.CharField()
    version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(blank=True)

    objects = DossierRows.as_manager()

    class Meta:
        abstract = True

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise RecordsStay(found=f"{self._meta.label} {self.pk}")


class DossierEvent(AppendOnly):
    """One act upon a dossier; the concrete model adds `dossier`.

    `who` is the number of the user, `org` the organisation that he acted for. Decimals in
    `content` are kept as texts, to the last digit.
    """

    number = models.PositiveIntegerField()
    kind = models.CharField()
    at = models.DateTimeField()
    who = models.CharField(blank=True)
    org = models.CharField(blank=True)
    reason = models.TextField(blank=True)
    content = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.number} {self.kind}"
