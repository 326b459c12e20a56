"""Observations as rows, and the batches they came in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaifang.store.models.append_only import AppendOnly

# Digits from here on may not fit an integer column beside a value with six decimals.
WIDE = 10**12


class Batch(AppendOnly):
    """One act of recording. Its number is the data version; its rows are `first_row..last_row`.

    `recorded_at` is the store's own clock, read just before the commit and later than that of
    every earlier batch. `content` is the SHA-256 of the rows it added, `given` that of a file
    that was imported and of all that was read from it.
    """

    class Kind(models.TextChoices):
        PACK = "pack"
        IMPORT = "import"
        ENTRY = "entry"
        DEMO = "demo"

    id = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField(unique=True)
    kind = models.CharField(choices=Kind.choices)
    first_row = models.BigIntegerField()
    last_row = models.BigIntegerField()
    content = models.CharField()
    given = models.CharField(blank=True)
    pack_hash = models.CharField(blank=True)
    file_sha256 = models.CharField(blank=True)
    map_id = models.CharField(blank=True)
    who = models.CharField(blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["given"], condition=~Q(given=""), name="store_batch_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.recorded_at:%Y-%m-%d %H:%M}"


class Record(AppendOnly):
    """One observation as recorded. Values are integer plus scale: 331260 at 2 is 3312.60."""

    id = models.BigIntegerField(primary_key=True)
    # The batch is written last, to carry the instant of the commit. A constraint would make
    # SQLite search all records for those that wait for it.
    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    indicator = models.CharField()
    org = models.CharField()
    period_start = models.DateField()
    period_end = models.DateField()
    measure = models.CharField()
    base = models.CharField(blank=True)
    part = models.CharField(blank=True)
    definition = models.CharField(blank=True)
    value_digits = models.BigIntegerField(null=True)
    value_scale = models.SmallIntegerField(default=0)
    high_digits = models.BigIntegerField(null=True)
    high_scale = models.SmallIntegerField(default=0)
    unit = models.CharField(blank=True)
    comparator = models.CharField()
    authority = models.CharField()
    source = models.CharField(blank=True)
    visibility = models.SmallIntegerField()
    embargo = models.DateTimeField(null=True)
    announced = models.DateField(null=True)
    figure = models.CharField(blank=True)
    pack = models.CharField(blank=True)
    reason = models.TextField(blank=True)
    # how many firms the value rests on, where it was told
    firms = models.IntegerField(null=True)

    class Meta:
        indexes = [
            # what is known of a key
            models.Index(fields=["indicator", "org", "period_end"], name="store_record_key"),
            # whether an indicator holds numbers that leave little room for decimals
            models.Index(
                fields=["indicator"],
                condition=Q(value_digits__gte=WIDE)
                | Q(value_digits__lte=-WIDE)
                | Q(high_digits__gte=WIDE)
                | Q(high_digits__lte=-WIDE),
                name="store_record_wide",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.indicator} {self.org} {self.period_start}/{self.period_end}"
