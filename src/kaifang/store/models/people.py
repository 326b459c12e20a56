"""People who sign in, and the posts that they hold."""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn, Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from kaifang.store.errors import RecordsStay


class User(AbstractUser):
    """A person with a login; a model of our own, because it cannot be swapped later.

    `telephone` is where the reminder desk calls; "" where it is not known.
    """

    telephone = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        db_table = "store_user"


class PostRows(models.QuerySet):
    """Posts by day."""

    def on(self, day: date) -> Self:
        """Those that are held on a day."""
        held: Self = self.filter(from_day__lte=day).filter(Q(to_day=None) | Q(to_day__gt=day))
        return held

    def open_on(self, day: date) -> Self:
        """Those that are held on a day or will be later."""
        lasting = Q(to_day__gt=day) & Q(to_day__gt=F("from_day"))
        still: Self = self.filter(Q(to_day=None) | lasting)
        return still

    def delete(self) -> NoReturn:
        raise RecordsStay(found=self.model._meta.label)


class Post(models.Model):
    """A role at an organisation, held from a day on.

    `to_day` is the first day on which it is held no longer, so that ending it works at once; it is
    all that ever changes of a row. With `deputy_for` the holder stands in (AB岗) for that person,
    as long as that person holds the post.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    role = models.CharField()
    org = models.CharField(blank=True)
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    deputy_for = models.ForeignKey(User, models.PROTECT, null=True, related_name="deputies")
    granted_at = models.DateTimeField()
    granted_by = models.CharField(blank=True)
    reason = models.TextField(blank=True)

    objects = PostRows.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "from_day"], name="store_post_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day=None) | Q(to_day__gte=F("from_day")),
                name="store_post_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(deputy_for=None) | ~Q(deputy_for=F("user")),
                name="store_post_deputy_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.org}"

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise RecordsStay(found=f"{self._meta.label} {self.pk}")
