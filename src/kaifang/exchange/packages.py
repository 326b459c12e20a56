"""Open the zip package of a workbook, after making sure that it is what it claims to be."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException

from kaifang.exchange.errors import Locked, TooLarge, Unreadable

UNPACKED = 512  # megabytes
_MEGABYTE = 1024 * 1024
OLD_BINARY = b"\xd0\xcf\x11\xe0"  # also the wrapping of a workbook with a password
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ParseError,
    ExpatError,
    DefusedXmlException,
    UnicodeDecodeError,
    ValueError,
)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a package; what goes wrong while it is read is told as one error.

    Every part is unpacked once: a part that is longer than it says is found here and not by a
    reader that trusts the package.

    Raises: Locked, TooLarge, Unreadable.
    """
    with path.open("rb") as file, unpacked(path.name, file) as packed:
        yield packed


@contextmanager
def unpacked(name: str, file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open the package in a file, under a name for errors. Raises: as `opened`."""
    if file.read(4) == OLD_BINARY:
        raise Locked.at(name)
    try:
        with zipfile.ZipFile(file) as packed:
            _check(name, packed)
            yield packed
    except _BROKEN as error:
        raise Unreadable.because(name, "exchange.no_workbook", error) from None


def _check(name: str, packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Locked.at(name)
    size = sum(part.file_size for part in parts) // _MEGABYTE
    if size > UNPACKED:
        raise TooLarge.at(name, found=size, expected=UNPACKED)
    for part in parts:
        with packed.open(part) as content:
            while content.read(_MEGABYTE):
                pass
