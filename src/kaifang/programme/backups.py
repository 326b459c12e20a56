"""Backing up and restoring the store, by whoever has the duty; both stand in the audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.backup import restoring, tables, writing
from kaifang.store.backup.checking import opened
from kaifang.store.backup.manifest import BackupManifest
from kaifang.store.backup.tables import Tell
from kaifang.store.models import StoredFile

# Told how many steps there will be, gives what is called after each.
Watch = Callable[[int], Tell]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back, and where the store that was there before lies, if it is kept."""

    manifest: BackupManifest
    aside: Path | None


def _unwatched(_: int) -> Tell:
    return lambda: None


def back_up(actor: Actor, target: Path, watch: Watch = _unwatched) -> tuple[Path, BackupManifest]:
    """Write everything the store holds into one file, `target` or one in the folder `target`.

    The audit is told first: no backup is without its entry, and each contains its own.

    Raises: NotAllowed, BackupExists, BackupUnwritable.
    """
    demand(actor, Act.BACK_UP)
    place = writing.place_for(target)
    audit.record("back_up", f"backup:{place.name}", actor=actor.user, person=actor.told)
    steps = tables.count() + StoredFile.objects.count()
    return place, writing.write(place, watch(steps))


def restore(
    actor: Actor, file: Path, *, replace: bool = False, watch: Watch = _unwatched
) -> Restored:
    """Put a backup in the place of this store, which is empty or is set aside with `replace`.

    Raises: NotAllowed, NoBackup, BackupDamaged, NewerBackup, StoreNotEmpty, StoreInUse,
    RestoreFailed; the store is then as it was.
    """
    demand(actor, Act.BACK_UP)
    with opened(file) as backup:
        tell = watch(restoring.progress_of(backup))
        aside = restoring.restore(backup, replace=replace, told=actor.told, tell=tell)
        return Restored(backup.manifest, aside)
