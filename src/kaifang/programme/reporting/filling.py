"""Filling 填报: drafts saved cell by cell, forms submitted whole; page and workbook alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    duty = duty_of(programme.law, form, org, period)
    ready = prepare(actor, programme, duty, changes, expected_version)
    if ready.says_nothing_new:
        return ready.unchanged
    demand_filled(programme, ready)
    demand_sound(programme, duty, ready.sheet, ready.values)
    with one_writer():
        return enter(actor, programme, ready)


@dataclass(frozen=True, slots=True)
class Ready:
    """A submission that may enter as far as rights, locks and days go; its checks are another's.

    `file` is the SHA-256 of the workbook that it came in.
    """

    duty: Duty
    sheet: Filled
    fresh: Changes
    values: Changes
    expected: int
    is_for: bool
    file: str = ""

    @property
    def says_nothing_new(self) -> bool:
        """Whether the same was submitted already."""
        return not self.fresh and self.sheet.state not in (DRAFT, RETURNED)

    @property
    def unchanged(self) -> Saved:
        return Saved(self.sheet.version, self.sheet.state, self.sheet.level)


def prepare(
    actor: Actor,
    programme: Programme,
    duty: Duty,
    changes: Changes,
    expected: int | None,
    file: str = "",
) -> Ready:
    """Make a submission ready; without `expected` it goes on from what stands now.

    Raises: NotAllowed, UnknownCell, ChangedMeanwhile, CellLocked, PeriodClosed, FormExpired,
    PeriodNotOver.
    """
    is_for = acting.demand_filling(actor, programme.law, duty.org)
    demand_rows(duty, changes)
    sheet = standing(duty)
    expected = sheet.version if expected is None else expected
    fresh = changed(sheet.values, changes)
    values = {**sheet.values, **fresh}
    ready = Ready(duty, sheet, fresh, values, expected, is_for, file)
    if not ready.says_nothing_new:
        _demand_unlocked(programme, duty, sheet, fresh, expected)
        _demand_due(programme, duty)
    return ready


def demand_filled(programme: Programme, ready: Ready) -> None:
    """Refuse a form on which nothing stands at all. Raises: NothingFilled."""
    if not any(one.value is not None or one.reason.strip() for one in ready.values.values()):
        raise NothingFilled(found=ready.duty.title(programme.law))


def enter(actor: Actor, programme: Programme, ready: Ready) -> Saved:
    """Enter a submission that was checked, inside `one_writer`.

    Raises: ChangedMeanwhile, PeriodClosed.
    """
    law, duty = programme.law, ready.duty
    acting.demand_open(law, duty)
    step = _submission(actor, programme, ready)
    sealed = _sealed(ready.sheet, ready.fresh, ready.is_for)
    event = take_step(actor, law, duty, step, ready.expected, **sealed)
    level = str(step.changes["level"])
    telling.submitted(law, duty, event, level_org(law, level, duty.org), actor)
    return Saved(event.number, SUBMITTED, level, len(ready.fresh))


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


def _demand_due(programme: Programme, duty: Duty) -> None:
    if day_of(programme.law) < duty.period.end:
        raise PeriodNotOver(found=duty.title(programme.law), expected=duty.period.end.isoformat())


def was_submitted(duty: Duty) -> bool:
    """Whether a form ever came in."""
    known = submission_of(duty.key)
    return known is not None and known.submitted_at is not None


def _submission(actor: Actor, programme: Programme, ready: Ready) -> Step:
    duty, content = ready.duty, hash_of(ready.duty, ready.values)
    level = levels_of(programme.law, duty.form, duty.org)[0]
    told: dict[str, Any] = {"cells": kept(ready.fresh), "for": ready.is_for}
    told |= {"hash": content, "level": level}
    told |= {"file": ready.file} if ready.file else {}
    changes: dict[str, Any] = {"level": level, "content": content}
    if not was_submitted(duty):
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
