"""A short name for the state of a folder of files."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path


def stamp_of(folder: Path) -> str:
    """Return a stamp that changes when a file of the folder is changed, added or removed."""
    stamp = sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        stamp.update(str(file.relative_to(folder)).encode())
        # Vendored files carry their version in the folder's name: reading them would tell no more.
        stamp.update(b"" if "vendor" in file.parts else file.read_bytes())
    return stamp.hexdigest()[:10]
