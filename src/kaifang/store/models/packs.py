"""Policy packs as they were installed."""

from __future__ import annotations

import hashlib
import zlib

from django.db import models
from django.db.models import Q

from kaifang.store.errors import PackDamaged
from kaifang.store.models.append_only import AppendOnly


class PackContent(AppendOnly):
    """The canonical content of one pack, compressed, under its SHA-256."""

    sha256 = models.CharField(primary_key=True)
    pack = models.CharField()
    version = models.CharField()
    compressed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.pack} {self.version} {self.sha256[:12]}"

    @property
    def canonical(self) -> bytes:
        """The content as installed. Raises: PackDamaged."""
        try:
            content = zlib.decompress(self.compressed)
        except zlib.error as damage:
            raise PackDamaged(found=self) from damage
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise PackDamaged(found=self)
        return content


class InstalledPack(models.Model):
    """One version of a pack with all it stands on, kept for ever under the hash of the whole.

    `contents` lists the SHA-256 of each pack's content, its own last. Of all versions of a pack
    one is active; only that mark may change.
    """

    hash = models.CharField(primary_key=True)
    pack = models.CharField()
    version = models.CharField()
    contents = models.JSONField()
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

    @property
    def canonical(self) -> dict[str, bytes]:
        """The content of every pack by its id, the pack itself last. Raises: PackDamaged."""
        found = PackContent.objects.in_bulk(self.contents)
        return {found[sha256].pack: found[sha256].canonical for sha256 in self.contents}
