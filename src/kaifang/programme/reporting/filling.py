"""Filling 填报: drafts saved cell by cell, forms submitted whole; page and workbook alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaifang.facts.form_values import Given
from kaifang.programme.opening import Programme
from kaifang.programme.reporting import acting, telling
from kaifang.programme.reporting.acting import Saved, standing, take_step
from kaifang.programme.reporting.cells import changed, kept
from kaifang.programme.reporting.checked import demand_rows, demand_sound, hash_of
from kaifang.programme.reporting.clock import day_of, instant_of
from kaifang.programme.reporting.duties import Duty, duty_of
from kaifang.programme.reporting.errors import CellLocked, NothingFilled, PeriodNotOver
from kaifang.programme.reporting.history import (
    DRAFT,
    FILL,
    RETURNED,
    SUBMIT,
    SUBMITTED,
    Filled,
    submission_of,
)
from kaifang.programme.reporting.levels import level_org, levels_of
from kaifang.programme.rights import Actor
from kaifang.store.dossiers import Step
from kaifang.store.writing import one_writer

Changes = Mapping[str, Given]
"""New values by the key of the row (`FormRow.key`), in the unit of the row."""


def save_draft(
    actor: Actor,
    programme: Programme,
    form: str,
    org: str,
    period: str,
    changes: Changes,
    expected_version: int,
) -> Saved:
    """Keep what was typed into unlocked cells, unchecked; what says nothing new is no change.

    `expected_version` is the version that the person had before him, 0 of a form nobody began.
    Whoever is told that it changed meanwhile loads it again and saves the same changes.

    Raises: NotAllowed, UnknownForm, NotAsked, NoSuchDue, UnknownCell, ChangedMeanwhile,
    CellLocked, PeriodClosed, FormExpired.
    """
    law = programme.law
    duty = duty_of(law, form, org, period)
    is_for = acting.demand_filling(actor, law, org)
    demand_rows(duty, changes)
    sheet = standing(duty)
    fresh = changed(sheet.values, changes)
    if not fresh:
        return Saved(sheet.version, sheet.state, sheet.level)
    _demand_unlocked(programme, duty, sheet, fresh, expected_version)
    content = {"cells": kept(fresh), "for": is_for}
    step = _step(actor, programme, duty, FILL, sheet.state, content)
    with one_writer():
        acting.demand_open(law, duty)
        event = take_step(actor, law, duty, step, expected_version, **_sealed(sheet, fresh, is_for))
    return Saved(event.number, sheet.state, "", len(fresh))


def submit(
    actor: Actor,
    programme: Programme,
    form: str,
    org: str,
    period: str,
    changes: Changes,
    expected_version: int,
) -> Saved:
    """Submit what stands on the form with some last changes; all or nothing.

    It goes to the first level of review, again so after cells were returned. Submitting the same
    content once more changes nothing.

    Raises: what `save_draft` raises, and FormRefused with everything that is wrong, NothingFilled,
    PeriodNotOver.
    """
    law = programme.law
    duty = duty_of(law, form, org, period)
    is_for = acting.demand_filling(actor, law, org)
    demand_rows(duty, changes)
    sheet = standing(duty)
    fresh = changed(sheet.values, changes)
    if not fresh and sheet.state not in (DRAFT, RETURNED):
        return Saved(sheet.version, sheet.state, sheet.level)
    _demand_unlocked(programme, duty, sheet, fresh, expected_version)
    values = {**sheet.values, **fresh}
    _demand_due(programme, duty, values)
    demand_sound(programme, duty, sheet, values)
    step = _submission(actor, programme, duty, fresh, values, is_for=is_for)
    with one_writer():
        acting.demand_open(law, duty)
        event = take_step(actor, law, duty, step, expected_version, **_sealed(sheet, fresh, is_for))
        level = str(step.changes["level"])
        telling.submitted(law, duty, event, level_org(law, level, org), actor)
    return Saved(event.number, SUBMITTED, level, len(fresh))


def _demand_unlocked(
    programme: Programme, duty: Duty, sheet: Filled, fresh: Changes, expected: int
) -> None:
    acting.demand_valid(programme.law, duty)
    acting.demand_version(sheet, expected)
    acting.demand_open(programme.law, duty)
    locked = [row for row in fresh if not sheet.is_unlocked(row)]
    if locked:
        names = [programme.law.indicator(row.partition(":")[0]).name.text for row in locked]
        raise CellLocked(found=telling.listed(names), form=duty.title(programme.law))


def _demand_due(programme: Programme, duty: Duty, values: Changes) -> None:
    if day_of(programme.law) < duty.period.end:
        raise PeriodNotOver(found=duty.title(programme.law), expected=duty.period.end.isoformat())
    if not any(one.value is not None or one.reason.strip() for one in values.values()):
        raise NothingFilled(found=duty.title(programme.law))


def _submission(
    actor: Actor,
    programme: Programme,
    duty: Duty,
    fresh: Changes,
    values: Changes,
    *,
    is_for: bool,
) -> Step:
    level, content = levels_of(programme.law, duty.form, duty.org)[0], hash_of(duty, values)
    told = {"cells": kept(fresh), "for": is_for, "hash": content, "level": level}
    changes: dict[str, Any] = {"level": level, "content": content}
    known = submission_of(duty.key)
    if known is None or known.submitted_at is None:
        changes["submitted_at"] = instant_of(programme.law)
    return _step(actor, programme, duty, SUBMIT, SUBMITTED, told, changes)


def _step(
    actor: Actor,
    programme: Programme,
    duty: Duty,
    kind: str,
    state: str,
    content: Mapping[str, Any],
    changes: Mapping[str, Any] | None = None,
) -> Step:
    own = acting.acting_org(actor, programme.law, duty.org)
    return Step(kind, state, actor.user, own, "", content, changes or {})


def _sealed(sheet: Filled, fresh: Changes, is_for: bool) -> dict[str, Any]:
    """What the audit keeps of the cells, before and after."""
    before = {row: sheet.values[row] for row in fresh if row in sheet.values}
    return {"before": {"cells": kept(before)}, "after": {"cells": kept(fresh), "for": is_for}}
