"""Agenda 待办: what an actor himself owes, what waits for his review or decision, how far all is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kaifang.core.period import Period
from kaifang.packs.law import Law
from kaifang.packs.schema.reporting import FormEntry
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.acting import closing_of
from kaifang.programme.reporting.clock import day_of
from kaifang.programme.reporting.due import SOON, Owed, Timeliness
from kaifang.programme.reporting.history import ACCEPTED, CORRECTING, DRAFT, RETURNED, SUBMITTED
from kaifang.programme.reporting.levels import may_review
from kaifang.programme.rights import Act, Actor, may
from kaifang.store.models import Closing


@dataclass(frozen=True, slots=True)
class FormProgress:
    """How far a form's period is: how many owe it, how many came in, in time, were accepted."""

    form: FormEntry
    period: Period
    owed: tuple[Owed, ...]
    closing: Closing | None

    @property
    def came_in(self) -> int:
        return sum(one.timeliness.is_in for one in self.owed)

    @property
    def in_time(self) -> int:
        return sum(one.timeliness is Timeliness.IN_TIME for one in self.owed)

    def count(self, state: str) -> int:
        """How many stand in a state."""
        return sum(one.state == state for one in self.owed)

    @property
    def missing(self) -> tuple[Owed, ...]:
        """Those not accepted, a correction of what was accepted left out."""
        return tuple(one for one in self.owed if one.state not in (ACCEPTED, CORRECTING))


def is_current(law: Law, owed: Owed) -> bool:
    """Whether it is time for a form: its period is over, or somebody has begun."""
    day = day_of(law)
    return bool(owed.state) or owed.duty.period.end <= day or owed.duty.due - SOON <= day


def to_fill(actor: Actor, programme: Programme, owed: Iterable[Owed]) -> list[Owed]:
    """What the actor's own organisations have still to send in, the first due on top."""
    law = programme.law
    found = [
        one
        for one in owed
        if one.state in ("", DRAFT, RETURNED)
        and is_current(law, one)
        and may(actor, Act.FILL, one.duty.org, law.orgs)
        and closing_of(one.duty.form.id, one.duty.period.code) is None
    ]
    return sorted(found, key=lambda one: one.duty.due)


def to_review(actor: Actor, programme: Programme, owed: Iterable[Owed]) -> list[Owed]:
    """What waits for the actor's review at its level, the first due on top."""
    law = programme.law
    found = [
        one
        for one in owed
        if one.state == SUBMITTED and may_review(actor, law, one.duty, one.level)
    ]
    return sorted(found, key=lambda one: one.duty.due)


def to_decide(actor: Actor, programme: Programme, owed: Iterable[Owed]) -> list[Owed]:
    """Corrections that the actor may approve or refuse."""
    law = programme.law
    return [
        one
        for one in owed
        if one.state == CORRECTING and may(actor, Act.APPROVE_CORRECTION, one.duty.org, law.orgs)
    ]


def progress_of(programme: Programme, owed: Iterable[Owed]) -> list[FormProgress]:
    """Form by form and period by period, as far as their time has come; the latest period on top."""
    grouped: dict[tuple[str, str], list[Owed]] = {}
    for one in owed:
        if is_current(programme.law, one):
            grouped.setdefault((one.duty.form.id, one.duty.period.code), []).append(one)
    found = [_progress(of) for of in grouped.values()]
    return sorted(found, key=lambda one: one.period.end, reverse=True)


def _progress(owed: list[Owed]) -> FormProgress:
    first = owed[0].duty
    closing = closing_of(first.form.id, first.period.code)
    return FormProgress(first.form, first.period, tuple(owed), closing)
