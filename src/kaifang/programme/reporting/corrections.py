"""Corrections 更正: every one that was asked for, with the cells before and after and its outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from kaifang.core.errors import KaifangError
from kaifang.facts.form_values import Given
from kaifang.packs.law import Law
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.cells import read
from kaifang.programme.reporting.duties import Duty, duty_of
from kaifang.programme.reporting.history import APPROVE, ASK, REFUSE, Filled, folded
from kaifang.programme.rights import Act, Actor, may
from kaifang.store.models import Submission, SubmissionEvent


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of a correction, what stood and what shall stand."""

    row: str
    before: Given | None
    after: Given


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction that was asked for; `outcome` is "" while it waits for a decision."""

    duty: Duty
    asked_at: datetime
    asked_by: str
    reason: str
    cells: tuple[CellChange, ...]
    outcome: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    why: str = ""


def corrections(actor: Actor, programme: Programme) -> list[Correction]:
    """All corrections that the actor may see, the latest on top."""
    law = programme.law
    asked = Submission.objects.filter(pack=law.id, events__kind=ASK).distinct()
    seen = [row for row in asked if may(actor, Act.SEE_INTERNAL, row.org, law.orgs)]
    prefetch_related_objects(seen, Prefetch("events", SubmissionEvent.objects.order_by("number")))
    found = [
        one
        for row in seen
        if (duty := _duty(law, row)) is not None
        for one in _of(duty, row.events.all())
    ]
    return sorted(found, key=lambda one: one.asked_at, reverse=True)


def _duty(law: Law, row: Submission) -> Duty | None:
    try:
        return duty_of(law, row.form, row.org, row.period)
    except KaifangError:  # of a form that the pack no longer has
        return None


def _of(duty: Duty, events: Iterable[SubmissionEvent]) -> Iterator[Correction]:
    earlier: list[SubmissionEvent] = []
    waiting: Correction | None = None
    for event in events:
        if event.kind == ASK:
            waiting = _asked(duty, folded(earlier), event)
        elif event.kind in (APPROVE, REFUSE) and waiting:
            yield _decided(waiting, event)
            waiting = None
        earlier.append(event)
    if waiting:
        yield waiting


def _asked(duty: Duty, sheet: Filled, event: SubmissionEvent) -> Correction:
    cells = tuple(
        CellChange(row, sheet.values.get(row), after)
        for row, after in read(event.content["cells"]).items()
    )
    return Correction(duty, event.at, event.who, event.reason, cells)


def _decided(asked: Correction, event: SubmissionEvent) -> Correction:
    why = event.reason if event.kind == REFUSE else ""
    return replace(asked, outcome=event.kind, decided_at=event.at, decided_by=event.who, why=why)
