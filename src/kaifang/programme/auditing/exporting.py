"""The audit leaves the house: a range of entries that an outsider can verify by himself.

Each entry carries its sealed body, its hash and the one before: SHA-256 of `prev`, a line feed and
`body` is `hash`. Personal data stand beside the body, since they are outside the seal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from django.utils import timezone

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.exchange.tables import Cell, Column, Table, write_csv
from kaifang.programme.auditing.reading import AuditFilter, chosen, personal_of
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.audit import Head
from kaifang.store.models import AuditEntry
from kaifang.store.reading import one_instant

FORMATS = ("csv", "jsonl")
FIELDS = ("number", "at", "act", "subject", "actor", "name", "address", "prev", "hash", "body")
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class AuditExport:
    """A file with a range of the chain; `ends` is its last entry as a head, `head` the chain's."""

    content: bytes
    count: int
    ends: Head
    head: Head


def export(actor: Actor, wanted: AuditFilter, format: str = "csv", lang: str = "zh") -> AuditExport:
    """Write the entries of a range, the first one first, with the printed head at the foot.

    Of the filter only days and numbers count: a chain with gaps proves nothing.
    Raises: NotAllowed.
    """
    demand(actor, Act.READ_AUDIT)
    range = replace(wanted, act="", subject="", person="")
    with one_instant():
        rows = list(_rows(range))
        head = audit.head()
    ends = Head(rows[-1]["number"], rows[-1]["hash"]) if rows else Head(0, audit.GENESIS)
    foot = message("audit.foot", head=head.printed, ends=ends.printed, count=len(rows))
    taken = message("table.watermark", name=actor.name or "—", at=_now())
    if format == "csv":
        content = _csv(rows, foot, taken, lang)
    else:
        last = {"head": head.printed, "ends": ends.printed, "count": len(rows)}
        content = _jsonl(rows, {**last, "says": foot.in_(lang), "taken": taken.in_(lang)})
    return AuditExport(content, len(rows), ends, head)


def _rows(wanted: AuditFilter) -> Iterator[dict[str, Any]]:
    asked, number = chosen(wanted).order_by("id"), -1
    while part := list(asked.filter(id__gt=number)[:_CHUNK]):
        personal = personal_of(part)
        yield from (_row(entry, personal.get(entry.id, {})) for entry in part)
        number = part[-1].id


def _row(entry: AuditEntry, personal: dict[str, str]) -> dict[str, Any]:
    return {
        "number": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(),
        "act": entry.act,
        "subject": entry.subject,
        "actor": entry.actor,
        "name": personal.get("name", ""),
        "address": personal.get("address", ""),
        "prev": entry.prev,
        "hash": entry.hash,
        "body": entry.body,
    }


def _csv(rows: list[dict[str, Any]], foot: Text, taken: Text, lang: str) -> bytes:
    columns = [Column(name, message(f"audit.column.{name}")) for name in FIELDS]
    cells = [[Cell(str(row[name])) for name in FIELDS] for row in rows]
    table = Table("audit", message("audit.title"), columns, cells, foot, watermark=taken)
    return write_csv(table, lang)


def _jsonl(rows: list[dict[str, Any]], last: dict[str, Any]) -> bytes:
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in (*rows, last)).encode()


def _now() -> str:
    return f"{timezone.localtime():%Y-%m-%d %H:%M}"
