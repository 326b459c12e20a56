"""Signing 签章: the sign-off sheet of a form, and the scan of the signed one kept by its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from kaifang.programme.opening import Programme
from kaifang.programme.people.naming import names_of
from kaifang.programme.proofs import read_proof
from kaifang.programme.reporting import acting
from kaifang.programme.reporting.acting import Saved, standing, take_step
from kaifang.programme.reporting.checked import hash_of
from kaifang.programme.reporting.duties import Duty, duty_of
from kaifang.programme.reporting.errors import NoSuchScan, NothingFilled
from kaifang.programme.reporting.history import ACCEPT, FILL, SIGN, SUBMIT, submission_of
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit, files
from kaifang.store.dossiers import Step
from kaifang.store.models import StoredFile, SubmissionEvent
from kaifang.store.writing import one_writer

KINDS = ("PDF", "PNG", "JPEG")


@dataclass(frozen=True, slots=True)
class Scan:
    """A signed sheet; `content` is the hash of the values that it was signed for."""

    sha256: str
    name: str
    size: int
    at: datetime
    who: str
    content: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """What is printed to be signed: who filled in and who checked, and what proves the values."""

    content: str
    head: str
    filled_by: tuple[str, ...]
    checked_by: tuple[str, ...]
    scans: tuple[Scan, ...]


def sign_off(actor: Actor, programme: Programme, form: str, org: str, period: str) -> SignOff:
    """The sign-off sheet of a form as it stands now.

    Raises: NotAllowed, UnknownForm, NotAsked, NoSuchDue.
    """
    duty = duty_of(programme.law, form, org, period)
    demand(actor, Act.SEE_INTERNAL, org, programme.law.orgs)
    events = list(_events(duty))
    names = names_of(one.who for one in events)
    filled = [names[one.who] for one in events if one.kind in (FILL, SUBMIT) and one.who]
    checked = [names[one.who] for one in events if one.kind == ACCEPT and one.who]
    content = hash_of(duty, standing(duty).values)
    return SignOff(
        content,
        audit.head().printed,
        tuple(dict.fromkeys(filled)),
        tuple(dict.fromkeys(checked)),
        scans_of(duty),
    )


def attach_scan(
    actor: Actor,
    programme: Programme,
    form: str,
    org: str,
    period: str,
    name: str,
    source: BinaryIO,
    expected_version: int,
) -> Saved:
    """Keep the scan of the signed sheet: PDF, PNG or JPEG; the same once more changes nothing.

    It belongs to the values that stand now. Raises: NotAllowed, NothingFilled, EvidenceTooLarge,
    EvidenceOfOtherKind, ChangedMeanwhile, UnknownForm, NotAsked, NoSuchDue.
    """
    law = programme.law
    duty = duty_of(law, form, org, period)
    is_for = acting.demand_filling(actor, law, org)
    sheet = standing(duty)
    if not sheet.version:
        raise NothingFilled(found=duty.title(law))
    proof = read_proof(name, source, KINDS)
    content, sha256 = hash_of(duty, sheet.values), hashlib.sha256(proof.data).hexdigest()
    if any((one.sha256, one.content) == (sha256, content) for one in scans_of(duty)):
        return Saved(sheet.version, sheet.state, sheet.level)
    kept = {"file": sha256, "name": proof.name, "size": len(proof.data), "hash": content}
    acting.demand_version(sheet, expected_version)
    own = acting.acting_org(actor, law, org)
    step = Step(SIGN, sheet.state, actor.user, own, "", {**kept, "for": is_for})
    with one_writer():
        files.put(proof.data, name=proof.name, media_type=proof.media_type)
        event = take_step(actor, law, duty, step, expected_version, after=kept)
    return Saved(event.number, sheet.state, sheet.level)


def scans_of(duty: Duty) -> tuple[Scan, ...]:
    """The scans of a form, the latest on top."""
    found = [_scan(one) for one in _events(duty) if one.kind == SIGN]
    return tuple(reversed(found))


def read_scan(
    actor: Actor, programme: Programme, form: str, org: str, period: str, sha256: str
) -> tuple[Scan, bytes]:
    """A scan and its bytes. Raises: NotAllowed, NoSuchScan, FileGone."""
    duty = duty_of(programme.law, form, org, period)
    demand(actor, Act.SEE_INTERNAL, org, programme.law.orgs)
    for one in scans_of(duty):
        if one.sha256 == sha256:
            return one, files.read(StoredFile.objects.get(pk=sha256))
    raise NoSuchScan(form=duty.title(programme.law), found=sha256)


def _scan(event: SubmissionEvent) -> Scan:
    said = event.content
    return Scan(said["file"], said["name"], said["size"], event.at, event.who, said["hash"])


def _events(duty: Duty) -> Iterator[SubmissionEvent]:
    submission = submission_of(duty.key)
    yield from submission.events.order_by("number") if submission else ()
