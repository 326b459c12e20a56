"""The state of the house 系统状况: what the system administrator looks at each morning."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from kaifang import __version__
from kaifang.programme.heartbeat import last_beat
from kaifang.programme.holdings import Installed, installed_packs
from kaifang.programme.people.solo import is_solo
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.home import home
from kaifang.store.models import AuditEntry, Job
from kaifang.store.writing import data_version

# A worker says every few seconds that it is there; a job is late when it has waited so long.
QUIET = timedelta(minutes=5)
LEAST_FREE = 0.10
BACKUP_AGE = timedelta(days=1)
_FAILED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class JobState:
    """Jobs by what became of them; `late` are due and nobody has taken them for minutes."""

    waiting: int
    late: int
    failed: int
    last_failed: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class DiskState:
    """Bytes of the disk that holds the store's folder, and of the database."""

    folder: str
    total: int
    free: int
    database: int

    @property
    def is_short(self) -> bool:
        return self.free < self.total * LEAST_FREE


@dataclass(frozen=True, slots=True)
class HouseState:
    """Everything at one look; `None` where it never happened.

    `backup_begun` is when the last backup was begun, as the audit says: not that it was finished,
    nor that the file is still there. `worker_seen` is of workers that share this folder.
    """

    at: datetime
    engine: str
    database: str
    is_solo: bool
    data_version: int
    packs: tuple[Installed, ...]
    jobs: JobState
    worker_seen: datetime | None
    disk: DiskState
    backup_begun: datetime | None
    backup_name: str
    head: audit.Head

    @property
    def concerns(self) -> list[str]:
        """What asks for an act today, by name."""
        backup_is_old = self.backup_begun is None or self.at - self.backup_begun > BACKUP_AGE
        quiet = self.worker_seen is None or self.at - self.worker_seen > QUIET
        told = {
            "worker": quiet,
            "late": self.jobs.late > 0,
            "failed": self.jobs.failed > 0,
            "disk": self.disk.is_short,
            "backup": backup_is_old,
        }
        return [name for name, holds in told.items() if holds]


def state_of_house(actor: Actor) -> HouseState:
    """Look at the whole house. Raises: NotAllowed."""
    demand(actor, Act.SEE_HOUSE)
    begun = AuditEntry.objects.filter(act="back_up").order_by("-id").first()
    now = timezone.now()
    return HouseState(
        at=now,
        engine=__version__,
        database=_database(),
        is_solo=is_solo(),
        data_version=data_version(),
        packs=tuple(one for one in installed_packs() if one.is_active),
        jobs=_jobs(now),
        worker_seen=last_beat(),
        disk=_disk(),
        backup_begun=begun.at if begun else None,
        backup_name=begun.subject.removeprefix("backup:") if begun else "",
        head=audit.head(),
    )


def _jobs(now: datetime) -> JobState:
    failed = Job.objects.filter(state=Job.State.FAILED)
    waiting = Job.objects.filter(state=Job.State.WAITING)
    return JobState(
        waiting.count(),
        waiting.filter(next_at__lt=now - QUIET).count(),
        failed.count(),
        tuple(failed.order_by("-id")[:_FAILED_SHOWN]),
    )


def _disk() -> DiskState:
    usage = shutil.disk_usage(home())
    return DiskState(str(settings.HOME), usage.total, usage.free, _database_bytes())


def _database() -> str:
    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    asked = "SHOW server_version" if name == "PostgreSQL" else "SELECT sqlite_version()"
    return f"{name} {_one(asked)}"


def _database_bytes() -> int:
    if connection.vendor == "postgresql":
        return int(str(_one("SELECT pg_database_size(current_database())")))
    return int(str(_one("PRAGMA page_count"))) * int(str(_one("PRAGMA page_size")))


def _one(asked: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return cursor.fetchone()[0]
