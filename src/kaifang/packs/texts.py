"""The text of a cited document, read from a file that somebody received."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kaifang.core.citation import Document
from kaifang.core.errors import KaifangError
from kaifang.core.text import decode
from kaifang.packs.reading import LARGEST_FILE, BadEncoding, EmptyFile, FileTooLarge


class OtherText(KaifangError):
    """A text is not the one that its document registers."""

    code = "KF-PACK-029"


@dataclass(frozen=True, slots=True)
class Received:
    """A text as received, with the digest by which its document knows it again."""

    text: str
    sha256: str


def read_document(path: Path) -> Received:
    """Read a document's text, UTF-8 or GB 18030.

    Raises: FileTooLarge, EmptyFile, BadEncoding, OSError.
    """
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise FileTooLarge.at(str(path), found=size, expected=LARGEST_FILE)
    data = path.read_bytes()
    if not data.strip():
        raise EmptyFile.at(str(path))
    text = None if b"\0" in data else decode(data)
    if text is None:
        raise BadEncoding.at(str(path), found=_first_stranger(data))
    return Received(text, hashlib.sha256(data).hexdigest())


def check_registered(received: Received, document: Document, path: Path) -> None:
    """Refuse a text that is not the one its document registers. Raises: OtherText."""
    if document.sha256 and document.sha256 != received.sha256:
        raise OtherText.at(str(path), expected=document.title)


def _first_stranger(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"0x{data[error.start]:02x}"
    return "0x00"
