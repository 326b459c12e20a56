"""Write a backup: one file under a name that nobody else reads, given its own name when whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

import kaifang
from kaifang.store import audit
from kaifang.store.backup import tables
from kaifang.store.backup.errors import BackupExists, BackupUnwritable
from kaifang.store.backup.manifest import MARK, NAME, BackupManifest, Member
from kaifang.store.backup.schema import applied
from kaifang.store.backup.tables import Tell
from kaifang.store.files import place_of
from kaifang.store.home import home, locked, put_in_place
from kaifang.store.manifest import Manifest
from kaifang.store.models import StoredFile
from kaifang.store.reading import one_instant
from kaifang.store.writing import data_version

_CHUNK = 1 << 20
_SAYS = (
    "开放（Kaifang）备份。内有密钥与内部数据，请妥善保管。用 kaifang restore 恢复。\n"
    "A backup of Kaifang. It holds keys and internal data: keep it safe. kaifang restore puts it back.\n"
)


def name_of(instant: datetime) -> str:
    """The name of a backup made at an instant.

    >>> from datetime import UTC
    >>> name_of(datetime(2022, 7, 18, 2, 30, tzinfo=UTC))
    'kaifang-20220718T023000Z.zip'
    """
    return f"kaifang-{instant:%Y%m%dT%H%M%SZ}.zip"


def place_for(target: Path) -> Path:
    """The file to write: `target`, or one named by the clock in the folder `target`.

    Raises: BackupExists.
    """
    place = target / name_of(timezone.now()) if target.is_dir() else target
    if place.exists():
        raise BackupExists(str(place))
    return place


def write(place: Path, tell: Tell = lambda: None) -> BackupManifest:
    """Write all that the store holds at one instant; `tell` is called after each row and file.

    Raises: BackupUnwritable, BackupExists; no file is left then.
    """
    fresh = place.with_name(f".{place.name}.new")
    try:
        with _created(fresh) as out, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=3) as archive:
            manifest = _Writing(archive, tell).all()
        _give_name(fresh, place)
    except OSError as refusal:
        raise BackupUnwritable(str(place), why=refusal.strerror or str(refusal)) from refusal
    finally:
        fresh.unlink(missing_ok=True)
    return manifest


@contextmanager
def _created(fresh: Path) -> Iterator[BinaryIO]:
    """Open a new file that only its owner may read; what a killed process left is dropped."""
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "w+b") as out:
        yield cast("BinaryIO", out)


def _give_name(fresh: Path, place: Path) -> None:
    if place.exists():  # another backup was faster
        raise BackupExists(str(place))
    put_in_place(fresh, place)


class _Writing:
    """One backup being written."""

    def __init__(self, archive: ZipFile, tell: Tell) -> None:
        self._archive = archive
        self._tell = tell
        self._members: dict[str, Member] = {}
        self._rows: dict[str, int] = {}
        self._lacking: list[str] = []

    def all(self) -> BackupManifest:
        self._archive.writestr(ZipInfo(MARK, _now()), _SAYS)
        # The mirror first: what it holds is then in the database's state for certain.
        with ExitStack() as stack:
            mirror = _mirror(stack)
            with one_instant():
                self._tables()
                self._files()
                head, made = audit.head(), timezone.now()
                manifest = BackupManifest(
                    made_at=made.isoformat(),
                    engine=kaifang.__version__,
                    database=connection.vendor,
                    data_version=data_version(),
                    head=f"{head.number}-{head.hash}",
                    migrations=applied(),
                    rows=self._rows,
                    members=self._members,
                    lacking=tuple(self._lacking),
                )
            for name, handle in mirror.items():
                self._put(f"mirror/{name}", _chunks(handle), stored=name.endswith(".parquet"))
        self._folder()
        self._archive.writestr(ZipInfo(NAME, _now()), manifest.written())
        return manifest

    def _tables(self) -> None:
        for model in tables.models():
            table = model._meta.db_table
            self._rows[table] = -1  # the line of the columns is no row
            self._put(f"tables/{table}.jsonl", self._counted(table, tables.lines(model)))

    def _counted(self, table: str, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            yield line
            self._rows[table] += 1
            self._tell()

    def _files(self) -> None:
        for sha256 in StoredFile.objects.order_by("sha256").values_list("sha256", flat=True):
            name = f"files/{sha256[:2]}/{sha256[2:]}"
            if _is_whole(place_of(sha256), sha256):
                self._put_file(name, place_of(sha256))
            else:
                self._lacking.append(sha256)
            self._tell()

    def _folder(self) -> None:
        """The secret key, and packs of one's own that are kept in the store's folder."""
        folder = Path(settings.HOME)
        kept = [folder / "secret_key", *sorted((folder / "packs").rglob("*"))]
        for path in kept:
            if path.is_file() and not path.is_symlink():
                self._put_file(path.relative_to(folder).as_posix(), path)

    def _put_file(self, name: str, path: Path) -> None:
        with path.open("rb") as handle:
            self._put(name, _chunks(handle), stored=name.startswith("files/"))

    def _put(self, name: str, content: Iterable[bytes], *, stored: bool = False) -> None:
        info = ZipInfo(name, _now())
        info.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as out:
            for chunk in content:
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self._members[name] = Member(size, digest.hexdigest())


def _mirror(stack: ExitStack) -> dict[str, BinaryIO]:
    """The mirror's manifest and parts, held open: whoever merges them cannot take them away."""
    folder = home("mirror")
    held: dict[str, BinaryIO] = {}
    with locked(folder / "lock"):
        names = [part.file for part in Manifest.read(folder).parts]
        for name in ["manifest.json", *names] if names else ():
            with suppress(FileNotFoundError):
                held[name] = stack.enter_context((folder / name).open("rb"))
    return held


def _is_whole(path: Path, sha256: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest() == sha256


def _chunks(handle: BinaryIO) -> Iterator[bytes]:
    while chunk := handle.read(_CHUNK):
        yield chunk


def _now() -> tuple[int, int, int, int, int, int]:
    now = timezone.now()
    return now.year, now.month, now.day, now.hour, now.minute, now.second
