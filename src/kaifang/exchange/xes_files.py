"""XES files opened for reading: packed or plain, and safe from a tag that never ends."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from kaifang.cases.errors import LogUnreadable
from kaifang.core.messages import message

_CHUNK, _LONGEST_TAG = 1 << 18, 1 << 24


class XesFile:
    """Bytes of a file as a parser asks for them; a parser holds a tag until it ends."""

    def __init__(self, file: gzip.GzipFile | BufferedReader, path: Path) -> None:
        self._file, self._path, self._open = file, path, 0

    def read(self, most: int) -> bytes:
        """Read the next bytes, none at the end; more than asked for, since a parser begins a tag
        anew at each piece. Raises: LogUnreadable for a tag above 16 MB."""
        chunk = self._file.read(max(most, _CHUNK))
        end = chunk.rfind(b">")
        self._open = self._open + len(chunk) if end < 0 else len(chunk) - end - 1
        if self._open > _LONGEST_TAG:
            why = message("cases.too_long", most=_LONGEST_TAG >> 20)
            raise LogUnreadable.at(str(self._path), why=why)
        return chunk


@contextmanager
def open_xes(path: Path) -> Iterator[XesFile]:
    """Open a file to be read as a stream, unpacked where its name ends in .gz."""
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
        yield XesFile(file, path)
