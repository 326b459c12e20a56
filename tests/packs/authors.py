"""What a test of packs does as an author would: copy a real pack, alter a line, write a small one."""

from __future__ import annotations

import shutil
from pathlib import Path

PACKS = Path(__file__).parents[2] / "packs"


def copied(name: str, folder: Path) -> Path:
    """Copy a real pack, to be spoiled."""
    return Path(shutil.copytree(PACKS / name, folder / name))


def altered(file: Path, old: str, new: str) -> int:
    """Replace the first occurrence of a text; return the line it stands in."""
    text = file.read_text("utf-8")
    at = text.index(old)
    file.write_text(text[:at] + new + text[at + len(old) :], "utf-8")
    return text.count("\n", 0, at) + 1
