"""Evidence 材料 of cases: what proves an act, by number, by day and by a file that only they get
who see the case."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from kaifang.cases.definition import Definition
from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.programme.casework.reading import expect_seen
from kaifang.programme.proofs import read_proof
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit, files
from kaifang.store.events import RecordedEvent
from kaifang.store.models import AuditEntry, StoredFile
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

KEPT = f"{Act.KEEP_CASE.value}.file"
LONGEST_NUMBER = 200
_ASKED = {"file", "number", "date"}
_TOLD = {"name", "size", "media_type"}


class FileNotYours(KaifangError):
    """An act names a file that whoever acts has not uploaded and the case does not have."""

    code = "KF-CASE-305"


class NoSuchCaseFile(KaifangError):
    code = "KF-CASE-306"


class EvidenceUnreadable(KaifangError):
    """What is given as evidence is neither words nor a file, a number and a day."""

    code = "KF-CASE-307"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file that proves an act; its bytes lie outside the web root under their hash."""

    sha256: str
    name: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class GivenEvidence:
    """What was given as one kind of evidence; `words` is its number or whatever was said."""

    kind: Text
    words: str = ""
    day: str = ""
    file: CaseFile | None = None


def keep_file(
    actor: Actor, programme: Programme, org: str, name: str, source: BinaryIO
) -> CaseFile:
    """Keep a file that an act upon a case of an organisation is to name as its evidence.

    PDF, PNG, JPEG, DOCX or XLSX without macros, up to 20 MB; what it holds decides, not its name.
    Raises: NotAllowed, UnknownOrg, EvidenceTooLarge, EvidenceOfOtherKind.
    """
    orgs = programme.law.orgs
    demand(actor, Act.KEEP_CASE, orgs[org].id, orgs)
    proof = read_proof(name, source)
    stored = files.put(proof.data, name=proof.name, media_type=proof.media_type)
    kept = CaseFile(stored.sha256, proof.name, len(proof.data), proof.media_type)
    if kept_file(actor, kept.sha256) == kept:
        return kept
    told = {"name": kept.name, "size": kept.size, "media_type": kept.media_type, "org": org}
    with one_writer():
        audit.record(KEPT, _subject(kept.sha256), actor=actor.user, after=told, person=actor.told)
    return kept


def kept_file(actor: Actor, sha256: str) -> CaseFile | None:
    """The file that an actor has uploaded, under the name that he gave it last."""
    found = AuditEntry.objects.filter(act=KEPT, actor=actor.user, subject=_subject(sha256))
    entry = found.order_by("-id").first()
    return None if entry is None else _file(sha256, json.loads(entry.body)["after"])


def checked_evidence(
    actor: Actor,
    definition: Definition,
    given: Mapping[str, Any],
    found: Sequence[RecordedEvent] = (),
) -> dict[str, Any]:
    """What an event says of its evidence: each kind with words, or with file, number and day.

    A file is named by its SHA-256; name and size are added from what was uploaded. What has
    neither words, number nor file is left out. Raises: EvidenceUnreadable, FileNotYours.
    """
    known = {one.sha256: one for one in _files(found)}
    read: dict[str, Any] = {}
    for kind, what in given.items():
        name = definition.label("evidence", kind)
        if isinstance(what, Mapping):
            what = _read(name, what, actor, known)
        elif what and not isinstance(what, str):
            raise EvidenceUnreadable(name=name, found=str(what)[:40])
        if what:
            read[kind] = what
    return read


def given_evidence(definition: Definition, data: Mapping[str, Any]) -> list[GivenEvidence]:
    """The evidence of an event as it is shown, in the order in which it was given."""
    given = data.get("evidence")
    if isinstance(given, list | tuple):
        return [GivenEvidence(definition.label("evidence", str(kind))) for kind in given]
    if not isinstance(given, Mapping):
        return []
    return [_shown(definition.label("evidence", kind), what) for kind, what in given.items()]


def file_of(what: Any) -> CaseFile | None:
    """The file of a kind of evidence of an event; None where there is none."""
    if isinstance(what, Mapping) and what.get("file"):
        return _file(str(what["file"]), what)
    return None


def read_file(
    actor: Actor, programme: Programme, process: str, case: str, sha256: str
) -> tuple[CaseFile, bytes]:
    """The bytes of a file of a case that somebody sees, also of an event corrected since.

    Raises: UnknownProcess, NotCommanded, NoSuchCase, NoSuchCaseFile, FileGone.
    """
    for one in _files(expect_seen(actor, programme, process, case)):
        if one.sha256 == sha256:
            return one, files.read(StoredFile.objects.get(pk=sha256))
    raise NoSuchCaseFile(found=sha256[:12])


def _read(
    name: Text, what: Mapping[str, Any], actor: Actor, known: Mapping[str, CaseFile]
) -> dict[str, Any]:
    asked = {key: str(value).strip() for key, value in what.items() if value and key not in _TOLD}
    strange = asked.keys() - _ASKED
    if strange or len(asked.get("number", "")) > LONGEST_NUMBER:
        raise EvidenceUnreadable(name=name, found=", ".join(strange) or asked["number"][:40])
    if "date" in asked and not _is_day(asked["date"]):
        raise EvidenceUnreadable(name=name, found=asked["date"][:40])
    sha256 = asked.get("file")
    if sha256 is None:
        return asked if "number" in asked else {}  # a day alone proves nothing
    file = known.get(sha256) or kept_file(actor, sha256)
    if file is None:
        raise FileNotYours(name=name, found=sha256[:12])
    own = {"name": file.name, "size": file.size, "media_type": file.media_type}
    return {**asked, **own}


def _files(found: Sequence[RecordedEvent]) -> Iterator[CaseFile]:
    for one in found:
        given = one.event.data.get("evidence")
        for what in given.values() if isinstance(given, Mapping) else ():
            if file := file_of(what):
                yield file


def _shown(kind: Text, what: Any) -> GivenEvidence:
    if not isinstance(what, Mapping):
        return GivenEvidence(kind, str(what))
    day = str(what.get("date") or "")
    return GivenEvidence(kind, str(what.get("number") or ""), day, file_of(what))


def _file(sha256: str, told: Mapping[str, Any]) -> CaseFile:
    size = told.get("size")
    return CaseFile(
        sha256,
        str(told.get("name") or sha256[:12]),
        size if isinstance(size, int) else 0,
        str(told.get("media_type") or ""),
    )


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _subject(sha256: str) -> str:
    return f"file:{sha256}"
