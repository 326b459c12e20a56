"""The state of the house in words and as plain values."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.programme.house import HouseState

_GIB = 1024**3


def lines_of(state: HouseState) -> list[tuple[Text, Text]]:
    """Each thing with what there is of it; packs and failed jobs are tables of their own."""
    disk, jobs = state.disk, state.jobs
    told = {
        "worker": _instant(state.worker_seen),
        "jobs": message("house.counts", waiting=jobs.waiting, late=jobs.late, failed=jobs.failed),
        "backup": _backup(state),
        "disk": message("house.room", free=_gib(disk.free), total=_gib(disk.total), folder=disk.folder),
        "database": message("house.size", name=state.database, size=_gib(disk.database)),
        "data_version": same(str(state.data_version)),
        "engine": same(state.engine),
        "mode": message("house.solo" if state.is_solo else "house.office"),
        "head": same(state.head.printed),
    }  # fmt: skip
    return [(message(f"house.{name}"), text) for name, text in told.items()]


def concerns_in_words(state: HouseState) -> list[Text]:
    """What asks for an act today, and which."""
    return [message(f"house.concern.{name}") for name in state.concerns]


def tell_house(state: HouseState) -> dict[str, Any]:
    """The state as plain values; bytes are whole numbers."""
    return {
        "at": state.at.isoformat(),
        "engine": state.engine,
        "database": state.database,
        "solo": state.is_solo,
        "data_version": state.data_version,
        "packs": [{"pack": p.pack, "version": p.version, "hash": p.hash} for p in state.packs],
        "jobs": {
            "waiting": state.jobs.waiting, "late": state.jobs.late, "failed": state.jobs.failed,
        },
        "worker_seen": state.worker_seen.isoformat() if state.worker_seen else None,
        "disk": {
            "folder": state.disk.folder, "total": state.disk.total, "free": state.disk.free,
            "database": state.disk.database,
        },
        "backup_begun": state.backup_begun.isoformat() if state.backup_begun else None,
        "backup": state.backup_name or None,
        "head": state.head.printed,
        "concerns": state.concerns,
    }  # fmt: skip


def _backup(state: HouseState) -> Text:
    if state.backup_begun is None:
        return message("house.never")
    return message("house.begun", at=_instant(state.backup_begun), name=state.backup_name)


def _instant(at: Any) -> Text:
    if at is None:
        return message("house.never")
    return same(f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}")


def _gib(count: int) -> str:
    return f"{count / _GIB:.2f}"
