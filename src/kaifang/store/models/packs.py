"""Policy packs as they were installed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class InstalledPack(models.Model):
    """The canonical content of one version of a pack, kept for ever under its hash.

    Of all versions of a pack one is active; only that mark may change.
    """

    hash = models.CharField(primary_key=True)
    pack = models.CharField()
    version = models.CharField()
    content = models.BinaryField()
    content_sha256 = models.CharField()
    installed_at = models.DateTimeField()
    active = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack"], condition=Q(active=True), name="store_pack_one_active"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.version} {self.hash[:12]}"
