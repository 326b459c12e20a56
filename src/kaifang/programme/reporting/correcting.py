"""Correcting 更正: what was accepted or closed changes by request, reason and another's approval."""

from __future__ import annotations

from kaifang.core.statement import Authority
from kaifang.programme.opening import Programme
from kaifang.programme.reporting import acting, telling
from kaifang.programme.reporting.acting import Saved, closing_of, standing, take_step
from kaifang.programme.reporting.cells import changed, kept
from kaifang.programme.reporting.checked import demand_rows, demand_sound, hash_of
from kaifang.programme.reporting.clock import instant_of
from kaifang.programme.reporting.duties import Duty, duty_of
from kaifang.programme.reporting.errors import (
    CorrectionUnderWay,
    CorrectionUnexplained,
    NoCorrectionAsked,
    NothingChanged,
    NothingToCorrect,
    OwnCorrection,
)
from kaifang.programme.reporting.filling import Changes, was_submitted
from kaifang.programme.reporting.history import (
    ACCEPTED,
    APPROVE,
    ASK,
    CORRECTING,
    REFUSE,
    Filled,
)
from kaifang.programme.reporting.levels import level_org, levels_of
from kaifang.programme.reporting.recording import record_cells
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store.dossiers import Step
from kaifang.store.models import SubmissionEvent
from kaifang.store.writing import one_writer


def ask_correction(
    actor: Actor,
    programme: Programme,
    form: str,
    org: str,
    period: str,
    changes: Changes,
    reason: str,
    expected_version: int,
) -> Saved:
    """Ask that cells of an accepted form, or of a closed period, be changed.

    The new values pass the same checks as the form; nothing moves before they are approved.

    Raises: NotAllowed, NothingToCorrect, CorrectionUnderWay, CorrectionUnexplained,
    NothingChanged, FormRefused, ChangedMeanwhile, UnknownCell, UnknownForm, NotAsked, NoSuchDue.
    """
    law = programme.law
    duty = duty_of(law, form, org, period)
    demand(actor, Act.CORRECT, org, law.orgs)
    demand_rows(duty, changes)
    sheet = standing(duty)
    acting.demand_version(sheet, expected_version)
    fresh = changed(sheet.values, changes)
    _demand_correctable(programme, duty, sheet, fresh, reason)
    demand_sound(programme, duty, Filled(), {**sheet.values, **fresh})
    before = {row: sheet.values[row] for row in fresh if row in sheet.values}
    own = acting.acting_org(actor, law, org)
    step = Step(ASK, CORRECTING, actor.user, own, reason.strip(), {"cells": kept(fresh)})
    with one_writer():
        sealed = {"before": {"cells": kept(before)}, "after": {"cells": kept(fresh)}}
        event = take_step(actor, law, duty, step, expected_version, **sealed)
        judge = level_org(law, levels_of(law, duty.form, org)[-1], org)
        telling.correction_asked(law, duty, event, judge, actor)
    return Saved(event.number, CORRECTING, "", len(fresh))


def approve_correction(
    actor: Actor, programme: Programme, form: str, org: str, period: str, expected_version: int
) -> Saved:
    """Approve what was asked for: revisions are recorded with its reason, earlier ones stay.

    What was shown before is seen as it was with `seen_at`. A form that was never submitted comes
    in with its correction.

    Raises: NotAllowed, NoCorrectionAsked, OwnCorrection, ChangedMeanwhile, UnknownForm,
    NotAsked, NoSuchDue.
    """
    law = programme.law
    duty = duty_of(law, form, org, period)
    sheet = _demand_asked(actor, programme, duty, expected_version)
    values = {**sheet.values, **sheet.asked}
    content = {"cells": kept(sheet.asked), "hash": hash_of(duty, values)}
    now = instant_of(law)
    changes = {"content": content["hash"], "level": "", "accepted_at": now}
    changes |= {} if was_submitted(duty) else {"submitted_at": now}
    own = acting.acting_org(actor, law, org)
    step = Step(APPROVE, ACCEPTED, actor.user, own, sheet.asked_why, content, changes)
    with one_writer():
        sealed = {"before": {"asked_by": sheet.asked_by}, "after": {"cells": kept(sheet.asked)}}
        event = take_step(actor, law, duty, step, expected_version, **sealed)
        _record(actor, programme, duty, sheet, event)
        telling.corrected(law, duty, event, actor)
    return Saved(event.number, ACCEPTED, "", len(sheet.asked))


def refuse_correction(
    actor: Actor,
    programme: Programme,
    form: str,
    org: str,
    period: str,
    reason: str,
    expected_version: int,
) -> Saved:
    """Refuse a correction with a reason; everything stays as it was.

    Raises: what `approve_correction` raises, and CorrectionUnexplained.
    """
    law = programme.law
    duty = duty_of(law, form, org, period)
    sheet = _demand_asked(actor, programme, duty, expected_version)
    if not reason.strip():
        raise CorrectionUnexplained(found=duty.title(law))
    own = acting.acting_org(actor, law, org)
    step = Step(REFUSE, sheet.state_before, actor.user, own, reason.strip())
    with one_writer():
        event = take_step(actor, law, duty, step, expected_version)
        telling.correction_refused(law, duty, event, actor)
    return Saved(event.number, sheet.state_before)


def _demand_correctable(
    programme: Programme, duty: Duty, sheet: Filled, fresh: Changes, reason: str
) -> None:
    title = duty.title(programme.law)
    if sheet.state == CORRECTING:
        raise CorrectionUnderWay(found=title)
    if sheet.state != ACCEPTED and closing_of(duty.form.id, duty.period.code) is None:
        raise NothingToCorrect(found=title)
    if not reason.strip():
        raise CorrectionUnexplained(found=title)
    if not fresh:
        raise NothingChanged(found=title)


def _demand_asked(actor: Actor, programme: Programme, duty: Duty, expected: int) -> Filled:
    law = programme.law
    demand(actor, Act.APPROVE_CORRECTION, duty.org, law.orgs)
    sheet = standing(duty)
    acting.demand_version(sheet, expected)
    if sheet.state != CORRECTING:
        raise NoCorrectionAsked(found=duty.title(law))
    if actor.user == sheet.asked_by and not actor.solo:
        raise OwnCorrection(found=duty.title(law))
    return sheet


def _record(
    actor: Actor, programme: Programme, duty: Duty, sheet: Filled, event: SubmissionEvent
) -> None:
    """The corrected cells; all of them where the form had never been accepted."""
    was_accepted = sheet.state_before == ACCEPTED
    values = sheet.asked if was_accepted else {**sheet.values, **sheet.asked}
    record_cells(actor, programme.law, duty, event, values, Authority.VERIFIED)
