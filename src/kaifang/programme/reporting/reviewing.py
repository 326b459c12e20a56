"""Reviewing 审核: accept a form whole, or return single cells with a reason each; never edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaifang.core.statement import Authority
from kaifang.programme.opening import Programme
from kaifang.programme.reporting import acting, telling
from kaifang.programme.reporting.acting import Saved, standing, take_step
from kaifang.programme.reporting.checked import demand_rows
from kaifang.programme.reporting.clock import instant_of
from kaifang.programme.reporting.duties import Duty, duty_of
from kaifang.programme.reporting.errors import NotYourTurn, OwnFilling, RejectionUnexplained
from kaifang.programme.reporting.history import (
    ACCEPT,
    ACCEPTED,
    REJECT,
    RETURNED,
    SUBMITTED,
    Filled,
)
from kaifang.programme.reporting.levels import level_org, levels_of, may_review, next_level
from kaifang.programme.reporting.recording import record_cells
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store.dossiers import Step
from kaifang.store.models import SubmissionEvent
from kaifang.store.writing import one_writer


def accept(
    actor: Actor, programme: Programme, form: str, org: str, period: str, expected_version: int
) -> Saved:
    """Accept a form at the level whose turn it is.

    The first level records its values as reported, the last as verified; of an invented place
    they stay a demo's.

    Raises: NotAllowed, NotYourTurn, OwnFilling, ChangedMeanwhile, PeriodClosed, UnknownForm,
    NotAsked, NoSuchDue.
    """
    law = programme.law
    duty = duty_of(law, form, org, period)
    sheet = _demand_turn(actor, programme, duty, expected_version)
    after = next_level(law, duty, sheet.level)
    state = SUBMITTED if after else ACCEPTED
    changes: dict[str, Any] = {"level": after}
    if not after:
        changes["accepted_at"] = instant_of(law)
    content = {"level": sheet.level, "next": after}
    own = acting.acting_org(actor, law, org)
    step = Step(ACCEPT, state, actor.user, own, "", content, changes)
    with one_writer():
        acting.demand_open(law, duty)
        event = take_step(actor, law, duty, step, expected_version, after=content)
        _record(actor, programme, duty, sheet, event)
        telling.accepted(law, duty, event, level_org(law, after, org) if after else "", actor)
    return Saved(event.number, state, after)


def reject(
    actor: Actor,
    programme: Programme,
    form: str,
    org: str,
    period: str,
    cells: Mapping[str, str],
    expected_version: int,
) -> Saved:
    """Return single cells, by row with the reason of each; only these unlock.

    Raises: what `accept` raises, and RejectionUnexplained, UnknownCell.
    """
    law = programme.law
    duty = duty_of(law, form, org, period)
    sheet = _demand_turn(actor, programme, duty, expected_version)
    demand_rows(duty, cells)
    reasons = {row: reason.strip() for row, reason in cells.items()}
    if not reasons or not all(reasons.values()):
        raise RejectionUnexplained(found=duty.title(law))
    content = {"level": sheet.level, "cells": reasons}
    own = acting.acting_org(actor, law, org)
    step = Step(REJECT, RETURNED, actor.user, own, "", content, {"level": ""})
    with one_writer():
        acting.demand_open(law, duty)
        event = take_step(actor, law, duty, step, expected_version, after=content)
        telling.rejected(law, duty, event, len(reasons), actor)
    return Saved(event.number, RETURNED, "", len(reasons))


def _demand_turn(actor: Actor, programme: Programme, duty: Duty, expected: int) -> Filled:
    """What stands on a form that this actor may judge now."""
    law = programme.law
    demand(actor, Act.REVIEW, duty.org, law.orgs)
    sheet = standing(duty)
    acting.demand_version(sheet, expected)
    if sheet.state != SUBMITTED or not may_review(actor, law, duty, sheet.level):
        raise NotYourTurn(found=duty.title(law), expected=telling.standing_text(sheet))
    if actor.user in sheet.fillers and not actor.solo:
        raise OwnFilling(found=duty.title(law))
    return sheet


def _record(
    actor: Actor, programme: Programme, duty: Duty, sheet: Filled, event: SubmissionEvent
) -> None:
    levels = levels_of(programme.law, duty.form, duty.org)
    if not event.content["next"]:
        record_cells(actor, programme.law, duty, event, sheet.values, Authority.VERIFIED)
    elif sheet.level == levels[0]:
        record_cells(actor, programme.law, duty, event, sheet.values, Authority.REPORTED)
