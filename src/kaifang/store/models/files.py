"""Files by their hash, and the texts of documents."""

from __future__ import annotations

from django.db import models

from kaifang.store.models.append_only import AppendOnly


class StoredFile(models.Model):
    """What is known of a file; its bytes lie in the store's folder under their SHA-256."""

    sha256 = models.CharField(primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField()
    name = models.CharField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"


class SourceText(AppendOnly):
    """The text of a document as it was received; of several, the last one attached holds."""

    document = models.CharField(db_index=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    text = models.TextField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document} {self.file_id[:12]}"
