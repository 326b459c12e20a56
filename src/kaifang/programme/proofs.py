"""Proofs 凭证文件: uploaded files, taken only as what they hold, never by what their name says."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message

MOST_BYTES = 20 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"


class EvidenceTooLarge(KaifangError):
    code = "KF-PROG-194"


class EvidenceOfOtherKind(KaifangError):
    """A file is of a kind that is not taken, or not of the kind that its name says."""

    code = "KF-PROG-195"


@dataclass(frozen=True, slots=True)
class Proof:
    """A file whose kind was checked; `name` has no folder in it."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


def read_proof(name: str, source: BinaryIO, kinds: tuple[str, ...] = ()) -> Proof:
    """Read an upload of one of `kinds` (default: all of KINDS), up to 20 MB.

    Raises: EvidenceTooLarge, EvidenceOfOtherKind.
    """
    data = source.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise EvidenceTooLarge(name=name, found="> 20 MB", expected="20 MB")
    name = PurePath(name.replace("\\", "/")).name
    return Proof(name, _taken_as(name, data, kinds or tuple(KINDS)), data)


def _taken_as(name: str, data: bytes, kinds: tuple[str, ...]) -> str:
    """The media type of what a file holds, when its name says the same."""
    suffix = PurePath(name).suffix.lower()
    for kind, (suffixes, media_type, holds) in KINDS.items():
        if holds(data):
            if suffix in suffixes and kind in kinds:
                return media_type
            raise _other(name, Text(kind, kind), kinds)
    raise _other(name, message("evidence.unknown"), kinds)


def _other(name: str, found: Text, kinds: tuple[str, ...]) -> EvidenceOfOtherKind:
    expected = ", ".join(kinds)
    return EvidenceOfOtherKind(name=name, found=found, expected=Text(expected, expected))


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(starts)


def _packs(part: str) -> Callable[[bytes], bool]:
    """Whether an office file holds its main part and no macros."""

    def holds(data: bytes) -> bool:
        try:
            with zipfile.ZipFile(BytesIO(data)) as packed:
                parts = packed.namelist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            return False  # no package, or one that no reader could open
        return part in parts and not any(name.endswith("vbaProject.bin") for name in parts)

    return holds


KINDS: Mapping[str, tuple[tuple[str, ...], str, Callable[[bytes], bool]]] = {
    "PDF": ((".pdf",), "application/pdf", _begins(b"%PDF-")),
    "PNG": ((".png",), "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "JPEG": ((".jpg", ".jpeg"), "image/jpeg", _begins(b"\xff\xd8\xff")),
    "DOCX": (
        (".docx",),
        f"{_OFFICE}.wordprocessingml.document",
        _packs("word/document.xml"),
    ),
    "XLSX": ((".xlsx",), f"{_OFFICE}.spreadsheetml.sheet", _packs("xl/workbook.xml")),
}
