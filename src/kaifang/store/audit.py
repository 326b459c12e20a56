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
_LONGEST = 18  # digits of a number that the database can hold


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
        number, _, digest = text.strip().lower().partition("-")
        good = number.isdecimal() and len(number) <= _LONGEST and len(digest) >= _SHORT
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


@dataclass(frozen=True, slots=True)
class ChainProgress:
    """How far a verification has come: behind which entry, with which faults.

    `held` is whether the printed head was met on the way; `ended` that nothing is left.
    """

    number: int = 0
    hash: str = GENESIS
    faults: tuple[Fault, ...] = ()
    held: bool = False
    ended: bool = False


def verify(printed: Head | None = None, tell: Callable[[], None] = lambda: None) -> list[Fault]:
    """Every fault of the chain, and whether it still holds a head printed earlier.

    `tell` is called after each entry.
    """
    return list(go_on(ChainProgress(), printed, tell=tell).faults)


def go_on(
    walk: ChainProgress,
    printed: Head | None = None,
    most: int | None = None,
    tell: Callable[[], None] = lambda: None,
) -> ChainProgress:
    """Verify the next entries of the chain, `most` of them or all that are left."""
    faults, prev, number, met = list(walk.faults), walk.hash, walk.number, walk.held
    met = met or _is_met(printed, number, prev)
    if not number:
        faults += _before_all()
    count = 0
    for entry in _entries(number, most):
        faults += _faults_at(entry, prev, number + 1)
        prev, number, count = entry.hash, _number_of(entry, number + 1), count + 1
        met = met or _is_met(printed, number, prev)
        tell()
    ended = most is None or count < most
    if ended and printed and not met:
        faults.append(Fault("other_head", printed.number))
    return ChainProgress(number, prev, tuple(faults), met, ended)


def seal(prev: str, body: str) -> str:
    """SHA-256 over the hash before and the body."""
    return hashlib.sha256(f"{prev}\n{body}".encode()).hexdigest()


def _is_met(printed: Head | None, number: int, hash: str) -> bool:
    return printed is not None and printed.number == number and hash.startswith(printed.hash)


def _before_all() -> Iterator[Fault]:
    """Entries that nobody comes by: the chain is numbered from 1."""
    for number in AuditEntry.objects.exclude(id__gt=0).order_by("id").values_list("id", flat=True):
        yield Fault("inserted", number)


def _number_of(entry: AuditEntry, expected: int) -> int:
    """Its number; on SQLite somebody may have put a text there, which stands behind all."""
    return entry.id if type(entry.id) is int else expected


def _faults_at(entry: AuditEntry, prev: str, expected: int) -> Iterator[Fault]:
    number = _number_of(entry, expected)
    if number > expected:
        yield Fault("missing", expected)
    elif entry.prev != prev:
        yield Fault("inserted", number)
    if seal(entry.prev, entry.body) != entry.hash or not _is_as_sealed(entry):
        yield Fault("changed", number)


def _is_as_sealed(entry: AuditEntry) -> bool:
    """Whether the columns, which lists and filters read, say what the sealed body says."""
    body = content_of(entry.body)
    # what is no time is none at all to whoever reads it
    at = entry.at.astimezone(UTC).isoformat() if entry.at else None
    columns = (entry.id, at, entry.act, entry.subject, entry.actor)
    return columns == tuple(body.get(name) for name in ("number", "at", "act", "subject", "actor"))


def content_of(body: str) -> dict[str, Any]:
    """What a sealed body says; nothing where somebody made it unreadable."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _entries(after: int, most: int | None) -> Iterator[AuditEntry]:
    rows = AuditEntry.objects.filter(id__gt=after).order_by("id")
    return (rows if most is None else rows[:most]).iterator(chunk_size=5_000)


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
