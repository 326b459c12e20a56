"""The one door through which batches are written: one writer at a time, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils import timezone

from kaifang.store.models import Batch


@contextmanager
def one_writer(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Open a transaction in which nobody else adds records; readers are not held up.

    SQLite locks when the transaction begins (`transaction_mode` IMMEDIATE), PostgreSQL by a lock
    on the table of batches. All or nothing: an error takes everything back.
    """
    with transaction.atomic(using=using):
        if connections[using].vendor == "postgresql":
            with connections[using].cursor() as cursor:
                cursor.execute("LOCK TABLE store_batch IN EXCLUSIVE MODE")
        yield


def last_batch() -> Batch | None:
    """Return the newest batch, or None in an empty store."""
    return Batch.objects.order_by("-id").first()


def data_version() -> int:
    """Return the counter that rises with every batch; 0 in an empty store."""
    return Batch.objects.order_by("-id").values_list("id", flat=True).first() or 0


def next_instant(last: Batch | None) -> datetime:
    """Read the store's clock: now, but always later than the last batch."""
    now = timezone.now()
    return max(now, last.recorded_at + timedelta(microseconds=1)) if last else now
