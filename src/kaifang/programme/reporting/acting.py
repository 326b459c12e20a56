"""What every act on a form needs: the right to fill it in, and that its period is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from kaifang.packs.law import Law
from kaifang.programme.reporting.clock import day_of
from kaifang.programme.reporting.duties import Duty
from kaifang.programme.reporting.errors import FormExpired, PeriodClosed
from kaifang.programme.reporting.history import Filled, filled, submission_of
from kaifang.programme.rights import Act, Actor, demand, may
from kaifang.store import audit
from kaifang.store.dossiers import Step, add_event, open_dossier
from kaifang.store.errors import ChangedMeanwhile
from kaifang.store.models import Closing, Submission, SubmissionEvent


@dataclass(frozen=True, slots=True)
class Saved:
    """What an act came to: the version to go on from, and how many cells it changed."""

    version: int
    state: str
    level: str = ""
    changed: int = 0


def standing(duty: Duty) -> Filled:
    """What stands on a duty's form now."""
    return filled(submission_of(duty.key))


def demand_filling(actor: Actor, law: Law, org: str) -> bool:
    """Whether the actor fills in for a subordinate 代填; his own is no filling in for another.

    Raises: NotAllowed.
    """
    if may(actor, Act.FILL, org, law.orgs):
        return False
    if may(actor, Act.FILL_FOR, org, law.orgs):
        return True
    demand(actor, Act.FILL, org, law.orgs)
    return False


def demand_version(sheet: Filled, expected: int) -> None:
    """Refuse to act on what has changed meanwhile. Raises: ChangedMeanwhile."""
    if sheet.version != expected:
        raise ChangedMeanwhile(found=sheet.version, expected=expected)


def demand_valid(law: Law, duty: Duty) -> None:
    """Refuse a form whose approval has run out. Raises: FormExpired."""
    if day_of(law) > duty.form.valid_until:
        raise FormExpired(form=duty.form.name.text, expected=duty.form.valid_until.isoformat())


def closing_of(form: str, period: str) -> Closing | None:
    """When and by whom a form's period was closed; None while it is open."""
    found: Closing | None = Closing.objects.filter(form=form, period=period).first()
    return found


def closings() -> dict[tuple[str, str], Closing]:
    """All closed periods at once, by form and period."""
    return {(one.form, one.period): one for one in Closing.objects.all()}


def demand_open(law: Law, duty: Duty) -> None:
    """Refuse what would change a closed period. Raises: PeriodClosed."""
    if closing_of(duty.form.id, duty.period.code):
        raise PeriodClosed(found=duty.title(law))


def take_step(
    actor: Actor, law: Law, duty: Duty, step: Step, expected: int, **sealed: Any
) -> SubmissionEvent:
    """Add a step to a duty's dossier and seal it in the audit, both or neither.

    Call it inside `one_writer`. Raises: ChangedMeanwhile.
    """
    dossier = open_dossier(Submission, duty.key, "draft", who=actor.user, pack=law.id)
    event = cast("SubmissionEvent", add_event(dossier, step, expected))
    audit.record(
        step.kind,
        duty.subject,
        actor=actor.user,
        before=sealed.get("before"),
        after={"version": event.number, "state": step.state, **sealed.get("after", {})},
        reason=step.reason,
        person=actor.told,
    )
    return event


def acting_org(actor: Actor, law: Law, org: str) -> str:
    """The organisation that an actor acts for: the form's own, or the nearest one above it."""
    held = {post.org for post in actor.posts}
    above = [one.id for one in law.orgs if one.id in held and law.orgs.is_within(org, one.id)]
    return above[-1] if above else org
