"""Rulings 裁定 as they are recorded: events of the pair itself, which the province alone reads.

The cases only learn that they were merged or separated: what the other one is stands nowhere in
them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kaifang.core.bilingual import Text
from kaifang.core.errors import nearest
from kaifang.core.messages import message
from kaifang.programme.duplicates.errors import UnknownVerdict
from kaifang.store import events
from kaifang.store.events import RecordedEvent


class Verdict(StrEnum):
    """What is made of two cases."""

    DISTINCT = "distinct"
    MERGE = "merge"
    SEPARATE = "separate"

    @property
    def label(self) -> Text:
        return message(f"duplicates.verdict.{self.value}")


def verdict_named(name: str) -> Verdict:
    """A verdict by its word. Raises: UnknownVerdict."""
    known = [one.value for one in Verdict]
    if name not in known:
        raise UnknownVerdict(found=name, expected=", ".join(known), near=nearest(name, known))
    return Verdict(name)


@dataclass(frozen=True, slots=True)
class DuplicateRuling:
    """A ruling on two cases; `kept` and `gone` where one was merged into the other.

    reasons: why they were suspected when it fell. by: the number of who ruled.
    """

    pair: str
    verdict: Verdict
    cases: tuple[str, str]
    kept: str
    gone: str
    reason: str
    reasons: tuple[str, ...]
    by: str
    at: datetime
    recorded_at: datetime
    number: int


def pair_id(one: str, other: str) -> str:
    """How two cases are named together, whichever comes first."""
    named = "\n".join(sorted((one, other)))
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def rulings_process(process: str) -> str:
    """Under which name the rulings on cases of a process are recorded: no process of a pack."""
    return f"{process}:duplicates"


def rulings(process: str) -> list[DuplicateRuling]:
    """All rulings on cases of a process, the first one first."""
    return [_ruling(one) for one in events.recorded(rulings_process(process))]


def merged_into(fallen: Iterable[DuplicateRuling]) -> dict[str, str]:
    """Into which case each merged one went, by the rulings that stand."""
    into: dict[str, str] = {}
    for one in fallen:
        if one.verdict is Verdict.MERGE:
            into[one.gone] = one.kept
        elif one.verdict is Verdict.SEPARATE and into.get(one.gone) == one.kept:
            del into[one.gone]
    return into


def survivor(into: dict[str, str], case: str) -> str:
    """The case in which another counts now: itself, where it was merged into none."""
    met = {case}
    while case in into and into[case] not in met:
        case = into[case]
        met.add(case)
    return case


def _ruling(found: RecordedEvent) -> DuplicateRuling:
    event, data = found.event, found.event.data
    at = event.occurred_at
    return DuplicateRuling(
        pair=event.case,
        verdict=Verdict(event.type),
        cases=(data["one"], data["other"]),
        kept=data.get("kept", ""),
        gone=data.get("gone", ""),
        reason=data["reason"],
        reasons=tuple(data.get("reasons", ())),
        by=event.actor,
        at=at if isinstance(at, datetime) else datetime.fromisoformat(at),
        recorded_at=found.recorded_at,
        number=found.number,
    )
