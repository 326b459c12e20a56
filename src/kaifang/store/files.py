"""Files by their SHA-256: bytes in the store's folder, outside the web root; facts in a table."""

from __future__ import annotations

import hashlib
import uuid
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone

from kaifang.store.errors import FileGone
from kaifang.store.home import home, put_in_place
from kaifang.store.manifest import checksum
from kaifang.store.models import StoredFile

_CHUNK = 1 << 20


def put(data: bytes | BinaryIO, *, name: str, media_type: str) -> StoredFile:
    """Keep bytes; the same bytes twice are one file, under the name they first came with."""
    fresh = home("files") / f"{uuid.uuid4().hex}.new"
    try:
        sha256, size = _spool(BytesIO(data) if isinstance(data, bytes) else data, fresh)
        if not place_of(sha256).is_file():
            put_in_place(fresh, place_of(sha256))
    finally:
        fresh.unlink(missing_ok=True)
    facts = {"size": size, "media_type": media_type, "name": name, "added_at": timezone.now()}
    return StoredFile.objects.get_or_create(sha256=sha256, defaults=facts)[0]


def read(file: StoredFile) -> bytes:
    """Return the bytes of a file. Raises: FileGone, also when they are not what they were."""
    path = place_of(file.sha256)
    if not path.is_file() or checksum(path) != file.sha256:
        raise FileGone(name=file.name, found=file.sha256[:12])
    return path.read_bytes()


def place_of(sha256: str) -> Path:
    """Return where the bytes of a file lie: `files/ab/cdef…`."""
    return home("files", sha256[:2]) / sha256[2:]


def _spool(source: BinaryIO, target: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as out:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += out.write(chunk)
    return digest.hexdigest(), size
