"""Restore a backup: built up beside the store, held against its manifest, then put in its place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from kaifang.core.bilingual import same
from kaifang.core.messages import message
from kaifang.store import audit
from kaifang.store.backup import beside, tables
from kaifang.store.backup.beside import ALIAS, building_site, database_file, fresh_database
from kaifang.store.backup.checking import CheckedBackup
from kaifang.store.backup.errors import BackupDamaged, RestoreFailed, StoreNotEmpty
from kaifang.store.backup.schema import bring_to
from kaifang.store.backup.swapping import Swap
from kaifang.store.backup.tables import Tell
from kaifang.store.home import sync_folder
from kaifang.store.models import AuditEntry

# What a backup puts into the store's folder, or takes out of it where it has none.
_OWN = ("files", "mirror", "packs", "secret_key")
_CHUNK = 1 << 20


def restore(
    backup: CheckedBackup,
    *,
    replace: bool = False,
    told: Mapping[str, str] | None = None,
    tell: Tell = lambda: None,
) -> Path | None:
    """Put a checked backup in the place of this store; return where the old one lies now, if any.

    `told` is whoever does it, for the audit of the restored store; `tell` is called after each
    row and file. Until all is built and held against the manifest nothing is changed; whoever is
    killed after that finds the rest done when the store is next opened.

    Raises: StoreNotEmpty, StoreInUse, BackupDamaged, RestoreFailed.
    """
    empty = tables.is_empty()
    if not empty and not replace:
        raise StoreNotEmpty(found=_named())
    try:
        beside.clear()
        _build_database(backup, told or {}, tell)
        _build_files(backup, tell)
        return Swap.planned(_places(), keeps_old=not empty).begin()
    except (DatabaseError, OSError) as refusal:
        why = getattr(refusal, "strerror", None) or str(refusal).strip()
        raise RestoreFailed(str(backup.path), why=why) from refusal
    finally:
        if not Swap.is_pending():
            with suppress(DatabaseError):
                beside.clear()


def _named() -> str:
    return str(database_file()) if connection.vendor == "sqlite" else "PostgreSQL"


def _build_database(backup: CheckedBackup, told: Mapping[str, str], tell: Tell) -> None:
    with fresh_database() as target:
        bring_to(backup.manifest.migrations, target)
        with transaction.atomic(using=ALIAS):
            for table, rows in backup.manifest.rows.items():
                with backup.archive.open(f"tables/{table}.jsonl") as lines:
                    if tables.load(table, lines, target, tell) != rows:
                        raise _altered(backup, f"tables/{table}.jsonl")
            tables.set_sequences(target)
        call_command("migrate", database=ALIAS, verbosity=0, interactive=False)
        with transaction.atomic(using=ALIAS):
            _see_head(backup)
            _record(backup, told)


def _see_head(backup: CheckedBackup) -> None:
    """The audit chain ends where the manifest says."""
    last = AuditEntry.objects.using(ALIAS).order_by("-id").first()
    found = f"{last.id}-{last.hash}" if last else f"0-{audit.GENESIS}"
    if found != backup.manifest.head:
        raise _altered(backup, "tables/store_auditentry.jsonl")


def _record(backup: CheckedBackup, told: Mapping[str, str]) -> None:
    audit.record(
        "restore",
        f"backup:{backup.path.name}",
        actor="console",
        after={"made_at": backup.manifest.made_at, "head": backup.manifest.head},
        person=told,
        using=ALIAS,
    )


def _build_files(backup: CheckedBackup, tell: Tell) -> None:
    for name in backup.manifest.members:
        if name.startswith("tables/"):
            continue
        place = building_site(Path(settings.HOME) / "_").parent / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out, backup.archive.open(name) as member:
            shutil.copyfileobj(member, out, _CHUNK)
            out.flush()
            os.fsync(handle)
        sync_folder(place.parent)
        tell()


def _places() -> list[Path]:
    """What the restored store takes the place of; a secret key of this machine stays without one."""
    folder = Path(settings.HOME)
    places = [folder / name for name in _OWN]
    found = [one for one in places if building_site(one).exists() or one.name != "secret_key"]
    return [database_file(), *found] if connection.vendor == "sqlite" else found


def _altered(backup: CheckedBackup, name: str) -> BackupDamaged:
    said = message("backup.altered", name=same(name))
    return BackupDamaged(str(backup.path), found=said)


def progress_of(backup: CheckedBackup) -> int:
    """How many rows and files there are to restore."""
    manifest = backup.manifest
    files = sum(not name.startswith("tables/") for name in manifest.members)
    return sum(manifest.rows.values()) + files
