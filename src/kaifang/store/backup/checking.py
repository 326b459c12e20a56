"""Open a backup and see that every member is what was written, before anything else is done."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.store.backup.errors import BackupDamaged, NewerBackup, NoBackup
from kaifang.store.backup.manifest import MARK, NAME, BackupManifest
from kaifang.store.backup.schema import unknown
from kaifang.store.backup.tables import Tell

_CHUNK = 1 << 20
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class CheckedBackup:
    """A backup that has been checked."""

    path: Path
    archive: ZipFile
    manifest: BackupManifest


@contextmanager
def opened(path: Path, tell: Tell = lambda: None) -> Iterator[CheckedBackup]:
    """Open a backup and check all of it; `tell` is called after each member.

    Raises: NoBackup, BackupDamaged, NewerBackup, OSError.
    """
    _see_mark(path)
    try:
        archive = ZipFile(path)
    except _BROKEN as damage:
        raise BackupDamaged(str(path), found=message("backup.cut")) from damage
    with archive:
        manifest = _manifest(path, archive)
        if newer := unknown(manifest.migrations):
            names = same(", ".join(".".join(one) for one in newer[:3]))
            raise NewerBackup(str(path), engine=manifest.engine, found=names)
        _check(path, archive, manifest, tell)
        yield CheckedBackup(path, archive, manifest)


def _see_mark(path: Path) -> None:
    """The name of the first member stands at byte 30 of the file."""
    with path.open("rb") as handle:
        start = handle.read(30 + len(MARK))
    if not start.startswith(b"PK\3\4") or start[30:] != MARK.encode():
        raise NoBackup(str(path))


def _manifest(path: Path, archive: ZipFile) -> BackupManifest:
    try:
        content = archive.read(NAME)
    except (KeyError, *_BROKEN) as damage:
        raise BackupDamaged(str(path), found=same(NAME)) from damage
    try:
        return BackupManifest.read(content)
    except (ValueError, KeyError, TypeError, AttributeError) as damage:
        raise BackupDamaged(str(path), found=same(NAME)) from damage


def _check(path: Path, archive: ZipFile, manifest: BackupManifest, tell: Tell) -> None:
    for name in {*archive.namelist(), *manifest.members} - {MARK, NAME}:
        wrong = _fault(archive, manifest, name)
        if wrong:
            raise BackupDamaged(str(path), found=wrong)
        tell()


def _fault(archive: ZipFile, manifest: BackupManifest, name: str) -> Text | None:
    told = manifest.members.get(name)
    if told is None:
        return message("backup.extra", name=name)
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as member:
            while chunk := member.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except (KeyError, *_BROKEN):
        return message("backup.unreadable", name=name)
    if (size, digest.hexdigest()) != (told.bytes, told.sha256):
        return message("backup.altered", name=name)
    return None
