"""Receive files 来文: the folder that the worker watches, and what becomes of each file in it.

A file that has settled becomes a job, so that of many workers one loads it and a killed one's work
is done again; what was loaded before changes nothing. Then it lies in `done`, or in `failed` with
a page beside it that says why, and whoever may import is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.packs.law import Law, load
from kaifang.programme.clearance.loading import FileLoaded, load_file
from kaifang.programme.clearance.received_telling import tell_loaded, tell_stuck
from kaifang.programme.clearance.watching import FileLook, stamp_of
from kaifang.programme.rights import Actor, Post, Role
from kaifang.programme.shelf import default_pack, installed
from kaifang.store import jobs
from kaifang.store.jobs import Lease
from kaifang.store.models import Job

RECEIVE = "receive_file"
DONE, FAILED = "done", "failed"


class FolderWithoutProcess(KaifangError):
    """Nothing says of which process the events in the watched folder are."""

    code = "KF-CASE-410"


@dataclass(frozen=True, slots=True)
class FolderFeed:
    """The folder of the setting, and the process whose events come to lie in it."""

    folder: Path
    law: Law
    process: str

    @classmethod
    def of_settings(cls) -> FolderFeed | None:
        """What the settings name; None where they name no folder.

        Without a process it is the only observed one of the site's programme.

        Raises: FolderWithoutProcess, UnknownPack.
        """
        folder, named = str(settings.CLEARANCE_FOLDER), str(settings.CLEARANCE_PROCESS)
        if not folder:
            return None
        pack, _, process = named.partition("/")
        law = load(pack or default_pack(installed()))
        observed = [one.id for one in law.processes.values() if one.mode == "observe"]
        known = [process] if process in observed else [] if process else observed
        if len(known) != 1:
            found = named or ", ".join(known) or "—"
            raise FolderWithoutProcess(found=found, expected=", ".join(observed) or "—")
        return cls(Path(folder), law, known[0])

    def ask(self, path: Path) -> bool:
        """Ask for a file to be loaded; whether it was not asked for as it looks now."""
        stamp = stamp_of(path)
        if stamp is None or path.is_symlink():  # what it leads to was not put here
            return False
        key = f"{RECEIVE}:{path.name}:{stamp.size}:{stamp.written}:{stamp.placed}"
        if Job.objects.filter(key=key).exists():
            return False  # without asking to write, which on SQLite holds others up
        with transaction.atomic():
            jobs.enqueue(RECEIVE, {"file": path.name}, key)
        return True


def receive(held: Lease, now: datetime) -> None:
    """Load one file, tell what is wrong with it, move it, and mark the job as done.

    Killed in between it is done again: loaded it changes nothing, told it is not told twice.
    """
    feed = FolderFeed.of_settings()
    if feed is None:
        jobs.stop(held, "no folder")
        return
    path = feed.folder / held.payload["file"]
    before = stamp_of(path)
    if before is not None:
        done = load_file(feed.law, path, feed.process, actor=_system(feed.law))
        if stamp_of(path) == before:
            tell_loaded(feed.law, done, held.key)
        if not _put_away(path, before, done, held.job):
            tell_stuck(feed.law, path, held.key)
            jobs.fail(held, f"cannot be moved: {path.name}", held.retry_at(now))
            return
    jobs.finish(held)


def _system(law: Law) -> Actor:
    """Whoever loads files that nobody hands in: named so in the audit."""
    return Actor("", message("clearance.receiver").zh, (Post(Role.DIVISION, law.head.org or ""),))


def _put_away(path: Path, before: FileLook, done: FileLoaded, job: int) -> bool:
    """Move a file out of the way; whether that could be.

    One that was written to meanwhile stays for the next look, one that another moved is gone.
    """
    try:
        if stamp_of(path) != before:
            return True
        into = path.parent / (DONE if done.error is None else FAILED)
        into.mkdir(exist_ok=True)
        target = into / path.name
        target = into / f"{job}-{path.name}" if target.exists() else target
        if done.error is not None:
            _explain(target, done.error)
        path.replace(target)
    except OSError:
        return False
    return True


def _explain(target: Path, error: KaifangError) -> None:
    """Lay a page beside a file that says what is wrong with it, in both languages."""
    page = target.with_name(f"{target.name}.txt")
    page.write_text("\n".join(error.lines()) + "\n", "utf-8-sig")
