"""The manifest of the columnar mirror: which parts it consists of, and up to which batch."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from kaifang.facts.columns import micros
from kaifang.store.errors import MirrorDamaged
from kaifang.store.home import put_in_place
from kaifang.store.models import Batch

FORMAT = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A batch by number, instant and content: it tells one store, and one history, from another."""

    batch: int = 0
    recorded: int = 0
    content: str = ""

    @classmethod
    def latest(cls) -> Self:
        return cls._of(Batch.objects.order_by("-id"))

    @classmethod
    def ending_at(cls, row: int) -> Self:
        """The batch whose last row this is; the newest are looked at first."""
        return cls._of(Batch.objects.filter(last_row__lte=row).order_by("-id"))

    def is_in_store(self) -> bool:
        """Whether the store holds this very batch."""
        return self == self._of(Batch.objects.filter(id=self.batch))

    @classmethod
    def _of(cls, batches: Any) -> Self:
        found = batches.values_list("id", "recorded_at", "content").first()
        return cls(found[0], micros(found[1]), found[2]) if found else cls()


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file of the mirror."""

    file: str
    rows: int
    bytes: int
    sha256: str

    @classmethod
    def of(cls, path: Path, rows: int) -> Self:
        return cls(path.name, rows, path.stat().st_size, checksum(path))

    def is_there(self, folder: Path) -> bool:
        """Whether a file of its name and size lies in the folder."""
        path = folder / self.file
        return path.is_file() and path.stat().st_size == self.bytes

    def check(self, folder: Path) -> Path:
        """Return its path. Raises: MirrorDamaged."""
        path = folder / self.file
        if not path.is_file() or checksum(path) != self.sha256:
            raise MirrorDamaged(found=self.file)
        return path


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the mirror holds: all rows up to `last_row`, as of `mark`."""

    mark: Mark = Mark()
    last_row: int = 0
    parts: tuple[Part, ...] = ()

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the manifest; one that is missing or unreadable is empty, the mirror starts anew."""
        try:
            found = json.loads((folder / "manifest.json").read_text("utf-8"))
            parts = tuple(Part(**part) for part in found["parts"])
            fits = found["format"] == FORMAT
            return cls(Mark(**found["mark"]), found["last_row"], parts) if fits else cls()
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, folder: Path) -> None:
        content = {"format": FORMAT, "rows": self.rows, **asdict(self)}
        fresh = folder / "manifest.json.new"
        fresh.write_text(json.dumps(content, indent=1), "utf-8")
        put_in_place(fresh, folder / "manifest.json")


def checksum(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
