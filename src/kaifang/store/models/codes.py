"""Full code lists that an office imported."""

from __future__ import annotations

from django.db import models

from kaifang.store.models.append_only import AppendOnly
from kaifang.store.models.files import StoredFile


class CodeEdition(AppendOnly):
    """One edition of a code list; of several imports, the last one holds.

    `file` holds its codes as they are kept, `received` the file they were read from.
    """

    list = models.CharField()
    edition = models.CharField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    received = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    count = models.IntegerField()
    map_id = models.CharField(blank=True)
    who = models.CharField(blank=True)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["list", "edition"], name="store_codeedition_key")]

    def __str__(self) -> str:
        return f"{self.list}@{self.edition} {self.file_id[:12]}"
