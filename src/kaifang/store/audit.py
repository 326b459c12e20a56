"""Audit 审计: append-only, hash-chained, with a head that is printed and later held against it.

Entries are numbered without gaps and each is sealed with the one before, so a changed, removed
or inserted entry shows. Whoever rewrites the whole chain is found by any head printed before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.store.errors import UnreadableHead
from kaifang.store.models import AuditEntry, AuditPerson
from kaifang.store.writing import one_writer

GENESIS = "0" * 64
_SHORT = 16


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain at some instant, as printed on notices: `128-3f9a…`."""

    number: int
    hash: str

    @property
    def printed(self) -> str:
        return f"{self.number}-{self.hash[:_SHORT]}"

    @classmethod
    def read(cls, text: str) -> Head:
        """Read a printed head. Raises: UnreadableHead."""
        number, _, digest = text.strip().partition("-")
        good = number.isdigit() and len(digest) >= _SHORT
        if not good or set(digest) - set("0123456789abcdef"):
            raise UnreadableHead(found=text)
        return cls(int(number), digest)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the chain at an entry: changed, missing, inserted, or another head."""

    kind: str
    number: int

    @property
    def says(self) -> Text:
        return message(f"audit.{self.kind}", number=self.number)


def record(
    act: str,
    subject: str,
    *,
    actor: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    person: Mapping[str, str] | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> AuditEntry:
    """Seal an act behind the last one; call it in the transaction of the act itself.

    `actor` is a user's number or name at login, `person` the personal data (name, address) that
    stays outside the seal. `using` names a database that is not the store's yet (a restore's).
    """
    with one_writer(using):
        last = AuditEntry.objects.using(using).order_by("-id").first()
        number, prev = (last.id + 1, last.hash) if last else (1, GENESIS)
        at = timezone.now()
        body = _canonical(number, at, act, subject, actor, before, after, reason)
        entry = AuditEntry(
            id=number,
            at=at,
            act=act,
            subject=subject,
            actor=actor,
            body=body,
            prev=prev,
            hash=seal(prev, body),
        )
        entry.save(using=using)
        if person:
            AuditPerson(entry=entry, content=dict(person)).save(using=using)
    return entry


def head() -> Head:
    """The chain's end now; number 0 of an empty chain."""
    last = AuditEntry.objects.order_by("-id").first()
    return Head(last.id, last.hash) if last else Head(0, GENESIS)


def verify(printed: Head | None = None, tell: Callable[[], None] = lambda: None) -> list[Fault]:
    """Every fault of the chain, and whether it still holds a head printed earlier.

    `tell` is called after each entry.
    """
    faults: list[Fault] = []
    prev, number = GENESIS, 0
    held = GENESIS if printed and printed.number == 0 else ""
    for entry in _entries():
        faults += _faults_at(entry, prev, number + 1)
        prev, number = entry.hash, entry.id
        if printed and printed.number == number:
            held = prev
        tell()
    if printed and not held.startswith(printed.hash):
        faults.append(Fault("other_head", printed.number))
    return faults


def seal(prev: str, body: str) -> str:
    """SHA-256 over the hash before and the body."""
    return hashlib.sha256(f"{prev}\n{body}".encode()).hexdigest()


def _faults_at(entry: AuditEntry, prev: str, expected: int) -> Iterator[Fault]:
    if entry.id > expected:
        yield Fault("missing", expected)
    elif entry.prev != prev:
        yield Fault("inserted", entry.id)
    body = json.loads(entry.body)
    columns = (entry.id, entry.act, entry.subject, entry.actor)
    told = (body["number"], body["act"], body["subject"], body["actor"])
    if seal(entry.prev, entry.body) != entry.hash or columns != told:
        yield Fault("changed", entry.id)


def _entries() -> Iterator[AuditEntry]:
    return AuditEntry.objects.order_by("id").iterator(chunk_size=5_000)


def _canonical(
    number: int,
    at: datetime,
    act: str,
    subject: str,
    actor: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    reason: str,
) -> str:
    content = {
        "number": number,
        "at": at.astimezone(UTC).isoformat(),
        "act": act,
        "subject": subject,
        "actor": actor,
        "before": before,
        "after": after,
        "reason": reason,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
