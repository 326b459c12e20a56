"""Look into the watched folder, and say so where that cannot be."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from kaifang.core.errors import KaifangError
from kaifang.packs.law import load
from kaifang.programme.clearance.received_telling import tell_importers
from kaifang.programme.clearance.receiving import FolderFeed
from kaifang.programme.clearance.watching import FolderWatch
from kaifang.programme.shelf import default_pack, installed

_log = logging.getLogger(__name__)


class FolderGone(KaifangError):
    """The watched folder is not there, or not to be read."""

    code = "KF-CASE-411"


class FolderLook:
    """Looks into the folder every few seconds, while a worker has nothing else to do."""

    def __init__(self, every: float = 5.0) -> None:
        self._every, self._next = every, 0.0
        self._watch: FolderWatch[bool] | None = None
        self._complained: set[str] = set()

    def look(self, at: float, now: datetime) -> int:
        """Ask for what has settled; return how many files. `at` is a clock that only goes on.

        What is wrong with the folder itself is told once a day to whoever may import.
        """
        if at < self._next:
            return 0
        self._next = at + self._every
        try:
            return sum(self._asked())
        except OSError as fault:
            self._complain(FolderGone(found=str(settings.CLEARANCE_FOLDER), why=str(fault)), now)
        except KaifangError as fault:
            self._complain(fault, now)
        return 0

    def _asked(self) -> Iterator[bool]:
        feed = FolderFeed.of_settings()
        if feed is None:
            return
        if self._watch is None:
            self._watch = FolderWatch(feed.folder, feed.ask)
        self._watch.load = feed.ask
        yield from self._watch.look()

    def _complain(self, fault: KaifangError, now: datetime) -> None:
        key = f"clearance.folder:{fault.code}:{now:%Y-%m-%d}"
        if key in self._complained:
            return
        self._complained.add(key)
        _log.warning("%s", fault)
        if pack := default_pack(installed()):
            tell_importers(load(pack), "clearance.folder_gone", fault.says, fault.remedy, "", key)
