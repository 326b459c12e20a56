"""Evidence 佐证材料: files that prove something, taken only as what they are, never shown inline."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from kaifang.programme.proofs import read_proof
from kaifang.programme.rights import Act, Actor, demand
from kaifang.programme.tasks import errors
from kaifang.programme.tasks.acting import act_on
from kaifang.programme.tasks.reading import Evidence, steps_of, view
from kaifang.store import files
from kaifang.store.models import StoredFile, Task
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


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
    proof = read_proof(name, source)
    stored = files.put(proof.data, name=proof.name, media_type=proof.media_type)
    for one in _all(task):
        if one.sha256 == stored.sha256:
            return one
    content = {
        "sha256": stored.sha256,
        "name": proof.name,
        "size": len(proof.data),
        "media_type": proof.media_type,
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
