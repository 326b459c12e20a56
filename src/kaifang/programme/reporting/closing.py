"""Closing 关账: a form's period is shut, and what changes afterwards is a correction."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from kaifang.programme.opening import Programme
from kaifang.programme.reporting.acting import closing_of
from kaifang.programme.reporting.duties import duties, form_named
from kaifang.programme.reporting.errors import ClosingUnexplained, NoSuchDue, StillUnderReview
from kaifang.programme.reporting.history import SETTLED, SUBMITTED
from kaifang.programme.reporting.telling import listed
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.models import Closing, Submission
from kaifang.store.writing import data_version, one_writer

__all__ = ["Closed", "close", "closing_of"]


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed period, and the organisations whose form was never accepted."""

    closing: Closing
    missing: tuple[str, ...]


def close(actor: Actor, programme: Programme, form: str, period: str, reason: str = "") -> Closed:
    """Close a form's period for all who owe it; closing it again changes nothing.

    Forms under review come first: they are accepted or returned. Where forms are missing, a
    reason says why it is closed all the same.

    Raises: NotAllowed, UnknownForm, NoSuchDue, StillUnderReview, ClosingUnexplained.
    """
    law = programme.law
    demand(actor, Act.CLOSE, law.head.org or "", law.orgs)
    entry = form_named(law, form)
    owed = list(duties(law, form, period))
    if not owed:
        known = ", ".join(one.period.code for one in law.calendars[entry.calendar].due)
        raise NoSuchDue(form=entry.name.text, found=period, expected=known)
    code = owed[0].period.code
    with one_writer():
        states = dict(Submission.objects.filter(form=form, period=code).values_list("org", "state"))
        missing = tuple(one.org for one in owed if states.get(one.org) not in SETTLED)
        if earlier := closing_of(form, code):
            return Closed(earlier, missing)
        waiting = [law.orgs[one.org].name for one in owed if states.get(one.org) == SUBMITTED]
        if waiting:
            raise StillUnderReview(found=listed(waiting))
        if missing and not reason.strip():
            raise ClosingUnexplained(found=listed([law.orgs[org].name for org in missing]))
        return Closed(_closed(actor, programme, form, code, reason, missing), missing)


def _closed(
    actor: Actor,
    programme: Programme,
    form: str,
    period: str,
    reason: str,
    missing: tuple[str, ...],
) -> Closing:
    closing: Closing = Closing.objects.create(
        form=form,
        period=period,
        at=timezone.now(),
        who=actor.user,
        reason=reason.strip(),
        pack_hash=programme.law.hash,
        data_version=data_version(),
    )
    audit.record(
        "close",
        f"form:{form}:{period}",
        actor=actor.user,
        after={"missing": list(missing), "data_version": closing.data_version},
        reason=reason.strip(),
        person=actor.told,
    )
    return closing
