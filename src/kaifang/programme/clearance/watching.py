"""Watch a folder: load what comes to lie in it, once it has stopped growing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kaifang.programme.clearance.files import is_readable
from kaifang.programme.clearance.loading import FileLoaded

Stamp = tuple[int, int]


@dataclass(slots=True)
class FolderWatch:
    """What a watcher knows of a folder: how files looked when seen last, and which it has loaded.

    A file is loaded when it looked the same twice, and again only when it has changed. What was
    loaded before this watcher began is loaded anew without harm: it changes nothing.
    """

    folder: Path
    load: Callable[[Path], FileLoaded]
    _seen: dict[Path, Stamp] = field(default_factory=dict)
    _done: dict[Path, Stamp] = field(default_factory=dict)

    def look(self) -> Iterator[FileLoaded]:
        """Load what has settled since the last look; give what became of each file."""
        now = {path: stamp for path in self._files() if (stamp := _stamp(path)) is not None}
        settled = [path for path, stamp in now.items() if self._seen.get(path) == stamp]
        self._seen = now
        for path in sorted(settled):
            if self._done.get(path) != now[path]:
                self._done[path] = now[path]
                yield self.load(path)

    def _files(self) -> list[Path]:
        return [path for path in self.folder.iterdir() if is_readable(path)]


def _stamp(path: Path) -> Stamp | None:
    """Size and time of a file; None of one that was taken away meanwhile."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns
