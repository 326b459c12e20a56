"""Evidence 佐证材料: files that prove something, taken only as what they are, never shown inline."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.programme.rights import Act, Actor, demand
from kaifang.programme.tasks import errors
from kaifang.programme.tasks.acting import act_on
from kaifang.programme.tasks.reading import Evidence, steps_of, view
from kaifang.store import files
from kaifang.store.models import StoredFile, Task
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

MOST_BYTES = 20 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"


def attach_evidence(
    actor: Actor,
    programme: Programme,
    task: Task,
    name: str,
    source: BinaryIO,
    text: str = "",
    *,
    version: int | None = None,
) -> Evidence:
    """Keep a file beside a task: PDF, PNG, JPEG, DOCX or XLSX without macros, up to 20 MB.

    What it holds decides, not its name. The same file once more changes nothing.
    Raises: NotAllowed, TaskEnded, EvidenceTooLarge, EvidenceOfOtherKind, ChangedMeanwhile.
    """
    demand(actor, Act.KEEP_TASK, task.lead, programme.law.orgs)
    data = source.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise errors.EvidenceTooLarge(name=name, found="> 20 MB", expected="20 MB")
    name = PurePath(name.replace("\\", "/")).name
    media_type = _taken_as(name, data)
    stored = files.put(data, name=name, media_type=media_type)
    for one in _all(task):
        if one.sha256 == stored.sha256:
            return one
    content = {
        "sha256": stored.sha256,
        "name": name,
        "size": len(data),
        "media_type": media_type,
        "text": text.strip(),
    }
    with one_writer():
        act_on(actor, programme, task, "evidence", task.state, version=version, content=content)
    return _all(task)[-1]


def read_evidence(task: Task, sha256: str) -> tuple[Evidence, bytes]:
    """The bytes of a file of a task that the caller may see. Raises: NoSuchEvidence, FileGone."""
    for one in _all(task):
        if one.sha256 == sha256:
            return one, files.read(StoredFile.objects.get(pk=sha256))
    raise errors.NoSuchEvidence(name=task.title, found=sha256[:12])


def _all(task: Task) -> tuple[Evidence, ...]:
    return view(task, task.opened_at.date(), steps_of(task)).evidence


def _taken_as(name: str, data: bytes) -> str:
    """The media type of what a file holds, when its name says the same."""
    suffix = PurePath(name).suffix.lower()
    for kind, (suffixes, media_type, holds) in _KINDS.items():
        if holds(data):
            if suffix in suffixes:
                return media_type
            raise _other(name, Text(kind, kind))
    raise _other(name, message("evidence.unknown"))


def _other(name: str, found: Text) -> errors.EvidenceOfOtherKind:
    expected = ", ".join(_KINDS)
    return errors.EvidenceOfOtherKind(name=name, found=found, expected=Text(expected, expected))


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(starts)


def _packs(part: str) -> Callable[[bytes], bool]:
    """Whether an office file holds its main part and no macros."""

    def holds(data: bytes) -> bool:
        try:
            with zipfile.ZipFile(BytesIO(data)) as packed:
                parts = packed.namelist()
        except zipfile.BadZipFile:
            return False
        return part in parts and not any(name.endswith("vbaProject.bin") for name in parts)

    return holds


_KINDS: Mapping[str, tuple[tuple[str, ...], str, Callable[[bytes], bool]]] = {
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
