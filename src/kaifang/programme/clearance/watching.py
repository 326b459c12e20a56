"""Watch a folder: load what comes to lie in it, once it has stopped growing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import Generic, NamedTuple, TypeVar

from kaifang.programme.clearance.files import is_readable

T = TypeVar("T")
_LONG_SETTLED = 60  # seconds after which what lies there is whole at first sight


class FileLook(NamedTuple):
    """How a file looks: its size, when it was written, when it came to lie here."""

    size: int
    written: int
    placed: int


@dataclass(slots=True)
class FolderWatch(Generic[T]):
    """What a watcher knows of a folder: how files looked when seen last, and which it has loaded.

    A file is loaded when it looked the same twice, or was left alone for a minute, and again only
    when it has changed. What was loaded before this watcher began is loaded anew without harm: it
    changes nothing.
    """

    folder: Path
    load: Callable[[Path], T]
    _seen: dict[Path, FileLook] = field(default_factory=dict)
    _done: dict[Path, FileLook] = field(default_factory=dict)

    def look(self) -> Iterator[T]:
        """Load what has settled since the last look; give what became of each file."""
        now = {path: stamp for path in self._files() if (stamp := stamp_of(path)) is not None}
        long_ago = (time() - _LONG_SETTLED) * 1e9
        settled = [
            path
            for path, stamp in now.items()
            if self._seen.get(path) == stamp or max(stamp.written, stamp.placed) < long_ago
        ]
        self._seen = now
        for path in sorted(settled):
            if self._done.get(path) != now[path]:
                self._done[path] = now[path]
                yield self.load(path)

    def _files(self) -> list[Path]:
        return [path for path in self.folder.iterdir() if is_readable(path)]


def stamp_of(path: Path) -> FileLook | None:
    """How a file looks; None of one that was taken away meanwhile."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return FileLook(found.st_size, found.st_mtime_ns, found.st_ctime_ns)
