"""Rows that are added and then stay: the models refuse first, triggers in the database last."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from kaifang.store.errors import RecordsStay


class AppendOnlyRows(models.QuerySet):
    """A query that reads and adds."""

    def update(self, **_: Any) -> NoReturn:
        raise RecordsStay(found=self.model._meta.label)

    def delete(self) -> NoReturn:
        raise RecordsStay(found=self.model._meta.label)

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise RecordsStay(found=self.model._meta.label)


class AppendOnly(models.Model):
    """A row that may be added and never changed nor deleted."""

    objects = AppendOnlyRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RecordsStay(found=f"{self._meta.label} {self.pk}")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise RecordsStay(found=f"{self._meta.label} {self.pk}")
