"""The job table: asked for in the caller's transaction, taken by one worker at a time.

A worker leases a job; when it dies, the lease runs out and another takes the job again. So each
job is done at least once: whatever it sends must carry an identity that stays the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from kaifang.store.models import Job

State = Job.State

LEASE = timedelta(minutes=2)
# How long to wait after the first, second … attempt; after the last one the job has failed.
DELAYS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
_LONGEST_ERROR = 500
_LEASE_RAN_OUT = "the last worker neither finished nor gave up"


@dataclass(frozen=True, slots=True)
class Lease:
    """A job in the hands of one worker, until `until`."""

    job: int
    kind: str
    payload: Mapping[str, Any]
    key: str
    attempt: int
    worker: str
    until: datetime

    def retry_at(self, now: datetime) -> datetime | None:
        """When to try again if this attempt goes wrong now; None after the last attempt."""
        wait = delay(self.key, self.attempt)
        return None if wait is None else now + wait


def enqueue(kind: str, payload: Mapping[str, Any], key: str, at: datetime | None = None) -> None:
    """Ask for work in the caller's transaction; the same key once more changes nothing.

    Outside a transaction it is refused: the work and its cause would not stand or fall together.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("enqueue() belongs into a transaction")
    now = timezone.now()
    job = Job(kind=kind, payload=dict(payload), key=key, made_at=now, next_at=at or now)
    Job.objects.bulk_create([job], ignore_conflicts=True)


def lease(worker: str, now: datetime) -> Lease | None:
    """Take the job that is due longest, or None. Two workers never get the same one.

    SQLite lets in one writer at a time; on PostgreSQL rows that another is taking are skipped.
    A job whose worker died in the last attempt is marked as failed instead.
    """
    if not _due(now).exists():
        return None  # without asking to write, which on SQLite holds others up
    with transaction.atomic():
        while job := _due(now).select_for_update(skip_locked=True).first():
            if job.attempts <= len(DELAYS):
                return _taken(job, worker, now)
            _mark(job, State.FAILED, last_error=job.last_error or _LEASE_RAN_OUT)
    return None


def finish(held: Lease) -> bool:
    """Mark a job as done; False when the lease ran out and it is another worker's."""
    return _release(held, state=State.DONE, last_error="")


def fail(held: Lease, error: str, retry_at: datetime | None) -> bool:
    """Let a job wait until `retry_at`, or give it up; False when it is another worker's."""
    error = error[:_LONGEST_ERROR]
    if retry_at is None:
        return _release(held, state=State.FAILED, last_error=error)
    return _release(held, state=State.WAITING, next_at=retry_at, last_error=error)


def stop(held: Lease, reason: str) -> bool:
    """Mark a job as not to be done any more; False when it is another worker's."""
    return _release(held, state=State.STOPPED, last_error=reason[:_LONGEST_ERROR])


def delay(key: str, attempt: int) -> timedelta | None:
    """How long to wait after an attempt, spread by up to a fifth so that not all come at once.

    The spread follows from the key: the same job waits the same time in every run.

    >>> delay("deliver:1", 1) == delay("deliver:1", 1)
    True
    >>> timedelta(minutes=1) <= delay("deliver:1", 2) <= timedelta(minutes=1.2)
    True
    >>> delay("deliver:1", 7) is None
    True
    """
    if attempt > len(DELAYS):
        return None
    digest = hashlib.sha256(f"{key}:{attempt}".encode()).digest()
    return DELAYS[attempt - 1] * (1 + int.from_bytes(digest[:4], "big") / 2**32 / 5)


def _due(now: datetime) -> Any:
    waits = Job.objects.filter(state__in=(State.WAITING, State.LEASED), next_at__lte=now)
    return waits.order_by("next_at", "id")


def _taken(job: Job, worker: str, now: datetime) -> Lease:
    until = now + LEASE
    attempt = job.attempts + 1
    _mark(job, State.LEASED, attempts=attempt, next_at=until, leased_by=worker)
    return Lease(job.pk, job.kind, job.payload, job.key, attempt, worker, until)


def _mark(job: Job, state: str, **changes: Any) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, **changes)


def _release(held: Lease, **changes: Any) -> bool:
    own = Job.objects.filter(
        pk=held.job, state=State.LEASED, leased_by=held.worker, attempts=held.attempt
    )
    return bool(own.update(leased_by="", **changes))
