"""Agenda 待办: what an actor himself owes, what waits for his review or decision, how far all is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kaifang.core.period import Period
from kaifang.packs.law import Law
from kaifang.packs.schema.reporting import FormEntry
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.acting import closings
from kaifang.programme.reporting.clock import day_of
from kaifang.programme.reporting.due import SOON, Owed, Timeliness
from kaifang.programme.reporting.history import (
    ASK,
    CORRECTING,
    DRAFT,
    FILL,
    RETURNED,
    SETTLED,
    SUBMIT,
    SUBMITTED,
)
from kaifang.programme.reporting.levels import may_review
from kaifang.programme.rights import Act, Actor, may
from kaifang.store.models import Closing, SubmissionEvent


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
        return tuple(one for one in self.owed if one.state not in SETTLED)


def is_current(law: Law, owed: Owed) -> bool:
    """Whether it is time for a form: its period is over, or somebody has begun."""
    day = day_of(law)
    return bool(owed.state) or owed.duty.period.end <= day or owed.duty.due - SOON <= day


def to_fill(actor: Actor, programme: Programme, owed: Iterable[Owed]) -> list[Owed]:
    """What the actor's own organisations have still to send in, the first due on top."""
    law, closed = programme.law, closings()
    found = [
        one
        for one in owed
        if one.state in ("", DRAFT, RETURNED)
        and is_current(law, one)
        and may(actor, Act.FILL, one.duty.org, law.orgs)
        and one.duty.form_and_period not in closed
    ]
    return sorted(found, key=lambda one: one.duty.due)


def to_review(actor: Actor, programme: Programme, owed: Iterable[Owed]) -> list[Owed]:
    """What waits for the actor's review at its level, the first due on top.

    What he filled in himself waits for a colleague.
    """
    law, own = programme.law, _filled_by(actor)
    found = [
        one
        for one in owed
        if one.state == SUBMITTED
        and may_review(actor, law, one.duty, one.level)
        and _key(one) not in own
    ]
    return sorted(found, key=lambda one: one.duty.due)


def to_decide(actor: Actor, programme: Programme, owed: Iterable[Owed]) -> list[Owed]:
    """Corrections that the actor may approve or refuse: those that somebody else asked for."""
    law, own = programme.law, _asked_by(actor)
    return [
        one
        for one in owed
        if one.state == CORRECTING
        and may(actor, Act.APPROVE_CORRECTION, one.duty.org, law.orgs)
        and _key(one) not in own
    ]


def progress_of(programme: Programme, owed: Iterable[Owed]) -> list[FormProgress]:
    """Form by form and period by period, as far as their time has come; the latest period on top."""
    grouped: dict[tuple[str, str], list[Owed]] = {}
    for one in owed:
        if is_current(programme.law, one):
            grouped.setdefault(one.duty.form_and_period, []).append(one)
    closed = closings()
    found = [_progress(of, closed.get(key)) for key, of in grouped.items()]
    return sorted(found, key=lambda one: one.period.end, reverse=True)


def _progress(owed: list[Owed], closing: Closing | None) -> FormProgress:
    first = owed[0].duty
    return FormProgress(first.form, first.period, tuple(owed), closing)


Key = tuple[str, str, str]


def _key(owed: Owed) -> Key:
    duty = owed.duty
    return duty.form.id, duty.org, duty.period.code


def _filled_by(actor: Actor) -> set[Key]:
    """Forms under review that an actor filled in himself; alone he reviews them all the same."""
    if actor.solo:
        return set()
    steps = SubmissionEvent.objects.filter(
        dossier__state=SUBMITTED, kind__in=(FILL, SUBMIT), who=actor.user
    )
    return set(steps.values_list("dossier__form", "dossier__org", "dossier__period"))


def _asked_by(actor: Actor) -> set[Key]:
    """Forms whose correction now waiting an actor asked for himself."""
    if actor.solo:
        return set()
    steps = SubmissionEvent.objects.filter(dossier__state=CORRECTING, kind=ASK).order_by("number")
    told = steps.values_list("dossier__form", "dossier__org", "dossier__period", "who")
    last = {(form, org, period): who for form, org, period, who in told}
    return {key for key, who in last.items() if who == actor.user}
